//! A moment: a date, a time and an offset from UTC.

use schemars::Schema;

use super::{
    Rule, Violation,
    date::{Day, number},
    keywords,
};

#[cfg(test)]
mod tests;

/// Asks for a date and time with an offset, as RFC 3339 writes it (`date-time`):
/// `2026-11-23T17:31:27Z`, `2026-11-23T18:31:27.5+01:00`.
///
/// - The day exists, as for [`date`](super::date), and hours are 00 to 23: there is no 24:00.
/// - The offset is there: without it, it is no moment. `-00:00` is UTC, of a place unknown.
/// - `T` and `Z` may be in lower case, as the RFC has it; a space in the place of `T` is
///   refused.
/// - Fractions of a second have as many digits as fit within 64 bytes.
/// - A second 60 is accepted where a leap second can be: in the last minute of a month, in
///   UTC (RFC 3339, section 5.7). Whether there was one is not judged. Many libraries do not
///   read it.
/// - The moment is in the years 0001 to 9999 in UTC too, so that no conversion leaves them.
///
/// The schema cannot say how long a month is, where a leap second can be, nor the last of these.
///
/// ```
/// use mcp_secure::rule::{Rule, datetime};
///
/// assert!(datetime().judge("1985-04-12T23:20:50.52Z").is_ok());
/// assert!(datetime().judge("1990-12-31T15:59:60-08:00").is_ok());
/// assert!(datetime().judge("1985-04-12T23:20:50").is_err());
/// assert!(datetime().judge("1985-04-12T24:00:00Z").is_err());
/// ```
pub fn datetime() -> DateTime {
    DateTime
}

/// See [`datetime`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateTime;

impl Rule<str> for DateTime {
    fn judge(&self, value: &str) -> Result<(), Violation> {
        match read(value.as_bytes()) {
            Ok(()) => Ok(()),
            Err(message) => Err(Violation::new("datetime", message)),
        }
    }

    fn bounds_length(&self) -> bool {
        true
    }

    fn describe(&self, schema: &mut Schema) {
        keywords::also(schema, "format", "date-time".into());
        keywords::at_most(schema, "maxLength", MAX_BYTES);
        keywords::also(schema, "pattern", PATTERN.into());
    }
}

fn read(text: &[u8]) -> Result<(), &'static str> {
    if text.len() > MAX_BYTES {
        return Err("must have at most 64 bytes");
    }
    let Some((date, rest)) = text.split_at_checked(10) else { return Err(FORM) };
    let Some((time, rest)) = rest.split_at_checked(9) else { return Err(FORM) };
    let [b'T' | b't', h1, h2, b':', m1, m2, b':', s1, s2] = *time else { return Err(FORM) };
    let (Some(hour), Some(minute), Some(second)) =
        (number(&[h1, h2]), number(&[m1, m2]), number(&[s1, s2]))
    else {
        return Err(FORM);
    };
    let offset = offset(without_fraction(rest)?)?;
    let day = Day::read(date).map_err(|message| match message {
        // Of the date alone.
        super::date::FORM => FORM,
        other => other,
    })?;
    if hour > 23 || minute > 59 || second > 60 {
        return Err("must have a time from 00:00:00 to 23:59:59");
    }
    let minutes = i64::from(hour * 60 + minute) - offset;
    if leaves_the_years(day, minutes) {
        return Err("must be in the years 0001 to 9999 in UTC");
    }
    if second == 60 && !ends_a_month(day, minutes) {
        return Err("must have a second from 00 to 59, but for the end of a month in UTC");
    }
    Ok(())
}

/// What follows `.123`, if that is there.
fn without_fraction(rest: &[u8]) -> Result<&[u8], &'static str> {
    let Some(fraction) = rest.strip_prefix(b".") else { return Ok(rest) };
    match fraction.iter().position(|byte| !byte.is_ascii_digit()) {
        Some(0) => Err(FORM),
        Some(end) => Ok(&fraction[end..]),
        None => Err("must end with an offset: `Z` or as `+01:00`"),
    }
}

/// In minutes, east of UTC.
fn offset(text: &[u8]) -> Result<i64, &'static str> {
    let (sign, digits) = match *text {
        [b'Z' | b'z'] => return Ok(0),
        [b'+', h1, h2, b':', m1, m2] => (1, [h1, h2, m1, m2]),
        [b'-', h1, h2, b':', m1, m2] => (-1, [h1, h2, m1, m2]),
        _ => return Err("must end with an offset: `Z` or as `+01:00`"),
    };
    match (number(&digits[..2]), number(&digits[2..])) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => {
            Ok(sign * i64::from(hours * 60 + minutes))
        }
        _ => Err("must have an offset from -23:59 to +23:59"),
    }
}

/// Whether the moment is in another year than 0001 to 9999 in UTC. `minutes` are those of
/// UTC, after the start of the local day: less than two days, either way.
fn leaves_the_years(day: Day, minutes: i64) -> bool {
    let first = Day { year: 1, month: 1, day: 1 };
    let last = Day { year: 9999, month: 12, day: 31 };
    (day == first && minutes < 0) || (day == last && minutes >= MINUTES_OF_DAY)
}

/// Whether it is the last minute of a month in UTC.
fn ends_a_month(day: Day, minutes: i64) -> bool {
    let last_minute = MINUTES_OF_DAY - 1;
    if minutes == last_minute {
        return day.day == day.days_of_month();
    }
    // In UTC it is the day before: what comes before the first of a month is the last of one.
    // No offset reaches the last minute of the day after.
    minutes == last_minute - MINUTES_OF_DAY && day.day == 1
}

const MAX_BYTES: usize = 64;

const MINUTES_OF_DAY: i64 = 24 * 60;

const FORM: &str = "must be a date and time of the form `YYYY-MM-DDThh:mm:ssZ`";

const PATTERN: &str = "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])\
    [Tt](?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\\.[0-9]+)?\
    (?:[Zz]|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])$";
