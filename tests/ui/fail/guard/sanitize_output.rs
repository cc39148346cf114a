use mcp_secure::prelude::*;

/// Name nothing.
#[tool]
#[sanitize_output]
async fn nothing() -> String {
    String::new()
}

/// Have a slip in the name of the switch.
#[tool]
#[sanitize_output(dangerous_row = true)]
async fn slip() -> String {
    String::new()
}

/// Give a literal, and patterns that cannot be redacted.
#[tool]
#[sanitize_output("secret", redact("(?=a)"), redact("a*"))]
async fn literals() -> String {
    String::new()
}

/// Sanitize twice.
#[tool]
#[sanitize_output(redact_secrets)]
#[sanitize_output(dangerous_raw)]
async fn twice() -> String {
    String::new()
}

#[sanitize_output(redact_secrets)]
async fn no_tool() -> String {
    String::new()
}

fn main() {}
