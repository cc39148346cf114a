//! The command line of every server: what `.run()` does.

use std::time::Duration;

use lexopt::{Arg, Parser, ValueExt};
use tracing_subscriber::EnvFilter;

use super::Server;
use crate::{
    auth::{Audience, Token, api_keys::NewApiKey},
    error::{Error, Result},
};

mod audit;
mod encryption;
mod ending;
mod posture;
mod spans;
#[cfg(test)]
mod tests;

use audit::{Verification, audited};
use encryption::encrypted;
use ending::leave_behind;
use posture::Request;

#[derive(Debug, PartialEq)]
enum Command {
    Serve { address: Option<String>, stdio: bool, audience: Option<String> },
    Token(TokenRequest),
    ApiKey(TokenRequest),
    Verify(Verification),
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
        Command::Help => println!("{}", help(server.name())),
        Command::Version => println!("{} {}", server.name(), server.version()),
        Command::Token(request) => println!("{}", token(server, request)?),
        Command::ApiKey(request) => {
            let (key, line) = api_key(server, request)?;
            println!("{}\n{line}", key.dangerous_reveal());
            eprintln!("The key, which is shown this once; and its line for the file of keys.");
        }
        Command::Posture(request) => request.run(&server)?,
        Command::Verify(files) => println!("{}", files.run()?),
        Command::Serve { address, stdio, audience } => {
            log_to_stderr();
            server = audited(server)?;
            if let Some(audience) = audience.or_else(|| variable("MCP_AUDIENCE")) {
                server = server.audience(audience);
            }
            if stdio {
                server.serve_stdio().await?;
            } else {
                let mut server = encrypted(server)?;
                if let Some(address) = variable("MCP_METRICS_ADDR") {
                    server = server.metrics(address);
                }
                let address = address.or_else(|| variable("MCP_ADDR"));
                server.serve(address.as_deref().unwrap_or("127.0.0.1:8000")).await?;
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
            Arg::Value(name)
                if name == "audit" && command.is_none() && address.is_none() && !stdio =>
            {
                return Verification::parse(&mut parser).map(Command::Verify);
            }
            Arg::Value(name)
                if name == "posture" && command.is_none() && address.is_none() && !stdio =>
            {
                return Request::parse(&mut parser).map(Command::Posture);
            }
            Arg::Value(name)
                if name == "token" && command.is_none() && address.is_none() && !stdio =>
            {
                command = Some(Command::Token)
            }
            Arg::Value(name)
                if name == "apikey" && command.is_none() && address.is_none() && !stdio =>
            {
                command = Some(Command::ApiKey)
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
            other => {
                return Err(Error::new(format!(
                    "{}; --help lists what is known",
                    other.unexpected()
                )));
            }
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
    let audience = request.audience.or_else(|| variable("MCP_AUDIENCE"));
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
    // The SDK writes whole results at its lower levels: only on request by name.
    if !std::env::var("RUST_LOG").is_ok_and(|directives| directives.contains("rmcp")) {
        filter = filter.add_directive("rmcp=warn".parse().expect("a directive"));
    }
    let _ = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::IsTerminal::is_terminal(&std::io::stderr()))
        .try_init();
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn help(name: &str) -> String {
    format!(
        "\
{name}: a server for the Model Context Protocol

Usage:
  {name} [--addr ADDRESS] [--audience NAME]    serve over HTTP, at /mcp
  {name} --stdio [--audience NAME]             serve over standard input and output
  {name} token --sub NAME [--scope \"A B\"] [--ttl 1h] [--audience NAME]
                                             print a token signed with JWT_SECRET
  {name} apikey --sub NAME [--scope \"A B\"] [--ttl 90d]
                                             print a key, and its line for the file of keys
  {name} audit verify FILE... [--hash HASH]    whether files of audit events are whole, the oldest
                                             first; HASH: that of the last line
  {name} posture [--format table|json|markdown|sarif|html] [--output FILE]
                 [--check] [--diff OLD.json] [--allow RULE[:TOOL[:PLACE]]]
                                             what is declared, for a reviewer; with --check it fails
                                             if something is found, or weaker than in OLD.json

Options:
  --addr ADDRESS     where to listen; 127.0.0.1:8000 by default
  --audience NAME    what tokens must carry in `aud`; {name} by default
  -h, --help         this text
  -V, --version      the version

Environment:
  JWT_SECRET    the key of tokens, 32 bytes or more; without it, one is made up at start
  MCP_TOKEN     the caller's token with --stdio
  MCP_ADDR, MCP_AUDIENCE    instead of the options
  ENABLE_SSL    `yes` to serve over TLS, with the PEM files named by
                CERT_FILE, KEY_FILE; CLIENT_CA_FILE: only clients with a
                certificate of these authorities
  MCP_AUDIT_FILE    where audit events go beside the log; MCP_AUDIT_KEY: the key of
                their chain of hashes, 32 bytes or more
  MCP_METRICS_ADDR    where metrics are read by Prometheus, at /metrics, as 127.0.0.1:9464
  OTEL_EXPORTER_OTLP_ENDPOINT    where calls are sent to as spans of OpenTelemetry, as
                http://127.0.0.1:4318
  RUST_LOG      what is logged to standard error; `info` by default"
    )
}
