#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::*;
use crate::caller::Caller;

fn key(seed: u8) -> Key {
    let bytes: Vec<u8> = (0..32).map(|n| seed.wrapping_mul(31).wrapping_add(n * 7)).collect();
    Key::from_bytes(&bytes).unwrap()
}

fn keys(seeds: &[u8]) -> Keyring {
    let (first, others) = seeds.split_first().unwrap();
    others.iter().fold(Keyring::new(key(*first)), |ring, seed| ring.and(key(*seed)))
}

fn sealed(text: &str) -> Sealed<String> {
    Sealed::seal(&text.to_owned(), &keys(&[1]), &Context::new("test"), HOUR).unwrap()
}

const HOUR: Duration = Duration::from_secs(3600);

#[test]
fn what_was_sealed_opens_and_does_not_show() {
    let sealed = sealed("the cart of Ada");
    assert_eq!(sealed.open(&keys(&[1]), &Context::new("test")).unwrap(), "the cart of Ada");
    assert_eq!(format!("{sealed:?}"), "Sealed(..)");
    let bytes = URL_SAFE_NO_PAD.decode(sealed.to_string()).unwrap();
    assert!(!bytes.windows(3).any(|window| window == b"Ada"));
    assert_ne!(sealed.to_string(), self::sealed("the cart of Ada").to_string(), "random");
}

#[test]
fn no_bit_can_be_altered_and_no_byte_taken_or_added() {
    let bytes = URL_SAFE_NO_PAD.decode(sealed("value").to_string()).unwrap();
    let (keys, context) = (keys(&[1]), Context::new("test"));
    let opens = |bytes: &[u8]| {
        let text = URL_SAFE_NO_PAD.encode(bytes);
        text.parse::<Sealed<String>>().is_ok_and(|sealed| sealed.open(&keys, &context).is_ok())
    };
    assert!(opens(&bytes));
    for bit in 0..bytes.len() * 8 {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        assert!(!opens(&altered), "bit {bit}");
    }
    for len in 0..bytes.len() {
        assert!(!opens(&bytes[..len]), "{len} bytes");
    }
    assert!(!opens(&[&bytes[..], b"\0"].concat()));
}

#[test]
fn another_context_does_not_open_it() {
    let ada = || Caller::new("ada");
    let of_issuer = |issuer: &str| {
        let claims = Map::from_iter([("iss".to_owned(), Value::from(issuer))]);
        ada().with_claims(claims)
    };
    let contexts = [
        Context::new("a"),
        Context::new("b"),
        Context::new("a").caller(&ada()),
        Context::new("a").caller(&Caller::new("bob")),
        Context::new("a").caller(&of_issuer("")),
        Context::new("a").caller(&of_issuer("x")),
        Context::new("a").tool("t"),
        Context::new("a").bind("t"),
        Context::new("a").bind("").bind("t"),
        Context::new("a").bind("t").bind(""),
        Context::new("a").tool("t").caller(&ada()),
        Context::new("a").caller(&ada()).tool("t"),
        // The bytes of one within another.
        Context::new(std::str::from_utf8(&[b'a', 5, 0, 0, 0, 0, 0, 0, 0, 1, b't']).unwrap()),
    ];
    let keys = keys(&[1]);
    for (index, context) in contexts.iter().enumerate() {
        let sealed = Sealed::seal(&1, &keys, context, HOUR).unwrap();
        for (other, context) in contexts.iter().enumerate() {
            assert_eq!(sealed.open(&keys, context).is_ok(), index == other, "{index} {other}");
        }
    }
}

#[test]
fn keys_rotate_and_a_key_that_is_gone_opens_nothing() {
    let context = Context::new("test");
    let old = Sealed::seal(&1, &keys(&[1]), &context, HOUR).unwrap();
    assert!(old.open(&keys(&[1, 2]), &context).is_ok(), "the new one is known");
    assert!(old.open(&keys(&[2, 1]), &context).is_ok(), "the new one seals");
    assert!(old.open(&keys(&[2]), &context).is_err(), "the old one is gone");
    let new = Sealed::seal(&1, &keys(&[2, 1]), &context, HOUR).unwrap();
    assert!(new.open(&keys(&[2]), &context).is_ok());
    assert!(new.open(&keys(&[1]), &context).is_err());
}

