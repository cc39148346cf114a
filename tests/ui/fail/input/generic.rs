use mcp_secure::prelude::*;

#[derive(Input)]
struct Page<T> {
    items: Vec<T>,
}

#[derive(Input)]
struct Borrowed<'a> {
    text: &'a str,
}

#[derive(Input)]
struct Static {
    text: &'static str,
}

fn main() {}
