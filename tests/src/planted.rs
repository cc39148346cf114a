//! Planted secrets: what no server may tell.
//!
//! Whatever a test gives a server to keep (the secret of its tokens, a credential, a private key, a
//! password, a `#[secret]` argument) is planted here. When a server ends, what it has written is
//! searched for all of it, in the spellings in which secrets get out; so is each of its answers. So
//! every test that starts a server is a test of leaks too.

use std::{
    collections::BTreeMap,
    ffi::OsStr,
    fmt::Write as _,
    fs,
    path::Path,
    sync::{Mutex, MutexGuard, PoisonError},
};

use base64::{
    Engine,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};

/// Spelling → what it is.
static PLANTED: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());

/// Plants a secret: it is told neither as it is nor by its bytes, in base64 or in hex.
pub fn plant(what: &str, secret: impl AsRef<[u8]>) {
    let secret = secret.as_ref();
    assert!(secret.len() >= 8, "{what}: what is so short is told by chance");
    let mut planted = planted();
    for spelling in spellings(secret) {
        planted.entry(spelling).or_insert_with(|| what.to_owned());
    }
}

/// Plants a credential as clients send it. Of a token in parts all but the header is secret.
pub fn plant_credential(credential: &str) {
    let parts: Vec<&str> = match credential.split('.').collect::<Vec<_>>()[..] {
        [_, ref rest @ ..] if !rest.is_empty() => rest.to_vec(),
        _ => vec![credential],
    };
    // A few tests send what is no secret to anybody.
    let parts = parts.into_iter().filter(|part| part.len() >= 16);
    parts.for_each(|part| plant("a credential", part));
}

/// Plants a private key in PEM (PKCS #8, on an elliptic curve), line by line, and its bytes.
pub fn plant_key(pem: &str) {
    let lines: Vec<&str> = pem.lines().filter(|line| !line.contains("-----")).collect();
    let mut planted = planted();
    for line in &lines {
        planted.entry((*line).to_owned()).or_insert_with(|| "a private key".to_owned());
    }
    drop(planted);
    // What stands before is the same for all keys, and after it comes the public one.
    let whole = STANDARD_NO_PAD.decode(lines.concat().trim_end_matches('=')).unwrap();
    plant("a private key", &whole[36..48]);
}

/// Plants what is secret of a server's environment.
pub fn plant_variable(name: &str, value: &OsStr) {
    let Some(value) = value.to_str() else { return };
    let value = match value.split_once("://") {
        // Of a URL, the password.
        Some((_, rest)) => {
            let password = rest.split_once('@').and_then(|(user, _)| user.split_once(':'));
            password.map(|(_, password)| password)
        }
        None => SECRET_NAMES.iter().any(|end| name.ends_with(end)).then_some(value),
    };
    // Shorter ones are there to be refused, and are words of messages.
    if let Some(value) = value.filter(|value| value.len() >= 8) {
        plant(name, value);
    }
}

/// Nothing planted is in the text.
///
/// # Panics
///
/// Where something is, with the line; unless the test fails already.
pub fn search(place: &str, text: &str) {
    if std::thread::panicking() {
        return;
    }
    let found = planted().iter().find_map(|(spelling, what)| {
        let at = text.find(spelling)?;
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let line = text[line..].lines().next().unwrap_or_default();
        Some(format!("{what} is told in {place}, as `{spelling}`:\n{line}"))
    });
    if let Some(found) = found {
        panic!("{found}");
    }
}

/// The same of a file and of those that are named after it.
pub fn search_files(place: &str, file: &Path) {
    let (Some(directory), Some(name)) = (file.parent(), file.file_name()) else { return };
    let name = name.to_string_lossy();
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        if entry.file_name().to_string_lossy().starts_with(&*name)
            && let Ok(bytes) = fs::read(entry.path())
        {
            search(place, &String::from_utf8_lossy(&bytes));
        }
    }
}

fn spellings(secret: &[u8]) -> Vec<String> {
    let mut spellings = Vec::new();
    spellings.extend(std::str::from_utf8(secret).ok().map(str::to_owned));
    // As a part of something longer that is encoded: whole groups, from each of the three places.
    for from in 0..3 {
        let groups = secret[from..].chunks_exact(3).flatten().copied().collect::<Vec<u8>>();
        if groups.len() >= 6 {
            spellings.push(STANDARD_NO_PAD.encode(&groups));
            spellings.push(URL_SAFE_NO_PAD.encode(&groups));
        }
    }
    // As `Debug` writes bytes, and as hex.
    let decimal: Vec<String> = secret.iter().map(u8::to_string).collect();
    spellings.push(decimal.join(", "));
    let mut hex = String::new();
    secret.iter().for_each(|byte| write!(hex, "{byte:02x}").unwrap());
    spellings.push(hex.to_uppercase());
    spellings.push(hex);
    spellings
}

fn planted() -> MutexGuard<'static, BTreeMap<String, String>> {
    PLANTED.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Of variables that hold secrets themselves, and not where they are.
const SECRET_NAMES: [&str; 5] = ["_SECRET", "_TOKEN", "_PASSWORD", "_AUDIT_KEY", "_SEALING_KEY"];
