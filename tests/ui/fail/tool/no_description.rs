use mcp_secure::prelude::*;

#[tool]
async fn echo(text: String) -> String {
    text
}

///
#[tool(name = "again", title = "Again")]
async fn echo_again(text: String) -> String {
    text
}

fn main() {
    let _ = Server::new("notes", "1.0.0").tools(tools![echo, echo_again]);
}
