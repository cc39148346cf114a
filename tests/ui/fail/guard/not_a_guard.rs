use mcp_secure::prelude::*;

struct OfficeHours;

/// Answer with the text.
#[tool]
#[guard(OfficeHours)]
async fn echo(text: String) -> String {
    text
}

fn main() {}
