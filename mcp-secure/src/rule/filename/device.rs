//! Names that Windows gives to devices.

/// Whether Windows opens a device by this name, in any directory: what stands before the
/// first dot decides, without trailing spaces, in any case ("Naming Files, Paths, and
/// Namespaces", Microsoft).
///
/// The superscript digits of `COM¹` are folded before.
pub(super) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
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
