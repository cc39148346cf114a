use mcp_secure::prelude::*;

fn owns(caller: &Caller, name: &str) -> bool {
    caller.subject() == name
}

/// A parameter that is not there.
#[tool]
#[authorize(owns(&caller, &nmae))]
async fn slip(name: String, caller: Caller) -> String {
    format!("{name} {}", caller.subject())
}

/// The caller is no parameter.
#[tool]
#[authorize(owns(&caller, &name))]
async fn anonymous(name: String) -> String {
    name
}

/// The value is the function's.
#[tool]
#[authorize(drop::<String>(name) == ())]
async fn moved(name: String) -> String {
    name
}

fn main() {}
