//! Extensions that are run.

/// Where an extension that is run is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Refused {
    Anywhere,
    /// Words, domains or languages too.
    AtTheEnd,
}

/// Whether, and where, the extension is refused; upper case is lower case.
pub(super) fn refused(extension: &str) -> Option<Refused> {
    let bytes = extension.as_bytes();
    if bytes.is_empty() || bytes.len() > LONGEST {
        return None;
    }
    let key = key(without_version(bytes));
    let mut at = slot(key);
    while TABLE[at].0 != key {
        if TABLE[at].0 == 0 {
            return None;
        }
        at = (at + 1) % SLOTS;
    }
    Some(TABLE[at].1)
}

/// `php3` to `php8`, and those to come, are `php`.
fn without_version(extension: &[u8]) -> &[u8] {
    match extension.split_at_checked("php".len()) {
        Some((php, version @ [b'0'..=b'9', ..]))
            if php.eq_ignore_ascii_case(b"php") && version.iter().all(u8::is_ascii_digit) =>
        {
            php
        }
        _ => extension,
    }
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

/// Where the search for a key begins.
const fn slot(key: u128) -> usize {
    // Fibonacci hashing (Knuth, volume 3, section 6.4): the upper bits are the mixed ones.
    let folded = key as u64 ^ (key >> 64) as u64;
    (folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (64 - SLOTS.ilog2())) as usize
}

/// A hash table with linear probing. Every name comes by here, and nearly every one ends at the
/// first look; no key is 0.
static TABLE: [(u128, Refused); SLOTS] = {
    let mut table = [(0, Refused::Anywhere); SLOTS];
    let mut at = 0;
    while at < RUN_ANYWHERE.len() {
        insert(&mut table, RUN_ANYWHERE[at], Refused::Anywhere);
        at += 1;
    }
    at = 0;
    while at < RUN_AT_THE_END.len() {
        insert(&mut table, RUN_AT_THE_END[at], Refused::AtTheEnd);
        at += 1;
    }
    table
};

const fn insert(table: &mut [(u128, Refused); SLOTS], extension: &str, refused: Refused) {
    assert!(extension.len() <= LONGEST);
    let key = key(extension.as_bytes());
    let mut at = slot(key);
    while table[at].0 != 0 {
        assert!(table[at].0 != key, "an extension is listed twice");
        at = (at + 1) % SLOTS;
    }
    table[at] = (key, refused);
}

/// A power of two, and at least three times as many as there are extensions.
const SLOTS: usize = 512;

/// How many bytes a key holds.
const LONGEST: usize = 16;

/// Refused wherever they stand.
#[rustfmt::skip]
pub(in super::super) const RUN_ANYWHERE: &[&str] = &[
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
pub(in super::super) const RUN_AT_THE_END: &[&str] = &[
    "com", "app", "application", "so", "ko", "elf", "class", "war", "ear", "gadget", "desktop",
    "js", "mjs", "cjs", "ws", "pl", "pm", "run", "command", "tool", "workflow",
    "url", "website", "webloc", "service", "config",
];
