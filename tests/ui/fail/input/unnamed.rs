#![allow(unused_variables)]

use mcp_secure::prelude::*;

#[derive(Input)]
struct Point(i32, i32);

#[derive(Input)]
struct Nothing;

#[derive(Input)]
enum Place {
    Nowhere,
    At(i32, i32),
}

#[derive(Input)]
enum Never {}

#[derive(Input)]
union Either {
    number: u8,
    flag: bool,
}

/// Take some of them: that causes no further error.
#[tool]
fn go(from: Point, to: Option<Place>, #[validate(check(is_it))] nothing: Nothing) {}

fn is_it(_: &Nothing) -> std::result::Result<(), mcp_secure::rule::Violation> {
    Ok(())
}

fn main() {}
