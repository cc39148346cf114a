//! The sample tools of the guide "Security Best Practices for MCP Servers", with the same
//! names and arguments, made right.
//!
//! ```sh
//! cargo run --bin guide
//! ```

use mcp_secure::prelude::*;

struct SafeDirectory(Root);

/// Read a file of the safe directory.
#[tool(read_only)]
#[require_auth]
fn safe_file_access(
    /// Name of the file, without a path.
    #[validate(filename)]
    filename: String,
    directory: State<SafeDirectory>,
) -> Result<String> {
    Ok(directory.0.read_to_string(&filename)?)
}

/// Perform an operation that needs an authenticated caller.
#[tool]
#[require_auth]
async fn authenticated_operation(
    /// What the operation is about.
    #[validate(length(1..=10_000))]
    data: String,
    caller: Caller,
) -> String {
    format!("{} characters accepted from {}", data.chars().count(), caller.subject())
}

/// Clean HTML, so that it can be shown on a page.
#[tool(read_only)]
#[require_auth]
async fn safe_html_operation(
    /// The HTML to clean.
    #[sanitize(html)]
    #[validate(length(..=100_000))]
    content: String,
) -> String {
    content
}

/// Perform an operation that waits for better times while the machine is short of memory,
/// disk or processor.
#[tool]
#[require_auth]
#[resource_guard(memory = "80%", disk = "90%", cpu = "90%")]
async fn resource_conscious_operation(
    /// What to work on.
    #[validate(length(1..=10_000))]
    data: String,
) -> String {
    format!("{} bytes processed", data.len())
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    Server::new("guide", env!("CARGO_PKG_VERSION"))
        .auth(Jwt::from_env()?)
        .state(SafeDirectory(Root::create("safe_directory")?))
        .tools(tools![
            safe_file_access,
            authenticated_operation,
            safe_html_operation,
            resource_conscious_operation,
        ])
        .run()
        .await
}
