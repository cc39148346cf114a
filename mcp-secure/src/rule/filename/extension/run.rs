//! Extensions that are run.

/// Where an extension that is run is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Refused {
    Anywhere,
    /// Words, domains or languages too.
    AtTheEnd,
}

/// A short extension as a number, whatever its case: compared at once.
#[derive(Clone, Copy, Default)]
pub(in super::super) struct Key {
    bytes: u128,
    len: u32,
}

impl Key {
    /// Nothing that is run is so long as what has none.
    pub(super) fn of(extension: &[u8]) -> Option<Self> {
        let mut key = Self::default();
        extension.iter().rev().all(|&byte| key.prepend(byte)).then_some(key)
    }

    /// Of bytes in lower case, the last one lowest.
    #[inline]
    pub(in super::super) fn from_bits(bytes: u64, bits: u32) -> Self {
        Self { bytes: bytes.into(), len: bits / 8 }
    }

    /// Says whether there was room.
    const fn prepend(&mut self, byte: u8) -> bool {
        if self.len == LONGEST {
            return false;
        }
        self.bytes |= (byte.to_ascii_lowercase() as u128) << (8 * self.len);
        self.len += 1;
        true
    }

    /// Whether, and where, it is refused.
    #[inline]
    pub(in super::super) fn refused(self) -> Option<Refused> {
        let bytes = self.without_version().bytes;
        let mut at = slot(bytes);
        while TABLE[at].0 != bytes {
            if TABLE[at].0 == 0 {
                return None;
            }
            at = (at + 1) % SLOTS;
        }
        (bytes != 0).then_some(TABLE[at].1)
    }

    /// `php3` to `php8`, and those to come, are `php`.
    fn without_version(self) -> Self {
        let php = const { u128::from_be_bytes(*b"\0\0\0\0\0\0\0\0\0\0\0\0\0php") };
        if self.len < 4 {
            return self;
        }
        let version = 8 * (self.len - 3);
        if self.bytes >> version != php {
            return self;
        }
        let digits = self.bytes.to_le_bytes();
        let are_digits = digits[..version as usize / 8].iter().all(u8::is_ascii_digit);
        if are_digits { Self { bytes: php, len: 3 } } else { self }
    }
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
    let mut key = Key { bytes: 0, len: 0 };
    let mut left = extension.len();
    while left > 0 {
        left -= 1;
        assert!(key.prepend(extension.as_bytes()[left]), "too long an extension");
    }
    let key = key.bytes;
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
const LONGEST: u32 = 16;

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
    "apk", "ipa", "deb", "rpm", "flatpak", "flatpakref", "xpi", "crx", "vsix",
    "dmg", "pkg", "mpkg", "msu", "ppkg", "xbap",
    // Scripts of Windows.
    "bat", "cmd", "ps1", "ps1xml", "psm1", "psd1", "ps2", "ps2xml", "psc1", "psc2", "cdxml",
    "vb", "vbe", "vbs", "jse", "wsf", "wsc", "wsh", "hta", "sct", "shb", "shs",
    "nsh", "ahk", "au3", "vxd",
    // Files that make a desktop run something.
    "lnk", "scf", "reg", "msc", "chm", "inf", "ins", "isp", "hlp", "diagcab", "diagcfg", "diagpkg",
    "scpt", "scptd", "applescript",
    // Scripts of shells and interpreters.
    "sh", "bash", "zsh", "ksh", "csh", "tcsh", "fish",
    "py", "pyc", "pyo", "pyd", "pyw", "pyz", "pyzw", "plx", "rb", "rbw", "tcl", "lua",
];

/// Words, domains or languages too, and so refused at the end only. IIS runs `web.config`.
#[rustfmt::skip]
pub(in super::super) const RUN_AT_THE_END: &[&str] = &[
    "com", "app", "application", "so", "ko", "elf", "class", "war", "ear", "gadget", "desktop",
    "js", "mjs", "cjs", "ws", "pl", "pm", "run", "command", "tool", "workflow",
    "terminal", "action",
    "url", "website", "webloc", "service", "config",
];
