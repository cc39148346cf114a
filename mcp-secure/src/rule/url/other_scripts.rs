//! URLs in other scripts.

use unicode_normalization::is_nfc;

use crate::rule::{filename::character, hostname};

/// The URL in ASCII that this one stands for (RFC 3987, section 3.1).
pub(super) fn in_ascii(value: &str) -> Result<String, &'static str> {
    let start = value.find("://").map_or(0, |at| at + "://".len());
    let end = value[start..].find(['/', '?', '#']).map_or(value.len(), |at| start + at);
    let (scheme, authority, rest) = (&value[..start], &value[start..end], &value[end..]);
    if !scheme.is_ascii() {
        return Err("must hold only ASCII in front of the host");
    }
    if let Some(broken) = character::refused_in(rest) {
        return Err(broken);
    }
    if rest.contains('\u{fffd}') {
        return Err("must not hold U+FFFD, the trace of a broken encoding");
    }
    if !is_nfc(rest) {
        return Err("must be in Unicode normalization form C");
    }
    let mut ascii = String::with_capacity(value.len());
    ascii += scheme;
    if authority.is_ascii() {
        ascii += authority;
    } else {
        let (host, port) = authority.split_at(authority.find(':').unwrap_or(authority.len()));
        ascii += &hostname::in_ascii(host)?;
        ascii += port;
    }
    for character in rest.chars() {
        if character.is_ascii() {
            ascii.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            ascii += &format!("%{byte:02X}");
        }
    }
    Ok(ascii)
}
