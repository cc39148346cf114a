//! Names by which Windows opens something else.

/// Whether Windows opens a device by this name, in any directory: what stands before the
/// first dot decides, without trailing spaces, in any case ("Naming Files, Paths, and
/// Namespaces", Microsoft).
///
/// A colon too, where the name is decoded from `nul%3a`. The superscript digits of `COM¹` are folded before.
pub(super) fn is_device(name: &str) -> bool {
    // Before the search for the end of the stem: nearly every name is none.
    let Some(&[a, b, c]) = name.as_bytes().first_chunk() else {
        return false;
    };
    // In lower case; what is no letter may become one, and the stem is compared below.
    if !matches!(
        &[a | 0x20, b | 0x20, c | 0x20],
        b"con" | b"prn" | b"aux" | b"nul" | b"com" | b"lpt"
    ) {
        return false;
    }
    let stem = name.split(['.', ':']).next().unwrap_or(name).trim_end();
    let is = |device: &str| stem.eq_ignore_ascii_case(device);
    match stem.len() {
        3 => is("con") || is("prn") || is("aux") || is("nul"),
        4 => {
            let (port, digit) = stem.as_bytes().split_at(3);
            digit[0].is_ascii_digit()
                && (port.eq_ignore_ascii_case(b"com") || port.eq_ignore_ascii_case(b"lpt"))
        }
        6 => is("conin$"),
        7 => is("conout$"),
        _ => false,
    }
}

/// Whether the name has the form of a short alias that Windows makes for a longer name:
/// `HTACCE~1` opens `.htaccess`.
pub(super) fn is_short_alias(name: &str) -> bool {
    let (stem, extension) = name.split_once('.').unwrap_or((name, ""));
    let Some((start, number)) = stem.rsplit_once('~') else {
        return false;
    };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number && !start.is_empty() && stem.len() <= 8 && extension.len() <= 3
}
