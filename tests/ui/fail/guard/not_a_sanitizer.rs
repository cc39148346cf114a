use mcp_secure::prelude::*;

/// Use a rule for a sanitizer.
#[tool]
#[sanitize_output(mcp_secure::rule::filename)]
async fn rule() -> String {
    String::new()
}

/// Have a slip in the name of a sanitizer.
#[tool]
#[sanitize_output(redact_secret)]
async fn slip() -> String {
    String::new()
}

/// Redact what is nothing to redact.
#[tool]
#[sanitize_output(redact(5))]
async fn number() -> String {
    String::new()
}

fn main() {}
