//! [`Setting`]: one variable, and what is declared of it.

use super::{Reader, Value};
use crate::rule::{Rule, Subject, Violations};

/// One variable, and what is declared of it. Generated code makes it.
#[must_use]
pub struct Setting<T> {
    name: &'static str,
    kind: Kind<T>,
    default: Option<fn() -> T>,
    rules: Vec<Judge<T>>,
}

/// [`Value`], of a type that is one.
struct Kind<T> {
    expected: &'static str,
    is_secret: bool,
    parse: fn(&str) -> Option<T>,
    absent: fn() -> Option<T>,
    show: fn(&T) -> String,
}

type Judge<T> = Box<dyn Fn(&T, &mut Violations)>;

impl<T> Setting<T> {
    /// The setting of this variable.
    ///
    /// Only here a `Value` is asked for, so that a type that is none is told once.
    pub fn new(name: &'static str) -> Self
    where
        T: Value,
    {
        let (parse, absent, show) = (T::parse, T::absent, T::show);
        let kind = Kind { expected: T::EXPECTED, is_secret: T::IS_SECRET, parse, absent, show };
        Self { name, kind, default: None, rules: Vec::new() }
    }

    /// Its value where the variable is not set.
    pub fn default(mut self, make: fn() -> T) -> Self {
        self.default = Some(make);
        self
    }

    /// What the value must be.
    pub fn rule<R: Rule<T::View>>(mut self, rule: R) -> Self
    where
        T: Subject,
    {
        self.rules.push(Box::new(move |value, violations| {
            if let Some(view) = value.view() {
                rule.report(view, violations);
            }
        }));
        self
    }

    /// Reads it; `None` if what is wrong was noted.
    pub fn read(self, reader: &mut Reader<'_>) -> Option<T> {
        let Self { name, kind, default, rules } = self;
        let value = match reader.find(name, kind.is_secret).ok()? {
            Some(text) => match (kind.parse)(&text) {
                Some(value) => value,
                None => {
                    reader.note(format!("{name} is not {}", kind.expected));
                    return None;
                }
            },
            None => match default.map(|make| make()).or_else(kind.absent) {
                Some(value) => value,
                None => {
                    reader.note(format!(
                        "{name} is not set; set it, or {name}_FILE to a file that holds it"
                    ));
                    return None;
                }
            },
        };
        let mut violations = Violations::default();
        rules.iter().for_each(|rule| rule(&value, &mut violations));
        for violation in violations.iter() {
            reader.note(format!("{name} {}", violation.message()));
        }
        violations.is_empty().then_some(value)
    }

    /// Adds its line to a summary.
    pub fn show(&self, value: &T, lines: &mut String) {
        let shown = if self.kind.is_secret { "(secret)".into() } else { (self.kind.show)(value) };
        // A line break in a value begins no line of the summary.
        *lines += &format!("{}={}\n", self.name, shown.escape_debug());
    }
}

impl<T> std::fmt::Debug for Setting<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Setting").field(&self.name).finish()
    }
}

/// A type that does not show its value.
#[diagnostic::on_unimplemented(
    message = "`{Self}` shows its value",
    label = "declared with `#[secret]`",
    note = "make it a `Secret<String>`"
)]
pub trait Hidden {}

impl<T: zeroize::Zeroize> Hidden for crate::secret::Secret<T> {}
impl<T: Hidden> Hidden for Option<T> {}

/// Compiles if the type does not show its value.
pub const fn is_hidden<T: Hidden>() {}
