//! A server with the typical guards, of as many tools as `TOOLS` says, for texts of up to 4 MiB and for
//! 20,000 connections; or, as `callers N`, calls of so many callers in one process, with their cost.
//!
//! `token --sub NAME --scope echo:call` prints a token, signed with `JWT_SECRET`.

use std::env;

use mcp_secure::{
    __private::{Definition, Definitions, Names, Nothing, Open, Tool},
    audit::JsonLines,
    prelude::*,
};
use place::Place;

mod callers;

/// Answers with its text.
#[tool]
#[require_auth(scope = "echo:call")]
#[rate_limit("1000000/s", per = caller)]
async fn echo(
    #[validate(text().max_bytes(4 << 20))] text: String,
    #[validate(filename)] file: String,
) -> String {
    let _ = file;
    text
}

/// A hundred tools that nobody calls. Ten thousand functions would take the compiler hours, so these are
/// declared by what `#[tool]` generates.
struct Hundred;

impl Tool<Nothing> for Hundred {
    type Access = Open;
    const NAMES: Names = &[];

    fn define() -> Definitions<Self, Nothing, Open> {
        static NEXT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
        Definitions::new(std::array::from_fn::<_, 100, _>(|_| {
            let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let name: &'static str = format!("tool_{number}").leak();
            Definition::new(name, (), |(), _| async { "done" }).description("Answers at once.")
        }))
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    if let [_, word, callers] = &env::args().collect::<Vec<_>>()[..]
        && word == "callers"
    {
        return callers::measure(callers.parse().expect("a number")).await;
    }
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<usize>().ok());
    let hundreds = number("TOOLS").unwrap_or(1) / 100;
    let server = Server::new("echo", "1.0.0")
        .auth(Jwt::from_env()?)
        .tools(tools![echo])
        .tools(|registry| (0..hundreds).for_each(|_| registry.add(Hundred::define())))
        .audit(JsonLines::new(env::var("AUDIT_FILE").expect("AUDIT_FILE is set")))
        .max_body(8 << 20)
        .max_connections(20_000);
    if env::args().nth(1).is_some_and(|word| word == "token") {
        return server.run().await;
    }
    match Place::asked() {
        Place::Http(address) => server.serve(&address.to_string()).await,
        Place::Stdio(_) => server.serve_stdio().await,
    }
}
