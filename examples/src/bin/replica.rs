//! One of several replicas behind a proxy, which count together in Redis: see `examples/cluster`.

use std::{env, fs::OpenOptions, io::Write, path::PathBuf, process, time::Duration};

use mcp_secure::{prelude::*, store::Redis};

/// Tell which replica answers.
#[tool(public, read_only)]
async fn which() -> String {
    process::id().to_string()
}

/// Be limited for each caller.
#[tool(read_only)]
#[require_auth]
#[rate_limit("20/s", per = caller, burst = 20)]
async fn by_caller() -> &'static str {
    "admitted"
}

/// Be limited for each address.
#[tool(public, read_only)]
#[rate_limit("60/h", per = ip, burst = 3)]
async fn by_address() -> &'static str {
    "admitted"
}

/// Write a line to the journal of all replicas, and take three seconds for it.
#[tool]
#[require_auth]
async fn record(#[validate(length(1..=64))] entry: String, journal: State<Journal>) -> Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(&journal.0)?;
    writeln!(file, "{entry}")?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    Ok(())
}

struct Journal(PathBuf);

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let url = env::var("STORE_URL").unwrap_or_else(|_| "redis://127.0.0.1:6379".to_owned());
    let journal = env::var_os("JOURNAL").unwrap_or_else(|| "journal.txt".into());
    Server::new("cluster", env!("CARGO_PKG_VERSION"))
        .auth(Jwt::from_env()?)
        .store(Redis::connect(&url).await?)
        .trusted_proxies(["127.0.0.1"])
        .state(Journal(journal.into()))
        .tools(tools![which, by_caller, by_address, record])
        .run()
        .await
}
