use mcp_secure::tool;

#[doc = include_str!("empty_description.md")]
#[tool]
async fn echo(text: String) -> String {
    text
}

fn main() {}
