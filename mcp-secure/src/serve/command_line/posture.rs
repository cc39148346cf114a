//! `posture`: what is declared, for a reviewer.

use std::{
    env, fs,
    io::{self, IsTerminal, Write as _},
    path::PathBuf,
};

use lexopt::{Arg, Parser, ValueExt};

use super::Server;
use crate::error::{Error, Result};

/// What is asked for.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Review {
    format: Format,
    output: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum Format {
    #[default]
    Table,
    Json,
}

impl Review {
    /// What follows `posture`.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let mut review = Self::default();
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("format") => review.format = Format::named(&parser.value()?.string()?)?,
                Arg::Long("output") => review.output = Some(parser.value()?.into()),
                other => {
                    let why = other.unexpected();
                    return Err(Error::new(format!("{why}; --help lists what is known")));
                }
            }
        }
        Ok(review)
    }

    /// Writes the report.
    ///
    /// # Errors
    ///
    /// It cannot be written there.
    pub(super) fn run<S, A>(self, server: &Server<S, A>) -> Result<()> {
        let posture = server.posture();
        let is_terminal = self.output.is_none() && io::stdout().is_terminal();
        let text = match self.format {
            Format::Table => posture
                .to_table(is_terminal && env::var_os("NO_COLOR").is_none_or(|it| it.is_empty())),
            Format::Json => posture.to_json(),
        };
        match self.output {
            Some(file) => fs::write(&file, text)
                .map_err(|error| Error::from(error).context(file.display().to_string())),
            None => Ok(io::stdout().write_all(text.as_bytes())?),
        }
    }
}

impl Format {
    fn named(name: &str) -> Result<Self> {
        match name {
            "table" => Ok(Self::Table),
            "json" => Ok(Self::Json),
            _ => Err(Error::new(format!("there is no format `{name}`; write `table` or `json`"))),
        }
    }
}
