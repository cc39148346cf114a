//! Properties of characters, as in `\p{L}` and `\p{Script=Greek}`.

/// Whether both dialects read the property, and alike.
pub(super) fn is_portable(written: &str) -> bool {
    let name = written
        .strip_prefix("\\p{")
        .or_else(|| written.strip_prefix("\\P{"))
        .and_then(|rest| rest.strip_suffix('}'));
    name.is_some_and(|name| match name.split_once('=') {
        None => GENERAL_CATEGORIES.contains(&name),
        Some(("Script" | "sc", script)) => is_script_name(script),
        Some(_) => false,
    })
}

/// `Greek`, `Old_Italic`: ECMA-262 takes the names as Unicode writes them, while the `regex`
/// crate is lenient.
fn is_script_name(name: &str) -> bool {
    name.split('_').all(|word| {
        let mut letters = word.bytes();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|letter| letter.is_ascii_lowercase())
    })
}

#[rustfmt::skip]
const GENERAL_CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
];
