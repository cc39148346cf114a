//! Names and operators that both dialects read.

/// Names of groups that both dialects take.
pub(super) fn is_portable_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// `*`, `+`, `?`, `{n}`, `{n,}`, `{n,m}`, each perhaps with a `?` for fewest.
pub(super) fn is_portable_operator(operator: &str) -> bool {
    let operator = match operator {
        "*" | "+" | "?" | "*?" | "+?" | "??" => return true,
        _ => operator.strip_suffix('?').unwrap_or(operator),
    };
    let Some(counts) = operator.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return false;
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    match counts.split_once(',') {
        None => is_number(counts),
        Some((least, most)) => is_number(least) && (most.is_empty() || is_number(most)),
    }
}

/// `Greek`, `Old_Italic`: ECMA-262 takes the names as Unicode writes them, while the `regex`
/// crate is lenient.
pub(super) fn is_script_name(name: &str) -> bool {
    name.split('_').all(|word| {
        let mut letters = word.bytes();
        letters.next().is_some_and(|first| first.is_ascii_uppercase())
            && letters.all(|letter| letter.is_ascii_lowercase())
    })
}

/// What ECMA-262 lets a backslash escape everywhere: its SyntaxCharacter and `/`.
pub(super) const SYNTAX_CHARACTERS: &str = "^$\\.*+?()[]{}|/";

/// In their short names, which both dialects take.
#[rustfmt::skip]
pub(super) const GENERAL_CATEGORIES: &[&str] = &[
    "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No",
    "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
];
