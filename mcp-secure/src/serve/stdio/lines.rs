//! The threads that read lines from standard input and write them to standard output.

use std::{
    io::{self, BufRead, BufReader, Write},
    thread,
};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::DEPTH;
use crate::error::Result;

/// A line of more bytes than are allowed.
#[derive(Debug, PartialEq)]
pub(super) struct TooLong;

/// Lines that have come together.
pub(super) type Batch = Vec<Result<Bytes, TooLong>>;

/// Reads lines of at most `max` bytes, and hands over at once all that have come. A longer one is
/// read to its end and not kept.
pub(super) fn spawn_reader(max: usize) -> Result<mpsc::Receiver<Batch>> {
    let (sender, receiver) = mpsc::channel(BATCHES);
    thread::Builder::new().name("mcp-secure-stdin".into()).spawn(move || {
        let mut input = BufReader::with_capacity(CHUNK, io::stdin());
        let mut lines = Lines::new(max);
        loop {
            let chunk = match input.fill_buf() {
                Ok(chunk) if !chunk.is_empty() => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                // The last line may have no end.
                Ok(_) | Err(_) => {
                    let _ = lines.last().map(|line| sender.blocking_send(vec![line]));
                    return;
                }
            };
            let (batch, read) = (lines.split(chunk), chunk.len());
            input.consume(read);
            if !batch.is_empty() && sender.blocking_send(batch).is_err() {
                return;
            }
        }
    })?;
    Ok(receiver)
}

/// Makes lines of chunks.
struct Lines {
    max: usize,
    /// A line that has begun and not ended; of one that is too long, its beginning.
    begun: Vec<u8>,
}

impl Lines {
    fn new(max: usize) -> Self {
        Self { max, begun: Vec::new() }
    }

    /// The lines that end in this chunk. They share one copy of it.
    fn split(&mut self, mut chunk: &[u8]) -> Batch {
        let mut batch = Batch::new();
        if !self.begun.is_empty() {
            let Some(end) = memchr::memchr(b'\n', chunk) else {
                self.begin(chunk);
                return batch;
            };
            self.begin(&chunk[..end]);
            batch.extend(self.last());
            chunk = &chunk[end + 1..];
        }
        let Some(end) = memchr::memrchr(b'\n', chunk) else {
            self.begin(chunk);
            return batch;
        };
        let whole = Bytes::copy_from_slice(&chunk[..end]);
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &whole).chain([whole.len()]) {
            batch.push(self.bounded(whole.slice(start..end)));
            start = end + 1;
        }
        self.begin(&chunk[end + 1..]);
        batch
    }

    /// What has begun, as a line.
    fn last(&mut self) -> Option<Result<Bytes, TooLong>> {
        let line = std::mem::take(&mut self.begun);
        (!line.is_empty()).then(|| self.bounded(line.into()))
    }

    /// Keeps one byte more than allowed: it tells a long line from one that just fits.
    fn begin(&mut self, part: &[u8]) {
        let room = self.max + 1 - self.begun.len();
        self.begun.extend_from_slice(&part[..part.len().min(room)]);
    }

    fn bounded(&self, line: Bytes) -> Result<Bytes, TooLong> {
        if line.len() <= self.max { Ok(line) } else { Err(TooLong) }
    }
}

/// Writes messages, a line each; many that wait are written at once.
pub(super) fn spawn_writer() -> Result<(mpsc::Sender<Vec<u8>>, thread::JoinHandle<()>)> {
    let (sender, mut receiver) = mpsc::channel::<Vec<u8>>(DEPTH);
    let thread = thread::Builder::new().name("mcp-secure-stdout".into()).spawn(move || {
        let mut batch = Vec::new();
        while let Some(first) = receiver.blocking_recv() {
            batch.clear();
            let mut next = Some(first);
            while let Some(message) = next {
                batch.extend_from_slice(&message);
                batch.push(b'\n');
                next = if batch.len() < 64 << 10 { receiver.try_recv().ok() } else { None };
            }
            let mut output = io::stdout().lock();
            if output.write_all(&batch).and_then(|()| output.flush()).is_err() {
                return;
            }
        }
    })?;
    Ok((sender, thread))
}

/// How much is read at once, and how many of these wait.
const CHUNK: usize = 64 << 10;
const BATCHES: usize = 16;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    const MAX: usize = 4;

    /// Read in chunks of this size.
    fn lines(input: &[u8], size: usize) -> Vec<Option<String>> {
        let mut lines = Lines::new(MAX);
        let mut all: Batch = input.chunks(size).flat_map(|chunk| lines.split(chunk)).collect();
        all.extend(lines.last());
        let text = |line: Result<Bytes, _>| Some(String::from_utf8(line.ok()?.to_vec()).unwrap());
        all.into_iter().map(text).collect()
    }

    #[test]
    fn lines_are_the_same_however_they_come() {
        let input = b"a\nbcde\n\nfghij\nk\nlmnopqrstuvw\n\r\nxyz";
        let expected = ["a", "bcde", "", "-", "k", "-", "\r", "xyz"];
        let expected = expected.map(|line| (line != "-").then(|| line.to_owned()));
        for size in 1..=input.len() {
            let found = lines(input, size);
            // An empty line that begins a chunk is one too.
            assert_eq!(found, expected, "chunks of {size}");
        }
    }

    #[test]
    fn a_line_without_an_end_is_one() {
        assert_eq!(lines(b"abcd", 3), [Some("abcd".to_owned())]);
        assert_eq!(lines(b"abcde", 3), [None]);
        assert_eq!(lines(b"a\n", 3), [Some("a".to_owned())]);
        assert!(lines(b"", 3).is_empty());
    }

    #[test]
    fn of_a_line_that_is_too_long_no_more_is_kept_than_tells_it() {
        let mut reader = Lines::new(MAX);
        for _ in 0..100 {
            assert!(reader.split(b"aaaaaaa").is_empty());
        }
        assert_eq!(reader.begun.len(), MAX + 1);
        assert_eq!(reader.split(b"a\nb\n"), [Err(TooLong), Ok(Bytes::from_static(b"b"))]);
    }
}
