//! What an operator is given: metrics and alerts, as Prometheus reads them; completions, in the shells.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::json;

use crate::{Result, call, command::run, package, server::Server, shells, workspace::Workspace};

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let promtool = package::program("promtool", "prometheus")?;
    workspace.build_servers()?;
    shells::check(workspace)?;
    let address = free_address().map_err(|error| format!("a free port: {error}"))?;
    let mut command = Command::new(workspace.program("fixture"));
    let server = Server::start(command.env("MCP_METRICS_ADDR", &address))?;
    for text in [json!("a"), json!(1)] {
        call::tool(&server.url, "echo", &json!({ "text": text }))?;
    }
    let page = scrape(&address).map_err(|error| format!("metrics at {address}: {error}"))?;
    accepted(&promtool, &page)?;
    println!("promtool: {} lines of metrics are well-formed and well named", page.lines().count());
    run(Command::new(promtool).args(["check", "rules"]).arg(workspace.root.join("docs/alerts.yml")))
}

fn free_address() -> std::io::Result<String> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
}

fn scrape(address: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(address)?;
    write!(stream, "GET /metrics HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (_, page) = answer.split_once("\r\n\r\n").unwrap_or_default();
    Ok(page.to_owned())
}

/// It has nothing to complain of, and something to read.
fn accepted(promtool: &Path, page: &str) -> Result<()> {
    if !page.contains("mcp_secure_calls_total{tool=\"echo\",verdict=\"ok\"} 1\n") {
        return Err(format!("the call is not counted:\n{page}"));
    }
    let failed = |error: std::io::Error| format!("promtool: {error}");
    let mut check = Command::new(promtool);
    check.args(["check", "metrics"]).stdin(Stdio::piped());
    let mut check = check.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(failed)?;
    if let Some(mut input) = check.stdin.take() {
        input.write_all(page.as_bytes()).map_err(failed)?;
    }
    let output = check.wait_with_output().map_err(failed)?;
    let told = [output.stdout, output.stderr].concat();
    if output.status.success() && told.is_empty() {
        return Ok(());
    }
    Err(format!("promtool complains:\n{}", String::from_utf8_lossy(&told)))
}
