use mcp_secure::prelude::*;

/// No limit.
#[tool]
#[limit]
async fn none(text: String) -> String {
    text
}

/// No sizes.
#[tool]
#[limit(input = "64", output = "0B", total = "1MiB")]
async fn sizes(text: String) -> String {
    text
}

/// No numbers.
#[tool]
#[concurrency(0, queue = "many", per = ip)]
#[circuit_breaker(failures = 0, cooldown = "soon")]
async fn numbers(text: String) -> String {
    text
}

/// How many?
#[tool]
#[concurrency(queue = 4)]
async fn missing(text: String) -> String {
    text
}

/// Ten.
#[tool]
#[concurrency("ten")]
#[limit(input = 64)]
async fn words(text: String) -> String {
    text
}

fn main() {}
