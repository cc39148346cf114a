//! Servers to read, run and copy from.
