#![allow(clippy::unwrap_used)]

use std::{
    fs,
    time::{Duration, SystemTime},
};

use super::*;
use crate::auth::Token;

fn made() -> (String, String) {
    let (key, line) = NewApiKey::new("build-bot").scopes(["notes:read", "x"]).make().unwrap();
    (key.dangerous_reveal().to_owned(), line)
}

fn keys(file: &str) -> Result<ApiKeys> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("keys.jsonl");
    fs::write(&path, file).unwrap();
    ApiKeys::from_file(&path)
}

fn verdict(keys: &ApiKeys, key: &str) -> Result<Caller, Rejected> {
    keys.judge(&Credential::bearer(Token::new(key)))
}

/// What is wrong with a file of this line.
fn problem(line: &str) -> String {
    let error = keys(&format!("# a comment\n{line}\n")).unwrap_err().to_string();
    error.split_once("line 2: ").unwrap_or_else(|| panic!("{line}: {error}")).1.to_owned()
}

#[test]
fn a_key_of_the_file_is_its_caller() {
    let ((key, line), (_, other)) = (made(), made());
    let caller = verdict(&keys(&format!("# one\n\n{other}\r\n{line}")).unwrap(), &key).unwrap();
    assert_eq!(caller.subject(), "build-bot");
    assert_eq!(caller.scopes().collect::<Vec<_>>(), ["notes:read", "x"]);
    let digest = file::write_hex(&key::digest(&key).unwrap());
    assert_eq!(caller.claim::<String>("jti").unwrap(), digest[..16]);
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    assert!(caller.claim::<u64>("iat").unwrap().abs_diff(now) < 60);
    assert!(caller.expires().unwrap() > SystemTime::now() + Duration::from_secs(89 * 86_400));
}

