//! What the literals of mcp-secure may be: durations, percentages, rates, scopes, names,
//! patterns.
//!
//! The macros read them at compile time and the runtime reads the ones that are only known
//! then, by the same functions. Every error says what is expected, in lower case and without
//! a final dot.

use std::time::Duration;

pub mod pattern;
mod similar;

pub use similar::similar;

/// Reads a duration: a whole number and `ms`, `s`, `min` (or `m`), `h` or `d`. Not zero.
///
/// # Errors
///
/// The text is no such duration.
pub fn duration(text: &str) -> Result<Duration, String> {
    let expected =
        || format!("`{text}` is not a duration; write for example `500ms`, `5s`, `2min`, `1h`");
    let (number, unit) = split_number(text).ok_or_else(expected)?;
    let millis = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1000),
        "m" | "min" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        "d" => number.checked_mul(86_400_000),
        _ => return Err(expected()),
    };
    match millis {
        Some(0) => Err("a duration of zero admits nothing".into()),
        Some(millis) => Ok(Duration::from_millis(millis)),
        None => Err(format!("`{text}` is too long")),
    }
}

/// Reads a percentage, `1%` to `100%`, as a fraction.
///
/// # Errors
///
/// The text is no such percentage.
pub fn percentage(text: &str) -> Result<f64, String> {
    let number = text.strip_suffix('%').and_then(whole_number);
    match number {
        // At most 100: exact as a float.
        Some(number @ 1..=100) => Ok(number as f64 / 100.0),
        _ => Err(format!("`{text}` is not a percentage from `1%` to `100%`")),
    }
}

/// Reads a size in bytes: a whole number and `B`, `KiB`, `MiB`, `GiB` (powers of 1024), or `kB`,
/// `MB`, `GB` (powers of 1000). Not zero.
///
/// # Errors
///
/// The text is no such size.
pub fn size(text: &str) -> Result<u64, String> {
    let expected =
        || format!("`{text}` is not a size; write for example `512B`, `64KiB`, `1MiB`, `10MB`");
    let (number, unit) = split_number(text).ok_or_else(expected)?;
    let unit: u64 = match unit {
        "B" => 1,
        "KiB" => 1 << 10,
        "MiB" => 1 << 20,
        "GiB" => 1 << 30,
        "kB" => 1_000,
        "MB" => 1_000_000,
        "GB" => 1_000_000_000,
        _ => return Err(expected()),
    };
    match number.checked_mul(unit) {
        Some(0) => Err("a size of zero admits nothing".into()),
        Some(bytes) => Ok(bytes),
        None => Err(format!("`{text}` is too large")),
    }
}

/// Checks the name of an argument in a header: a token (RFC 9110, section 5.6.2).
///
/// # Errors
///
/// The text is no token.
pub fn header(text: &str) -> Result<(), String> {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_token) {
        return Ok(());
    }
    Err(format!("`{text}` cannot be in the name of a header; write for example `Region`"))
}

/// Reads a rate, as `60/min`: a count and the time in which so many are admitted.
///
/// # Errors
///
/// The text is no such rate.
pub fn rate(text: &str) -> Result<(u32, Duration), String> {
    let expected = || {
        format!("`{text}` is not a rate; write for example `10/s`, `60/min`, `1000/h`, `5000/day`")
    };
    let (count, unit) = text.split_once('/').ok_or_else(expected)?;
    let count = whole_number(count.trim()).and_then(|count| u32::try_from(count).ok());
    let seconds = match unit.trim() {
        "s" | "sec" | "second" => 1,
        "m" | "min" | "minute" => 60,
        "h" | "hour" => 3600,
        "d" | "day" => 86_400,
        _ => return Err(expected()),
    };
    match count {
        Some(0) => Err("a rate of zero admits nothing; leave the tool out instead".into()),
        Some(count) => Ok((count, Duration::from_secs(seconds))),
        None => Err(expected()),
    }
}

/// In which a [`budget`] is spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week.
    Week,
    /// A month.
    Month,
}

/// Reads a budget, as `1000/day`: an amount and the window in which it is spent.
///
/// # Errors
///
/// The text is no such budget.
pub fn budget(text: &str) -> Result<(u64, Window), String> {
    let expected = || {
        format!(
            "`{text}` is not a budget; write for example `100/h`, `1000/day`, `5000/week`, \
             `20000/month`"
        )
    };
    let (amount, unit) = text.split_once('/').ok_or_else(expected)?;
    let window = match unit.trim() {
        "h" | "hour" => Window::Hour,
        "d" | "day" => Window::Day,
        "w" | "week" => Window::Week,
        "month" => Window::Month,
        _ => return Err(expected()),
    };
    match whole_number(amount.trim()) {
        Some(0) => Err("a budget of zero admits nothing; leave the tool out instead".into()),
        // Redis counts to as much.
        Some(amount) if amount <= i64::MAX as u64 => Ok((amount, window)),
        Some(_) => Err(format!("`{text}` is too much")),
        None => Err(expected()),
    }
}

