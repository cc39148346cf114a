//! `aud` and `iss`.

use super::*;

#[test]
fn the_audience_is_this_server() {
    for ours in [
        json!(AUDIENCE),
        json!([AUDIENCE]),
        json!(["other", AUDIENCE]),
        json!([AUDIENCE, AUDIENCE]),
    ] {
        assert_eq!(with("aud", ours.clone()), Ok(()), "{ours}");
    }
    for other in [
        json!(""),
        json!("*"),
        json!("https://notes.example"),
        json!("https://notes.example/"),
        json!("https://notes.example/mcp/"),
        json!("https://notes.example/mcp2"),
        json!("https://notes.example/mc"),
        json!("https://notes.example/mcp https://other.example"),
        json!(" https://notes.example/mcp"),
        json!("https://notes.example/mcp\0"),
        json!("https://notes.example:443/mcp"),
        json!("HTTPS://NOTES.EXAMPLE/MCP"),
        json!("https://notes.example/%6dcp"),
        json!("xhttps://notes.example/mcp"),
        json!([]),
        json!([""]),
        json!(["other"]),
        json!([format!("{AUDIENCE}2"), format!("x{AUDIENCE}")]),
        Value::Null,
    ] {
        assert_eq!(with("aud", other.clone()), Err(Rejected::WrongAudience), "{other}");
    }
    for wrong in [
        json!(7),
        json!(true),
        json!({ AUDIENCE: true }),
        json!([7]),
        json!([AUDIENCE, 7]),
        json!([[AUDIENCE]]),
        json!([AUDIENCE, null]),
    ] {
        assert_eq!(with("aud", wrong.clone()), Err(Rejected::MissingClaim("aud")), "{wrong}");
    }
    let null = good().to_string().replace(&json!(AUDIENCE).to_string(), "null");
    assert_eq!(verdict(&forge(HEADER, null)), Err(Rejected::MissingClaim("aud")));
}

#[test]
fn a_named_audience_replaces_the_servers_own() {
    let jwt = prepared(Jwt::hs256(SECRET).unwrap().audience("notes"));
    let token = |aud: &str| forge(HEADER, changed("aud", json!(aud)).to_string());
    assert!(verify(&jwt, &token("notes")).is_ok());
    assert_eq!(verify(&jwt, &token(AUDIENCE)).err(), Some(Rejected::WrongAudience));
}

#[test]
fn the_issuer_is_asked_for_where_it_is_known() {
    assert_eq!(with("iss", json!("anyone")), Ok(()));
    let jwt = prepared(Jwt::hs256(SECRET).unwrap().issuer("https://login.example"));
    let from = |iss: Value| verify(&jwt, &forge(HEADER, changed("iss", iss).to_string())).map(drop);
    assert_eq!(from(json!("https://login.example")), Ok(()));
    for other in [
        json!(""),
        json!("https://login.example/"),
        json!("https://login.example.evil.example"),
        json!("HTTPS://login.example"),
        json!(["https://login.example"]),
        json!(7),
        Value::Null,
    ] {
        assert_eq!(from(other.clone()), Err(Rejected::WrongIssuer), "{other}");
    }
}

#[test]
fn before_the_server_is_prepared_nothing_is_accepted() {
    let jwt = Jwt::hs256(SECRET).unwrap().audience(AUDIENCE).with_clock(now);
    let token = forge(HEADER, good().to_string());
    assert_eq!(verify(&jwt, &token).err(), Some(Rejected::Unavailable));
}
