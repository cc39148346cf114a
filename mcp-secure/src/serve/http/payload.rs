//! [`Payload`]: the body of a response.

use std::{
    convert::Infallible,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use bytes::{Buf, Bytes};
use http_body::{Body, Frame, SizeHint};
use http_body_util::combinators::BoxBody;

use super::Unread;

/// The body of a response: whole, as most are, or as the SDK makes it.
pub(crate) enum Payload {
    /// Empty once it is sent.
    Whole(Bytes),
    /// From the SDK's lane.
    Streamed { body: BoxBody<Bytes, Infallible>, unread: Arc<Unread> },
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
            Self::Streamed { body, unread } => {
                let frame = ready!(Pin::new(body).poll_frame(context));
                let held = |frame: Frame<Bytes>| frame.map_data(|data| unread.hand_over(data));
                Poll::Ready(frame.map(|frame| frame.map(held)))
            }
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
