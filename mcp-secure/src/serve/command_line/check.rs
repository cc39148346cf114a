//! `check`: what would keep the server from starting, looked at without serving.

use lexopt::{Arg, Parser, ValueExt};

use super::{Server, given, place, print, unknown, wishes};
use crate::error::{Error, Result};

/// How the server would be started.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Request {
    pub(super) address: Option<String>,
    pub(super) is_stdio: bool,
    pub(super) audience: Option<String>,
}

impl Request {
    /// What follows `check`; the audience may stand before it.
    pub(super) fn parse(parser: &mut Parser, audience: Option<String>) -> Result<Self> {
        let mut request = Self { audience, ..Self::default() };
        while let Some(argument) = parser.next()? {
            match argument {
                Arg::Long("audience") => request.audience = Some(parser.value()?.string()?),
                Arg::Long("addr") => request.address = Some(parser.value()?.string()?),
                Arg::Long("stdio") => request.is_stdio = true,
                other => return Err(unknown(other)),
            }
        }
        Ok(request)
    }

    /// Looks at what could keep the server from starting, prints a line for each, and fails if
    /// something does.
    pub(super) async fn run<S, A>(self, mut server: Server<S, A>) -> Result<()> {
        let mut wrong = Vec::new();
        match given(self.audience, "MCP_AUDIENCE") {
            Ok(audience) => server.aim(audience),
            Err(error) => wrong.push(("keys", error)),
        }
        for (name, take) in wishes(self.is_stdio) {
            wrong.extend(take(&mut server).err().map(|error| (name, error)));
        }
        let place = (!self.is_stdio).then(|| place(self.address));
        let looks = server.look(place).await;
        let is_unsettled = |name: &str| wrong.iter().any(|(other, _)| *other == name);
        // What follows from a wish that is not understood is no news.
        let looks: Vec<_> = looks
            .into_iter()
            .filter(|(name, _)| match *name {
                "exposure" => !is_unsettled("tls"),
                "audit" => true,
                name => !is_unsettled(name),
            })
            .collect();
        let looks = wrong.into_iter().map(|(name, error)| (name, Err(error))).chain(looks);
        let (mut text, mut failures) = (String::new(), 0);
        for (name, outcome) in looks {
            failures += usize::from(outcome.is_err());
            text += &match outcome {
                Ok(said) => format!("ok     {name}: {said}\n"),
                Err(error) => format!("wrong  {name}: {error}\n"),
            };
        }
        print(&text)?;
        match failures {
            0 => Ok(()),
            1 => Err(Error::new("the server would not start: one thing is wrong")),
            failures => {
                Err(Error::new(format!("the server would not start: {failures} things are wrong")))
            }
        }
    }
}
