use mcp_secure::prelude::*;

#[derive(serde::Deserialize, schemars::JsonSchema)]
struct Color {
    red: u8,
}

/// Paint.
#[tool]
async fn paint(#[validate(length(1..))] color: Color) -> String {
    color.red.to_string()
}

/// Paint many.
#[tool]
async fn paint_many(#[validate(each(length(1..)))] colors: Vec<Color>) -> String {
    colors.len().to_string()
}

fn main() {}
