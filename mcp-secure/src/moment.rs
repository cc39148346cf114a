//! Moments in files: `2026-11-23T17:31:27Z`, in UTC (RFC 3339).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::rule::{Rule, datetime};

/// Reads a moment from 1970 on. Other spellings of RFC 3339 are refused, so that lines of a file
/// can be compared by eye.
pub(crate) fn read(text: &str) -> Option<SystemTime> {
    let [.., b'Z'] = *text.as_bytes().first_chunk::<20>()? else { return None };
    if text.len() != 20 || !text.contains('T') || datetime().judge(text).is_err() {
        return None;
    }
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<u64>().ok();
    let days = days_before(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
    let (hours, minutes, seconds) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    let seconds = ((days * 24 + hours) * 60 + minutes) * 60 + seconds;
    Some(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// Writes a moment with its milliseconds, for serde.
pub(crate) fn serialize<S: serde::Serializer>(
    moment: &SystemTime,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let whole = write(*moment);
    let millis = moment.duration_since(UNIX_EPOCH).unwrap_or_default().subsec_millis();
    serializer.collect_str(&format_args!("{}.{millis:03}Z", whole.trim_end_matches('Z')))
}

/// Writes a moment from 1970 on, in whole seconds.
pub(crate) fn write(moment: SystemTime) -> String {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (mut days, rest) = (seconds / DAY, seconds % DAY);
    let mut year = 1970;
    while days >= days_of_year(year) {
        days -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while days >= days_of_month(year, month) {
        days -= days_of_month(year, month);
        month += 1;
    }
    let (hours, minutes, seconds) = (rest / 3600, rest / 60 % 60, rest % 60);
    format!("{year:04}-{month:02}-{:02}T{hours:02}:{minutes:02}:{seconds:02}Z", days + 1)
}

/// The days from 1970 to the start of a day that exists.
fn days_before(year: u64, month: u64, day: u64) -> Option<u64> {
    let years = (1970..year).map(days_of_year).sum::<u64>();
    let months = (1..month).map(|month| days_of_month(year, month)).sum::<u64>();
    (year >= 1970).then_some(years + months + day - 1)
}

fn days_of_year(year: u64) -> u64 {
    365 + u64::from(is_leap(year))
}

fn days_of_month(year: u64, month: u64) -> u64 {
    match month {
        2 => 28 + u64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

const DAY: u64 = 24 * 60 * 60;

#[cfg(test)]
mod tests {
    use super::*;

    /// From `date -u -d @N`.
    const KNOWN: [(u64, &str); 6] = [
        (0, "1970-01-01T00:00:00Z"),
        (951_782_399, "2000-02-28T23:59:59Z"),
        (951_868_799, "2000-02-29T23:59:59Z"),
        (1_795_455_087, "2026-11-23T17:31:27Z"),
        (4_107_542_400, "2100-03-01T00:00:00Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ];

    #[test]
    fn moments_are_read_and_written() {
        for (seconds, text) in KNOWN {
            let moment = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(read(text), Some(moment), "{text}");
            assert_eq!(write(moment), text);
        }
    }

    #[test]
    fn other_spellings_are_none() {
        for text in [
            "",
            "2026-11-23",
            "2026-11-23T17:31:27",
            "2026-11-23t17:31:27Z",
            "2026-11-23T17:31:27z",
            "2026-11-23T17:31:27+00:00",
            "2026-11-23T17:31:27.0Z",
            "2026-02-29T00:00:00Z",
            "2026-11-23T24:00:00Z",
            "1969-12-31T23:59:59Z",
            " 2026-11-23T17:31:27Z",
            "never",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(seconds in 0..253_402_300_800u64) {
            let moment = UNIX_EPOCH + Duration::from_secs(seconds);
            proptest::prop_assert_eq!(read(&write(moment)), Some(moment));
        }
    }
}
