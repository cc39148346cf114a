//! The form of `.env` files.

use std::{collections::BTreeMap, fmt};

use zeroize::Zeroizing;

/// Reads lines of `NAME=value`.
///
/// `export ` may stand before the name. A value in single quotes is taken as it is; in double quotes
/// `\n`, `\r`, `\t`, `\"`, `\\` and `\$` are escapes; without quotes white space at its ends and
/// a comment (` #`) are not part of it. Nothing spans lines, and nothing is put in for `$NAME`.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, Zeroizing<String>>, Wrong> {
    let mut variables = BTreeMap::new();
    for (index, line) in text.lines().enumerate() {
        let wrong = |what| Wrong { line: index + 1, what };
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let (name, value) = line.split_once('=').ok_or(wrong("write `NAME=value`"))?;
        let name = name.trim_end();
        if !is_name(name) {
            return Err(wrong(
                "a name is made of letters, digits and `_`, and begins with no digit",
            ));
        }
        let value = Zeroizing::new(self::value(value.trim()).map_err(wrong)?);
        if variables.insert(name.to_owned(), value).is_some() {
            return Err(wrong("an earlier line sets the same variable"));
        }
    }
    Ok(variables)
}

fn is_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

fn value(text: &str) -> Result<String, &'static str> {
    if let Some(quoted) = text.strip_prefix('\'') {
        let (value, rest) = quoted.split_once('\'').ok_or("the quote is not closed")?;
        return nothing_after(rest).map(|()| value.to_owned());
    }
    if let Some(quoted) = text.strip_prefix('"') {
        return escaped(quoted);
    }
    let end = match text.find(" #").or_else(|| text.find("\t#")) {
        Some(comment) => comment,
        None if text.starts_with('#') => 0,
        None => text.len(),
    };
    let value = text[..end].trim_end();
    if value.contains(['"', '\'', '`']) {
        return Err("a quote stands within the value: put all of it into single quotes");
    }
    Ok(value.to_owned())
}

fn escaped(quoted: &str) -> Result<String, &'static str> {
    let mut value = String::with_capacity(quoted.len());
    let mut rest = quoted.chars();
    loop {
        match rest.next().ok_or("the quote is not closed")? {
            '"' => return nothing_after(rest.as_str()).map(|()| value),
            '\\' => value.push(match rest.next() {
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(same @ ('"' | '\\' | '$')) => same,
                _ => return Err("no such escape; double the `\\`, or use single quotes"),
            }),
            other => value.push(other),
        }
    }
}

fn nothing_after(rest: &str) -> Result<(), &'static str> {
    let rest = rest.trim_start();
    let is_comment = rest.is_empty() || rest.starts_with('#');
    is_comment.then_some(()).ok_or("something stands behind the closing quote")
}

/// What is wrong with a line. Never what is in it.
pub(crate) struct Wrong {
    line: usize,
    what: &'static str,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.what)
    }
}
