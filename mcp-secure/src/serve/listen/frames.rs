//! [`Frames`]: what a client sends over HTTP/2, frame by frame (RFC 9113, section 4.1).

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{activity::Activity, stream::Stream};

/// Counts the frames that cost their client nothing before anybody works on them. The libraries answer each
/// of them for as long as they come (CVE-2019-9512, CVE-2019-9515): one of 15 bytes changes the windows of
/// all requests.
pub(super) struct Frames {
    stream: Stream,
    activity: Arc<Activity>,
    reader: Reader,
}

impl Frames {
    pub(super) fn new(stream: Stream, activity: &Arc<Activity>) -> Self {
        Self { stream, activity: Arc::clone(activity), reader: Reader::new() }
    }

    fn inner(&mut self) -> Pin<&mut Stream> {
        Pin::new(&mut self.stream)
    }
}

impl AsyncRead for Frames {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(self.inner().poll_read(context, buffer))?;
        let cost = self.reader.cost(&buffer.filled()[before..]);
        if self.activity.spend(cost) {
            return Poll::Ready(Ok(()));
        }
        // The verdict wakes the task, and ends the connection; nothing more of it is worked on.
        buffer.set_filled(before);
        Poll::Pending
    }
}

impl AsyncWrite for Frames {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.inner().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.inner().poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.inner().poll_shutdown(context)
    }
}

/// How far it has read.
struct Reader {
    /// What is left of the preface, or of the payload of a frame.
    skip: usize,
    head: [u8; HEAD],
    /// How much of the head is there.
    filled: usize,
}

impl Reader {
    fn new() -> Self {
        Self { skip: PREFACE, head: [0; HEAD], filled: 0 }
    }

    /// What the frames cost whose heads end in these bytes.
    fn cost(&mut self, mut bytes: &[u8]) -> u32 {
        let mut cost = 0_u32;
        loop {
            let skipped = self.skip.min(bytes.len());
            self.skip -= skipped;
            bytes = &bytes[skipped..];
            let part = bytes.len().min(HEAD - self.filled);
            self.head[self.filled..self.filled + part].copy_from_slice(&bytes[..part]);
            self.filled += part;
            bytes = &bytes[part..];
            if self.filled < HEAD {
                return cost;
            }
            let [a, b, c, kind, ..] = self.head;
            self.skip = u32::from_be_bytes([0, a, b, c]) as usize;
            self.filled = 0;
            cost = cost.saturating_add(cost_of(kind));
        }
    }
}

/// Requests and their bodies have bounds of their own: in number, in bytes, and in time. Of all else, settings
/// cost most.
fn cost_of(kind: u8) -> u32 {
    match kind {
        DATA | HEADERS | CONTINUATION => 0,
        SETTINGS => 10,
        _ => 1,
    }
}

const PREFACE: usize = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".len();
/// Length, type, flags, stream.
const HEAD: usize = 9;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const CONTINUATION: u8 = 9;

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(kind: u8, length: u16) -> Vec<u8> {
        let [high, low] = length.to_be_bytes();
        let mut frame = vec![0, high, low, kind, 0, 0, 0, 0, 1];
        // Heads of settings, were they read as such.
        frame.extend([0, 0, 0, 4].iter().cycle().take(length.into()));
        frame
    }

    #[test]
    fn each_frame_is_counted_once_however_it_comes() {
        let mut bytes = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        // Settings, a window, a request with its body and its end, a ping, and one that nobody knows.
        for (kind, length) in [(4, 6), (8, 4), (1, 300), (9, 20), (0, 1_000), (0, 0), (3, 4)] {
            bytes.extend(frame(kind, length));
        }
        bytes.extend([frame(6, 8), frame(4, 0), frame(0xfa, 70)].concat());
        for size in [1, 2, 8, 9, 10, 100, bytes.len()] {
            let mut reader = Reader::new();
            let cost: u32 = bytes.chunks(size).map(|part| reader.cost(part)).sum();
            assert_eq!(cost, 10 + 1 + 1 + 1 + 10 + 1, "in pieces of {size}");
        }
    }

    #[test]
    fn a_frame_is_counted_when_its_head_is_there() {
        let mut reader = Reader::new();
        assert_eq!(reader.cost(&[b'x'; PREFACE]), 0);
        let ping = frame(6, 8);
        assert_eq!(reader.cost(&ping[..HEAD - 1]), 0);
        assert_eq!(reader.cost(&ping[HEAD - 1..HEAD]), 1);
        assert_eq!(reader.cost(&ping[HEAD..]), 0);
        // The longest that there is.
        assert_eq!(reader.cost(&[0xff, 0xff, 0xff, 6, 0, 0, 0, 0, 0]), 1);
        assert_eq!(reader.cost(&[4; 1 << 16]), 0);
    }
}
