//! Development tokens.

use std::collections::BTreeSet;

use super::*;

const HOUR: Duration = Duration::from_secs(60 * 60);

fn claims(token: &str) -> Value {
    let claims = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).unwrap()).unwrap()
}

fn issuer(jwt: &Jwt) -> &crate::auth::jwt::TokenIssuer {
    Authenticator::issuer(jwt).unwrap()
}

#[test]
fn a_token_is_accepted_by_its_own_server() {
    let jwt = prepared(Jwt::hs256(SECRET).unwrap().issuer("https://login.example"));
    let token = issuer(&jwt).token("alice").scopes(["b", "a"]).sign().unwrap();
    let caller = verify(&jwt, &token).unwrap();
    assert_eq!(caller.subject(), "alice");
    assert_eq!(caller.scopes().collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(caller.expires(), Some(now() + HOUR));

    let claims = claims(&token);
    assert_eq!(claims["aud"], AUDIENCE);
    assert_eq!(claims["iss"], "https://login.example");
    assert_eq!(claims["iat"], NOW);
    assert_eq!(claims["exp"], NOW + 3600);
    assert_eq!(claims["jti"].as_str().unwrap().len(), 22);
}

#[test]
fn a_token_is_refused_by_other_servers() {
    let token = issuer(&jwt()).token("alice").sign().unwrap();
    let other = prepared(Jwt::hs256(SECRET).unwrap().audience("other"));
    assert_eq!(verify(&other, &token).err(), Some(Rejected::WrongAudience));
    let other = prepared(Jwt::with_made_up_secret().unwrap());
    assert_eq!(verify(&other, &token).err(), Some(Rejected::BadSignature));
}

#[test]
fn no_scope_is_granted_unasked() {
    let jwt = jwt();
    let token = issuer(&jwt).token("alice").sign().unwrap();
    assert_eq!(claims(&token).get("scope"), None);
    assert_eq!(verify(&jwt, &token).unwrap().scopes().count(), 0);
}

#[test]
fn each_token_has_its_own_id() {
    let jwt = jwt();
    let ids: BTreeSet<_> = (0..100)
        .map(|_| claims(&issuer(&jwt).token("alice").sign().unwrap())["jti"].to_string())
        .collect();
    assert_eq!(ids.len(), 100);
}

#[test]
fn a_lifetime_is_a_second_to_a_day() {
    let jwt = jwt();
    let lives = |lifetime| issuer(&jwt).token("alice").lifetime(lifetime).sign();
    for lifetime in [Duration::from_secs(1), HOUR, 24 * HOUR] {
        let token = lives(lifetime).unwrap();
        assert_eq!(verify(&jwt, &token).unwrap().expires(), Some(now() + lifetime));
    }
    for lifetime in [
        Duration::ZERO,
        Duration::from_millis(999),
        24 * HOUR + Duration::from_millis(1),
        Duration::MAX,
    ] {
        assert!(
            lives(lifetime).unwrap_err().to_string().contains("between 1 second and 86400 seconds")
        );
    }
}

#[test]
fn a_lifetime_is_one_that_the_server_accepts() {
    let jwt = prepared(Jwt::hs256(SECRET).unwrap().max_lifetime(Duration::from_secs(600)));
    let token = issuer(&jwt).token("alice").sign().unwrap();
    assert_eq!(claims(&token)["exp"], NOW + 600);
    assert!(verify(&jwt, &token).is_ok());
    assert!(issuer(&jwt).token("alice").lifetime(HOUR).sign().is_err());

    let jwt = prepared(Jwt::hs256(SECRET).unwrap().max_lifetime(Duration::MAX));
    assert!(issuer(&jwt).token("alice").lifetime(25 * HOUR).sign().is_err());
}

#[test]
fn what_would_be_refused_is_not_signed() {
    let jwt = jwt();
    for subject in ["", " ", "a\nb", &"x".repeat(257)] {
        assert!(issuer(&jwt).token(subject).sign().unwrap_err().to_string().contains("subject"));
    }
    for scope in ["", "a b", "a\"", "é", "a\n"] {
        assert!(
            issuer(&jwt)
                .token("a")
                .scopes([scope])
                .sign()
                .unwrap_err()
                .to_string()
                .contains("scope")
        );
    }
    let many = (0..2000).map(|n| format!("scope:{n}"));
    assert!(issuer(&jwt).token("a").scopes(many).sign().unwrap_err().to_string().contains("8 KiB"));
}

#[test]
fn nothing_is_signed_before_the_server_is_prepared() {
    let jwt = Jwt::hs256(SECRET).unwrap().audience(AUDIENCE);
    let error = issuer(&jwt).token("alice").sign().unwrap_err();
    assert!(error.to_string().contains("prepared"));
}
