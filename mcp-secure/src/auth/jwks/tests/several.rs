//! Several issuers: one of them does not speak for another.

use super::*;

async fn two() -> (AuthorizationServer, AuthorizationServer, Jwks) {
    let one = AuthorizationServer::start().await.unwrap();
    let other = AuthorizationServer::start_at(Algorithm::EdDsa, "/realms/b").await.unwrap();
    let jwks = prepared(Jwks::new([
        Issuer::discover(one.issuer()),
        Issuer::discover(other.issuer()).audience("api://notes").tenant("tid"),
    ]));
    (one, other, jwks)
}

#[tokio::test]
async fn each_is_held_to_its_own_terms() {
    let (one, other, jwks) = two().await;
    assert!(verdict(&jwks, &good(&one)).await.is_ok());
    let mut claims = other.claims("alice", "api://notes", "");
    claims["tid"] = json!("acme");
    let caller = verdict(&jwks, &other.sign(&claims)).await.unwrap();
    assert_eq!(caller.tenant(), Some("acme"));
    assert_eq!(caller.claim::<String>("iss").as_deref(), Some(other.issuer()));

    assert_eq!(refused(&jwks, &good(&other)).await, Some(Rejected::WrongAudience));
    let token = one.token("alice", "api://notes", "");
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::WrongAudience));
    assert_eq!(jwks.authorization_servers(), [one.issuer(), other.issuer()]);
}

#[tokio::test]
async fn nobody_signs_in_the_name_of_another() {
    let (one, other, jwks) = two().await;
    // Both call their key `key-1`.
    let token = other.sign(&one.claims("alice", AUDIENCE, ""));
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::UnknownKey));
    let same = AuthorizationServer::start().await.unwrap();
    let jwks = prepared(Jwks::new([&one, &same].map(|issuer| Issuer::discover(issuer.issuer()))));
    let token = same.sign(&one.claims("alice", AUDIENCE, ""));
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::BadSignature));
}

#[tokio::test]
async fn an_issuer_is_known_byte_for_byte() {
    let (one, _other, jwks) = two().await;
    let name = one.issuer();
    for iss in [
        json!(format!("{name}/")),
        json!(format!("{name}#")),
        json!(name.to_uppercase()),
        json!(name.replace("http", "https")),
        json!(format!(" {name}")),
        json!("https://evil.example"),
        json!(""),
        json!([name]),
        json!({ "iss": name }),
        json!(null),
        json!(7),
    ] {
        let mut claims = one.claims("alice", AUDIENCE, "");
        claims["iss"] = iss.clone();
        assert_eq!(refused(&jwks, &one.sign(&claims)).await, Some(Rejected::WrongIssuer), "{iss}");
    }
    let twice = one.claims("alice", AUDIENCE, "").to_string();
    let twice = twice.replacen('{', &format!(r#"{{"iss":"{name}","#), 1);
    let token = SigningKey::generate(Algorithm::Es256).unwrap().token_with("{}", twice);
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::Malformed));
}

#[tokio::test]
async fn an_issuer_that_is_down_does_not_hold_up_another() {
    let one = AuthorizationServer::start().await.unwrap();
    let other = AuthorizationServer::start().await.unwrap();
    other.fail("/", Fault::Hang);
    let jwks = prepared(Jwks::new([&one, &other].map(|issuer| Issuer::discover(issuer.issuer()))));
    assert!(verdict(&jwks, &good(&one)).await.is_ok());
}
