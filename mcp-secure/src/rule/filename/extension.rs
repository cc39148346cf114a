//! Extensions, and which of them are run.

use std::borrow::Cow;

/// A list as it is compared: lower case, without a leading dot.
pub(super) fn list<E: AsRef<str>>(extensions: impl IntoIterator<Item = E>) -> Vec<String> {
    extensions
        .into_iter()
        .map(|extension| {
            let extension = extension.as_ref();
            extension
                .strip_prefix('.')
                .unwrap_or(extension)
                .to_lowercase()
        })
        .collect()
}

/// What follows the last dot, unless that dot starts the name.
pub(super) fn last(name: &str) -> Option<&str> {
    match name.rsplit_once('.') {
        Some(("", _)) | None => None,
        Some((_, last)) => Some(last),
    }
}

/// Whether an extension is in a [`list`].
pub(super) fn is_listed(extension: &str, list: &[String]) -> bool {
    !list.is_empty() && {
        let extension = lowercase(extension);
        list.iter().any(|listed| *listed == extension)
    }
}

/// Whether a name has a refused extension: one of `denied` anywhere, or, `by_default`, one
/// that is run and not `allowed`.
pub(super) fn denied_in(
    name: &str,
    by_default: bool,
    allowed: &[String],
    denied: &[String],
) -> bool {
    let Some((_, extensions)) = name.split_once('.') else {
        return false;
    };
    let mut extensions = extensions.split('.').map(bare).peekable();
    while let Some(extension) = extensions.next() {
        let is_last = extensions.peek().is_none();
        if is_listed(extension, denied)
            || (by_default && is_run(extension, is_last) && !is_listed(extension, allowed))
        {
            return true;
        }
    }
    false
}

/// The part of an extension that decides: IIS stops at a semicolon (`asp;.jpg`), Windows at
/// trailing spaces.
fn bare(extension: &str) -> &str {
    extension
        .split_once(';')
        .map_or(extension, |(extension, _)| extension)
        .trim()
}

fn is_run(extension: &str, is_last: bool) -> bool {
    if extension.is_empty() || extension.len() > LONGEST {
        return false;
    }
    let mut buffer = [0; LONGEST];
    let lower = &mut buffer[..extension.len()];
    lower.copy_from_slice(extension.as_bytes());
    lower.make_ascii_lowercase();
    let Ok(extension) = std::str::from_utf8(lower) else {
        return false;
    };
    // `php3` to `php8`, and those to come.
    let extension = match extension.strip_prefix("php") {
        Some(version) if version.bytes().all(|byte| byte.is_ascii_digit()) => "php",
        _ => extension,
    };
    RUN_ANYWHERE.contains(&extension) || (is_last && RUN_AT_THE_END.contains(&extension))
}

fn lowercase(extension: &str) -> Cow<'_, str> {
    if extension
        .bytes()
        .all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase())
    {
        Cow::Borrowed(extension)
    } else {
        Cow::Owned(extension.to_lowercase())
    }
}

/// Bytes of the longest extension below.
const LONGEST: usize = 12;

/// Refused wherever they stand.
#[rustfmt::skip]
const RUN_ANYWHERE: &[&str] = &[
    // Server pages and the files that configure servers.
    "php", "phtml", "phtm", "pht", "phar", "phps", "phpt", "hphp", "pgif", "ctp",
    "asp", "aspx", "asa", "asax", "ascx", "ashx", "asmx", "axd", "cshtml", "vbhtml", "cshtm",
    "jsp", "jspx", "jspf", "jspa", "jsw", "jsv", "jhtml", "wss",
    "cfm", "cfml", "cfc", "shtml", "shtm", "stm", "cgi", "fcgi", "htaccess", "htpasswd",
    // Programs and libraries.
    "exe", "dll", "scr", "pif", "cpl", "ocx", "drv", "sys", "xll", "efi", "elf",
    "dylib", "ko", "jar", "war", "ear", "class", "swf", "xap", "jnlp", "wasm",
    // Packages that install.
    "msi", "msp", "mst", "msix", "msixbundle", "appx", "appxbundle", "application", "appimage",
    "apk", "ipa", "deb", "rpm", "flatpakref", "xpi", "crx",
    // Scripts of Windows.
    "bat", "cmd", "ps1", "ps1xml", "psm1", "psd1", "ps2", "ps2xml", "psc1", "psc2", "cdxml",
    "vb", "vbe", "vbs", "jse", "wsf", "wsc", "wsh", "hta", "sct", "shb", "shs",
    // Files that make Windows and desktops run something.
    "lnk", "scf", "reg", "msc", "chm", "gadget", "inf", "desktop", "scpt", "scptd", "applescript",
    // Scripts of shells and interpreters.
    "sh", "bash", "zsh", "ksh", "csh", "tcsh", "fish",
    "py", "pyc", "pyo", "pyd", "pyw", "pyz", "pyzw", "pl", "plx", "rb", "rbw", "tcl", "lua",
];

/// Words and domains too, and so refused at the end only.
#[rustfmt::skip]
const RUN_AT_THE_END: &[&str] = &[
    "com", "app", "so", "js", "mjs", "cjs", "ws", "pm", "bin", "run", "out", "command", "tool",
    "action", "workflow", "job", "url", "website", "webloc", "service", "config", "do", "rem", "soap",
];
