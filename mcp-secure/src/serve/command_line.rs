//! The command line of every server: what `.run()` does.

use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use tracing_subscriber::EnvFilter;

use super::{
    Server,
    console::{print, tell},
};
use crate::{
    auth::{Audience, Token, api_keys::NewApiKey},
    error::{Error, Result},
};

mod audit;
mod check;
mod commands;
mod completions;
mod encryption;
mod ending;
mod environment;
mod posture;
mod spans;
#[cfg(test)]
mod tests;

use audit::Verification;
use completions::Shell;
use ending::leave_behind;
use environment::{variable, wishes};
use posture::Request;

#[derive(Debug, PartialEq)]
enum Command {
    Serve { address: Option<String>, stdio: bool, audience: Option<String> },
    Token(TokenRequest),
    ApiKey(TokenRequest),
    Verify(Verification),
    Check(check::Request),
    Completions(Shell),
    Posture(Request),
    Help,
    Version,
}

#[derive(Debug, PartialEq)]
struct TokenRequest {
    subject: String,
    scopes: Vec<String>,
    lifetime: Option<Duration>,
    audience: Option<String>,
}

pub(super) async fn run<S, A>(mut server: Server<S, A>) -> Result<()> {
    match parse(Parser::from_env())? {
        Command::Help => print(&format!("{}\n", commands::help(server.name())))?,
        Command::Version => print(&format!("{} {}\n", server.name(), server.version()))?,
        Command::Token(request) => print(&format!("{}\n", token(server, request)?))?,
        Command::ApiKey(request) => {
            let (key, line) = api_key(server, request)?;
            print(&format!("{}\n{line}\n", key.dangerous_reveal()))?;
            tell(format_args!(
                "The key, which is shown this once; and its line for the file of keys."
            ));
        }
        Command::Posture(request) => request.run(&server)?,
        Command::Check(request) => request.run(server).await?,
        Command::Completions(shell) => print(&shell.script()?)?,
        Command::Verify(files) => print(&format!("{}\n", files.run(server.name())?))?,
        Command::Serve { address, stdio, audience } => {
            log_to_stderr();
            server.aim(given(audience, "MCP_AUDIENCE")?);
            wishes(stdio).try_for_each(|(_, take)| take(&mut server))?;
            if stdio {
                server.serve_stdio().await?;
            } else {
                server.serve(&place(address)?).await?;
            }
            leave_behind().await;
        }
    }
    Ok(())
}

fn parse(mut parser: Parser) -> Result<Command> {
    let (mut address, mut stdio, mut audience) = (None, false, None);
    let (mut subject, mut scopes, mut lifetime) = (None, Vec::new(), None);
    let mut command: Option<fn(TokenRequest) -> Command> = None;
    while let Some(argument) = parser.next()? {
        match argument {
            Arg::Long("help") | Arg::Short('h') => return Ok(Command::Help),
            Arg::Long("version") | Arg::Short('V') => return Ok(Command::Version),
            // A command, and the first of all that is given.
            Arg::Value(name) if command.is_none() && address.is_none() && !stdio => {
                match name.to_str() {
                    Some("audit") => return Verification::parse(&mut parser).map(Command::Verify),
                    Some("check") => {
                        return check::Request::parse(&mut parser, audience).map(Command::Check);
                    }
                    Some("completions") => {
                        return Shell::parse(&mut parser).map(Command::Completions);
                    }
                    Some("posture") => return Request::parse(&mut parser).map(Command::Posture),
                    Some("token") => command = Some(Command::Token),
                    Some("apikey") => command = Some(Command::ApiKey),
                    _ => return Err(unknown(Arg::Value(name))),
                }
            }
            Arg::Long("audience") => audience = Some(parser.value()?.string()?),
            Arg::Long("addr") if command.is_none() => address = Some(parser.value()?.string()?),
            Arg::Long("stdio") if command.is_none() => stdio = true,
            Arg::Long("sub") if command.is_some() => subject = Some(parser.value()?.string()?),
            Arg::Long("scope") if command.is_some() => {
                let given = parser.value()?.string()?;
                scopes.extend(given.split_whitespace().map(str::to_owned));
            }
            Arg::Long("ttl") if command.is_some() => {
                let given = parser.value()?.string()?;
                lifetime = Some(mcp_secure_grammar::duration(&given).map_err(Error::new)?);
            }
            other => return Err(unknown(other)),
        }
    }
    let Some(command) = command else {
        return Ok(Command::Serve { address, stdio, audience });
    };
    let subject = subject.ok_or_else(|| {
        Error::new("whom it is for is missing; write for example `--sub NAME --scope \"a b\"`")
    })?;
    Ok(command(TokenRequest { subject, scopes, lifetime, audience }))
}

