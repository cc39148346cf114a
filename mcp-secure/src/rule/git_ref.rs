//! The name of a branch, a tag or another reference of git.

use schemars::Schema;

use super::{
    Rule, Violation,
    command_arg::{ends_a_line_or_controls, is_dash, is_hidden_dash},
    filename::character,
    keywords,
};

#[cfg(test)]
mod tests;

/// Asks for the name of one reference, short (`main`) or in full (`refs/heads/main`), as
/// `git check-ref-format --allow-onelevel` has it, that git does not take for an option.
///
/// # What is refused
///
/// - By git: an empty name, an empty part (`a//b`, `/a`, `a/`), a part that starts with a dot
///   or ends with `.lock`, `..`, `@{`, the name `@`, a dot at the end, and the characters
///   space, `~`, `^`, `:`, `?`, `*`, `[`, `\` and controls. So revisions and ranges, as
///   `HEAD~1`, `a..b` and `main@{1}`, and refspecs with two sides are refused.
/// - Beyond it: a leading dash, also a Unicode one (see [`command_arg`](super::command_arg)),
///   control characters and line breaks of Unicode, more than 255 bytes, and what shows a person
///   another name: invisible, bidirectional and private-use characters, and lookalikes of `/`, `\`
///   and `.`, as in [`filename`](super::filename).
///
/// # What is not promised
///
/// That the reference exists, or which kind it is: a tag, a branch and an object's hash can
/// share a name. In a refspec, as `git fetch` and `git push` take it, a leading `+` forces:
/// write `refs/heads/` in front.
///
/// ```
/// use mcp_secure::rule::{Rule, git_ref};
///
/// for good in ["main", "feature/add-login", "v1.2.3", "refs/heads/main", "HEAD", "a@b"] {
///     assert!(git_ref().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["", "-b", "--upload-pack=x", "a..b", "HEAD~1", "a b", "a.lock", "x@{1}", "/a"] {
///     assert!(git_ref().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn git_ref() -> GitRef {
    GitRef(())
}

/// See [`git_ref`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GitRef(());

fn broken(name: &str) -> Option<&'static str> {
    let Some(first) = name.chars().next() else {
        return Some("must not be empty");
    };
    if name.len() > MAX_BYTES {
        return Some("must have at most 255 bytes");
    }
    if is_dash(first) || is_hidden_dash(name) {
        return Some("must not start with a dash");
    }
    if name.chars().any(ends_a_line_or_controls) {
        return Some("must not hold control characters or line breaks");
    }
    if let Some(broken) = character::refused_in(name) {
        return Some(broken);
    }
    if name.bytes().any(|byte| b" ~^:?*[\\".contains(&byte)) {
        return Some("must not hold spaces, `~`, `^`, `:`, `?`, `*`, `[` or `\\`");
    }
    if name.contains("..") || name.ends_with('.') {
        return Some("must not hold `..` or end with a dot");
    }
    if name == "@" || name.contains("@{") {
        return Some("must not be `@` or hold `@{`");
    }
    for part in name.split('/') {
        if part.is_empty() {
            return Some("must not start or end with `/`, or hold `//`");
        }
        if part.starts_with('.') || part.ends_with(".lock") {
            return Some("must not have a part that starts with a dot or ends with `.lock`");
        }
    }
    None
}

impl Rule<str> for GitRef {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match broken(value) {
            None => Ok(()),
            Some(message) => Err(Violation::new("git_ref", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    /// The pattern tells the characters, and how a name starts and ends.
    fn describe(&self, schema: &mut Schema) {
        keywords::at_least(schema, "minLength", 1);
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        let refused = "\\u0000-\\u0020*:?\\[\\\\\\^~\\u007F";
        let pattern = format!("^[^{refused}./\\-](?:[^{refused}]*[^{refused}./])?$");
        keywords::also(schema, "pattern", pattern.into());
    }
}

/// What hosts take, and one component of a path.
const MAX_BYTES: usize = 255;
