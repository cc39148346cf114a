//! The threads that read lines from standard input and write them to standard output.

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    thread,
};

use bytes::Bytes;
use tokio::sync::mpsc;

use super::DEPTH;
use crate::error::Result;

/// A line of more bytes than are allowed.
pub(super) struct TooLong;

/// Reads lines of at most `max` bytes. A longer one is read to its end and not kept.
pub(super) fn spawn_reader(max: usize) -> Result<mpsc::Receiver<Result<Bytes, TooLong>>> {
    let (sender, receiver) = mpsc::channel(DEPTH);
    thread::Builder::new().name("mcp-secure-stdin".into()).spawn(move || {
        let mut input = BufReader::with_capacity(64 << 10, io::stdin());
        loop {
            let mut line = Vec::new();
            // One byte more than allowed tells a long line from one that just fits.
            let limit = max as u64 + 2;
            match input.by_ref().take(limit).read_until(b'\n', &mut line) {
                Ok(0) | Err(_) => return,
                Ok(_) => {}
            }
            let complete = line.pop_if(|byte| *byte == b'\n').is_some();
            let line = if line.len() <= max {
                Ok(line.into())
            } else {
                if !complete && skip_line(&mut input).is_err() {
                    return;
                }
                Err(TooLong)
            };
            if sender.blocking_send(line).is_err() {
                return;
            }
        }
    })?;
    Ok(receiver)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        match memchr::memchr(b'\n', buffer) {
            Some(end) => {
                input.consume(end + 1);
                return Ok(());
            }
            None if buffer.is_empty() => return Ok(()),
            None => {
                let length = buffer.len();
                input.consume(length);
            }
        }
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
