//! The named formats, free text and lengths.
//!
//! The first byte chooses the rule, modulo their number; the rest is the text.
#![no_main]

use std::sync::LazyLock;

use fuzz::{Judged, check_one};
use libfuzzer_sys::fuzz_target;
use mcp_secure::rule::{date, datetime, json_pointer, length, mime, text, uuid};

static RULES: LazyLock<[Judged; 11]> = LazyLock::new(|| {
    [
        Judged::new("uuid", uuid(), is_uuid),
        Judged::new("date", date(), is_date),
        Judged::new("datetime", datetime(), is_datetime),
        Judged::new("mime", mime(), is_mime),
        Judged::new("mime().essence", mime().essence(), |mime| {
            is_mime(mime) && !mime.contains([';', ' ', '"'])
        }),
        Judged::new("json_pointer", json_pointer(), is_pointer),
        Judged::new("text", text(), is_text),
        Judged::new("text().max_bytes(9)", text().max_bytes(9), |text| {
            is_text(text) && text.len() <= 9
        }),
        Judged::new("length(2..=5)", length(2..=5), |text| (2..=5).contains(&text.chars().count())),
        Judged::new("length(2..=5).bytes()", length(2..=5).bytes(), |text| {
            (2..=5).contains(&text.len())
        }),
        // A reader's character is one of Unicode at least.
        Judged::new("length(2..=5).graphemes()", length(2..=5).graphemes(), |text| {
            text.chars().count() >= 2
        }),
    ]
});

fuzz_target!(|data: &[u8]| check_one(&*RULES, data));

fn is_uuid(text: &str) -> bool {
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    lengths == [8, 4, 4, 4, 12] && text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts[..] else { return false };
    if [year.len(), month.len(), day.len()] != [4, 2, 2] || text.contains('+') {
        return false;
    }
    let (Ok(year), Ok(month), Ok(day)) =
        (year.parse::<u32>(), month.parse::<u32>(), day.parse::<u32>())
    else {
        return false;
    };
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    year >= 1 && (1..=days).contains(&day)
}

fn is_datetime(text: &str) -> bool {
    let upper = text.to_uppercase();
    let Some((date, time)) = upper.split_once('T') else { return false };
    let (time, offset) = match time.strip_suffix('Z') {
        Some(time) => (time, "00:00"),
        None => match time.rfind(['+', '-']) {
            Some(sign) => (&time[..sign], &time[sign + 1..]),
            None => return false,
        },
    };
    let (clock, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let is_clock = |text: &str, bounds: &[u32]| {
        let parts: Vec<&str> = text.split(':').collect();
        parts.len() == bounds.len()
            && parts.iter().zip(bounds).all(|(part, bound)| {
                part.len() == 2
                    && part.bytes().all(|byte| byte.is_ascii_digit())
                    && part.parse::<u32>().is_ok_and(|number| number <= *bound)
            })
    };
    text.is_ascii()
        && text.len() <= 64
        && is_date(date)
        && is_clock(clock, &[23, 59, 60])
        && is_clock(offset, &[23, 59])
        && !fraction.is_empty()
        && fraction.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_mime(text: &str) -> bool {
    // RFC 9110, section 5.6.6: spaces may stand before the semicolon.
    let essence = text.split(';').next().unwrap_or_default();
    let essence = if essence.len() < text.len() { essence.trim_end_matches(' ') } else { essence };
    let mut names = essence.split('/');
    let is_name = |name: Option<&str>| {
        name.is_some_and(|name| {
            (1..=127).contains(&name.len())
                && name.starts_with(|first: char| first.is_ascii_alphanumeric())
                && name
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
        })
    };
    text.len() <= 255
        && text.bytes().all(|byte| (b' '..=b'~').contains(&byte))
        && is_name(names.next())
        && is_name(names.next())
        && names.next().is_none()
        && text.matches('"').count() != 1
}

fn is_pointer(text: &str) -> bool {
    let unescaped = text.replace("~0", "").replace("~1", "");
    text.len() <= 2048
        && (text.is_empty() || text.starts_with('/'))
        && !unescaped.contains('~')
        && is_text(text)
}

fn is_text(text: &str) -> bool {
    text.len() <= 64 * 1024
        && text.chars().all(|character| {
            let code = u32::from(character);
            (!character.is_control() || matches!(character, '\t' | '\n' | '\r'))
                && !(0xe_0000..=0xe_007f).contains(&code)
                && !(0xfdd0..=0xfdef).contains(&code)
                && code & 0xfffe != 0xfffe
        })
}
