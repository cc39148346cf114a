//! A day of the calendar.

use schemars::Schema;

use super::{Rule, Violation, keywords};

#[cfg(test)]
mod tests;

/// Asks for a date as RFC 3339 writes it (`full-date`): `2026-11-23`, and a day that the
/// Gregorian calendar has.
///
/// Years are 0001 to 9999. The RFC's grammar also has a year 0000, which is 1 BC; it is
/// refused, since many databases and date libraries refuse it or read it as another year.
///
/// The schema cannot say how long a month is, nor that there is no year 0000.
///
/// ```
/// use mcp_secure::rule::{Rule, date};
///
/// assert!(date().judge("2024-02-29").is_ok());
/// assert!(date().judge("2026-02-29").is_err());
/// assert!(date().judge("2026-2-9").is_err());
/// assert!(date().judge("23.11.2026").is_err());
/// ```
pub fn date() -> Date {
    Date
}

/// See [`date`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Date;

impl Rule<str> for Date {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match Day::read(value.as_bytes()) {
            Ok(_) => Ok(()),
            Err(message) => Err(Violation::new("date", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "format", "date".into());
        keywords::also(schema, "pattern", PATTERN.into());
    }
}

/// A day that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) year: u32,
    pub(super) month: u32,
    pub(super) day: u32,
}

impl Day {
    /// Reads `2026-11-23`, or says what is wrong with it.
    pub(super) fn read(text: &[u8]) -> Result<Self, &'static str> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = *text else {
            return Err(FORM);
        };
        let (Some(year), Some(month), Some(day)) =
            (number(&[y1, y2, y3, y4]), number(&[m1, m2]), number(&[d1, d2]))
        else {
            return Err(FORM);
        };
        if year == 0 {
            return Err("must have a year from 0001 to 9999");
        }
        if !(1..=12).contains(&month) {
            return Err("must have a month from 01 to 12");
        }
        let read = Self { year, month, day };
        if day == 0 || day > read.days_of_month() {
            return Err("must have a day that the month has");
        }
        Ok(read)
    }

    pub(super) fn days_of_month(self) -> u32 {
        match self.month {
            2 if self.is_in_leap_year() => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn is_in_leap_year(self) -> bool {
        self.year.is_multiple_of(4)
            && (!self.year.is_multiple_of(100) || self.year.is_multiple_of(400))
    }
}

/// The number that a few ASCII digits write, and only those.
pub(super) fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |number, digit| {
        digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0'))
    })
}

pub(super) const FORM: &str = "must be a date of the form `YYYY-MM-DD`";

const PATTERN: &str = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$";
