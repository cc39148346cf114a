use mcp_secure::prelude::*;

/// Count by something that has no text.
#[tool]
#[rate_limit("60/min", per = caller.map(|caller| caller.subject()))]
async fn no_text() -> String {
    String::new()
}

/// Cost something that is no number of calls.
#[tool]
#[rate_limit("60/min", cost = "ten")]
async fn no_number() -> String {
    String::new()
}

/// Cost by an argument, which is not read yet.
#[tool]
#[rate_limit("60/min", cost = pages)]
async fn no_argument(pages: u32) -> String {
    pages.to_string()
}

fn main() {}
