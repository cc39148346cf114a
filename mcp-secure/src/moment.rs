//! Moments in files: `2026-11-23T17:31:27Z`, in UTC (RFC 3339).

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use smallvec::SmallVec;

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

/// In milliseconds; a longer time than can be written is the longest.
pub(crate) fn millis(duration: Duration) -> u64 {
    duration.as_millis().try_into().unwrap_or(u64::MAX)
}

/// Writes a moment with its milliseconds, for serde.
pub(crate) fn serialize<S: serde::Serializer>(
    moment: &SystemTime,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(str::from_utf8(&text(*moment)).expect("digits"))
}

/// A moment with its milliseconds.
pub(crate) fn text(moment: SystemTime) -> SmallVec<[u8; 24]> {
    let millis = moment.duration_since(UNIX_EPOCH).unwrap_or_default().subsec_millis();
    let mut text = *b"0000-00-00T00:00:00.000Z";
    if text_of(moment, &mut text).is_none() {
        let whole = write(moment);
        return format!("{}.{millis:03}Z", whole.trim_end_matches('Z')).into_bytes().into();
    }
    digits(millis.into(), &mut text[20..23]);
    text.into()
}

/// Writes a moment from 1970 on, in whole seconds.
pub(crate) fn write(moment: SystemTime) -> String {
    let [year, month, day, hours, minutes, seconds] = parts(moment);
    format!("{year:04}-{month:02}-{day:02}T{hours:02}:{minutes:02}:{seconds:02}Z")
}

/// Writes the digits of a moment into a text of their form; `None` after the year 9999. Each event of an
/// audit record has one, so nothing is formatted here.
fn text_of(moment: SystemTime, text: &mut [u8; 24]) -> Option<()> {
    let parts @ [year, ..] = parts(moment);
    (year <= 9999).then_some(())?;
    for (part, place) in parts.into_iter().zip([0..4, 5..7, 8..10, 11..13, 14..16, 17..19]) {
        digits(part, &mut text[place]);
    }
    Some(())
}

/// The last digits of the number, as many as there is room for.
fn digits(mut number: u64, text: &mut [u8]) {
    for digit in text.iter_mut().rev() {
        // Less than ten.
        *digit = b'0' + (number % 10) as u8;
        number /= 10;
    }
}

/// Year, month, day, hour, minute, second. The year is counted from March on, so that a leap day is
/// its last; 146,097 days are 400 years.
fn parts(moment: SystemTime) -> [u64; 6] {
    let seconds = moment.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let (days, rest) = (seconds / DAY + MARCH_OF_YEAR_0, seconds % DAY);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    [era * 400 + year + next, month, day, rest / 3600, rest / 60 % 60, rest % 60]
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

/// Days from 1 March of the year 0 to 1970.
const MARCH_OF_YEAR_0: u64 = 719_468;

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

    #[test]
    fn events_have_milliseconds() {
        for (seconds, text) in KNOWN {
            let moment = UNIX_EPOCH + Duration::from_millis(seconds * 1000 + 7);
            let expected = format!("\"{}.007Z\"", text.trim_end_matches('Z'));
            let mut written = Vec::new();
            serialize(&moment, &mut serde_json::Serializer::new(&mut written)).expect("text");
            assert_eq!(String::from_utf8(written), Ok(expected));
        }
        let far = UNIX_EPOCH + Duration::from_secs(253_402_300_800);
        let text = serde_json::to_string(&Serialized(far)).expect("text");
        assert_eq!(text, "\"10000-01-01T00:00:00.000Z\"");
    }

    #[derive(serde::Serialize)]
    struct Serialized(#[serde(serialize_with = "serialize")] SystemTime);

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read(seconds in 0..253_402_300_800u64) {
            let moment = UNIX_EPOCH + Duration::from_secs(seconds);
            proptest::prop_assert_eq!(read(&write(moment)), Some(moment));
        }
    }
}
