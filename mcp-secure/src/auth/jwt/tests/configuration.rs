//! What keeps a server from starting, other than its secret.

use super::*;

fn prepare(jwt: Jwt, audience: &str) -> Result<Jwt, String> {
    let mut jwt = jwt;
    jwt.prepare(&Audience(audience)).map_err(|error| error.to_string())?;
    Ok(jwt)
}

fn refused(jwt: Jwt, word: &str) {
    let message = prepare(jwt, AUDIENCE).unwrap_err();
    assert!(message.contains(word), "{message}");
}

fn hs256() -> Jwt {
    Jwt::hs256(SECRET).unwrap()
}

#[test]
fn the_leeway_is_at_most_two_minutes() {
    assert!(prepare(hs256().leeway(Duration::from_secs(120)), AUDIENCE).is_ok());
    refused(hs256().leeway(Duration::from_millis(120_001)), "leeway");
    refused(hs256().leeway(Duration::MAX), "leeway");
}

#[test]
fn names_are_not_empty() {
    for name in ["", " ", "a\nb", "\0"] {
        refused(hs256().audience(name), "audience");
        refused(hs256().issuer(name), "issuer");
        assert!(prepare(hs256(), name).unwrap_err().contains("audience"));
    }
}

#[test]
fn a_token_may_live() {
    refused(hs256().max_lifetime(Duration::ZERO), "lifetime");
    assert!(prepare(hs256().max_lifetime(Duration::from_secs(1)), AUDIENCE).is_ok());
}

#[test]
fn authorization_servers_are_https() {
    for url in [
        "https://login.example.com",
        "https://login.example.com/tenant/",
        "https://login.example.com:8443",
        "http://localhost:9000",
        "http://127.0.0.1:9000/realm",
        "http://[::1]:9000",
    ] {
        let jwt = prepare(hs256().authorization_server(url), AUDIENCE).unwrap();
        assert_eq!(jwt.authorization_servers(), [url]);
    }
    for url in [
        "",
        "login.example.com",
        "/login",
        "http://login.example.com",
        "ftp://login.example.com",
        "https://",
        "https://login.example.com?tenant=1",
        "https://login.example.com#x",
        "https://user:pass@login.example.com",
        "http://localhost.evil.example",
        "http://localhost@evil.example",
        "javascript:alert(1)",
        "https://login.example.com/a b",
        "http://127.0.0.1.evil.example",
    ] {
        refused(hs256().authorization_server(url), "authorization server");
    }
}

#[test]
fn a_refused_configuration_accepts_no_token() {
    let mut jwt = hs256().leeway(Duration::MAX).with_clock(now);
    assert!(jwt.prepare(&Audience(AUDIENCE)).is_err());
    let token = forge(HEADER, good().to_string());
    assert_eq!(verify(&jwt, &token).err(), Some(Rejected::Unavailable));
}
