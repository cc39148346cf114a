use mcp_secure::prelude::*;

/// Answer with the text.
#[tool]
#[resource_guard(memory = "80")]
async fn first(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[resource_guard(disk = "101%")]
async fn second(text: String) -> String {
    text
}

/// Answer with the text.
#[tool]
#[resource_guard(cpu = 0.9)]
async fn third(text: String) -> String {
    text
}

fn main() {}
