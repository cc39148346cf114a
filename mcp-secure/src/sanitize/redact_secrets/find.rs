//! Where secrets stand in a text.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::{assignment, credentials, issued, pem};

/// The secrets of a text, in bytes, from the first to the last.
///
/// Only where something begins as a secret does is looked at closely. Each kind looks at no part of
/// the text more than a bounded number of times.
pub(super) struct Secrets<'a> {
    text: &'a str,
    at: usize,
    /// Where the last one ends. What stands before is no part of what follows.
    behind: usize,
    ends: pem::Ends,
}

impl<'a> Secrets<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { text, at: 0, behind: 0, ends: pem::Ends::default() }
    }

    /// The secret that begins with what was found here, or stands behind it.
    fn secret(&mut self, found: Range<usize>) -> Option<Range<usize>> {
        let text = self.text.as_bytes();
        let behind = self.behind;
        let rest = &text[behind..];
        let place = found.start - behind..found.end - behind;
        issued::at(rest, place.start)
            .or_else(|| credentials::at(rest, place.clone()))
            .or_else(|| assignment::at(rest, place))
            .map(|secret| secret.start + behind..secret.end + behind)
            .or_else(|| pem::at(text, found.start, &mut self.ends))
    }
}

impl Iterator for Secrets<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let found = BEGINNINGS.find_at(self.text, self.at)?.range();
            // It begins with ASCII, so the next byte begins a character.
            self.at = found.start + 1;
            if let Some(secret) = self.secret(found) {
                self.at = secret.end;
                self.behind = secret.end;
                return Some(secret);
            }
        }
    }
}

/// What secrets begin with, or what stands before them.
static BEGINNINGS: LazyLock<Regex> = LazyLock::new(|| {
    let exact = issued::prefixes().map(regex::escape);
    let any_case = assignment::NAMES.iter().chain(credentials::SCHEMES);
    let any_case = any_case.map(|word| format!("(?i-u:{word})"));
    let all: Vec<String> = exact
        .chain([pem::BEGIN, credentials::BEFORE_AUTHORITY].map(regex::escape))
        .chain(any_case)
        .collect();
    Regex::new(&all.join("|")).expect("literals, of which a test has made this")
});
