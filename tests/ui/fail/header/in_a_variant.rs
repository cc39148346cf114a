use mcp_secure::prelude::*;

#[derive(Input)]
enum Place {
    Region {
        #[header("Region")]
        name: String,
    },
}

fn main() {}
