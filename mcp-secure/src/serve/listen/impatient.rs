//! A connection that does not wait for ever for its peer to read.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Instant, Sleep, sleep},
};

/// Writing fails once the peer has taken nothing for a while, or takes too little: who reads no
/// replies, or one byte of them now and then, would else hold a place, and the reply in memory, for
/// ever. Reading has its bounds elsewhere.
pub(super) struct Impatient<S> {
    stream: S,
    patience: Duration,
    /// How long the peer may still keep us waiting. What it takes buys it time.
    credit: Duration,
    /// Since when the peer takes nothing, and when that ends.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl<S> Impatient<S> {
    pub(super) fn new(stream: S, patience: Duration) -> Self {
        Self { stream, patience, credit: patience, waiting: None }
    }

    /// `taken` tells of what was written how many bytes it is.
    fn bounded<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
        taken: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = written {
            if let Some((since, _)) = self.waiting.take() {
                self.credit = self.credit.saturating_sub(since.elapsed());
            }
            let bytes = written.as_ref().map(taken).unwrap_or_default() as u64;
            self.credit = self.patience.min(self.credit + time_for(bytes));
            return Poll::Ready(written);
        }
        let credit = self.credit;
        let (_, end) =
            self.waiting.get_or_insert_with(|| (Instant::now(), Box::pin(sleep(credit))));
        ready!(end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// How long a client may take for so many bytes, beyond the patience: 16 KiB in a second are less
/// than any network has.
pub(super) fn time_for(bytes: u64) -> Duration {
    const NANOS_PER_BYTE: u64 = 1_000_000_000 / (16 << 10);
    Duration::from_nanos(bytes.saturating_mul(NANOS_PER_BYTE))
}

impl<S: AsyncRead + Unpin> AsyncRead for Impatient<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Impatient<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.bounded(written, context, |taken| *taken)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.bounded(written, context, |taken| *taken)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        self.bounded(flushed, context, |()| 0)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let shut = Pin::new(&mut self.stream).poll_shutdown(context);
        self.bounded(shut, context, |()| 0)
    }
}

#[cfg(test)]
mod tests;