#[test]
fn a_key_has_one_form() {
    let (key, line) = made();
    assert_eq!(key.len(), 45);
    assert!(key[5..].bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7')), "{key}");
    let keys = keys(&line).unwrap();
    let last = if key.ends_with('a') { 'b' } else { 'a' };
    for other in [
        key.to_uppercase(),
        format!("{key}a"),
        format!("{key} "),
        format!(" {key}"),
        format!("{key}="),
        key[..44].to_owned(),
        format!("{}{last}", &key[..44]),
        key.replacen("mcps_", "mcps-", 1),
        key[5..].to_owned(),
        "mcps_".to_owned(),
        format!("mcps_{}", "é".repeat(20)),
        String::new(),
    ] {
        assert_eq!(verdict(&keys, &other).unwrap_err(), Rejected::Malformed, "{other}");
        assert!(!is_key(&other), "{other}");
    }
    assert!(is_key(&key));
}

#[test]
fn every_changed_character_breaks_the_checksum() {
    let (key, _) = made();
    for place in 5..key.len() {
        let mut changed = key.clone().into_bytes();
        changed[place] = if changed[place] == b'a' { b'q' } else { b'a' };
        assert!(!is_key(std::str::from_utf8(&changed).unwrap()), "at {place}");
    }
}

/// So that keys of this version are keys of the next one. The bytes 0 to 19, by Python's
/// `hashlib` and `base64.b32encode`.
#[test]
fn a_known_key_has_a_known_hash() {
    let key = "mcps_aaaqeayeaudaocajbifqydiob4ibceqtlgrbzkfj";
    assert!(is_key(key), "{key}");
    assert_eq!(
        file::write_hex(&key::digest(key).unwrap()),
        "686d718276a7afbe35eb08f0f606e321d6532bf407c857d6ce65ce1cc382df95"
    );
}

#[test]
fn a_key_that_is_not_in_the_file_is_unknown() {
    let ((key, _), (_, line)) = (made(), made());
    assert_eq!(verdict(&keys(&line).unwrap(), &key).unwrap_err(), Rejected::Unknown);
    assert_eq!(verdict(&keys("").unwrap(), &key).unwrap_err(), Rejected::Unknown);
}

#[test]
fn a_key_ends() {
    let (key, line) = made();
    let mut keys = keys(&line).unwrap();
    keys.clock = || SystemTime::now() + Duration::from_secs(90 * 86_400 - 60);
    assert!(verdict(&keys, &key).is_ok());
    keys.clock = || SystemTime::now() + Duration::from_secs(90 * 86_400 + 60);
    assert_eq!(verdict(&keys, &key).unwrap_err(), Rejected::Expired);
}

#[test]
fn the_file_is_strict() {
    let (_, good) = made();
    let line: serde_json::Value = serde_json::from_str(&good).unwrap();
    let with = |member: &str, value: serde_json::Value| {
        let mut line = line.clone();
        line[member] = value;
        problem(&line.to_string())
    };
    let hash = line["sha256"].as_str().unwrap();
    for value in [hash.to_uppercase(), hash[1..].to_owned(), format!("0x{}", &hash[2..])] {
        assert!(with("sha256", value.into()).contains("`sha256`"));
    }
    assert!(with("subject", " ".into()).contains("`subject`"));
    assert!(with("subject", "a\u{202e}b".into()).contains("`subject`"));
    assert!(with("scopes", [""].as_slice().into()).contains("`scopes`"));
    assert!(with("scopes", ["a b"].as_slice().into()).contains("`scopes`"));
    assert!(with("scopes", "a b".into()).contains("of another type"));
    assert!(with("expires", "never".into()).contains("`expires`"));
    assert!(with("expires", "2026-12-31".into()).contains("`expires`"));
    assert!(with("expires", line["created"].clone()).contains("after `created`"));
    assert!(with("created", 1.into()).contains("of another type"));
    assert!(with("admin", true.into()).contains("another member"));
    for member in ["sha256", "subject", "scopes", "created", "expires"] {
        let mut less = line.clone();
        less.as_object_mut().unwrap().remove(member);
        assert!(problem(&less.to_string()).contains("lacks one"), "{member}");
        let twice = good.replacen('{', &format!("{{\"{member}\":{},", line[member]), 1);
        assert!(problem(&twice).contains("twice"), "{member}");
    }
    for text in ["x", "mcps_x", "[]x", "{", "{} {}"] {
        let problem = problem(text);
        assert!(problem.contains("JSON object") || problem.contains("lacks one"), "{problem}");
    }
    let twice = keys(&format!("{good}\n{good}")).unwrap_err().to_string();
    assert!(twice.ends_with("line 2: the same key stands on a line before"), "{twice}");
}

#[test]
fn errors_and_debug_tell_nothing_of_the_file() {
    let (key, line) = made();
    let broken = line.replace("\"subject\":", "\"subjekt\":");
    let error = keys(&broken).unwrap_err().to_string();
    assert!(!error.contains("build-bot") && !error.contains("subjekt"), "{error}");
    let shown = format!("{:?}", keys(&line).unwrap());
    assert!(!shown.contains("build-bot") && !shown.contains(&key), "{shown}");
    assert!(!line.contains(&key[5..]));
}

#[test]
fn headers_with_a_meaning_are_not_for_keys() {
    let (_, line) = made();
    for name in ["Authorization", "cookie", "HOST", "Mcp-Name", "X-Forwarded-For", "a b", ""] {
        assert!(keys(&line).unwrap().header(name).is_err(), "{name}");
    }
    let keys = keys(&line).unwrap().header("X-API-Key").unwrap();
    assert_eq!(keys.key_header().unwrap(), "x-api-key");
    assert!(keys.recognizes(&Credential::header(Token::new("anything"))));
    assert!(!keys.recognizes(&Credential::bearer(Token::new("e.y.J"))));
}

#[test]
fn a_key_of_nobody_is_not_made() {
    for subject in ["", " ", "a\nb"] {
        assert!(NewApiKey::new(subject).make().is_err(), "{subject:?}");
    }
    assert!(NewApiKey::new("a").scopes(["a b"]).make().is_err());
    for lifetime in [0, 3654 * 86_400] {
        assert!(NewApiKey::new("a").lifetime(Duration::from_secs(lifetime)).make().is_err());
    }
}
