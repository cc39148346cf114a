//! What an operator is given: metrics and alerts, as Prometheus reads them; completions, in the shells.

use std::{
    io::{Read, Write},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Command, Stdio},
};

use serde_json::{Value, json};

use crate::{
    Result, call,
    command::run,
    package,
    server::Server,
    shells,
    workspace::{self, Workspace},
};

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
    let rules = |path: &Path| run(Command::new(&promtool).args(["check", "rules"]).arg(path));
    rules(&workspace.root.join("docs/alerts.yml"))?;
    let dashboard = workspace.empty_directory("dashboard")?.join("rules.json");
    let text = dashboard_as_rules(&workspace.root.join("docs/grafana-dashboard.json"))?;
    workspace::write(&dashboard, text)?;
    rules(&dashboard)
}

/// What the dashboard asks, as rules, which Prometheus reads to the last word. JSON is YAML.
fn dashboard_as_rules(path: &Path) -> Result<String> {
    let dashboard = serde_json::from_str(&workspace::read(path)?)
        .map_err(|error| format!("{}: {error}", path.display()))?;
    let mut expressions = Vec::new();
    collect(&dashboard, &mut expressions);
    if expressions.len() < 20 {
        return Err(format!("the dashboard has {} expressions", expressions.len()));
    }
    let rules = expressions.iter().zip(0..).map(|(expression, number)| {
        // As Grafana does before it asks.
        let expression = expression.replace("$__rate_interval", "1m");
        json!({ "record": format!("dashboard:{number}"), "expr": expression })
    });
    Ok(json!({ "groups": [{ "name": "dashboard", "rules": rules.collect::<Value>() }] })
        .to_string())
}

fn collect<'a>(value: &'a Value, expressions: &mut Vec<&'a str>) {
    match value {
        Value::Object(members) => {
            expressions.extend(members.get("expr").and_then(Value::as_str));
            members.values().for_each(|value| collect(value, expressions));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, expressions)),
        _ => {}
    }
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
