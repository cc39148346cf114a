//! The extensions of a name.

mod run;
pub(super) use run::Key;
use run::Refused;
#[cfg(test)]
pub(super) use run::{RUN_ANYWHERE, RUN_AT_THE_END};

/// A list as it is compared: lower case, without a leading dot.
pub(super) fn list<E: AsRef<str>>(extensions: impl IntoIterator<Item = E>) -> Vec<String> {
    extensions
        .into_iter()
        .map(|extension| {
            let extension = extension.as_ref();
            extension.strip_prefix('.').unwrap_or(extension).to_lowercase()
        })
        .collect()
}

/// Whether the name ends with a dot and an extension of a [`list`]; there must be something
/// before the dot.
pub(super) fn ends_with_one_of(name: &str, list: &[String]) -> bool {
    list.iter().any(|listed| {
        name.len().checked_sub(listed.len()).and_then(|at| name.split_at_checked(at)).is_some_and(
            |(stem, extension)| stem.len() > 1 && stem.ends_with('.') && is_same(extension, listed),
        )
    })
}

/// What becomes of extensions that are run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Run {
    Refused,
    /// Refused unless they are words too: `example.com` is a good name of a directory.
    RefusedUnlessWords,
    Accepted,
}

/// Whether a name has a refused extension: one of `denied` anywhere, or, `by_default`, one
/// that is run and not `allowed`.
pub(super) fn denied_in(
    name: &str,
    by_default: Run,
    allowed: &[String],
    denied: &[String],
) -> bool {
    let Some((stem, extensions)) = name.split_once('.') else {
        return false;
    };
    // `.config` is a name; `.php` is run all the same.
    let is_name = stem.is_empty() && !extensions.contains('.');
    let is_allowed = |extension: &str| {
        let mut parts = allowed.iter().flat_map(|listed| listed.split('.'));
        parts.any(|part| is_same(extension, part))
    };
    let mut rest = Some(extensions);
    while let Some(extensions) = rest {
        let (extension, others) = match extensions.split_once('.') {
            Some((extension, others)) => (bare(extension), Some(others)),
            None => (bare(extensions), None),
        };
        rest = others;
        let is_last = by_default == Run::Refused && rest.is_none() && !is_name;
        let is_run = match Key::of(extension.as_bytes()).and_then(Key::refused) {
            _ if by_default == Run::Accepted => false,
            None => is_of_the_windows_shell(extension) && !is_allowed(extension),
            Some(Refused::Anywhere) => !is_allowed(extension),
            Some(Refused::AtTheEnd) => is_last && !is_allowed(extension),
        };
        if is_run || denied.iter().any(|listed| is_same(extension, listed)) {
            return true;
        }
    }
    ends_with_one_of(name, denied)
}

/// `settingcontent-ms`, `appref-ms`, `search-ms` and their kind: they run programs or fetch from afar.
fn is_of_the_windows_shell(extension: &str) -> bool {
    let end = extension.len().checked_sub(3).and_then(|at| extension.split_at_checked(at));
    end.is_some_and(|(kind, end)| !kind.is_empty() && end.eq_ignore_ascii_case("-ms"))
}

/// The part of an extension that decides: IIS stops at a semicolon (`asp;.jpg`), Windows at
/// trailing spaces and, once `%3a` is decoded, at the name of a stream, and a URL at `#` and `?`.
fn bare(extension: &str) -> &str {
    let ends = |byte| matches!(byte, b';' | b':' | b'#' | b'?');
    let end = extension.bytes().position(ends).unwrap_or(extension.len());
    extension[..end].trim()
}

/// `listed` is in lower case.
fn is_same(extension: &str, listed: &str) -> bool {
    extension.eq_ignore_ascii_case(listed)
        || (!extension.is_ascii() && extension.to_lowercase() == listed)
}
