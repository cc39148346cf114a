//! Declare secure MCP tools: plain functions, with the security policy as attributes.
//!
//! ```
//! use mcp_secure::prelude::*;
//!
//! /// Greet somebody.
//! #[tool(read_only)]
//! #[require_auth(scope = "greetings")]
//! #[rate_limit("60/min", per = caller)]
//! async fn greet(
//!     /// Whom to greet.
//!     #[sanitize(trim)] #[validate(length(1..=50))] name: String,
//!     caller: Caller,
//! ) -> String {
//!     format!("{} greets {name}", caller.subject())
//! }
//!
//! # async fn run() -> mcp_secure::Result<()> {
//! Server::new("greetings", "1.0.0")
//!     .auth(Jwt::from_env()?)
//!     .tools(tools![greet])
//!     .run()
//!     .await
//! # }
//! ```
//!
//! # The way of a call
//!
//! 1. The **transport** bounds what arrives in size and time, and refuses other hosts and
//!    origins.
//! 2. The **envelope** is one strict JSON object: no duplicate keys, bounded depth, UTF-8.
//! 3. The **front door** makes a [`Caller`](caller::Caller) from the credential, once, before
//!    any tool is named.
//! 4. The **gate** is the only way to a tool. The tool exists for this caller; [guards](guard)
//!    admit, in a fixed order; the arguments are decoded, [sanitized](sanitize) and
//!    [judged](rule), all violations at once.
//! 5. The tool **runs**, for a bounded time; a panic ends the call alone.
//! 6. What **leaves** the tool is bounded, and loses what drives terminals and what no one sees
//!    ([`sanitize_output`](mod@guard::sanitize_output)).
//! 7. What went wrong is told [twice](refusal): little to the client, all to the
//!    [audit record](audit).
//!
//! # Parameters
//!
//! A type decides by trait what it is. An *argument* is a number, text, a list and the like, a
//! struct or an enum of your own that derives [`Input`](macro@Input), a
//! [`Secret`](secret::Secret), or anything else that implements
//! [`Deserialize`](serde::Deserialize) and [`JsonSchema`](schemars::JsonSchema) and owns its
//! data; `Option<T>` may be absent. *Injected* are [`State<T>`](State),
//! [`Caller`](caller::Caller) and [`Call`](call::Call): they come from the server and are never
//! part of the schema.
//!
//! # Names in two namespaces
//!
//! `#[tool] fn greet` keeps the function and adds a type `greet`. The value is your function,
//! to be called and tested as ever; the type is the tool, for `tools![greet]`. One `use`
//! imports both.
//!
//! # Features
//!
//! - `html` (default): `#[sanitize(html)]` and [`types::Html`], which need an HTML parser.
//! - `tls` (default): [`Tls`], for a server that ends TLS itself.
//! - `sql`: `#[validate(sql_read_only)]`, which needs a parser of SQL.
//! - `axum`: `Server::into_router`, for a server within an axum application.
//! - `egress`: `Egress`, an HTTPS client for tools.
//! - `introspection`: `Introspection`, for opaque tokens, of which their issuer is asked.
//! - `jwks`: `Jwks`, for tokens of issuers that publish their keys.
//! - `redis`: [`store`]`::Redis`, for replicas that count together.
//! - `testing`: the module `testing`, for tests of servers that accept tokens of others.

pub use schemars;

mod access;
pub mod address;
pub mod answer;
pub mod audit;
pub mod auth;
pub mod call;
pub mod caller;
pub mod command;
mod complaints;
pub mod config;
mod danger;
#[cfg(feature = "egress")]
pub mod egress;
mod error;
mod gate;
pub mod guard;
mod input;
mod intake;
mod json;
mod lanes;
mod metrics;
mod moment;
mod needs;
pub mod output;
mod param;
mod parameter;
pub mod posture;
pub mod prelude;
pub mod refusal;
pub mod root;
pub mod rule;
pub mod sanitize;
mod schema;
pub mod scope;
pub mod sealed;
pub mod secret;
mod serve;
mod slots;
mod state;
pub mod store;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
mod tool;
pub mod trace;
mod type_name;
pub mod types;

pub use error::{Error, Failure, Result, ToolError};
pub use input::Input;
pub use output::{Content, Json, Reply};
#[cfg(feature = "axum")]
pub use serve::MetricsHandle;
#[cfg(feature = "tls")]
pub use serve::Tls;
pub use serve::{Client, Server};
pub use state::State;

/// What the type of a [`Server`] says of it: the states that it holds, the last one first, and
/// whether it authenticates.
///
/// A function that makes a server, for `main` and for tests, names them:
///
/// ```
/// use mcp_secure::{prelude::*, typestate::{Authenticated, Authenticating}};
///
/// struct Notes(Root);
///
/// fn server(jwt: Jwt, notes: Root) -> Server<(Notes, (Authenticated, ())), Authenticating> {
///     Server::new("notes", "1.0.0").auth(jwt).state(Notes(notes))
/// }
/// ```
pub mod typestate {
    pub use crate::{
        serve::{Authenticating, Open},
        state::Authenticated,
    };
}

