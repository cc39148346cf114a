//! A public key is no secret, and a key that the token brings along is none of ours.

use super::*;

/// Everything that an attacker may take for the secret who knows the public key.
fn spellings(key: &SigningKey) -> Vec<Vec<u8>> {
    let pem = key.pem();
    let (der, jwk) = (key.der(), key.jwk());
    let texts = [
        pem.clone(),
        pem.trim_end().to_owned(),
        pem.replace('\n', "\r\n"),
        pem.replace('\n', ""),
        pem.lines().filter(|line| !line.starts_with('-')).collect(),
        jwk.to_string(),
        serde_json::to_string_pretty(&jwk).unwrap(),
        jwk["n"].as_str().unwrap_or_default().to_owned(),
        jwk["x"].as_str().unwrap_or_default().to_owned(),
        String::new(),
        "\0".to_owned(),
        "null".to_owned(),
    ];
    let decoded =
        |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap_or_default()).unwrap();
    let point = [&[4][..], &decoded("x"), &decoded("y")].concat();
    let bytes = [der, decoded("n"), decoded("x"), point];
    texts.into_iter().map(String::into_bytes).chain(bytes).collect()
}

#[test]
fn a_public_key_is_not_taken_for_a_secret() {
    for algorithm in [Algorithm::Rs256, Algorithm::Es256, Algorithm::EdDsa] {
        let key = SigningKey::generate(algorithm).unwrap().id("k");
        let jwt = of(&key);
        let other = SigningKey::generate(Algorithm::EdDsa).unwrap().id("other");
        let two = [&key, &other].map(|key| Key::jwk(&key.jwk().to_string()).unwrap());
        let two = prepared(Jwt::keys(two).issuer(ISSUER));
        for secret in spellings(&key) {
            for (name, hash) in [
                ("HS256", hmac::HMAC_SHA256),
                ("HS384", hmac::HMAC_SHA384),
                ("HS512", hmac::HMAC_SHA512),
                (algorithm.name(), hmac::HMAC_SHA256),
            ] {
                for kid in ["", r#","kid":"k""#, r#","kid":"other""#] {
                    let header = format!(r#"{{"alg":"{name}"{kid}}}"#);
                    let message = unsigned(header, foreign().to_string());
                    let tag = hmac::sign(&hmac::Key::new(hash, &secret), message.as_bytes());
                    let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag));
                    assert!(verify(&jwt, &token).is_err(), "{algorithm} {name}");
                    assert!(verify(&two, &token).is_err(), "{algorithm} {name}");
                }
            }
        }
    }
}

#[test]
fn a_secret_is_not_taken_for_another_hash() {
    let secret = [SECRET, "Zq3Hs8LrVb1NcXy7", "MwT4uEaJ0pGd"].concat();
    let jwt = prepared(Jwt::keys([Key::secret(Algorithm::Hs512, &secret).unwrap()]));
    let claims = good().to_string();
    let signed = |name: &str, hash| {
        verify(&jwt, &sign(&unsigned(format!(r#"{{"alg":"{name}"}}"#), &claims), hash, &secret))
    };
    assert!(signed("HS512", hmac::HMAC_SHA512).is_ok());
    for (name, hash) in [
        ("HS256", hmac::HMAC_SHA256),
        ("HS512", hmac::HMAC_SHA256),
        ("HS256", hmac::HMAC_SHA512),
        ("none", hmac::HMAC_SHA512),
    ] {
        assert_eq!(signed(name, hash).err(), Some(Rejected::BadSignature), "{name}");
    }
}

#[test]
fn none_is_no_signature_of_a_key_pair_either() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let other = SigningKey::generate(Algorithm::Es256).unwrap().id("other");
    let keys = [&key, &other].map(|key| Key::jwk(&key.jwk().to_string()).unwrap());
    let (one, two) = (of(&key), prepared(Jwt::keys(keys).issuer(ISSUER)));
    for spelling in ["none", "None", "NONE", "nOnE", "null", "", " none", "NonE\\u0000"] {
        let message = unsigned(format!(r#"{{"alg":"{spelling}"}}"#), foreign().to_string());
        for signature in ["", "AA", &"A".repeat(86)] {
            let token = format!("{message}.{signature}");
            assert!(verify(&one, &token).is_err(), "{spelling}");
            assert!(verify(&two, &token).is_err(), "{spelling}");
        }
    }
}

#[test]
fn a_key_within_the_token_is_not_used() {
    let (ours, theirs) = (
        SigningKey::generate(Algorithm::Es256).unwrap().id("a"),
        SigningKey::generate(Algorithm::Es256).unwrap().id("a"),
    );
    let second = SigningKey::generate(Algorithm::Es256).unwrap().id("b");
    let keys = [&ours, &second].map(|key| Key::jwk(&key.jwk().to_string()).unwrap());
    let (one, two) = (of(&ours), prepared(Jwt::keys(keys).issuer(ISSUER)));
    for brought in [
        format!(r#""jwk":{}"#, theirs.jwk()),
        r#""jku":"https://evil.example/jwks""#.to_owned(),
        r#""x5u":"https://evil.example/chain""#.to_owned(),
        format!(r#""x5c":["{}"]"#, base64::engine::general_purpose::STANDARD.encode(theirs.der())),
    ] {
        let header = format!(r#"{{"alg":"ES256","kid":"a",{brought}}}"#);
        let token = theirs.token_with(&header, foreign().to_string());
        assert_eq!(verify(&one, &token).err(), Some(Rejected::BadSignature), "{brought}");
        assert_eq!(verify(&two, &token).err(), Some(Rejected::BadSignature), "{brought}");
        // And who has our key does not say it in this way.
        let token = ours.token_with(&header, foreign().to_string());
        assert_eq!(verify(&two, &token).err(), Some(Rejected::Malformed), "{brought}");
    }
}
