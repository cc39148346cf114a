//! The file of audit events that an operator asks for, and `audit verify`.

use std::path::PathBuf;

use lexopt::{Arg, Parser, ValueExt};

use super::{Server, tell, variable};
use crate::{
    audit::{JsonLines, verify},
    error::{Error, Result},
    secret::Secret,
};

/// What is to be verified.
#[derive(Debug, PartialEq)]
pub(super) struct Verification {
    files: Vec<PathBuf>,
    /// The hash of the last line, where it is known.
    hash: Option<String>,
}

impl Verification {
    /// What follows `audit`.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let (mut files, mut hash, mut is_verify) = (Vec::new(), None, false);
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Value(name) if !is_verify && name == "verify" => is_verify = true,
                Arg::Value(file) if is_verify => files.push(file.into()),
                Arg::Long("hash") if is_verify => hash = Some(parser.value()?.string()?),
                other => return Err(super::unknown(other)),
            }
        }
        if files.is_empty() {
            return Err(Error::new(
                "which files is missing; write for example `audit verify audit.jsonl.1 audit.jsonl`",
            ));
        }
        Ok(Self { files, hash })
    }

    /// What there is to say of the files.
    ///
    /// # Errors
    ///
    /// A file cannot be read, or the chain is not whole.
    pub(super) fn run(self, server: &str) -> Result<String> {
        let name = variable(NAME)?;
        let report =
            verify::files_of(name.as_deref().unwrap_or(server), &self.files, key()?.as_ref())?;
        for finding in &report.findings {
            tell(format_args!("{finding}"));
        }
        let verify::Report { lines, first, last, hash, torn, servers, findings, .. } = report;
        if !findings.is_empty() {
            return Err(Error::new("the chain of audit events is not whole"));
        }
        if self.hash.is_some_and(|known| known != hash) {
            return Err(Error::new(format!(
                "the chain is whole and ends otherwise: the last line, {last}, has the hash {hash}"
            )));
        }
        let torn = match torn {
            0 => String::new(),
            torn => format!("; lines that did not come to their end, as the next one says: {torn}"),
        };
        let whose = match &servers[..] {
            [] => "of a server that they do not name, as older versions did not".to_owned(),
            servers => format!("of {}", servers.join(", ")),
        };
        Ok(format!(
            "whole: {lines} lines {whose}, {first} to {last}, the last with the hash {hash}{torn}"
        ))
    }
}

/// Takes the file of `MCP_AUDIT_FILE`; chained, where there is a `MCP_AUDIT_KEY` by it.
pub(super) fn keep<S, A>(server: &mut Server<S, A>) -> Result<()> {
    let Some(file) = variable("MCP_AUDIT_FILE")? else { return Ok(()) };
    let lines = JsonLines::new(file);
    let lines = match variable(NAME)? {
        Some(name) => lines.name(name),
        None => lines,
    };
    server.add_sink(match key()? {
        Some(key) => lines.chained_with(&key).map_err(|error| error.context(KEY))?,
        None => lines.chained(),
    });
    Ok(())
}

fn key() -> Result<Option<Secret<String>>> {
    Ok(variable(KEY)?.map(Secret::new))
}

const KEY: &str = "MCP_AUDIT_KEY";
const NAME: &str = "MCP_AUDIT_NAME";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn parse(arguments: &[&str]) -> Result<Verification> {
        Verification::parse(&mut Parser::from_args(arguments))
    }

    #[test]
    fn files_and_the_last_hash() {
        let files = ["a.1", "a"].map(PathBuf::from).into();
        let expected = Verification { files, hash: Some("00".to_owned()) };
        assert_eq!(parse(&["verify", "a.1", "--hash", "00", "a"]).unwrap(), expected);
    }

    #[test]
    fn what_means_nothing_is_an_error_with_the_remedy() {
        for given in [&["a"][..], &["--hash", "00"], &["verify", "a", "--key", "k"]] {
            let why = parse(given).unwrap_err().to_string();
            assert!(why.ends_with("; --help lists what is known"), "{given:?}: {why}");
        }
        assert!(parse(&["verify"]).unwrap_err().to_string().contains("audit verify"));
    }
}
