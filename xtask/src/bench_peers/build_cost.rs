//! What a tool costs its build: packages of 1, 100 and 500 tools by our macros and by rmcp's. Writes
//! `docs/build-cost.md`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use super::{
    page::today,
    peers::{Peers, processor_time},
    process,
};
use crate::{
    Result, command,
    workspace::{self, Workspace},
};

/// Ways to declare a tool.
struct Macros {
    name: &'static str,
    /// Under `[dependencies]`.
    dependencies: &'static str,
    /// A file of so many tools.
    source: fn(usize) -> String,
}

const ALL: [Macros; 3] = [
    Macros { name: "mcp-secure", dependencies: OURS, source: |tools| ours(tools, "", "") },
    Macros { name: "mcp-secure, typical guards", dependencies: OURS, source: guarded },
    Macros { name: "rmcp", dependencies: RMCP, source: rmcp },
];

/// Of one package.
struct Cost {
    tools: usize,
    /// Seconds of processor time of the compiler, for this package alone.
    seconds: f64,
    lines: usize,
    /// Bytes of the program.
    size: u64,
}

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let peers = Peers::find(workspace)?;
    let machine = process::machine()?;
    let directory = workspace.empty_directory("build-cost")?;
    let mut costs = Vec::new();
    for (macros, index) in ALL.iter().zip(0..) {
        let package = directory.join(format!("tools-{index}"));
        let cost = |tools| {
            let cost = measure(workspace, &peers, &package, macros, tools)?;
            println!("{}: {tools} tools, {:.1} s", macros.name, cost.seconds);
            Ok(cost)
        };
        costs.push(TOOLS.into_iter().map(cost).collect::<Result<Vec<Cost>>>()?);
    }
    let page = page(&machine, &costs)?;
    println!("\n{page}");
    workspace::write(&workspace.root.join("docs/build-cost.md"), page)
}

fn measure(
    workspace: &Workspace,
    peers: &Peers,
    package: &Path,
    macros: &Macros,
    tools: usize,
) -> Result<Cost> {
    let write = |name: &str, text: &str| workspace::write(&package.join(name), text);
    let root = workspace.root.display().to_string();
    let name = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let manifest = MANIFEST.replace("NAME", &name) + macros.dependencies;
    write("Cargo.toml", &manifest.replace("ROOT", &root))?;
    write("Cargo.lock", &workspace::read(&peers.root.join("Cargo.lock"))?)?;
    let main = "#[tokio::main]\nasync fn main() {\n    tools::run().await;\n}\n";
    write("src/main.rs", &main.replace("tools::", &format!("{}::", name.replace('-', "_"))))?;
    let cargo = |arguments: &[&str]| {
        let mut cargo = peers.cargo(DIRECTORY);
        cargo.current_dir(package).args(arguments);
        cargo
    };
    let library = ["rustc", "--release", "--quiet", "--lib"];
    // First with one tool, so that all else has been built.
    write("src/lib.rs", &(macros.source)(1))?;
    command::run(&mut cargo(&library))?;
    write("src/lib.rs", &(macros.source)(tools))?;
    // Another source than the last, also where it is of one tool.
    write("src/lib.rs", &((macros.source)(tools) + "// Once more.\n"))?;
    let seconds = processor_time(&cargo(&library))?;
    let mut expand = cargo(&library);
    // What `cargo expand` does: the flag is of the nightly compiler, and the macros are the same. Only for
    // this package: build scripts of others look at that variable, and would have them built anew.
    let bootstrap = write_bootstrap(package)?;
    expand.env("RUSTC_WORKSPACE_WRAPPER", bootstrap).args(["--", "-Zunpretty=expanded"]);
    let lines = command::output(&mut expand)?.lines().count();
    command::run(&mut cargo(&["build", "--release", "--quiet"]))?;
    Ok(Cost { tools, seconds, lines, size: peers.size(DIRECTORY, &name)? })
}

/// A script that runs a compiler with what the nightly one can do.
fn write_bootstrap(package: &Path) -> Result<PathBuf> {
    let path = package.join("bootstrap.sh");
    workspace::write(&path, "#!/bin/sh\nRUSTC_BOOTSTRAP=1 exec \"$@\"\n")?;
    command::run(Command::new("chmod").arg("+x").arg(&path))?;
    Ok(path)
}