/// Checks a scope (RFC 6749, section 3.3): visible ASCII without space, `"` and `\`.
///
/// # Errors
///
/// The text is no such scope.
pub fn scope(text: &str) -> Result<(), String> {
    if text.contains(' ') {
        return Err(format!("`{text}` holds several scopes; write `all = [..]` or `any = [..]`"));
    }
    let token = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
    if text.is_empty() || !text.bytes().all(token) {
        return Err(
            "a scope is visible ASCII without spaces, `\"` and `\\` (RFC 6749, section 3.3)".into(),
        );
    }
    Ok(())
}

/// Checks the name of a variable of the environment, or its beginning: capitals, digits and `_`,
/// and no digit first (POSIX, "Environment Variable Definition").
///
/// # Errors
///
/// The text is no such name.
pub fn variable(text: &str) -> Result<(), String> {
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_';
    let begins = text.bytes().next().is_some_and(|first| !first.is_ascii_digit());
    if begins && text.bytes().all(allowed) {
        return Ok(());
    }
    Err("a variable is named by capitals, digits and `_`, as in `DB_HOST`".into())
}

/// Checks the name of a tool (MCP 2026-07-28, "Tool Names"): 1 to 128 of `A-Z a-z 0-9 _ - .`
///
/// # Errors
///
/// The text is no such name.
pub fn tool_name(text: &str) -> Result<(), String> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    if (1..=128).contains(&text.len()) && text.bytes().all(allowed) {
        return Ok(());
    }
    Err("a tool's name is 1 to 128 of the characters A-Z, a-z, 0-9, `_`, `-` and `.`".into())
}

fn split_number(text: &str) -> Option<(u64, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    Some((whole_number(&text[..end])?, text[end..].trim_start()))
}

fn whole_number(text: &str) -> Option<u64> {
    // `parse` alone would take a sign.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("5 s"), Ok(Duration::from_secs(5)));
        assert_eq!(duration("2min"), Ok(Duration::from_secs(120)));
        for bad in ["", "5", "s", "-5s", "+5s", "5.5s", "5 parsecs", "0s", "99999999999999999999s"]
        {
            assert!(duration(bad).is_err(), "{bad}");
        }
        assert!(duration("18446744073709551615d").is_err());
    }

    #[test]
    fn sizes() {
        assert_eq!(size("512B"), Ok(512));
        assert_eq!(size("64 KiB"), Ok(65_536));
        assert_eq!(size("10MB"), Ok(10_000_000));
        for bad in ["", "64", "KiB", "-1B", "0MiB", "64kib", "1.5MiB", "99999999999GiB"] {
            assert!(size(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn percentages() {
        assert_eq!(percentage("80%"), Ok(0.8));
        assert_eq!(percentage("100%"), Ok(1.0));
        for bad in ["80", "0%", "101%", "-1%", "+1%", "8 0%", "%", "80.5%"] {
            assert!(percentage(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn rates() {
        assert_eq!(rate("60/min"), Ok((60, Duration::from_secs(60))));
        assert_eq!(rate("1 / day"), Ok((1, Duration::from_secs(86_400))));
        for bad in ["60", "60/", "/min", "0/min", "60/fortnight", "-1/s", "4294967296/s"] {
            assert!(rate(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn budgets() {
        assert_eq!(budget("1000/day"), Ok((1000, Window::Day)));
        assert_eq!(budget("1 / h"), Ok((1, Window::Hour)));
        assert_eq!(budget("5/w"), Ok((5, Window::Week)));
        assert_eq!(budget("9223372036854775807/month"), Ok((i64::MAX as u64, Window::Month)));
        for bad in ["", "1000", "/day", "0/day", "-1/day", "1/s", "1/m", "9223372036854775808/h"] {
            assert!(budget(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn scopes_and_names() {
        assert!(scope("notes:read").is_ok() && scope("https://x.example/a").is_ok());
        for bad in ["", "a b", "a\"b", "a\\b", "ä", "a\n"] {
            assert!(scope(bad).is_err(), "{bad}");
        }
        assert!(tool_name("admin.tools-list_2").is_ok());
        for bad in ["", "a b", "a/b", "é", &"x".repeat(129)] {
            assert!(tool_name(bad).is_err(), "{bad}");
        }
    }
}
