//! `sub`, `scope` and `scp`.

use super::*;

fn scopes(claims: &Value) -> Result<Vec<String>, Rejected> {
    let caller = verify(&jwt(), &forge(HEADER, claims.to_string()))?;
    Ok(caller.scopes().map(str::to_owned).collect())
}

#[test]
fn the_subject_is_a_name() {
    for subject in [
        "a",
        "auth0|5f7c8ec7c33c6c004bbafe82",
        "user@example.com",
        "CN=a, O=b",
        "Zoë",
        &"x".repeat(256),
    ] {
        assert_eq!(with("sub", json!(subject)), Ok(()), "{subject}");
    }
    for wrong in [
        json!(""),
        json!(" "),
        json!("\u{a0}"),
        json!("x".repeat(257)),
        json!("é".repeat(129)),
        json!("a\nb"),
        json!("a\r\nlevel=info"),
        json!("a\0"),
        json!("\u{7f}"),
        json!("\u{1b}[31m"),
        json!("\u{85}"),
        json!("a\u{2028}b"),
        json!("\u{202e}nimda"),
        json!("a\u{2066}b"),
        json!(0),
        json!(true),
        json!(["alice"]),
        json!({ "id": "alice" }),
        Value::Null,
    ] {
        assert_eq!(with("sub", wrong.clone()), Err(Rejected::MissingClaim("sub")), "{wrong}");
    }
    let null = good().to_string().replace("\"alice\"", "null");
    assert_eq!(verdict(&forge(HEADER, null)), Err(Rejected::MissingClaim("sub")));
}

#[test]
fn scope_is_a_list_in_one_text() {
    let scope = |scope: &str| scopes(&changed("scope", json!(scope)));
    assert_eq!(scope("b a b").unwrap(), ["a", "b"]);
    assert_eq!(scope(" a  b ").unwrap(), ["a", "b"]);
    assert_eq!(scope("").unwrap(), [""; 0]);
    assert_eq!(
        scope("https://api.example/.default a,b").unwrap(),
        ["a,b", "https://api.example/.default"]
    );
    assert_eq!(scopes(&changed("scope", Value::Null)).unwrap(), [""; 0]);
    for wrong in ["a\tb", "a\nb", "\"a\"", "a\\b", "é", "a\u{a0}b", "a\0", "\u{7f}"] {
        assert_eq!(scope(wrong), Err(Rejected::MissingClaim("scope")), "{wrong}");
    }
    for wrong in [json!(["a"]), json!(7), json!(true), json!({ "a": true })] {
        assert_eq!(with("scope", wrong.clone()), Err(Rejected::MissingClaim("scope")), "{wrong}");
    }
}

#[test]
fn scp_is_a_list_too() {
    let scp = |scp: Value| {
        let mut claims = changed("scope", Value::Null);
        claims["scp"] = scp;
        scopes(&claims)
    };
    assert_eq!(scp(json!("b a")).unwrap(), ["a", "b"]);
    assert_eq!(scp(json!(["b", "a"])).unwrap(), ["a", "b"]);
    assert_eq!(scp(json!([])).unwrap(), [""; 0]);
    for wrong in [
        json!(["a b"]),
        json!([""]),
        json!(["a", 7]),
        json!([["a"]]),
        json!(7),
        json!(null),
        json!({}),
    ] {
        assert_eq!(scp(wrong.clone()), Err(Rejected::MissingClaim("scp")), "{wrong}");
    }
}

#[test]
fn two_lists_of_scopes_must_agree() {
    let both = |scp: Value| {
        let mut claims = good();
        claims["scp"] = scp;
        scopes(&claims)
    };
    assert_eq!(both(json!(["notes:write", "notes:read"])).unwrap(), ["notes:read", "notes:write"]);
    assert_eq!(both(json!(["notes:read"])), Err(Rejected::Malformed));
    assert_eq!(both(json!("notes:read notes:write admin")), Err(Rejected::Malformed));
    assert_eq!(both(json!([])), Err(Rejected::Malformed));
}

#[test]
fn a_scope_is_not_its_prefix() {
    let caller = verify(&jwt(), &forge(HEADER, good().to_string())).unwrap();
    assert!(caller.has_scope("notes:read"));
    for other in
        ["notes", "notes:", "notes:rea", "notes:read ", "NOTES:READ", "notes:read notes:write", ""]
    {
        assert!(!caller.has_scope(other), "{other}");
    }
}
