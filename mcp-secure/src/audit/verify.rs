//! Whether a chain of audit events is whole.
//!
//! ```no_run
//! use mcp_secure::audit::verify;
//!
//! # fn main() -> mcp_secure::Result<()> {
//! let report = verify::files(["audit.jsonl.1", "audit.jsonl"], None)?;
//! for finding in &report.findings {
//!     eprintln!("{finding}");
//! }
//! println!("{} lines, the last with the hash {}", report.lines, report.hash);
//! # Ok(())
//! # }
//! ```

use std::{
    fmt,
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};

use aws_lc_rs::hmac;

use super::json_lines::chain::{self, Link, START};
use crate::{
    error::{Error, Result},
    secret::Secret,
};

/// What was found in the files of one chain.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// How many lines are in the chain.
    pub lines: u64,
    /// The number of the first line. If it is not 0, older files were not given.
    pub first: u64,
    /// The number of the last line.
    pub last: u64,
    /// The hash of the last line. Lines that are missing behind it are only found by somebody who
    /// knows what the last hash was.
    pub hash: String,
    /// How many lines did not come to their end, when a process was killed. They are no finding,
    /// if the next line says so and the chain goes on.
    pub torn: u64,
    /// The servers that lines say they are of, each once; none in files of an older version.
    pub servers: Vec<String>,
    /// What is wrong, in order; the first hundred.
    pub findings: Vec<Finding>,
}

/// Something that is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// The file.
    pub file: PathBuf,
    /// Which line of it, from 1.
    pub line: u64,
    /// What is wrong.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// It is not one of a chain.
    NotChained,
    /// Its hash is not that of its bytes: it was altered, or chained with another key.
    Altered,
    /// The line before it is not the one that it was chained to: lines were removed, put in or put
    /// elsewhere. `expected` is the number that would have come next.
    OutOfOrder {
        /// The number that would have come next.
        expected: u64,
        /// The number that the line has.
        found: u64,
    },
    /// It says that it is of another server: the file is that of somebody else.
    OtherServer,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file.display(), self.line)?;
        match self.problem {
            Problem::NotChained => f.write_str("this is no line of the chain"),
            Problem::Altered => f.write_str("this line was altered, or chained with another key"),
            Problem::OtherServer => f.write_str("this line is of another server"),
            Problem::OutOfOrder { expected, found } if found > expected => {
                write!(f, "before this line, numbers {expected} to {} are missing", found - 1)
            }
            Problem::OutOfOrder { expected, found } => {
                write!(f, "this line has the number {found} where {expected} was to come")
            }
        }
    }
}

/// Checks the files of one chain, the oldest first. `key` is that of
/// [`chained_with`](super::JsonLines::chained_with), where there is one.
///
/// # Errors
///
/// A file cannot be read, the key is too short, or there is no line at all.
pub fn files<P: AsRef<Path>>(
    files: impl IntoIterator<Item = P>,
    key: Option<&Secret<String>>,
) -> Result<Report> {
    verify(None, files, key)
}

/// As [`files`], of the server of this [name](super::JsonLines::name): where a line says that it is of
/// another, whole files have been exchanged. Files of an older version do not say it.
///
/// # Errors
///
/// As of [`files`].
pub fn files_of<P: AsRef<Path>>(
    server: &str,
    files: impl IntoIterator<Item = P>,
    key: Option<&Secret<String>>,
) -> Result<Report> {
    verify(Some(server), files, key)
}

fn verify<P: AsRef<Path>>(
    server: Option<&str>,
    files: impl IntoIterator<Item = P>,
    key: Option<&Secret<String>>,
) -> Result<Report> {
    let key = key.map(chain::key).transpose()?;
    let server = server.map(chain::name);
    let mut check =
        Check { key, server, before: None, report: None, torn: None, findings: Vec::new() };
    for file in files {
        let path = file.as_ref();
        let failed = |error: std::io::Error| {
            Error::from(error).context(format!("cannot read {}", path.display()))
        };
        let mut lines = BufReader::new(File::open(path).map_err(failed)?);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let mut bounded = (&mut lines).take(LONGEST);
            if bounded.read_until(b'\n', &mut line).map_err(failed)? == 0 {
                break;
            }
            check.line(path, number, &line);
        }
    }
    check.end()
}

struct Check {
    key: Option<hmac::Key>,
    /// Whose files they are to be.
    server: Option<String>,
    /// The number and the hash of the last line.
    before: Option<(u64, String)>,
    report: Option<Report>,
    /// A line that is no line, until the next one says that it is torn.
    torn: Option<Finding>,
    findings: Vec<Finding>,
}

impl Check {
    fn line(&mut self, file: &Path, line: u64, bytes: &[u8]) {
        let find = |problem| Finding { file: file.to_owned(), line, problem };
        let whole = bytes.strip_suffix(b"\n").and_then(|line| str::from_utf8(line).ok());
        let Some(link) = whole.and_then(Link::of) else {
            let before = self.torn.replace(find(Problem::NotChained));
            return self.find(before);
        };
        let mut torn = self.torn.take();
        if !link.is_right(self.key.as_ref()) {
            self.find(torn);
            self.find(Some(find(Problem::Altered)));
        } else {
            let is_next = match &self.before {
                Some((seq, hash)) => seq.checked_add(1) == Some(link.seq) && link.previous == hash,
                None => link.seq != 0 || link.previous == START,
            };
            if is_next && whole.is_some_and(|line| line.contains(TORN)) && torn.take().is_some() {
                self.report().torn += 1;
            }
            self.find(torn);
            if !is_next {
                let expected = self.before.as_ref().map_or(0, |(seq, _)| seq.wrapping_add(1));
                self.find(Some(find(Problem::OutOfOrder { expected, found: link.seq })));
            }
        }
        self.named(link.server(), find(Problem::OtherServer));
        let report = self.report();
        if report.lines == 0 {
            report.first = link.seq;
        }
        report.lines += 1;
        report.last = link.seq;
        link.hash.clone_into(&mut report.hash);
        self.before = Some((link.seq, link.hash.to_owned()));
    }

    fn named(&mut self, server: Option<String>, other: Finding) {
        let Some(server) = server else { return };
        let is_other = self.server.as_ref().is_some_and(|expected| *expected != server);
        self.find(is_other.then_some(other));
        let servers = &mut self.report().servers;
        if servers.len() < MOST && !servers.contains(&server) {
            servers.push(server);
        }
    }

    fn report(&mut self) -> &mut Report {
        self.report.get_or_insert_with(|| Report {
            lines: 0,
            first: 0,
            last: 0,
            hash: String::new(),
            torn: 0,
            servers: Vec::new(),
            findings: Vec::new(),
        })
    }

    fn find(&mut self, finding: Option<Finding>) {
        if self.findings.len() < MOST {
            self.findings.extend(finding);
        }
    }

    fn end(mut self) -> Result<Report> {
        let torn = self.torn.take();
        self.find(torn);
        let findings = std::mem::take(&mut self.findings);
        let report = self.report.filter(|report| report.lines > 0);
        let report = report.ok_or_else(|| Error::new("there is no line of a chain"))?;
        Ok(Report { findings, ..report })
    }
}

/// What a line says that follows a torn one.
const TORN: &str = "\"event\":\"start\",\"torn\":true";

/// In bytes; a line has less.
const LONGEST: u64 = 64 << 10;

/// How many findings are told.
const MOST: usize = 100;
