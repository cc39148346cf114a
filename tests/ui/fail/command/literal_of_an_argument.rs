use mcp_secure::{command::Program, prelude::*};

/// Run it as the model likes.
#[tool(public)]
async fn run(option: String, program: State<Program>) -> Result<String> {
    let output = program.command().literals([option.as_str()]).run().await?;
    Ok(output.text()?.to_owned())
}

fn main() {}