#[test]
fn it_expires_and_says_no_more_than_that_it_does_not_open() {
    let (keys, context) = (keys(&[1]), Context::new("test"));
    let expired = Sealed::seal(&1, &keys, &context, Duration::ZERO).unwrap();
    let of_another = Sealed::seal(&1, &keys, &Context::new("other"), HOUR).unwrap();
    assert_eq!(expired.open(&keys, &context), of_another.open(&keys, &context));
    assert!(
        Sealed::seal(&1, &keys, &context, Duration::MAX).unwrap().open(&keys, &context).is_ok()
    );
}

#[test]
fn what_is_too_large_is_not_sealed_and_not_taken() {
    let (keys, context) = (keys(&[1]), Context::new("test"));
    let large = "x".repeat(Sealed::<String>::MAX_TEXT);
    assert!(Sealed::seal(&large, &keys, &context, HOUR).is_err());
    assert!("A".repeat(Sealed::<String>::MAX_TEXT + 1).parse::<Sealed<String>>().is_err());
    for text in ["", "a b", "a=", "a+b", "é", "a\n"] {
        assert!(text.parse::<Sealed<String>>().is_err(), "{text:?}");
    }
}

#[test]
fn a_value_of_another_type_does_not_open() {
    let text = sealed("text").to_string();
    let number: Sealed<u32> = text.parse().unwrap();
    assert!(number.open(&keys(&[1]), &Context::new("test")).is_err());
}

#[test]
fn keys_are_32_random_bytes_and_are_not_shown() {
    let random = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";
    let key = Key::from_base64(&format!(" {random}\n")).unwrap();
    assert_eq!(
        format!("{key:?} {:?}", keys(&[1, 2])),
        "Key(..) Keyring { first: Key(..), others: [Key(..)] }"
    );
    let zeros = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    for bad in ["", "short", "AAAA", zeros, &random[..40]] {
        let error = Key::from_base64(bad).unwrap_err().to_string();
        assert!(error.ends_with("make one with `openssl rand -base64 32`"), "{error}");
        assert!(bad.len() < 10 || !error.contains(bad), "{error}");
    }
}

/// Sealed by the first version of this format: later ones open it too.
#[test]
fn the_format_stays() {
    let text = VECTOR.parse::<Sealed<Value>>().unwrap();
    let context = Context::new("vector").caller(&Caller::new("ada")).tool("t").bind([0, 255]);
    assert_eq!(text.open(&keys(&[1]), &context).unwrap(), json!({ "cart": [3, 1, 4] }));
}

const VECTOR: &str = "AWFMBdbdtLpC7FlXhAk56lnK3bsA359qEZbN0gzq1pOscwBSWuEjP_reZjpGQDksLGzAM0_IUGXe";

proptest! {
    #[test]
    fn any_text_is_taken_back_or_refused_without_a_panic(text in "[A-Za-z0-9_-]{0,200}") {
        if let Ok(sealed) = text.parse::<Sealed<Value>>() {
            prop_assert!(sealed.open(&keys(&[1]), &Context::new("test")).is_err());
        }
    }

    #[test]
    fn any_value_comes_back(value: Vec<String>) {
        let (keys, context) = (keys(&[3]), Context::new("test"));
        let sealed = Sealed::seal(&value, &keys, &context, HOUR).unwrap();
        let text = serde_json::to_string(&sealed).unwrap();
        let sealed: Sealed<Vec<String>> = serde_json::from_str(&text).unwrap();
        prop_assert_eq!(sealed.open(&keys, &context).unwrap(), value);
    }
}
