//! The name of one file.

use std::borrow::Cow;

use schemars::Schema;
use unicode_normalization::is_nfc;

use super::{Rule, Violation, keywords, review};

pub(super) mod character;
mod directory;
pub(super) mod encoded;
mod entity;
mod extension;
mod reading;
#[cfg(test)]
#[rustfmt::skip] // Long lists of names.
mod tests;
mod usual;
mod windows;

/// Asks for one file name: a single path component that means the same file, and only a
/// file, on every platform and to every program that it is handed to.
///
/// # What is refused
///
/// | | why |
/// |---|---|
/// | the empty name, `.`, `..`, `/`, `\` | they leave the directory |
/// | a leading dash, also a Unicode one (see [`command_arg`](super::command_arg())) | programs take it for an option |
/// | a leading dot, unless [`hidden(true)`](Filename::hidden) | configuration: `.env`, `.htaccess` |
/// | a leading space, a trailing dot or space | Windows drops the latter, and no one sees them |
/// | `:` `<` `>` `"` `\|` `?` `*` | reserved by Windows; `a.txt:b` is a stream of `a.txt` |
/// | control characters and line breaks, of ASCII and of Unicode | they end strings and lines early |
/// | `CON`, `NUL`, `COM1` and the other devices, in any case and with any extension | Windows opens the device |
/// | the form of a short alias, as `HTACCE~1` | Windows opens `.htaccess` |
/// | more than 255 bytes | `NAME_MAX` |
/// | text not in normal form C | two spellings of one name |
/// | invisible, bidirectional and private-use characters, noncharacters | the name is not what it seems (Unicode TR 36) |
/// | lookalikes of `/`, `\` and `.`, as U+2215 and U+FF0E | conversions turn them into the real ones |
/// | `%2e`, `%2f`, `%5c`, `%00` and other control characters, encoded once or more, as `%252e` and `%%32e`; overlong UTF-8 as `%c0%ae`; `%u002e`; `&#46;` | decoded later, they are what is refused above |
/// | what decodes to a name that is refused itself, as `n%75l` and `a.p%68p` | so too |
/// | executable and script extensions, as `.exe` and `.php`, also before another one | see below |
///
/// A joiner (U+200C, U+200D) is invisible, but some scripts cannot be written without it:
/// it is accepted where RFC 5892, appendix A, has it (after a virama, and the non-joiner
/// between Arabic letters) and between emoji. Of the variation selectors only the emoji one
/// (U+FE0F) is accepted, after an emoji.
///
/// # Extensions
///
/// Refused by default is what a usual system runs when the file is opened, served or
/// included: programs and installers, shell, Windows and interpreter scripts (`js` among
/// them, which Windows runs), server pages, shortcuts. They are refused wherever they stand,
/// since web servers look at every extension: `photo.php.jpg`. Those that are also words,
/// domains or languages (`com`, `app`, `js`, `pl`..) are refused at the end only:
/// `example.com.pdf`, `bundle.js.map` and `README.pl.md` are good names.
///
/// Not refused are pages that only a browser runs (`html`, `svg`), documents that may hold
/// macros (`docm`), and archives: whether they are dangerous depends on who opens them.
/// Add them by [`deny_extensions`](Filename::deny_extensions), or better, say what is
/// wanted by [`extensions`](Filename::extensions).
///
/// # What is not promised
///
/// That the file exists, that it is no link or device (open it through a
/// [`Root`](crate::root)), that its content fits its extension, or that two names which a
/// person confuses are the same.
///
/// ```
/// use mcp_secure::rule::{Rule, filename};
///
/// for good in ["notes.md", "résumé.txt", "日本語.md", "v1..2", "my file (1).txt", "100%.txt"] {
///     assert!(filename().judge(good).is_ok(), "{good}");
/// }
/// for bad in ["../notes.md", ".env", "-rf", "nul.txt", "a.txt.", "notes.md\n", "photo.php.jpg"] {
///     assert!(filename().judge(bad).is_err(), "{bad}");
/// }
/// ```
pub fn filename() -> Filename {
    Filename {
        extensions: None,
        denied: Vec::new(),
        run: extension::Run::Refused,
        hidden: false,
        unicode: true,
    }
}

/// See [`filename`].
#[derive(Clone, Debug)]
pub struct Filename {
    extensions: Option<Vec<String>>,
    denied: Vec<String>,
    run: extension::Run,
    hidden: bool,
    unicode: bool,
}

impl Filename {
    /// Accepts only these as the last extension; case does not matter, and an empty list
    /// accepts no name at all.
    ///
    /// An extension listed here is accepted even if it would be refused by default. It may
    /// have several parts, as `tar.gz`.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, filename};
    ///
    /// let note = filename().extensions(["md", "txt"]);
    /// assert!(note.judge("plan.MD").is_ok());
    /// assert!(note.judge("plan.pdf").is_err());
    /// assert!(note.judge("plan").is_err());
    /// assert!(note.judge("plan.php.md").is_err());
    /// ```
    #[must_use]
    pub fn extensions<E: AsRef<str>>(mut self, extensions: impl IntoIterator<Item = E>) -> Self {
        self.extensions = Some(extension::list(extensions));
        self
    }

