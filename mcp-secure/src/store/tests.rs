#![allow(clippy::unwrap_used)]

mod away;
mod gcra;
mod memory;
mod standings;
