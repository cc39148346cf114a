use mcp_secure::prelude::*;

struct Color;

/// Paint.
#[tool]
async fn paint(
    #[validate(filename)] count: i64,
    #[validate(range(1..=10))] name: String,
    #[validate(each(length(1..)))] title: String,
    #[validate(length(..=10))] whether: bool,
    #[validate(each(filename))] numbers: Vec<i64>,
    #[validate(range(1..=10))] share: f64,
    #[validate(one_of(["red", "green"]))] index: u8,
) -> String {
    let _ = (count, name, title, whether, numbers, share, index);
    String::new()
}

fn main() {}
