use mcp_secure::prelude::*;

struct Color;
struct Painter;

#[tool]
impl Painter {
    /// Paint.
    #[tool]
    async fn paint(&self, color: Color) -> String {
        let _ = color;
        String::new()
    }
}

fn main() {
    let _ = Server::new("notes", "1.0.0").state(Painter).tools(tools![Painter]);
}
