//! [`Paced`]: the body of a reply over HTTP/2, whose client decides how fast it goes.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll},
};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};

use super::activity::{Reply, Running};
use crate::serve::http::{Payload, Room, Work};

/// Handed over in small pieces: what is handed over is kept until the client takes it, and the rest
/// is still ours to drop.
pub(super) struct Paced {
    payload: Payload,
    rest: Bytes,
    /// Whether its size was known from the beginning, and with it the time that it has.
    is_whole: bool,
    reply: Reply,
    _work: Option<Work>,
    _room: Option<Room>,
}

impl Paced {
    pub(super) fn new(
        payload: Payload,
        running: Running,
        work: Option<Work>,
        room: Option<Room>,
    ) -> Self {
        let size = payload.size_hint().exact();
        let (is_whole, reply) = (size.is_some(), running.answered(size));
        Self { payload, rest: Bytes::new(), is_whole, reply, _work: work, _room: room }
    }

    fn piece(&mut self) -> Frame<Bytes> {
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        self.reply.takes(piece.len());
        if !self.is_whole {
            self.reply.hand_over(piece.len());
        }
        Frame::data(piece)
    }
}

impl Body for Paced {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        if self.rest.is_empty() {
            match Pin::new(&mut self.payload).poll_frame(context) {
                Poll::Ready(Some(Ok(frame))) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(frame) => return Poll::Ready(Some(Ok(frame))),
                },
                Poll::Pending => {
                    self.reply.wait();
                    return Poll::Pending;
                }
                end => return end,
            }
        }
        Poll::Ready(Some(Ok(self.piece())))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.payload.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (mut hint, rest) = (self.payload.size_hint(), self.rest.len() as u64);
        if let Some(upper) = hint.upper() {
            hint.set_upper(upper + rest);
        }
        hint.set_lower(hint.lower() + rest);
        hint
    }
}

/// A frame of HTTP/2 holds so much.
const PIECE: usize = 16 << 10;