/// A token that the server takes as it is started by default.
fn token<S, A>(server: Server<S, A>, request: TokenRequest) -> Result<String> {
    let audience = given(request.audience, "MCP_AUDIENCE")?;
    let (authenticator, default_audience) = server.into_authenticator();
    let mut authenticator = authenticator
        .ok_or_else(|| Error::new("this server has no authenticator, so it takes no tokens"))?;
    if authenticator.is_ephemeral() {
        return Err(Error::new(
            "JWT_SECRET is not set, so no other process would accept the token; set it to a secret \
             of at least 32 bytes, for this command and for the server",
        ));
    }
    authenticator.prepare(&Audience(audience.as_deref().unwrap_or(&default_audience)))?;
    let issuer = authenticator
        .issuer()
        .ok_or_else(|| Error::new("the tokens of this server come from elsewhere"))?;
    let mut token = issuer.token(&request.subject).scopes(request.scopes);
    if let Some(lifetime) = request.lifetime {
        token = token.lifetime(lifetime);
    }
    token.sign()
}

/// A key, and the line by which the server takes it.
fn api_key<S, A>(server: Server<S, A>, request: TokenRequest) -> Result<(Token, String)> {
    let (authenticator, _) = server.into_authenticator();
    if !authenticator.is_some_and(|authenticator| authenticator.takes_keys()) {
        return Err(Error::new("this server takes no keys; add `ApiKeys` to its authenticator"));
    }
    if request.audience.is_some() {
        return Err(Error::new("a key has no audience; it is good where its line is"));
    }
    let mut key = NewApiKey::new(request.subject).scopes(request.scopes);
    if let Some(lifetime) = request.lifetime {
        key = key.lifetime(lifetime);
    }
    key.make()
}

/// Logs and audit events go to standard error, unless the program has installed a subscriber.
fn log_to_stderr() {
    let mut filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let wanted = std::env::var("RUST_LOG").unwrap_or_default();
    for library in QUIET.into_iter().filter(|library| !wanted.contains(library)) {
        filter = filter.add_directive(format!("{library}=off").parse().expect("a directive"));
    }
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        // It would complain where nobody reads any more, and panic in the middle of a call.
        .log_internal_errors(false)
        .try_init();
}

/// Only on request by name. The SDK writes whole results at its lower levels, and at all others a line of each error
/// that it answers, with words of a client whom nobody knows; HTTP/2 writes one of each frame that makes no sense.
const QUIET: [&str; 2] = ["rmcp", "h2"];

/// What the option says, or else the variable.
fn given(option: Option<String>, name: &str) -> Result<Option<String>> {
    option.map_or_else(|| variable(name), |option| Ok(Some(option)))
}

/// Where to listen.
fn place(option: Option<String>) -> Result<String> {
    Ok(given(option, "MCP_ADDR")?.unwrap_or_else(|| "127.0.0.1:8000".to_owned()))
}

/// What was not understood, with a near name, if there is one.
fn unknown(argument: Arg<'_>) -> Error {
    let given = match &argument {
        Arg::Long(name) => format!("--{name}"),
        Arg::Value(word) => word.to_string_lossy().into_owned(),
        Arg::Short(_) => String::new(),
    };
    let near = match commands::near(&given) {
        Some(name) => format!(", did you mean `{name}`?"),
        None => ";".to_owned(),
    };
    Error::new(format!("{}{near} --help lists what is known", argument.unexpected()))
}
