//! A connection that does not wait for ever for its peer to read.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    task::coop,
    time::{Instant, Sleep, sleep},
};

use crate::serve::http::{Work, Workload};

/// Writing fails once the peer has taken nothing for a while, or takes too little: who reads no
/// replies, or one byte of them now and then, would else hold a place, and the reply in memory, for
/// ever. Reading has its bounds elsewhere.
pub(super) struct Impatient<S> {
    stream: S,
    patience: Duration,
    /// How long the peer may still keep us waiting. What it takes buys it time.
    credit: Duration,
    /// Since when the peer takes nothing, and when that ends.
    waiting: Option<(Instant, Pin<Box<Sleep>>, Work)>,
    workload: Arc<Workload>,
}

impl<S> Impatient<S> {
    pub(super) fn new(stream: S, patience: Duration, workload: &Arc<Workload>) -> Self {
        let workload = Arc::clone(workload);
        Self { stream, patience, credit: patience, waiting: None, workload }
    }

    /// `taken` tells of what was written how many bytes it is.
    fn bounded<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
        taken: impl FnOnce(&T) -> usize,
    ) -> Poll<io::Result<T>> {
        if let Poll::Ready(written) = written {
            if let Some((since, ..)) = self.waiting.take() {
                self.credit = self.credit.saturating_sub(since.elapsed());
            }
            let bytes = written.as_ref().map(taken).unwrap_or_default() as u64;
            self.credit = self.patience.min(self.credit + time_for(bytes));
            return Poll::Ready(written);
        }
        let credit = self.credit;
        let (_, end, _) = self.waiting.get_or_insert_with(|| {
            (Instant::now(), Box::pin(sleep(credit)), self.workload.reply())
        });
        ready!(end.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

/// Counts what was read towards the turn of the task, which yields when it is over: a peer that sends
/// on and on, in pieces that cost more than they are long, would else keep the thread for itself.
fn share_the_thread(context: &mut Context<'_>, bytes: usize) {
    for _ in 0..bytes / BYTES_PER_STEP {
        match coop::poll_proceed(context) {
            Poll::Ready(step) => step.made_progress(),
            // The next thing that it asks for makes it yield.
            Poll::Pending => return,
        }
    }
}

/// A turn has 128 steps: 32 KiB.
const BYTES_PER_STEP: usize = 256;

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
        let before = buffer.filled().len();
        let read = ready!(Pin::new(&mut self.stream).poll_read(context, buffer));
        share_the_thread(context, buffer.filled().len() - before);
        Poll::Ready(read)
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
