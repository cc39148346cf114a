//! The JSON of a well-signed token.

use super::*;

#[test]
fn a_name_is_there_once() {
    let good = good().to_string();
    let body = good.strip_prefix('{').unwrap();
    for twice in [
        r#""exp":9999999999,"#,
        r#""aud":"other","#,
        r#""sub":"root","#,
        r#""scope":"admin","#,
        // The same name in another spelling.
        r#""\u0065xp":9999999999,"#,
        r#""s\u0075b":"root","#,
        r#""x":1,"x":1,"#,
        r#""":1,"":2,"#,
        r#""deep":{"a":[{"role":"user","role":"admin"}]},"#,
    ] {
        let before = format!("{{{twice}{body}");
        assert_eq!(verdict(&forge(HEADER, before)), Err(Rejected::Malformed), "{twice}");
        let after =
            format!("{},{}}}", good.strip_suffix('}').unwrap(), twice.trim_end_matches(','));
        assert_eq!(verdict(&forge(HEADER, after)), Err(Rejected::Malformed), "{twice}");
    }
    for header in [
        r#"{"alg":"none","alg":"HS256"}"#,
        r#"{"alg":"HS256","alg":"HS256"}"#,
        r#"{"alg":"HS256","\u0061lg":"none"}"#,
        r#"{"alg":"HS256","typ":"JWT","typ":"JWE"}"#,
        r#"{"alg":"HS256","kid":"a","kid":"b"}"#,
    ] {
        assert_eq!(verdict(&forge(header, &good)), Err(Rejected::Malformed), "{header}");
    }
}

#[test]
fn names_of_different_objects_or_cases_are_different() {
    let mut claims = good();
    claims["roles"] = json!([{ "name": "a" }, { "name": "b", "sub": "c" }]);
    claims["EXP"] = json!(1);
    assert_eq!(on_claims(&claims), Ok(()));
}

#[test]
fn claims_are_one_object() {
    let good = good().to_string();
    for claims in [
        "",
        " ",
        "null",
        "true",
        "7",
        "\"text\"",
        "[]",
        "{",
        "{}{}",
        "not json",
        &format!("[{good}]"),
        &format!("{good}{good}"),
        &format!("{good},"),
        &format!("{good}\0"),
        &format!("\u{feff}{good}"),
        &good.replace("alice", "\n"),
        &good.replace('"', "'"),
        &good.replace("\"alice\"", "\"\\ud800\""),
        &good.replace('}', ",}"),
        &good.replace("\"alice\"", "NaN"),
        &format!("/**/{good}"),
        &good.replace("\"alice\"", &format!("{}{}", "[".repeat(2000), "]".repeat(2000))),
    ] {
        assert_eq!(verdict(&forge(HEADER, claims)), Err(Rejected::Malformed), "{claims}");
    }
    for header in ["null", "[]", "7", "\"HS256\"", "{", "not json"] {
        assert_eq!(verdict(&forge(header, &good)), Err(Rejected::Malformed), "{header}");
    }
    assert_eq!(verdict(&forge(HEADER, "{}")), Err(Rejected::MissingClaim("exp")));
    assert_eq!(verdict(&forge(HEADER, format!(" \n{good}\r\t"))), Ok(()));
}

#[test]
fn text_is_utf_8() {
    let good = good().to_string();
    let (before, after) = good.split_once("alice").unwrap();
    for bytes in [&b"\xff"[..], b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"] {
        let claims = [before.as_bytes(), bytes, after.as_bytes()].concat();
        assert_eq!(verdict(&forge(HEADER, claims)), Err(Rejected::Malformed));
    }
    assert_eq!(with("sub", json!("Zoë 東京")), Ok(()));
}
