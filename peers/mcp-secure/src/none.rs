//! No guard is declared. What always holds holds here too: the judgement of arguments, the bounds of
//! time, size and number, the cleaning of the output.

use mcp_secure::prelude::*;

/// Answers with its text.
#[tool]
async fn echo(text: String, file: String) -> String {
    let _ = file;
    text
}

pub(crate) fn server(server: Server) -> Server {
    server.tools(tools![echo])
}
