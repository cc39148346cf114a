//! Notes in a directory: read them, write them, publish them as web pages.
//!
//! ```sh
//! cargo run --bin notes
//! ```
//!
//! The directory is `notes`, or what `NOTES_DIR` says. Callers have tokens that are signed with
//! `JWT_SECRET`; or, where `MCP_ISSUER` is the URL of an authorization server, its tokens, for this
//! server as `MCP_AUDIENCE` names it.

use mcp_secure::{auth::Jwks, prelude::*, root::Kind};
use schemars::JsonSchema;
use serde::Serialize;

/// What the tools share.
struct Notes {
    /// A directory capability: nothing outside it can be opened.
    dir: Root,
    /// Where published pages go.
    pages: Root,
}

impl Notes {
    fn open(path: &str) -> Result<Self> {
        let dir = Root::create(path)?;
        dir.create_dir_all("published")?;
        let pages = dir.subdir("published")?;
        Ok(Self { dir, pages })
    }
}

/// List the names of all notes.
#[tool(read_only)]
#[require_auth(scope = "notes:read")]
fn list_notes(notes: State<Notes>) -> Result<Json<NoteList>> {
    let entries = notes.dir.list()?;
    let notes =
        entries.into_iter().filter(|entry| entry.kind == Kind::File).map(|entry| entry.name);
    Ok(Json(NoteList { notes: notes.collect() }))
}

/// Read one note.
#[tool(read_only)]
#[require_auth(scope = "notes:read")]
#[rate_limit("600/min", per = caller, burst = 100)]
fn read_note(
    /// File name of the note.
    #[validate(filename)]
    name: String,
    notes: State<Notes>,
) -> Result<String> {
    Ok(notes.dir.read_to_string(&name)?)
}

/// Write a note. An existing one of this name is replaced.
#[tool(destructive, idempotent)]
#[require_auth(scope = "notes:write")]
fn write_note(
    /// File name of the note.
    #[validate(filename().extensions(["md", "txt"]))]
    name: String,
    /// Text of the note, in Markdown.
    #[validate(length(..=100_000))]
    body: String,
    notes: State<Notes>,
) -> Result<String> {
    notes.dir.write(&name, &body)?;
    Ok(format!("wrote {name}"))
}

/// Publish a note as a web page.
#[tool(destructive)]
#[require_auth(scope = "notes:write")]
#[resource_guard(memory = "95%", disk = "95%", cpu = "100%")]
#[timeout("5s")]
fn publish_note(
    /// File name of the note.
    #[validate(filename().extensions(["md", "txt"]))]
    name: String,
    /// The page's content, in HTML. What a page of notes does not need is removed.
    #[sanitize(html)]
    #[validate(length(1..=100_000))]
    body: String,
    /// Whether to replace a page that is published already.
    #[default(false)]
    overwrite: bool,
    caller: Caller,
    notes: State<Notes>,
) -> Result<Json<Published>> {
    let page = format!("{name}.html");
    if overwrite {
        notes.pages.write(&page, &body)?;
    } else {
        notes.pages.create_new(&page, &body)?;
    }
    Ok(Json(Published { page, by: caller.subject().to_owned() }))
}

/// Tell who the caller is, and what the caller may do.
#[tool(read_only)]
#[require_auth]
async fn whoami(caller: Caller) -> Json<Identity> {
    Json(Identity {
        subject: caller.subject().to_owned(),
        scopes: caller.scopes().map(str::to_owned).collect(),
    })
}

/// Answer, to show that the server is there.
#[tool(public, read_only)]
async fn ping() -> &'static str {
    "pong"
}

#[derive(Serialize, JsonSchema)]
struct NoteList {
    /// File names, sorted.
    notes: Vec<String>,
}

#[derive(Serialize, JsonSchema)]
struct Published {
    /// File name of the page.
    page: String,
    /// Who published it.
    by: String,
}

#[derive(Serialize, JsonSchema)]
struct Identity {
    /// The subject of the caller's token.
    subject: String,
    /// The scopes of the caller's token.
    scopes: Vec<String>,
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let directory = std::env::var("NOTES_DIR").unwrap_or_else(|_| "notes".to_owned());
    let server = Server::new("notes", env!("CARGO_PKG_VERSION"))
        .instructions("Notes are text files; list them before you read one.");
    let server = match Jwks::from_env()? {
        Some(issuer) => server.auth(issuer),
        None => server.auth(Jwt::from_env()?),
    };
    server
        .state(Notes::open(&directory)?)
        .tools(tools![list_notes, read_note, write_note, publish_note, whoami, ping])
        .run()
        .await
}
