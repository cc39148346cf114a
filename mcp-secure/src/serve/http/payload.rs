//! [`Payload`]: the body of a response.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::{Buf, Bytes};
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::BoxBody;

use super::Work;

/// The body of a response: whole, as most are, or as the SDK makes it.
pub(crate) enum Payload {
    /// Empty once it is sent.
    Whole(Bytes),
    /// From the SDK's lane.
    Streamed { body: BoxBody<Bytes, Infallible>, _work: Option<Work> },
}

impl Payload {
    /// The same, as a part of this work if it has only begun.
    pub(super) fn holding(self, work: Option<Work>) -> Self {
        match self {
            Self::Streamed { body, .. } => Self::Streamed { body, _work: work },
            whole => whole,
        }
    }
}

impl<T: Into<Bytes>> From<T> for Payload {
    fn from(bytes: T) -> Self {
        Self::Whole(bytes.into())
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Self::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Self::Streamed { body, .. } => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(bytes) => bytes.is_empty(),
            Self::Streamed { body, .. } => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.remaining() as u64),
            Self::Streamed { body, .. } => body.size_hint(),
        }
    }
}
