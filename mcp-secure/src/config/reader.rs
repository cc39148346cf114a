//! [`Reader`]: finds values, and keeps all that is wrong.

use std::path::Path;

use zeroize::Zeroizing;

use super::source::{self, Found, Source};

/// Reads settings from a [`Source`] and notes all that is wrong.
#[derive(Debug)]
pub struct Reader<'a> {
    source: &'a Source,
    problems: Vec<String>,
    known: Vec<String>,
    prefixes: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(source: &'a Source) -> Self {
        let (problems, known, prefixes) = Default::default();
        Self { source, problems, known, prefixes }
    }

    /// All variables with this prefix are settings.
    pub fn prefix(&mut self, prefix: &'static str) {
        self.prefixes.push(prefix);
    }

    pub(super) fn note(&mut self, problem: String) {
        self.problems.push(problem);
    }

    /// What the variable says, or the file that it names; `Err` if that was noted as wrong.
    pub(super) fn find(
        &mut self,
        name: &str,
        is_secret: bool,
    ) -> Result<Option<Zeroizing<String>>, ()> {
        let of_file = format!("{name}_FILE");
        let here = self.text(name, is_secret)?;
        let path = self.text(&of_file, false)?;
        self.known.extend([name.to_owned(), of_file.clone()]);
        match (here, path) {
            (Some(_), Some(_)) => {
                self.note(format!("{name} and {of_file} are both set; unset one of them"));
                Err(())
            }
            (None, Some(path)) => match source::read(Path::new(path.as_str())) {
                Ok((text, _)) => {
                    let value = text.strip_suffix('\n').unwrap_or(&text);
                    let value = value.strip_suffix('\r').unwrap_or(value);
                    Ok(Some(Zeroizing::new(value.to_owned())))
                }
                Err(error) => {
                    self.note(format!("{of_file} names a file that cannot be read: {error}"));
                    Err(())
                }
            },
            (here, None) => Ok(here),
        }
    }

    fn text(&mut self, name: &str, is_secret: bool) -> Result<Option<Zeroizing<String>>, ()> {
        match self.source.find(name) {
            None => Ok(None),
            Some(Found::Shared(_)) if is_secret => {
                self.note(format!(
                    "{name} is a secret in a file that other users may read; `chmod 600` the file"
                ));
                Err(())
            }
            Some(Found::Text(text) | Found::Shared(text)) => {
                Ok(Some(Zeroizing::new(text.to_owned())))
            }
            Some(Found::NotUtf8) => {
                self.note(format!("{name} is not UTF-8"));
                Err(())
            }
        }
    }

    /// All that is wrong, and variables that are nearly known.
    pub(super) fn finish(mut self) -> Vec<String> {
        for name in self.source.names() {
            let has_prefix = self.prefixes.iter().any(|prefix| name.starts_with(prefix));
            if !has_prefix || self.known.iter().any(|known| known == name) {
                continue;
            }
            let near = self.known.iter().find(|known| is_near(known, name));
            if let Some(near) = near {
                self.problems.push(format!("{name} is not known; a similar variable is {near}"));
            }
        }
        self.problems
    }
}

/// Whether one slip makes one of the other: a character more, less, other, or two exchanged.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let same = |a: &[u8], b: &[u8]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let start = same(a, b);
    let (a, b) = (&a[start..], &b[start..]);
    match (a, b) {
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) | (b, [_, a @ ..]) if a == b => true,
        ([first, second, a @ ..], [x, y, b @ ..]) => first == y && second == x && a == b,
        _ => false,
    }
}
