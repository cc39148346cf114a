use mcp_secure::prelude::*;

#[derive(Scope)]
enum Notes {
    #[scope("notes:read", implies(Wirte))]
    Read,
    #[scope("notes:write", implies(Admin))]
    Write,
    #[scope("notes:admin", implies(Write))]
    Admin,
    #[scope("notes:read")]
    Again,
    #[scope("two words")]
    Words,
    #[scope]
    Blank,
    #[scope("notes:x", imply(Read))]
    Key,
    #[scope("notes:y")]
    #[scope("notes:z")]
    Twice,
    #[scope("notes:v")]
    Value(u8),
    Nameless,
}

fn main() {}
