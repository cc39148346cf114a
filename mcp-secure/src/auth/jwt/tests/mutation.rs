//! Whatever is done to a token, it is refused; whatever is signed, nothing panics; and what
//! is accepted, another verifier accepts too.

use std::sync::LazyLock;

use jsonwebtoken::{DecodingKey, Validation, decode};
use proptest::prelude::*;

use super::*;

/// A verifier with two keys, and a token of one of them. By Ed25519, whose signatures have one
/// spelling: of an ECDSA signature, anybody makes a second one.
static CHOSEN: LazyLock<(Jwt, String)> = LazyLock::new(|| {
    let keys = ["a", "b"].map(|id| SigningKey::generate(Algorithm::EdDsa).unwrap().id(id));
    let public = keys.each_ref().map(|key| Key::jwk(&key.jwk().to_string()).unwrap());
    (prepared(Jwt::keys(public).issuer(ISSUER)), keys[1].token(&foreign()))
});

#[derive(Clone, Debug)]
enum Mutation {
    Replace(usize, char),
    Insert(usize, char),
    Remove(usize),
    Swap(usize, usize),
    Truncate(usize),
    Repeat(usize),
    Case(usize),
}

fn mutations() -> impl Strategy<Value = Mutation> {
    let character = prop_oneof![
        prop::sample::select("AZaz09-_+/=. \n\0".chars().collect::<Vec<_>>()),
        any::<char>(),
    ];
    let index = any::<usize>;
    prop_oneof![
        (index(), character.clone()).prop_map(|(at, c)| Mutation::Replace(at, c)),
        (index(), character).prop_map(|(at, c)| Mutation::Insert(at, c)),
        index().prop_map(Mutation::Remove),
        (index(), index()).prop_map(|(one, other)| Mutation::Swap(one, other)),
        index().prop_map(Mutation::Truncate),
        index().prop_map(Mutation::Repeat),
        index().prop_map(Mutation::Case),
    ]
}

fn mutate(token: &mut Vec<char>, mutation: Mutation) {
    if token.is_empty() {
        return;
    }
    let length = token.len();
    match mutation {
        Mutation::Replace(at, c) => token[at % length] = c,
        Mutation::Insert(at, c) => token.insert(at % (length + 1), c),
        Mutation::Remove(at) => drop(token.remove(at % length)),
        Mutation::Swap(one, other) => token.swap(one % length, other % length),
        Mutation::Truncate(at) => token.truncate(at % length),
        Mutation::Repeat(at) => token.extend_from_within(at % length..),
        Mutation::Case(at) => {
            let c = &mut token[at % length];
            *c = if c.is_ascii_lowercase() {
                c.to_ascii_uppercase()
            } else {
                c.to_ascii_lowercase()
            };
        }
    }
}

/// Values that claims have, should have, and should not have.
fn values(now: u64) -> impl Strategy<Value = Value> {
    let near = (0_u64..200).prop_map(move |offset| json!(now - 100 + offset));
    let leaf = prop_oneof![
        4 => near,
        2 => Just(json!(now + 500)),
        2 => Just(json!(AUDIENCE)),
        1 => Just(json!([AUDIENCE, "other"])),
        1 => Just(json!("alice")),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => any::<i64>().prop_map(|number| json!(number)),
        1 => any::<String>().prop_map(|text| json!(text)),
        1 => any::<bool>().prop_map(|truth| json!(truth)),
        1 => Just(Value::Null),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| prop::collection::vec(inner, 0..3).prop_map(Value::Array))
}

fn claims(now: u64) -> impl Strategy<Value = Value> {
    const NAMES: [&str; 8] = ["exp", "nbf", "iat", "aud", "sub", "scope", "scp", "iss"];
    let name = prop::sample::select(NAMES.to_vec());
    prop::collection::vec((name, values(now)), 0..3).prop_map(move |changes| {
        let mut claims = json!({ "sub": "alice", "aud": AUDIENCE, "exp": now + 500 });
        for (name, value) in changes {
            claims[name] = value;
        }
        claims
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn a_changed_token_is_refused(changes in prop::collection::vec(mutations(), 1..4)) {
        let token = forge(HEADER, good().to_string());
        let mut characters: Vec<_> = token.chars().collect();
        changes.into_iter().for_each(|change| mutate(&mut characters, change));
        let changed: String = characters.into_iter().collect();
        prop_assert_eq!(verdict(&changed).is_ok(), changed == token);
    }

    /// Of several keys, the header chooses: it is read before the signature.
    #[test]
    fn a_changed_token_of_a_chosen_key_is_refused(changes in prop::collection::vec(mutations(), 1..4)) {
        let (jwt, token) = &*CHOSEN;
        let mut characters: Vec<_> = token.chars().collect();
        changes.into_iter().for_each(|change| mutate(&mut characters, change));
        let changed: String = characters.into_iter().collect();
        prop_assert_eq!(verify(jwt, &changed).is_ok(), changed == *token);
    }

    #[test]
    fn any_text_is_refused(text in ".*") {
        prop_assert!(verdict(&text).is_err());
    }

    #[test]
    fn no_signed_bytes_panic(header in any::<Vec<u8>>(), claims in any::<Vec<u8>>()) {
        prop_assert!(verdict(&forge(&header, good().to_string())).is_err());
        prop_assert!(verdict(&forge(HEADER, &claims)).is_err());
    }

    #[test]
    fn no_bytes_of_a_secret_panic(secret in any::<Vec<u8>>(), text in ".*") {
        let _ = (Jwt::hs256(secret), Jwt::hs256(text));
    }

    /// `jsonwebtoken` has its own reading of the claims and its own clock.
    #[test]
    fn what_is_accepted_another_verifier_accepts(claims in claims(jsonwebtoken::get_current_timestamp())) {
        let token = forge(HEADER, claims.to_string());
        let ours = verify(&jwt().with_clock(SystemTime::now), &token);
        let mut validation = Validation::new(jsonwebtoken::Algorithm::HS256);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "aud", "sub"]);
        validation.validate_nbf = true;
        // Time passes between the two.
        validation.leeway = 32;
        let key = DecodingKey::from_secret(SECRET.as_bytes());
        let theirs = decode::<Value>(&token, &key, &validation);
        prop_assert!(ours.is_err() || theirs.is_ok(), "{claims}: {theirs:?}");
    }
}
