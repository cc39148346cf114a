//! What is a token, but gives no access.

use super::*;

#[test]
fn id_tokens_and_the_like_are_refused() {
    for (claim, value) in [
        ("nonce", json!("n-0S6_WzA2Mj")),
        ("at_hash", json!("MTIzNDU2Nzg5MDEyMzQ1Ng")),
        ("c_hash", json!("LDktKdoQak3Pk0cnXxCltA")),
        ("s_hash", json!("76sa5dd")),
        ("events", json!({ "http://schemas.openid.net/event/backchannel-logout": {} })),
        ("typ", json!("ID")),
        ("typ", json!("Refresh")),
        ("typ", json!("Logout")),
        ("token_use", json!("id")),
        ("token_use", json!(7)),
    ] {
        assert_eq!(with(claim, value.clone()), Err(Rejected::WrongType), "{claim} {value}");
    }
    for (claim, value) in [("typ", json!("Bearer")), ("token_use", json!("access"))] {
        assert_eq!(with(claim, value), Ok(()), "{claim}");
    }
}

#[test]
fn who_says_that_it_is_an_access_token_may_carry_a_nonce() {
    let header = r#"{"alg":"HS256","typ":"at+jwt"}"#;
    let on = |claim: &str| verdict(&forge(header, changed(claim, json!("x")).to_string()));
    assert_eq!(on("nonce"), Ok(()));
    assert_eq!(on("at_hash"), Err(Rejected::WrongType));
}

#[test]
fn a_server_may_insist_on_the_type() {
    let jwt = prepared(Jwt::hs256(SECRET).unwrap().access_tokens_only());
    let on = |typ: &str| {
        let header = format!(r#"{{"alg":"HS256"{typ}}}"#);
        verify(&jwt, &forge(header, good().to_string())).map(drop)
    };
    assert_eq!(on(r#","typ":"at+jwt""#), Ok(()));
    assert_eq!(on(r#","typ":"application/at+JWT""#), Ok(()));
    assert_eq!(on(r#","typ":"JWT""#), Err(Rejected::WrongType));
    assert_eq!(on(""), Err(Rejected::WrongType));
    // Its own development tokens say so.
    let token = jwt.tokens.as_ref().unwrap().token("alice").sign().unwrap();
    assert!(verify(&jwt, &token).is_ok());
}
