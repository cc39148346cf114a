use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(
    #[validate()] name: String,
    #[validate] title: String,
    #[sanitize()] body: String,
    #[default] count: i64,
    #[default(1)] #[default(2)] second: i64,
    #[default = 5] third: i64,
    #[validate = "filename"] fourth: String,
) -> String {
    format!("{name} {title} {body} {count} {second} {third} {fourth}")
}

fn main() {}
