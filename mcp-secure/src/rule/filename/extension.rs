//! Extensions, and which of them are run.

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
    let Some((stem, extensions)) = at_dot(name) else {
        return false;
    };
    // `.config` is a name; `.php` is run all the same.
    let is_name = stem.is_empty() && !extensions.contains('.');
    let is_allowed = |extension| {
        let mut parts = allowed.iter().flat_map(|listed| listed.split('.'));
        parts.any(|part| is_same(extension, part))
    };
    let mut rest = Some(extensions);
    while let Some(extensions) = rest {
        let (extension, others) = match at_dot(extensions) {
            Some((extension, others)) => (bare(extension), Some(others)),
            None => (bare(extensions), None),
        };
        rest = others;
        let is_last = by_default == Run::Refused && rest.is_none() && !is_name;
        if denied.iter().any(|listed| is_same(extension, listed))
            || (by_default != Run::Accepted && is_run(extension, is_last) && !is_allowed(extension))
        {
            return true;
        }
    }
    ends_with_one_of(name, denied)
}

/// What is before the first dot and after it.
fn at_dot(text: &str) -> Option<(&str, &str)> {
    // Faster than `split_once`, and every name comes by here.
    memchr::memchr(b'.', text.as_bytes()).map(|dot| (&text[..dot], &text[dot + 1..]))
}

/// The part of an extension that decides: IIS stops at a semicolon (`asp;.jpg`), Windows at
/// trailing spaces and, once `%3a` is decoded, at the name of a stream, and a URL at `#` and `?`.
fn bare(extension: &str) -> &str {
    let ends = |byte| matches!(byte, b';' | b':' | b'#' | b'?');
    let end = extension.bytes().position(ends).unwrap_or(extension.len());
    extension[..end].trim()
}

fn is_run(extension: &str, is_last: bool) -> bool {
    // `php3` to `php8`, and those to come.
    let extension = match extension.split_at_checked("php".len()) {
        Some((php, version))
            if php.eq_ignore_ascii_case("php")
                && version.bytes().all(|byte| byte.is_ascii_digit()) =>
        {
            php
        }
        _ => extension,
    };
    if extension.is_empty() || extension.len() > LONGEST {
        return false;
    }
    let key = key(extension.as_bytes());
    ANYWHERE.binary_search(&key).is_ok() || (is_last && AT_THE_END.binary_search(&key).is_ok())
}

/// `listed` is in lower case.
fn is_same(extension: &str, listed: &str) -> bool {
    extension.eq_ignore_ascii_case(listed)
        || (!extension.is_ascii() && extension.to_lowercase() == listed)
}

/// A short extension as a number, whatever its case: compared at once.
const fn key(extension: &[u8]) -> u128 {
    let mut key = 0;
    let mut at = 0;
    while at < extension.len() {
        key = key << 8 | extension[at].to_ascii_lowercase() as u128;
        at += 1;
    }
    key
}

/// The keys of a list, sorted for the search.
const fn keys<const N: usize>(extensions: &[&str]) -> [u128; N] {
    let mut keys = [0; N];
    let mut count = 0;
    while count < N {
        assert!(extensions[count].len() <= LONGEST);
        let key = key(extensions[count].as_bytes());
        let mut at = count;
        while at > 0 && keys[at - 1] > key {
            keys[at] = keys[at - 1];
            at -= 1;
        }
        keys[at] = key;
        count += 1;
    }
    keys
}

static ANYWHERE: [u128; RUN_ANYWHERE.len()] = keys(RUN_ANYWHERE);
static AT_THE_END: [u128; RUN_AT_THE_END.len()] = keys(RUN_AT_THE_END);

/// How many bytes a key holds.
const LONGEST: usize = 16;

/// Refused wherever they stand.
#[rustfmt::skip]
pub(super) const RUN_ANYWHERE: &[&str] = &[
    // Server pages and the files that configure servers.
    "php", "phtml", "phtm", "pht", "phar", "phps", "phpt", "hphp", "pgif", "ctp",
    "asp", "aspx", "asa", "asax", "ascx", "ashx", "asmx", "axd", "cshtml", "vbhtml",
    "jsp", "jspx", "jspf", "jspa", "jsw", "jsv", "jhtml",
    "cfm", "cfml", "cfc", "shtml", "shtm", "stm", "cgi", "fcgi", "htaccess", "htpasswd",
    // Programs and libraries.
    "exe", "dll", "scr", "pif", "cpl", "ocx", "drv", "sys", "xll", "efi", "dylib",
    "jar", "swf", "xap", "jnlp", "wasm",
    // Packages that install.
    "msi", "msp", "mst", "msix", "msixbundle", "appx", "appxbundle", "appimage",
    "apk", "ipa", "deb", "rpm", "flatpakref", "xpi", "crx",
    // Scripts of Windows.
    "bat", "cmd", "ps1", "ps1xml", "psm1", "psd1", "ps2", "ps2xml", "psc1", "psc2", "cdxml",
    "vb", "vbe", "vbs", "jse", "wsf", "wsc", "wsh", "hta", "sct", "shb", "shs",
    // Files that make a desktop run something.
    "lnk", "scf", "reg", "msc", "chm", "inf", "scpt", "scptd", "applescript",
    // Scripts of shells and interpreters.
    "sh", "bash", "zsh", "ksh", "csh", "tcsh", "fish",
    "py", "pyc", "pyo", "pyd", "pyw", "pyz", "pyzw", "plx", "rb", "rbw", "tcl", "lua",
];

/// Words, domains or languages too, and so refused at the end only. IIS runs `web.config`.
#[rustfmt::skip]
pub(super) const RUN_AT_THE_END: &[&str] = &[
    "com", "app", "application", "so", "ko", "elf", "class", "war", "ear", "gadget", "desktop",
    "js", "mjs", "cjs", "ws", "pl", "pm", "run", "command", "tool", "workflow",
    "url", "website", "webloc", "service", "config",
];