/// Makes a tool of a function, or of the methods of an `impl` block.
///
/// The function stays as it is. Its doc comment is the description that a model chooses the
/// tool by, and has to be there; those of its parameters describe the arguments. A plain `fn`
/// runs on the pool for blocking work, an `async fn` on the runtime.
///
/// | key | says |
/// |---|---|
/// | `name = ".."` | the name in the protocol, if not that of the function: 1 to 128 of `A-Z a-z 0-9 _ - .` |
/// | `title = ".."` | the name for people |
/// | `icons = [".."]` | pictures for people: `https://` or `data:image/` URLs |
/// | `read_only`, `destructive`, `idempotent`, `open_world` | the annotations of the protocol; each may be `= false`. What is not said is left out, and clients then assume the worst. |
/// | `public` | everybody may call it, without a credential |
/// | `hidden` | who may not call it is not told that it exists |
///
/// At its parameters:
///
/// | attribute | says |
/// |---|---|
/// | `#[validate(rule, ..)]` | [rules](rule): what the argument must be. A bare name is called without arguments. |
/// | `#[sanitize(sanitizer, ..)]` | [sanitizers](sanitize): how it is rewritten before it is judged |
/// | `#[default(value)]` | the value of an absent argument, shown in the schema |
/// | `#[arguments]` | an [`Input`](macro@Input) whose fields are the arguments of the tool |
/// | `#[secret]` | the value is told nowhere (below) |
/// | `#[header("Name")]` | clients repeat the value in the header `Mcp-Param-Name` (below) |
///
/// Beside it stand [guards](guard), above or below.
///
/// On an `impl` block, methods that take `&self` become tools too, on a state of that type:
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering};
/// use mcp_secure::prelude::*;
///
/// struct Counter(AtomicU64);
///
/// #[tool]
/// impl Counter {
///     /// Count, and tell how far.
///     #[tool(name = "counter.next")]
///     async fn next(&self, #[validate(range(1..=10))] by: u64) -> String {
///         (self.0.fetch_add(by, Ordering::Relaxed) + by).to_string()
///     }
/// }
///
/// # fn main() -> mcp_secure::Result<()> {
/// let server = Server::new("counter", "1").state(Counter(AtomicU64::new(0))).tools(tools![Counter]);
/// assert_eq!(server.client()?.tools(), ["counter.next"]);
/// # Ok(())
/// # }
/// ```
///
/// # Secrets
///
/// What stands in an argument with `#[secret]`, or in a [`Secret`](secret::Secret), is in no
/// violation, log or audit record. Where the tool's own failure repeats it (an error, a
/// [`ToolError`], a [`Reply`] with `is_error`, a refusal), `[secret]` stands in its place, for the
/// client and in the log: for each text and number of the argument, as it came, as it was
/// sanitized, and as `Debug` and JSON write it. What is wrong within it is told of the whole. The
/// schema says `writeOnly`, and for text `format: password`.
///
/// Not covered are what the tool answers when it succeeds, logs or reports as progress, parts of a
/// secret and what was made of it, and the message of a panic, which Rust's own hook writes to
/// standard error. The function gets the value as it is: take a `Secret<String>` for one that does
/// not print and is zeroed.
///
/// # Headers
///
/// `#[header("Region")]` is `x-mcp-header` in the schema (MCP 2026-07-28, "Custom Headers from Tool
/// Parameters"): clients repeat the argument in a header, so that what stands between can route by it
/// without reading the body. A call whose header and argument differ, or which lacks one of them, is
/// refused with status 400 and the code −32020. The argument is text, an integer or a boolean, or
/// an [`Input`](macro@Input) that is one; integers are held to what JavaScript can hold (±(2⁵³ − 1)), and an
/// `Option` is left out instead of `null`. Two of one name do not compile; within structures, in
/// lists and in variants what a client would refuse is found when the server is built.
///
/// # What does not compile
///
/// Among others: a tool without a description, a name that the specification refuses, generic
/// or borrowing parameters, a parameter without a schema, a rule on a type that it cannot
/// judge, a bad literal (pattern, empty range, rate, duration, scope), a future that is not
/// `Send`, and, at [`Server::tools`], a tool that needs a caller or a state that the server does
/// not have.
pub use mcp_secure_macros::tool;

/// A list of tools, for [`Server::tools`]: `tools![read_note, admin::delete_note]`.
///
/// Two tools of one name do not compile.
pub use mcp_secure_macros::tools;

#[cfg(fuzzing)]
#[doc(hidden)]
pub mod __fuzz;
#[doc(hidden)]
pub mod __private;
