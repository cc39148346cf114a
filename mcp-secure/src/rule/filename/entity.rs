//! Character references of HTML, as forms and pages write what they cannot hold.

/// The character that a text stands for which follows an `&`: `#46;`, `#x2e`, `sol;`, and the same
/// after any number of `amp;`. Of names there are those that mean something in a path.
pub(super) fn character(text: &str) -> Option<char> {
    let mut text = text;
    while let Some(rest) = text.strip_prefix("amp;") {
        text = rest;
    }
    let Some(number) = text.strip_prefix('#') else {
        let named = NAMED.iter().find(|(name, _)| text.starts_with(name));
        return named.map(|&(_, character)| character);
    };
    let (digits, base) = match number.strip_prefix(['x', 'X']) {
        Some(digits) => (digits, 16),
        None => (number, 10),
    };
    let end = digits.find(|c: char| !c.is_digit(base)).unwrap_or(digits.len());
    u32::from_str_radix(&digits[..end], base).ok().and_then(char::from_u32)
}

const NAMED: &[(&str, char)] =
    &[("sol;", '/'), ("bsol;", '\\'), ("period;", '.'), ("NewLine;", '\n'), ("Tab;", '\t')];
