//! What the compiler says where a feature is off: its name, and how to have it. The tests of the workspace
//! have all features, so this is a package of its own.

use crate::{
    Result,
    command::{self, cargo},
    workspace::{self, Workspace},
};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let package = workspace.empty_directory("without-features")?;
    let write = |name: &str, text: &str| workspace::write(&package.join(name), text);
    let root = workspace.root.display().to_string();
    write("Cargo.lock", &workspace::read(&workspace.root.join("Cargo.lock"))?)?;
    write("Cargo.toml", &MANIFEST.replace("ROOT", &root))?;
    write("src/lib.rs", "")?;
    let check = |quiet: &str| {
        let mut check = cargo(workspace);
        check.current_dir(&package).args(["check", quiet]);
        // What it is built of is kept for the next time.
        check.env("CARGO_TARGET_DIR", workspace.target().join("without-features"));
        check
    };
    // Nothing is wrong but for what is used.
    command::run(&mut check("--verbose"))?;
    for (feature, used, told) in USES {
        write("src/lib.rs", &format!("use mcp_secure::prelude::*;\n\n{used}\n"))?;
        let Err(message) = command::output(&mut check("--quiet")) else {
            return Err(format!("this compiles without the feature `{feature}`:\n{used}"));
        };
        for told in [&told.replace("FEATURE", feature), "src/lib.rs:"] {
            if !message.contains(told) {
                return Err(format!("the compiler does not say `{told}`, but\n{message}"));
            }
        }
    }
    println!("{} uses of features that are off are told with the feature", USES.len());
    Ok(())
}

/// A feature, what uses it, and what has to be said.
const USES: [(&str, &str, &str); 7] = [
    (
        "sql",
        "/// Asks.\n#[tool(public)]\npub async fn ask(#[validate(sql_read_only)] _query: String) {}",
        "`sql_read_only` needs the feature `FEATURE` of `mcp-secure`",
    ),
    (
        "html",
        "/// Shows.\n#[tool(public)]\npub async fn show(#[sanitize(html().links(false))] _page: String) {}",
        "`html` needs the feature `FEATURE` of `mcp-secure`",
    ),
    ("egress", "pub type It = mcp_secure::egress::Egress;", GATED),
    ("jwks", "pub type It = mcp_secure::auth::Jwks;", GATED),
    ("introspection", "pub type It = mcp_secure::auth::Introspection;", GATED),
    ("redis", "pub type It = mcp_secure::store::Redis;", GATED),
    ("tls", "pub type It = mcp_secure::Tls;", GATED),
];

const GATED: &str = "the item is gated behind the `FEATURE` feature";

const MANIFEST: &str = "[workspace]\n\n[package]\nname = \"without-features\"\nversion = \"0.0.0\"\n\
    edition = \"2024\"\n\n[dependencies]\n\
    mcp-secure = { path = \"ROOT/mcp-secure\", default-features = false }\n";
