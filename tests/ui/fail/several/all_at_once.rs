use mcp_secure::prelude::*;

#[tool(readonly)]
#[require_auth(scope = "a b")]
#[rate_limit("60/fortnight", per = callers, burst = 0)]
#[timeout("5")]
#[timeout("5s")]
async unsafe fn publish<T>(
    #[validate(pattern("["))] name: &str,
    #[validate(length(2..=1))] title: String,
    _: T,
) -> String {
    format!("{name} {title}")
}

/// Answer.
#[tool]
async fn ping() -> &'static str {
    "pong"
}

fn main() {
    // The tools are named, called and served: none of that is told again.
    let _ = Server::new("notes", "1.0.0").tools(tools![publish, ping]);
    let _ = ping();
}
