//! Several keys: which of them a token is verified with.

use super::*;

fn key(algorithm: Algorithm, id: &str) -> SigningKey {
    SigningKey::generate(algorithm).unwrap().id(id)
}

fn public(key: &SigningKey) -> Key {
    Key::jwk(&key.jwk().to_string()).unwrap()
}

fn of_keys(keys: impl IntoIterator<Item = Key>) -> Jwt {
    prepared(Jwt::keys(keys).issuer(ISSUER))
}

#[test]
fn old_and_new_keys_are_accepted() {
    let (old, new) = (key(Algorithm::Es256, "old"), key(Algorithm::EdDsa, "new"));
    let jwt = of_keys([public(&old), public(&new)]);
    for key in [&old, &new] {
        assert!(verify(&jwt, &key.token(&foreign())).is_ok());
        // The names of both, and none, and the other way round.
        let bare = format!(r#"{{"alg":"{}"}}"#, key.algorithm());
        assert!(verify(&jwt, &key.token_with(bare, foreign().to_string())).is_ok());
    }
    let swapped = r#"{"alg":"EdDSA","kid":"old"}"#;
    let token = new.token_with(swapped, foreign().to_string());
    assert_eq!(verify(&jwt, &token).err(), Some(Rejected::UnknownKey));
    let gone = key(Algorithm::Es256, "gone");
    assert_eq!(verify(&jwt, &gone.token(&foreign())).err(), Some(Rejected::UnknownKey));
    let forged = key(Algorithm::Es256, "old");
    assert_eq!(verify(&jwt, &forged.token(&foreign())).err(), Some(Rejected::BadSignature));
}

#[test]
fn keys_without_an_id_are_tried() {
    let keys: Vec<_> = (0..4).map(|_| SigningKey::generate(Algorithm::EdDsa).unwrap()).collect();
    let jwt = of_keys(keys.iter().map(public));
    for key in &keys {
        assert!(verify(&jwt, &key.token(&foreign())).is_ok());
        let named = r#"{"alg":"EdDSA","kid":"whatever"}"#;
        assert!(verify(&jwt, &key.token_with(named, foreign().to_string())).is_ok());
    }
    let other = SigningKey::generate(Algorithm::EdDsa).unwrap();
    assert_eq!(verify(&jwt, &other.token(&foreign())).err(), Some(Rejected::BadSignature));
}

#[test]
fn a_token_that_names_no_key_is_not_tried_with_many() {
    let keys: Vec<_> = (0..5).map(|n| key(Algorithm::EdDsa, &n.to_string())).collect();
    let jwt = of_keys(keys.iter().map(public));
    let token = keys[0].token_with(r#"{"alg":"EdDSA"}"#, foreign().to_string());
    assert_eq!(verify(&jwt, &token).err(), Some(Rejected::UnknownKey));
    assert!(verify(&jwt, &keys[4].token(&foreign())).is_ok());
}

#[test]
fn keys_that_cannot_be_told_apart_do_not_start() {
    let refused = |keys: Vec<Key>, word: &str| {
        let mut jwt = Jwt::keys(keys).issuer(ISSUER);
        let error = jwt.prepare(&Audience(AUDIENCE)).unwrap_err().to_string();
        assert!(error.contains(word), "{error}");
    };
    refused(vec![], "no keys");
    let same = [key(Algorithm::EdDsa, "a"), key(Algorithm::EdDsa, "a")];
    refused(same.iter().map(public).collect(), "same id");
    let nameless = (0..5).map(|_| SigningKey::generate(Algorithm::EdDsa).unwrap());
    refused(nameless.map(|key| public(&key)).collect(), "more than four");
    let mixed = vec![
        public(&key(Algorithm::EdDsa, "a")),
        Key::secret(Algorithm::Hs256, SECRET).unwrap().id("b"),
    ];
    refused(mixed, "secrets and public keys");
    // RFC 7517, section 4.5: of different kinds they may have the same id.
    let kinds = [key(Algorithm::EdDsa, "a"), key(Algorithm::Es256, "a")];
    let jwt = of_keys(kinds.iter().map(public));
    assert!(kinds.iter().all(|key| verify(&jwt, &key.token(&foreign())).is_ok()));
}

#[test]
fn the_id_is_compared_and_nothing_else() {
    let keys = [key(Algorithm::EdDsa, "a"), key(Algorithm::EdDsa, "b")];
    let jwt = of_keys(keys.iter().map(public));
    for kid in [
        "A",
        "a ",
        "a\\u0000",
        "../a",
        "./a",
        "a/../a",
        "%61",
        "/dev/null",
        "file:///dev/null",
        "https://evil.example/a",
        "' OR '1'='1",
        "a' UNION SELECT 'x' --",
        "$(id)",
        "| id",
        "*",
        "",
    ] {
        let header = format!(r#"{{"alg":"EdDSA","kid":"{kid}"}}"#);
        let token = keys[0].token_with(header, foreign().to_string());
        assert_eq!(verify(&jwt, &token).err(), Some(Rejected::UnknownKey), "{kid}");
    }
    for kid in ["null", "7", r#"["a"]"#, r#"{"a":"a"}"#, "true"] {
        let header = format!(r#"{{"alg":"EdDSA","kid":{kid}}}"#);
        let token = keys[0].token_with(header, foreign().to_string());
        assert_eq!(verify(&jwt, &token).err(), Some(Rejected::Malformed), "{kid}");
    }
    // The same letter in another spelling of JSON is the same letter.
    let token = keys[0].token_with(r#"{"alg":"EdDSA","kid":"\u0061"}"#, foreign().to_string());
    assert!(verify(&jwt, &token).is_ok());
}

#[test]
fn a_header_that_is_read_before_its_signature_is_small_and_strict() {
    let keys = [key(Algorithm::EdDsa, "a"), key(Algorithm::EdDsa, "b")];
    let jwt = of_keys(keys.iter().map(public));
    let on =
        |header: &str| verify(&jwt, &keys[0].token_with(header, foreign().to_string())).map(drop);
    let padded = |size: usize| format!(r#"{{"alg":"EdDSA","kid":"a","x":"{}"}}"#, "x".repeat(size));
    assert_eq!(on(&padded(1400)), Ok(()));
    assert_eq!(on(&padded(1600)), Err(Rejected::Malformed));
    assert_eq!(on(r#"{"alg":"EdDSA","kid":"a","kid":"b"}"#), Err(Rejected::Malformed));
    assert_eq!(on(r#"{"alg":"EdDSA","kid":"a","\u006bid":"a"}"#), Err(Rejected::Malformed));
    assert_eq!(on(&format!(r#"{{"alg":{}"#, "[".repeat(1200))), Err(Rejected::Malformed));
    assert_eq!(on(r#"{"kid":"a"}"#), Err(Rejected::BadSignature));
    assert_eq!(on("not json"), Err(Rejected::Malformed));
}

#[test]
fn secrets_are_exchanged_too() {
    let next = "w8Vt2LmXq5RzKc7JfYb0GhNs3DpEa6UoTi1";
    let keys = || [SECRET, next].map(|secret| Key::secret(Algorithm::Hs256, secret).unwrap());
    let jwt = prepared(Jwt::keys(keys()));
    assert_eq!(verify(&jwt, &forge(HEADER, good().to_string())).unwrap().subject(), "alice");
    let signed = sign(&unsigned(HEADER, good().to_string()), hmac::HMAC_SHA256, next);
    assert!(verify(&jwt, &signed).is_ok());
    // The first one signs, by its name.
    let [first, second] = keys();
    let jwt = prepared(Jwt::keys([first.id("2026-07"), second.id("2026-06")]));
    let token = jwt.tokens.as_ref().unwrap().token("alice").sign().unwrap();
    let header = token.split('.').next().unwrap();
    let header = String::from_utf8(URL_SAFE_NO_PAD.decode(header).unwrap()).unwrap();
    assert!(header.contains(r#""kid":"2026-07""#), "{header}");
    assert!(verify(&jwt, &token).is_ok());
}

/// Which token is accepted, said once more and in another way.
fn is_accepted(
    keys: &[(Algorithm, Option<&str>)],
    signed: Option<usize>,
    token: Token<'_>,
) -> bool {
    let tried: Vec<_> = (0..keys.len())
        .filter(|&at| keys[at].0 == token.algorithm)
        .filter(|&at| match (token.kid, keys[at].1) {
            (None, _) => true,
            (Some(kid), Some(id)) => kid == id,
            // Only if no key has the name.
            (Some(kid), None) => !keys.contains(&(token.algorithm, Some(kid))),
        })
        .collect();
    keys.len() == 1 && signed == Some(0) && keys[0].0 == token.algorithm
        || tried.len() <= 4 && signed.is_some_and(|signed| tried.contains(&signed))
}

#[derive(Clone, Copy, Debug)]
struct Token<'a> {
    algorithm: Algorithm,
    kid: Option<&'a str>,
}

#[test]
fn the_choice_is_as_it_is_said() {
    const IDS: [Option<&str>; 4] = [None, None, Some("a"), Some("b")];
    let pairs: Vec<_> = [Algorithm::EdDsa, Algorithm::Es256]
        .into_iter()
        .flat_map(|algorithm| (0..4).map(move |_| SigningKey::generate(algorithm).unwrap()))
        .collect();
    let stranger = SigningKey::generate(Algorithm::EdDsa).unwrap();
    let (mut accepted, mut refused) = (0, 0);
    for chosen in 1_u32..256 {
        let chosen: Vec<_> = (0..8).filter(|at| chosen & (1 << at) != 0).collect();
        let keys: Vec<_> = chosen.iter().map(|&at| (pairs[at].algorithm(), IDS[at % 4])).collect();
        let jwt = of_keys(chosen.iter().map(|&at| match IDS[at % 4] {
            Some(id) => public(&pairs[at]).id(id),
            None => public(&pairs[at]),
        }));
        for kid in [None, Some("a"), Some("c")] {
            for algorithm in [Algorithm::EdDsa, Algorithm::Es256] {
                let token = Token { algorithm, kid };
                let kid = kid.map(|kid| format!(r#","kid":"{kid}""#)).unwrap_or_default();
                let header = format!(r#"{{"alg":"{algorithm}"{kid}}}"#);
                for (place, signer) in chosen
                    .iter()
                    .enumerate()
                    .map(|(place, &at)| (Some(place), &pairs[at]))
                    .chain([(None, &stranger)])
                {
                    let text = signer.token_with(&header, foreign().to_string());
                    let expected = is_accepted(&keys, place, token);
                    let verdict = verify(&jwt, &text);
                    assert_eq!(verdict.is_ok(), expected, "{keys:?} {place:?} {token:?}");
                    *if expected { &mut accepted } else { &mut refused } += 1;
                }
            }
        }
    }
    assert!(accepted > 500 && refused > 500, "{accepted} {refused}");
}