fn page((machine, load): &(String, String), costs: &[Vec<Cost>]) -> Result<String> {
    let mut page = format!(
        "# What a tool costs its build\n\n\
         Measured on {}, {machine}, with a load of {load} before, by `cargo xtask bench-build`: packages \
         of so many tools of two arguments each, and nothing else. Time is that of the processor for the \
         package alone, as a library of a release with one codegen unit; lines are those of the source \
         after expansion, as rustc prints them; the program is linked with thin link-time \
         optimisation, and stripped. The guards of the second are a scope, a rate and a rule. For \
         rmcp each tool has a struct of its own, as its macros ask for.\n\n\
         | macros | tools | build | lines | program | for each further tool |\n|---|---|---|---|---|---|\n",
        today()?,
    );
    for (macros, costs) in ALL.iter().zip(costs) {
        for Cost { tools, seconds, lines, size } in costs {
            let more = match costs.first() {
                Some(first) if *tools > first.tools => {
                    let each =
                        |now: f64, before: f64| (now - before) / (tools - first.tools) as f64;
                    format!(
                        "{:.0} ms, {:.0} lines, {:.1} KiB",
                        1e3 * each(*seconds, first.seconds),
                        each(*lines as f64, first.lines as f64),
                        each(*size as f64, first.size as f64) / 1024.0,
                    )
                }
                _ => String::new(),
            };
            page += &format!(
                "| {} | {tools} | {seconds:.1} s | {lines} | {:.1} MiB | {more} |\n",
                macros.name,
                *size as f64 / f64::from(1 << 20),
            );
        }
    }
    Ok(page)
}

fn guarded(tools: usize) -> String {
    let guards =
        "#[require_auth(scope = \"echo:call\")]\n#[rate_limit(\"60/min\", per = caller)]\n";
    ours(tools, guards, "#[validate(filename)] ")
}

fn ours(tools: usize, guards: &str, rule: &str) -> String {
    let mut source = "use mcp_secure::prelude::*;\n".to_owned();
    let mut names = String::new();
    for number in 0..tools {
        source += &format!(
            "\n/// Answers with its text.\n#[tool]\n{guards}\
             async fn tool_{number}(text: String, {rule}file: String) -> String {{\n    \
             text + &file\n}}\n"
        );
        names += &format!("tool_{number}, ");
    }
    let server = if guards.is_empty() { "" } else { ".auth(Jwt::from_env().unwrap())" };
    source
        + &format!(
            "\npub async fn run() {{\n    \
             Server::new(\"t\", \"0\"){server}.tools(tools![{names}]).run().await.unwrap();\n}}\n"
        )
}

fn rmcp(tools: usize) -> String {
    let (mut arguments, mut methods) = (String::new(), String::new());
    for number in 0..tools {
        arguments += &format!(
            "\n#[derive(Deserialize, JsonSchema)]\nstruct Arguments{number} {{\n    \
             text: String,\n    file: String,\n}}\n"
        );
        methods += &format!(
            "\n    /// Answers with its text.\n    #[tool]\n    async fn tool_{number}(&self, \
             Parameters(it): Parameters<Arguments{number}>) -> String {{\n        it.text + &it.file\n    }}\n"
        );
    }
    format!(
        "use rmcp::{{ServerHandler, ServiceExt, handler::server::wrapper::Parameters, tool, \
         tool_handler, tool_router, transport::stdio}};\nuse schemars::JsonSchema;\nuse serde::Deserialize;\n\
         \n#[derive(Clone)]\nstruct Tools;\n{arguments}\n#[tool_router]\nimpl Tools {{{methods}}}\n\n\
         #[tool_handler]\nimpl ServerHandler for Tools {{}}\n\npub async fn run() {{\n    \
         Tools.serve(stdio()).await.unwrap().waiting().await.unwrap();\n}}\n"
    )
}

/// What one needs is built for all of them.
const DIRECTORY: &str = "tools";

const TOOLS: [usize; 3] = [1, 100, 500];

const MANIFEST: &str = "[workspace]\n\n[package]\nname = \"NAME\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
    [profile.release]\nlto = \"thin\"\ncodegen-units = 1\nstrip = true\n\n[dependencies]\n\
    tokio = { version = \"1.54\", default-features = false, features = [\"macros\", \"rt-multi-thread\"] }\n";

const OURS: &str = "mcp-secure = { path = \"ROOT/mcp-secure\" }\n";

const RMCP: &str = "rmcp = { version = \"3.11\", features = [\"transport-io\", \
    \"transport-streamable-http-server\"] }\nschemars = \"1\"\nserde = { version = \"1\", features = [\"derive\"] }\n";
