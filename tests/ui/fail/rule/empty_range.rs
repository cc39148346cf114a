use mcp_secure::prelude::*;

/// Read a note.
#[tool]
async fn read_note(
    #[validate(length(64..=1))] name: String,
    #[validate(range(10..10))] count: i64,
    #[validate(each(range(1.5..=-1.5)))] shares: Vec<f64>,
) -> String {
    format!("{name} {count} {shares:?}")
}

fn main() {}
