//! Typed configuration, from the environment, an `.env` file and files with secrets.
//!
//! ```
//! use mcp_secure::{config::{SecureConfig, Source}, secret::Secret};
//!
//! #[derive(SecureConfig)]
//! #[config(prefix = "DB_")]
//! struct Database {
//!     #[validate(hostname)]
//!     host: String,                          // DB_HOST
//!     #[default(5432)]
//!     port: u16,                             // DB_PORT
//!     user: String,
//!     #[secret]
//!     password: Secret<String>,              // DB_PASSWORD, or the file that DB_PASSWORD_FILE names
//!     #[config(env = "SSL_REQUIRED")]
//!     #[default(true)]
//!     ssl_required: bool,                    // `1` and `yes` mean true, `maybe` is an error
//! }
//!
//! # fn main() -> mcp_secure::Result<()> {
//! // In a program: `Database::load()?`.
//! let source = Source::of([
//!     ("DB_HOST", "db.example.com"), ("DB_USER", "app"), ("DB_PASSWORD", "correct horse"),
//!     ("SSL_REQUIRED", "1"),
//! ]);
//! let database = Database::from_source(&source)?;
//! assert!(database.ssl_required && database.port == 5432);
//! assert_eq!(database.summary(), "\
//! DB_HOST=db.example.com
//! DB_PORT=5432
//! DB_USER=app
//! DB_PASSWORD=(secret)
//! SSL_REQUIRED=true
//! ");
//!
//! // All that is wrong, at once, and never a value.
//! let source = Source::of([("DB_HOST", "-x"), ("DB_PASWORD", "hunter2"), ("SSL_REQUIRED", "maybe")]);
//! let error = Database::from_source(&source).err().expect("wrong").to_string();
//! assert_eq!(error, "\
//! the configuration cannot be used
//! DB_HOST must not have labels that start or end with a hyphen
//! DB_USER is not set; set it, or DB_USER_FILE to a file that holds it
//! DB_PASSWORD is not set; set it, or DB_PASSWORD_FILE to a file that holds it
//! SSL_REQUIRED is not true or false, yes or no, on or off, 1 or 0
//! DB_PASWORD is not known; a similar variable is DB_PASSWORD");
//! # Ok(())
//! # }
//! ```
//!
//! # Promises
//!
//! - **Order**: the environment of the process goes before the `.env` file. A variable that is
//!   set to nothing is not set.
//! - **Files**: `NAME_FILE` names a file that holds the value, as containers mount secrets: a regular
//!   file of at most 64 KiB of UTF-8. One line break at its end is not part of the value. `NAME` and
//!   `NAME_FILE` together are an error.
//! - **`.env`** is read strictly: `NAME=value` in each line, quotes and comments, nothing is put in
//!   for `$NAME`. On Unix, a secret is not taken from a file that other users may read.
//! - **Rules** of `#[validate(..)]` hold as they do for arguments.
//! - **All errors come at once**, each with the variable and what to set; no value is ever told. A
//!   variable with the prefix whose name is nearly one of ours is an error too.
//! - A secret is a [`Secret`](crate::secret::Secret), which nothing prints.
//!
//! What is not promised: the environment of a process can be read by its user and goes to its
//! children. Prefer files for secrets.

use std::path::Path;

use crate::error::{Error, Result};

mod dotenv;
mod reader;
mod setting;
mod source;
#[cfg(test)]
mod tests;
mod value;

#[cfg(fuzzing)]
pub(crate) use dotenv::parse;
pub use reader::Reader;
pub use setting::{Hidden, Setting, is_hidden};
pub use source::Source;
pub use value::Value;

/// Reads a struct from variables, as the [module](self) says.
///
/// | at | attribute | says |
/// |---|---|---|
/// | the struct | `#[config(prefix = "DB_")]` | what the names of its variables begin with |
/// | a field | `#[config(env = "SSL_REQUIRED")]` | its variable, if not the prefix and its own name in capitals |
/// | a field | `#[config(nested)]` | a struct of its own that derives `SecureConfig` |
/// | a field | `#[default(value)]` | its value where the variable is not set |
/// | a field | `#[validate(rule, ..)]` | [rules](crate::rule) |
/// | a field | `#[secret]` | that its type does not show it; a compile error if it does |
///
/// Types of fields implement [`Value`]; `Option` of one may be absent.
pub use mcp_secure_macros::SecureConfig;

/// A configuration: what `#[derive(SecureConfig)]` implements.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a configuration",
    label = "declared with `#[config(nested)]`",
    note = "derive `mcp_secure::config::SecureConfig` for it, or leave `nested` out"
)]
pub trait SecureConfig: Sized {
    /// Reads the settings; `None` if the reader has noted what is wrong.
    fn read(reader: &mut Reader<'_>) -> Option<Self>;

    /// Adds a line for each setting, without secrets.
    fn show(&self, lines: &mut String);

    /// From the environment of the process, and the file `.env` in its directory if there is one.
    ///
    /// # Errors
    ///
    /// All that is wrong.
    fn load() -> Result<Self> {
        Self::from_source(&Source::environment().file(Path::new(".env"))?)
    }

    /// From this source.
    ///
    /// # Errors
    ///
    /// All that is wrong.
    fn from_source(source: &Source) -> Result<Self> {
        let mut reader = Reader::new(source);
        let read = Self::read(&mut reader);
        let problems = reader.finish();
        match read {
            Some(config) if problems.is_empty() => Ok(config),
            _ => {
                let text = format!("the configuration cannot be used\n{}", problems.join("\n"));
                Err(Error::new(text))
            }
        }
    }

    /// `NAME=value` for each setting, for the log; secrets are not in it.
    fn summary(&self) -> String {
        let mut lines = String::new();
        self.show(&mut lines);
        lines
    }
}
