//! Guards, by the client in the same process: the same tool with each of them, and with all.

use mcp_secure::prelude::*;
use serde_json::json;

use crate::{Case, runtime};

guarded! {
    without;
    rate_limited #[rate_limit("1000000/s", per = tool)];
    budgeted #[budget("1000000000/day", per = caller)];
    concurrent #[concurrency(8)];
    broken #[circuit_breaker(failures = 5, cooldown = "30s")];
    resourceful #[resource_guard(memory = "99%")];
    limited #[limit(input = "64KiB", output = "1MiB")];
    timed #[timeout("5s")];
}

/// Answers at once.
#[tool]
#[require_auth(scope = "bench:run")]
async fn authorized() -> &'static str {
    "done"
}

/// Answers at once.
#[tool]
#[require_auth(scope = "bench:run")]
#[rate_limit("1000000/s", per = tool)]
#[concurrency(8)]
#[circuit_breaker(failures = 5, cooldown = "30s")]
#[resource_guard(memory = "99%")]
#[limit(input = "64KiB", output = "1MiB")]
#[timeout("5s")]
async fn everything() -> &'static str {
    "done"
}

/// All of them; the first is the tool without a guard.
pub fn cases() -> Vec<Case> {
    let jwt = Jwt::hs256("q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX").expect("a secret");
    let client = Server::new("bench", "0")
        .auth(jwt)
        .tools(tools![
            without,
            rate_limited,
            budgeted,
            concurrent,
            broken,
            resourceful,
            limited,
            timed,
            authorized,
            everything
        ])
        .client()
        .expect("a server")
        .with_caller(Caller::new("ada").with_scopes(["bench:run"]));
    [
        ("no guard", "without"),
        ("rate_limit", "rate_limited"),
        ("budget", "budgeted"),
        ("concurrency", "concurrent"),
        ("circuit_breaker", "broken"),
        ("resource_guard", "resourceful"),
        ("limit", "limited"),
        ("timeout", "timed"),
        ("require_auth", "authorized"),
        ("all of them", "everything"),
    ]
    .map(|(name, tool)| {
        let (client, runtime) = (client.clone(), runtime());
        let admitted = runtime.block_on(client.call(tool, json!({})));
        assert!(admitted.is_ok(), "{name}: {admitted:?}");
        Case::new(name, move |times| {
            runtime.block_on(async {
                for _ in 0..times {
                    let reply = client.call(tool, json!({})).await;
                    assert!(std::hint::black_box(reply).is_ok(), "{name}");
                }
            });
        })
    })
    .into()
}
