//! [`Program`]: a program as a value, the one way for a tool to start one.
//!
//! A tool that runs a program holds a [`Program`], and runs that one, without a shell, with
//! arguments that were judged.
//!
//! ```no_run
//! use mcp_secure::{command::Program, prelude::*};
//!
//! struct Repository { git: Program, dir: Root }
//!
//! /// The history of a file.
//! #[tool(read_only)]
//! #[require_auth(scope = "history")]
//! #[timeout("20s")]
//! async fn history(
//!     /// Where to begin: a branch or a tag.
//!     #[validate(git_ref)] from: String,
//!     /// The file.
//!     #[validate(relative_path)] file: String,
//!     repository: State<Repository>,
//! ) -> Result<String> {
//!     let log = repository
//!         .git
//!         .command()
//!         .within(&repository.dir)
//!         .literals(["log", "--format=%h %s", "-n", "20"])
//!         .arg(&from)
//!         .separator()
//!         .arg(&file);
//!     Ok(log.run().await?.success()?.text()?.to_owned())
//! }
//!
//! # fn main() -> mcp_secure::Result<()> {
//! let repository = Repository {
//!     git: Program::find("git")?.env("GIT_CONFIG_NOSYSTEM", "1"),
//!     dir: Root::open("/srv/repository")?,
//! };
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - **No shell.** The program is started by its list of arguments; shells and batch files are
//!   refused as programs.
//! - **The program is found once**, at start: by its absolute path, or in a fixed list of
//!   directories, never by `PATH`. A file that everybody may change is refused.
//! - **An argument is an argument.** [`Command::arg`] judges each by
//!   [`command_arg`](crate::rule::command_arg): it is no option, and holds no control character.
//!   What is an option stands in the source: [`Command::literals`] takes `&'static str`.
//! - **Nothing is inherited**: an empty environment with what was put into it, no file
//!   descriptors but the standard ones, the root directory as the working directory, and
//!   nothing on standard input unless it was given.
//! - **It ends.** When its time is over, or the call that waits for it is gone, or it writes more
//!   than allowed, its whole process group is asked to end (`SIGTERM`) and is killed two
//!   seconds later (`SIGKILL`). When the program ends by itself, what it leaves behind in its group
//!   is killed at once.
//! - **Bounds**: on its time, on what it writes, on how many run at once. Standard output and
//!   error are read at the same time, so that it cannot wait for one while we wait for the
//!   other.
//!
//! # Not promised
//!
//! - **This is no sandbox.** The program may do what this process may do: read any file, use the
//!   network, start other programs. A working directory is where it starts, no bound, and the
//!   rights of the [`Root`](crate::root::Root) do not reach it.
//! - What it takes an argument for: many programs read files or run code by what stands in an
//!   argument without a dash (`@file`, `ext::sh -c`, a script's name) or in a configuration file
//!   in the working directory. An interpreter (`python`, `node`, `env`, `xargs`) runs what it is
//!   told. Take programs whose arguments you know, and rules that say what each may be.
//! - The file is judged once, at start. Who owns it may change it later.
//! - A descendant that leaves its process group on purpose (a daemon) is not followed.
//! - On Windows only the program itself is killed, not what it started.
//! - Starting a program marks the file descriptors of this process to be closed in every
//!   program that it starts, also by other means, unless they are handed on by name.

mod error;
mod group;
mod output;
mod program;
mod request;
mod run;

pub use error::{Error, ErrorKind};
pub use output::Output;
pub use program::Program;
pub use request::Command;
