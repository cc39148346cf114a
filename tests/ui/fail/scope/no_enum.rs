use mcp_secure::prelude::*;

#[derive(Scope)]
struct Read;

#[derive(Scope)]
enum None {}

#[derive(Scope)]
enum Of<T> {
    #[scope("a")]
    A(T),
}

fn main() {}
