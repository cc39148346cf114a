//! `posture`: what is declared, for a reviewer.

use std::{
    env, fs,
    io::{self, IsTerminal, Read as _},
    path::{Path, PathBuf},
};

use lexopt::{Arg, Parser, ValueExt};

use super::Server;
use crate::{
    error::{Error, Result},
    posture::{Allowed, Posture, Review},
};

/// What is asked for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Request {
    format: Format,
    output: Option<PathBuf>,
    /// Whether findings are a failure.
    check: bool,
    /// The older report.
    diff: Option<PathBuf>,
    allowed: Vec<Allowed>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Format {
    #[default]
    Table,
    Json,
    Markdown,
    Sarif,
    Html,
}

impl Request {
    /// What follows `posture`.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut request = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("format") => request.format = Format::named(&parser.value()?.string()?)?,
                Arg::Long("output") => request.output = Some(parser.value()?.into()),
                Arg::Long("check") => request.check = true,
                Arg::Long("diff") => request.diff = Some(parser.value()?.into()),
                Arg::Long("allow") => {
                    request.allowed.push(Allowed::parse(&parser.value()?.string()?)?);
                }
                other => return Err(super::unknown(other)),
            }
        }
        Ok(request)
    }

    /// Writes the report.
    ///
    /// # Errors
    ///
    /// It cannot be written there, or the older one cannot be read; with `--check`, something was found.
    pub(super) fn run<S, A>(self, server: &Server<S, A>) -> Result<()> {
        let old = self.diff.as_deref().map(read).transpose()?;
        let review = Review::new(server.posture(), old.as_ref(), &self.allowed)?;
        let colours = |is_terminal: bool| {
            is_terminal && env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        };
        let is_terminal = self.output.is_none() && io::stdout().is_terminal();
        let is_about_findings = self.check || self.diff.is_some();
        let text = match self.format {
            Format::Table if is_about_findings => review.to_findings(colours(is_terminal)),
            Format::Table => review.to_table(colours(is_terminal)),
            Format::Json => review.posture.to_json(),
            Format::Markdown => review.to_markdown(),
            Format::Sarif => review.to_sarif(),
            Format::Html => review.to_html(),
        };
        match &self.output {
            Some(file) => fs::write(file, text)
                .map_err(|error| Error::from(error).context(file.display().to_string()))?,
            None => super::print(&text)?,
        }
        if !self.check || review.findings.is_empty() {
            return Ok(());
        }
        // Where the report is for a program, or in a file, a person reads why it fails here.
        if self.output.is_some() || self.format != Format::Table {
            let findings = review.to_findings(colours(io::stderr().is_terminal()));
            super::tell(format_args!("{}", findings.trim_end()));
        }
        Err(Error::new(match review.findings.len() {
            1 => "the posture has a finding".to_owned(),
            findings => format!("the posture has {findings} findings"),
        }))
    }
}

/// Reads what may come from a stranger's pull request.
fn read(file: &Path) -> Result<Posture> {
    bounded(file)
        .and_then(|text| Posture::from_json(&text))
        .map_err(|error| error.context(file.display().to_string()))
}

fn bounded(file: &Path) -> Result<String> {
    let mut text = String::new();
    fs::File::open(file)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(Error::new("a posture report of more than 64 MiB is not read"));
    }
    Ok(text)
}

/// Of a report, in bytes; ten thousand tools have a tenth of it.
const LARGEST: u64 = 64 << 20;

impl Format {
    const ALL: [(&str, Self); 5] = [
        ("table", Self::Table),
        ("json", Self::Json),
        ("markdown", Self::Markdown),
        ("sarif", Self::Sarif),
        ("html", Self::Html),
    ];

    fn named(name: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(known, _)| *known == name);
        known.map(|(_, format)| *format).ok_or_else(|| {
            let names = Self::ALL.map(|(known, _)| known).join("`, `");
            Error::new(format!("there is no format `{name}`; write one of `{names}`"))
        })
    }
}
