//! The arguments of a call, each in its slot.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::{
    envelope::EnvelopeError,
    scan::{Limits, ScanError, Scanner},
};

/// The members of `params.arguments`, in their order, each value as checked JSON text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Arguments<'a> {
    members: SmallVec<[(Cow<'a, str>, &'a str); 8]>,
    /// The object's own text, empty if there is none.
    text: &'a str,
}

impl<'a> Arguments<'a> {
    /// Reads an arguments object that comes without a message around it.
    pub(crate) fn parse(text: &'a str) -> Result<Self, EnvelopeError<'a>> {
        let mut scanner = Scanner::from_text(text, Limits::default());
        if scanner.peek() != Some(b'{') {
            // What is not JSON at all is told as such.
            scanner.value()?;
            scanner.finish()?;
            return Err(EnvelopeError::invalid_params("arguments must be an object"));
        }
        let arguments = Self::read(&mut scanner)?;
        scanner.finish()?;
        Ok(arguments)
    }

    /// The arguments of a message that has none.
    pub(crate) fn absent() -> Self {
        Self::default()
    }

    /// All of them as one object; an empty one if there are none.
    pub(crate) fn text(&self) -> &'a str {
        if self.text.is_empty() { "{}" } else { self.text }
    }

    /// Whether there is no `arguments` member, rather than an empty one.
    #[cfg(test)]
    pub(crate) fn is_absent(&self) -> bool {
        self.text.is_empty()
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.members.len()
    }

    /// The value of the argument of this name. Looks at one after the other.
    #[cfg(test)]
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.iter().find_map(|(key, raw)| (key == name).then_some(raw))
    }

    /// Names and values, in their order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &'a str)> {
        self.members.iter().map(|(key, raw)| (key.as_ref(), *raw))
    }

    /// Reads them from an object, which must be next.
    pub(super) fn read(scanner: &mut Scanner<'a>) -> Result<Self, ScanError> {
        let mut members = SmallVec::new();
        let start = scanner.position();
        scanner.enter_object()?;
        while let Some(key) = scanner.next_key()? {
            members.push((key, scanner.value()?));
        }
        Ok(Self { members, text: scanner.since(start) })
    }
}
