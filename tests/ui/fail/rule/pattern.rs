use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(
    #[validate(pattern("^[a-z"))] unclosed: String,
    #[validate(pattern("^\\s+$"))] space: String,
    #[validate(pattern(r"^(?=a)b$"))] lookahead: String,
    #[validate(pattern(r"(a)\1"))] back_reference: String,
    #[validate(each(pattern("(?i)a")))] flags: Vec<String>,
) -> String {
    unclosed + &space + &lookahead + &back_reference + &flags.concat()
}

fn main() {}
