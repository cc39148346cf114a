use mcp_secure::{prelude::*, secret::Secret};

/// Log in.
#[tool]
fn log_in(
    #[header("Key")] key: Secret<String>,
    #[default(Secret::new("letmein".to_owned()))] password: Secret<String>,
) {
    println!("{password}");
}

/// Answer with it.
#[tool]
fn answer(password: Secret<String>) -> Json<Secret<String>> {
    Json(password)
}

fn main() {}
