//! Percent-encoding that turns into something else when it is decoded.

/// Whether the name holds a percent-encoded `/`, `\`, `.` or control character, encoded
/// once or more often, or an encoding that no one writes but to deceive a decoder: overlong
/// UTF-8 (`%c0%af`) and `%u002f`.
///
/// Plain percent signs are fine, and so are other encodings: `100%.txt`, `a%20b.txt`.
pub(in crate::rule) fn hides_something(name: &[u8]) -> bool {
    memchr::memchr_iter(b'%', name).any(|at| {
        let mut rest = &name[at + 1..];
        // `%25` is a percent sign: `%252f` is `%2f`, decoded once.
        while let Some(inner) = rest.strip_prefix(b"25") {
            rest = inner;
        }
        match rest {
            [b'u' | b'U', digits @ ..] => is_hex(digits, 4),
            _ => byte_at(rest).is_some_and(|byte| is_hidden(byte, &rest[2..])),
        }
    })
}

fn is_hidden(byte: u8, rest: &[u8]) -> bool {
    let next = || rest.strip_prefix(b"%").and_then(byte_at);
    match byte {
        b'/' | b'\\' | b'.' | 0..0x20 | 0x7f => true,
        // Never valid in UTF-8 (RFC 3629, section 3), but read as ASCII by lenient decoders.
        0xc0 | 0xc1 => true,
        0xe0 => next().is_some_and(|next| (0x80..0xa0).contains(&next)),
        0xf0 => next().is_some_and(|next| (0x80..0x90).contains(&next)),
        _ => false,
    }
}

fn byte_at(text: &[u8]) -> Option<u8> {
    let digit = |at: usize| text.get(at).and_then(|&b| char::from(b).to_digit(16));
    u8::try_from(digit(0)? * 16 + digit(1)?).ok()
}

fn is_hex(text: &[u8], digits: usize) -> bool {
    text.get(..digits).is_some_and(|text| text.iter().all(u8::is_ascii_hexdigit))
}
