//! Keys that are not there (yet).

use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn a_new_key_is_fetched_when_a_token_names_it() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let old = good(&issuer);
    assert!(verdict(&jwks, &old).await.is_ok());
    issuer.rotate().unwrap();
    let new = good(&issuer);
    assert!(verdict(&jwks, &new).await.is_ok(), "one key more");
    assert!(verdict(&jwks, &old).await.is_ok(), "the old one is still published");
    issuer.rotate().unwrap();
    issuer.retire_old_keys();
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
    for retired in [&old, &new] {
        assert_eq!(refused(&jwks, retired).await, Some(Rejected::UnknownKey));
    }
}

#[tokio::test]
async fn a_new_key_without_a_name_is_fetched_too() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let keys = [(), ()].map(|()| SigningKey::generate(Algorithm::Es256).unwrap());
    let claims = issuer.claims("alice", AUDIENCE, "");
    issuer.publish(json!({ "keys": [keys[0].jwk()] }));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert!(verdict(&jwks, &keys[0].token(&claims)).await.is_ok());
    issuer.publish(json!({ "keys": [keys[1].jwk()] }));
    assert!(verdict(&jwks, &keys[1].token(&claims)).await.is_ok());
}

#[tokio::test]
async fn ten_thousand_unknown_kids_are_a_handful_of_fetches() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
    let key = SigningKey::generate(Algorithm::EdDsa).unwrap();
    let claims = issuer.claims("alice", AUDIENCE, "").to_string();
    for n in 0..10_000 {
        let header = match n % 4 {
            0 => format!(r#"{{"alg":"ES256","kid":"{n}"}}"#),
            1 => format!(r#"{{"alg":"EdDSA","kid":"../../{n}"}}"#),
            2 => format!(r#"{{"alg":"RS256","kid":"https://evil.example/{n}"}}"#),
            _ => r#"{"alg":"EdDSA"}"#.to_owned(),
        };
        let why = refused(&jwks, &key.token_with(header, &claims)).await;
        assert_eq!(why, Some(Rejected::UnknownKey), "{n}");
    }
    let fetches = issuer.requests("/jwks");
    assert!(fetches <= 6, "{fetches}");
    // Nobody else is locked out.
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_who_wait_are_one_fetch() {
    let issuer = AuthorizationServer::start().await.unwrap();
    issuer.fail("/jwks", Fault::Slow(Duration::from_millis(200)));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let token = good(&issuer);
    let jwks = std::sync::Arc::new(jwks);
    let tasks = (0..500).map(|_| {
        let (jwks, token) = (std::sync::Arc::clone(&jwks), token.clone());
        tokio::spawn(async move { verdict(&jwks, &token).await.is_ok() })
    });
    assert!(join_all(tasks).await.into_iter().all(|is_good| is_good.unwrap()));
    assert_eq!(issuer.requests("/jwks"), 1);
}

#[tokio::test]
async fn who_goes_away_does_not_end_the_fetch() {
    let issuer = AuthorizationServer::start().await.unwrap();
    issuer.fail("/jwks", Fault::Slow(Duration::from_millis(200)));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let token = good(&issuer);
    for _ in 0..100 {
        let credential = Credential::bearer(Token::new(&*token));
        let Answer::Later(waiting) = jwks.verify(&credential) else { break };
        let _ = tokio::time::timeout(Duration::from_millis(1), waiting).await;
    }
    assert!(verdict(&jwks, &token).await.is_ok());
    assert_eq!(issuer.requests("/jwks"), 1);
}
