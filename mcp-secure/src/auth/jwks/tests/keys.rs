//! Which of an issuer's keys are used.

use aws_lc_rs::hmac;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};

use super::*;

#[tokio::test]
async fn what_is_no_key_for_signatures_is_passed_over() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let key = |id: &str| SigningKey::generate(Algorithm::Es256).unwrap().id(id);
    let good = key("good");
    let with = |key: &SigningKey, name: &str, value: Value| {
        let mut jwk = key.jwk();
        jwk[name] = value;
        jwk
    };
    let bad = [
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("alg", json!("ES384")),
        ("alg", json!("RS256")),
        ("alg", json!("HS256")),
        ("alg", json!("none")),
        ("alg", json!("ECDH-ES")),
        ("crv", json!("P-384")),
        ("crv", json!("secp256k1")),
        ("kty", json!("oct")),
        ("kty", json!("RSA")),
        ("d", json!("AAAA")),
        ("kid", json!(7)),
    ];
    let keys: Vec<_> = (0..bad.len()).map(|n| key(&format!("bad-{n}"))).collect();
    let mut published: Vec<_> =
        keys.iter().zip(&bad).map(|(key, (name, value))| with(key, name, value.clone())).collect();
    published.extend([json!(null), json!("key"), json!([]), json!({})]);
    published.push(good.jwk());
    issuer.publish(json!({ "keys": published, "other": "members are allowed" }));

    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let claims = issuer.claims("alice", AUDIENCE, "");
    assert!(verdict(&jwks, &good.token(&claims)).await.is_ok());
    for (key, (name, value)) in keys.iter().zip(&bad) {
        let why = refused(&jwks, &key.token(&claims)).await;
        assert_eq!(why, Some(Rejected::UnknownKey), "{name} {value}");
    }
}

#[tokio::test]
async fn a_published_secret_signs_nothing() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let secret = b"q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX";
    let k = URL_SAFE_NO_PAD.encode(secret);
    issuer.publish(json!({ "keys": [{ "kty": "oct", "alg": "HS256", "kid": "a", "k": k }] }));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    for header in [r#"{"alg":"HS256","kid":"a"}"#, r#"{"alg":"HS256"}"#] {
        let claims = issuer.claims("alice", AUDIENCE, "").to_string();
        let message =
            format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes());
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag));
        assert_eq!(refused(&jwks, &token).await, Some(Rejected::UnknownKey));
    }
}

#[tokio::test]
async fn an_rsa_key_without_an_algorithm_is_for_the_one_that_is_said() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let mut key = SigningKey::generate(Algorithm::Rs256).unwrap().id("a");
    let mut jwk = key.jwk();
    jwk.as_object_mut().unwrap().remove("alg");
    issuer.publish(json!({ "keys": [jwk] }));
    let claims = issuer.claims("alice", AUDIENCE, "");
    for (said, expected) in [(None, Algorithm::Rs256), (Some(Algorithm::Ps256), Algorithm::Ps256)] {
        let trusted = Issuer::discover(issuer.issuer());
        let trusted = said.into_iter().fold(trusted, Issuer::rsa_algorithm);
        let jwks = prepared(Jwks::new([trusted]));
        for used in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Rs512] {
            key = key.with_algorithm(used);
            let why = refused(&jwks, &key.token(&claims)).await;
            let expected = (used != expected).then_some(Rejected::UnknownKey);
            assert_eq!(why, expected, "{said:?} {used}");
        }
    }
}

#[tokio::test]
async fn weak_keys_are_passed_over() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let rsa = |bytes: usize, e: &str, kid: &str| {
        let n = URL_SAFE_NO_PAD.encode(vec![0xff; bytes]);
        json!({ "kty": "RSA", "alg": "RS256", "n": n, "e": e, "kid": kid })
    };
    // 1,024 bits; an exponent of 3; the published key of RFC 7515, appendix A.3.
    let published = json!({
        "kty": "EC", "crv": "P-256", "kid": "c",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    });
    let keys = [rsa(128, "AQAB", "a"), rsa(256, "Aw", "b"), published];
    issuer.publish(json!({ "keys": keys }));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    for (algorithm, kid) in
        [(Algorithm::Rs256, "a"), (Algorithm::Rs256, "b"), (Algorithm::Es256, "c")]
    {
        let key = SigningKey::generate(algorithm).unwrap().id(kid);
        let token = key.token(&issuer.claims("alice", AUDIENCE, ""));
        assert_eq!(refused(&jwks, &token).await, Some(Rejected::UnknownKey), "{kid}");
    }
}

#[tokio::test]
async fn documents_are_sets_of_few_keys() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let key = SigningKey::generate(Algorithm::Es256).unwrap().id("a");
    let token = key.token(&issuer.claims("alice", AUDIENCE, ""));
    let jwk = key.jwk();
    for wrong in [
        json!([]),
        json!({}),
        json!(null),
        json!("keys"),
        json!({ "keys": {} }),
        json!({ "keys": null }),
        jwk.clone(),
        json!([jwk]),
        json!({ "keys": vec![&jwk; 65] }),
    ] {
        issuer.publish(wrong.clone());
        let jwks = prepared(Jwks::discover(issuer.issuer()));
        assert_eq!(refused(&jwks, &token).await, Some(Rejected::Unavailable), "{wrong}");
    }
    // Of the same name, the first one counts.
    let second = SigningKey::generate(Algorithm::Es256).unwrap().id("a");
    issuer.publish(json!({ "keys": [&jwk, second.jwk(), &jwk] }));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert!(verdict(&jwks, &token).await.is_ok());
    let token = second.token(&issuer.claims("alice", AUDIENCE, ""));
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::BadSignature));
    // An issuer without keys has none.
    issuer.publish(json!({ "keys": [] }));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert_eq!(refused(&jwks, &token).await, Some(Rejected::UnknownKey));
}
