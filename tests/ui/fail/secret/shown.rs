#![allow(unused_variables)]

use mcp_secure::prelude::*;

/// Log in.
#[tool]
fn log_in(
    #[secret]
    #[default("letmein")]
    password: String,
    #[secret]
    #[header("Key")]
    key: String,
    #[secret]
    #[secret]
    pin: String,
) {
}

#[derive(Input)]
struct Login {
    #[secret]
    #[header("Key")]
    #[default("letmein")]
    key: String,
}

fn main() {}
