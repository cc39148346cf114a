//! An admitted call allocates nothing for its guards and rules.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::alloc::System;

use mcp_secure::{Client, prelude::*};
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The same tool, by several names and behind several guards.
macro_rules! guarded {
    ($($name:ident $(#[$($guard:tt)*])*;)*) => {
        $(
            /// Answers at once.
            #[tool(public)]
            $(#[$($guard)*])*
            async fn $name(#[validate(any_text())] name: String) -> &'static str {
                let _ = name;
                "done"
            }
        )*
        const GUARDED: &[&str] = &[$(stringify!($name)),*];
    };
}

guarded! {
    without;
    rate_limited #[rate_limit("1000000/s", per = tool)];
    rate_limited_twice #[rate_limit("1000000/s", per = caller)] #[rate_limit("1000000/s", per = ip)];
    budgeted #[budget("1000000000/day", per = caller)];
    concurrent #[concurrency(8, queue = 8)];
    broken #[circuit_breaker(failures = 5, cooldown = "30s")];
    resourceful #[resource_guard(memory = "99%")];
    limited #[limit(input = "64KiB", output = "1MiB")];
}

/// The same tool, with another rule on its argument.
macro_rules! ruled {
    ($($name:ident $(#[$($rule:tt)*])*;)*) => {
        $(
            /// Answers at once.
            #[tool(public)]
            async fn $name($(#[$($rule)*])* name: String) -> &'static str {
                let _ = name;
                "done"
            }
        )*
        const RULED: &[&str] = &[$(stringify!($name)),*];
    };
}

ruled! {
    text_by_default;
    filename_ #[validate(filename)];
    filename_of #[validate(filename().extensions(["md", "txt"]), length(1..=64))];
    relative_path_ #[validate(relative_path)];
    one_of_ #[validate(one_of(["report.md", "b"]))];
    pattern_ #[validate(pattern("^[a-z.]+$"))];
    command_arg_ #[validate(command_arg)];
    hostname_ #[validate(hostname)];
}

/// Answers at once.
#[tool]
#[require_auth(scope = "files:read")]
#[authorize(caller.subject() != "nobody" && !name.is_empty())]
async fn authorized(#[validate(any_text())] name: String, caller: Caller) -> &'static str {
    let _ = (name, caller);
    "done"
}

/// Of a hundred calls, when all that is kept has been made.
fn allocations(client: &Client, tool: &str) -> usize {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    let arguments = json!({ "name": "report.md" });
    let calls = || {
        let region = Region::new(ALLOCATOR);
        for _ in 0..100 {
            let reply = runtime.block_on(client.call(tool, arguments.clone()));
            assert!(reply.is_ok(), "{tool}: {reply:?}");
        }
        let change = region.change();
        change.allocations + change.reallocations
    };
    // What is kept may grow once more, in any of them.
    (0..5).map(|_| calls()).min().unwrap()
}

#[test]
fn an_admitted_call_allocates_nothing_for_guards_and_rules() {
    let server = Server::new("allocations", "0")
        .auth(Jwt::hs256("q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX").unwrap())
        .tools(tools![
            without,
            rate_limited,
            rate_limited_twice,
            budgeted,
            concurrent,
            broken,
            resourceful,
            limited,
            text_by_default,
            filename_,
            filename_of,
            relative_path_,
            one_of_,
            pattern_,
            command_arg_,
            hostname_,
            authorized
        ]);
    let client =
        server.client().unwrap().with_caller(Caller::new("ada").with_scopes(["files:read"]));
    let least = allocations(&client, "without");
    assert!(least >= 100, "a call allocates, or nothing is counted here: {least}");
    let more: Vec<(&str, usize)> = (GUARDED.iter().chain(RULED).chain(&["authorized"]))
        .map(|tool| (*tool, allocations(&client, tool)))
        .filter(|(_, count)| *count != least)
        .collect();
    assert!(more.is_empty(), "{least} allocations of a hundred calls, but {more:?}");
}
