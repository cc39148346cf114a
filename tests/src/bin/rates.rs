//! A server whose tools are limited, alone or as one of several replicas.

use std::{env, time::SystemTime};

use mcp_secure::{
    auth::{Dpop, Revocations},
    guard::rate_limit::RateLimits,
    prelude::*,
    store::{Rate, Redis},
};

/// Be limited for each caller.
#[tool]
#[rate_limit("20/s", per = caller, burst = 20)]
async fn caller() -> &'static str {
    "admitted"
}

/// Be limited for each address, and for all.
#[tool(public)]
#[rate_limit("100/day", per = tool)]
#[rate_limit("60/h", per = ip, burst = 3)]
async fn address() -> &'static str {
    "admitted"
}

/// Be limited for each tenant.
#[tool]
#[rate_limit("60/h", per = tenant, burst = 3)]
async fn tenant() -> &'static str {
    "admitted"
}

/// Be limited by the first letter of the caller, and cost as much as the name is long.
#[tool]
#[rate_limit("600/h", per = caller.map_or('?', first_letter), burst = 10, cost = cost(call))]
async fn letter() -> &'static str {
    "admitted"
}

/// Talk while it is limited.
#[tool(public)]
#[rate_limit("60/h", per = tool, burst = 3)]
async fn talk(call: Call) -> &'static str {
    call.progress(1.0, None, None).await;
    "admitted"
}

/// Be limited for each caller and day.
#[tool]
#[budget("40/day", per = caller)]
async fn budgeted() -> &'static str {
    "admitted"
}

/// Be free.
#[tool]
async fn free() -> &'static str {
    "admitted"
}

/// Revoke all that was issued to a subject up to now.
#[tool(public)]
async fn revoke(subject: String, revocations: State<Revocations>) -> Result<&'static str> {
    revocations.revoke_subject(subject, SystemTime::now()).await?;
    Ok("revoked")
}

fn first_letter(caller: &Caller) -> char {
    caller.subject().chars().next().unwrap_or('?')
}

fn cost(call: &Call) -> u32 {
    call.caller().map_or(1, |caller| caller.subject().len() as u32)
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let revocations = Revocations::new();
    let mut server = Server::new("rates", "1.0.0")
        .auth(Jwt::from_env()?.tenant("tid"))
        .dpop(Dpop::new())
        .revocations(revocations.clone());
    if let Ok(url) = env::var("RATES_STORE") {
        server = server.store(Redis::connect(&url).await?);
    }
    let rate = |name| env::var(name).ok().and_then(|text| text.parse().ok()).map(Rate::per_minute);
    let mut limits = RateLimits::new();
    if let Some(rate) = rate("RATES_ADDRESS") {
        limits = limits.per_address(rate);
    }
    if let Some(rate) = rate("RATES_CALLER") {
        limits = limits.per_caller(rate);
    }
    if let Some(rate) = rate("RATES_FAILURES") {
        limits = limits.failed_authentication(rate);
    }
    if let Ok(proxy) = env::var("RATES_PROXY") {
        server = server.trusted_proxies([proxy]);
    }
    server
        .rate_limits(limits)
        .state(revocations)
        .tools(tools![caller, address, tenant, letter, talk, budgeted, free, revoke])
        .run()
        .await
}
