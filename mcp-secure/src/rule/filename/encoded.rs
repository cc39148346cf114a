//! Percent-encoding that turns into something else when it is decoded.

/// Whether the name holds a percent-encoded `/`, `\`, `.` or control character, encoded
/// once or more often in whatever way, or an encoding that no one writes but to deceive a
/// decoder: overlong UTF-8 (`%c0%af`) and `%u002f`.
///
/// Plain percent signs are fine, and so are other encodings: `100%.txt`, `a%20b.txt`.
pub(in crate::rule) fn hides_something(name: &[u8]) -> bool {
    holds_hidden(name) || decodings(name).any(|text| holds_hidden(&text))
}

/// The text decoded once, twice, and so on for as long as that changes it: `%%32e` becomes `%2e`
/// and then `.`.
///
/// Each round shortens the text, so their number is bounded by its length.
pub(in crate::rule) fn decodings(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    std::iter::successors(decoded(text), |text| decoded(text))
}

fn holds_hidden(text: &[u8]) -> bool {
    memchr::memchr_iter(b'%', text).any(|at| match &text[at + 1..] {
        [b'u' | b'U', digits @ ..] => is_hex(digits, 4),
        rest => byte_at(rest).is_some_and(|byte| is_hidden(byte, &rest[2..])),
    })
}

fn is_hidden(byte: u8, rest: &[u8]) -> bool {
    let next = || rest.strip_prefix(b"%").and_then(byte_at);
    let is_before = |bytes: std::ops::Range<u8>| next().is_some_and(|next| bytes.contains(&next));
    match byte {
        b'/' | b'\\' | b'.' | 0..0x20 | 0x7f => true,
        // Never valid in UTF-8 (RFC 3629, section 3), but read as ASCII by lenient decoders.
        0xc0 | 0xc1 => true,
        0xe0 => is_before(0x80..0xa0),
        0xf0 => is_before(0x80..0x90),
        0xf8 => is_before(0x80..0x88),
        0xfc => is_before(0x80..0x84),
        _ => false,
    }
}

/// The text decoded once, if that changes it.
fn decoded(text: &[u8]) -> Option<Vec<u8>> {
    let mut decoded: Option<Vec<u8>> = None;
    let mut at = 0;
    while at < text.len() {
        let byte = (text[at] == b'%').then(|| byte_at(&text[at + 1..])).flatten();
        if let Some(byte) = byte {
            decoded.get_or_insert_with(|| text[..at].to_vec()).push(byte);
            at += 3;
        } else {
            if let Some(decoded) = &mut decoded {
                decoded.push(text[at]);
            }
            at += 1;
        }
    }
    decoded
}

fn byte_at(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|&b| char::from(b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn is_hex(text: &[u8], digits: usize) -> bool {
    text.get(..digits).is_some_and(|text| text.iter().all(u8::is_ascii_hexdigit))
}
