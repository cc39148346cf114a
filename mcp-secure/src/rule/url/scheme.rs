//! Which schemes an author may list.

use super::parts::is_scheme;

/// In lower case.
///
/// # Panics
///
/// If it is no scheme, or one that cannot be judged.
#[track_caller]
pub(super) fn of(scheme: &str) -> String {
    let scheme = scheme.to_ascii_lowercase();
    assert!(
        is_scheme(&scheme),
        "`url` takes schemes as `https`, without `://`, and not `{scheme}`"
    );
    assert!(
        !WITHOUT_A_HOST.contains(&scheme.as_str()),
        "`url` cannot judge `{scheme}:`, which has no host"
    );
    scheme
}

const WITHOUT_A_HOST: [&str; 9] =
    ["about", "blob", "data", "file", "javascript", "mailto", "tel", "urn", "vbscript"];