    /// Refuses these extensions too, wherever they stand.
    ///
    /// They are refused even if [`extensions`](Filename::extensions) lists them.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, filename};
    ///
    /// let upload = filename().deny_extensions(["html", "svg"]);
    /// assert!(upload.judge("page.HTML").is_err());
    /// assert!(upload.judge("page.svg.png").is_err());
    /// assert!(upload.judge("run.exe").is_err());
    /// ```
    #[must_use]
    pub fn deny_extensions<E: AsRef<str>>(
        mut self,
        extensions: impl IntoIterator<Item = E>,
    ) -> Self {
        self.denied.extend(extension::list(extensions));
        self
    }

    /// Accepts executable and script extensions: for tools that read or write source code.
    ///
    /// ```
    /// use mcp_secure::rule::{Rule, filename};
    ///
    /// assert!(filename().dangerous_any_extension().judge("main.py").is_ok());
    /// ```
    #[must_use]
    pub fn dangerous_any_extension(mut self) -> Self {
        self.run = extension::Run::Accepted;
        self
    }

    /// Tells a reviewer what no pattern says.
    pub(super) fn tell(&self, schema: &mut Schema) {
        if let Some(extensions) = &self.extensions {
            review::tell(schema, "extensions", extensions.clone());
        }
        if !self.denied.is_empty() {
            review::tell(schema, "deniedExtensions", self.denied.clone());
        }
        if self.run == extension::Run::Accepted {
            review::tell_danger("dangerous_any_extension");
        }
    }

    /// Whether a name may start with a dot; it may not by default. `.` and `..` are refused
    /// either way.
    #[must_use]
    pub fn hidden(mut self, allow: bool) -> Self {
        self.hidden = allow;
        self
    }

    /// Whether a name may hold other than ASCII characters; it may by default.
    #[must_use]
    pub fn unicode(mut self, allow: bool) -> Self {
        self.unicode = allow;
        self
    }

    // Out of line: usual names do not pay for its frame.
    #[inline(never)]
    fn judge_unusual(&self, name: &str) -> Result<(), Violation> {
        match self.broken(name) {
            None => Ok(()),
            Some(message) => Err(Violation::new("filename", message)),
        }
    }

    /// What the name breaks first, if anything.
    fn broken(&self, name: &str) -> Option<Cow<'static, str>> {
        let broken = self.broken_by_shape(name);
        if broken.is_some() {
            return broken.map(Cow::Borrowed);
        }
        if !name.is_ascii() {
            if !self.unicode {
                return Some("must hold only ASCII characters".into());
            }
            if let Some(broken) = character::refused_in(name) {
                return Some(broken.into());
            }
            if !is_nfc(name) {
                return Some("must be in Unicode normalization form C".into());
            }
        }
        self.broken_as_read(name)
    }

    fn broken_by_shape(&self, name: &str) -> Option<&'static str> {
        let bytes = name.as_bytes();
        let (Some(&first), Some(&last)) = (bytes.first(), bytes.last()) else {
            return Some("must not be empty");
        };
        if bytes.len() > MAX_BYTES {
            return Some("must have at most 255 bytes");
        }
        if let Some(broken) = character::refused_ascii_in(bytes) {
            return Some(broken);
        }
        // Some servers cut a name at a semicolon.
        if first == b'.' && matches!(name.split(';').next(), Some("." | "..")) {
            return Some("must not be `.` or `..`");
        }
        if first == b'.' && !self.hidden {
            return Some("must not start with a dot");
        }
        if last == b'.' {
            return Some("must not end with a dot");
        }
        if name.trim().len() != name.len() {
            return Some("must not start or end with a space");
        }
        None
    }
}

impl Default for Filename {
    fn default() -> Self {
        filename()
    }
}

impl Rule<str> for Filename {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        if self.is_usual_and_good(value) { Ok(()) } else { self.judge_unusual(value) }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        self.tell(schema);
        keywords::at_least(schema, "minLength", 1);
        // Characters, of which there are at most as many as bytes.
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", self.portable_pattern().into());
    }
}

impl Filename {
    /// What a pattern can say plainly: the characters, and how a name starts and ends.
    pub(super) fn portable_pattern(&self) -> String {
        let reserved = "\\u0000-\\u001F\"*/:<>?\\\\|\\u007F";
        // In UTF-16 terms too: what lies above U+FFFF stays to the rule.
        let above = if self.unicode { "" } else { "-\\uFFFF" };
        let leading_dot = if self.hidden { "" } else { "." };
        format!(
            "^[^{reserved}{above} {leading_dot}\\-](?:[^{reserved}{above}]*[^{reserved}{above} .])?$"
        )
    }
}

/// `NAME_MAX` of the usual file systems.
const MAX_BYTES: usize = 255;
