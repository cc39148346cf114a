use mcp_secure::prelude::*;

struct Color;

#[derive(serde::Deserialize)]
struct Shade;

#[derive(schemars::JsonSchema)]
struct Tint;

/// Paint.
#[tool]
async fn paint(color: Color, shade: Shade, tint: Tint, colors: Vec<Color>) -> String {
    let _ = (color, shade, tint, colors);
    String::new()
}

fn main() {}
