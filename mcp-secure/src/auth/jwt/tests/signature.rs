//! Form and signature.

use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::{
    super::{
        keys::Keys,
        verify::{Compact, Signed},
    },
    *,
};

#[test]
fn the_example_of_rfc_7515_verifies() {
    let key =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    let key = URL_SAFE_NO_PAD.decode(key).unwrap();
    let keys = Keys::new(vec![Key::with_secret(Algorithm::Hs256, &key).unwrap()]);
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9\
        .eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ\
        .dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert!(Signed::check(&Compact::parse(token).unwrap(), &keys).is_ok());
    let flipped = token.replace("dBjf", "dBjg");
    let flipped = Signed::check(&Compact::parse(&flipped).unwrap(), &keys);
    assert_eq!(flipped.err(), Some(Rejected::BadSignature));
}

#[test]
fn none_is_no_signature() {
    for spelling in ["none", "None", "NONE", "nOnE", ""] {
        let header = format!(r#"{{"alg":"{spelling}","typ":"JWT"}}"#);
        let message = unsigned(&header, good().to_string());
        assert_eq!(verdict(&format!("{message}.")), Err(Rejected::BadSignature), "{spelling}");
        assert_eq!(verdict(&format!("{message}.AAAA")), Err(Rejected::BadSignature), "{spelling}");
        assert_eq!(verdict(&message), Err(Rejected::Malformed), "{spelling}");
        // Even the holder of the secret cannot say it.
        let signed = forge(&header, good().to_string());
        assert_eq!(verdict(&signed), Err(Rejected::BadSignature), "{spelling}");
    }
}

#[test]
fn the_key_decides_the_algorithm() {
    for name in ["HS384", "HS512", "RS256", "RS512", "PS256", "ES256", "EdDSA", "hs256", "HS256 "] {
        let header = format!(r#"{{"alg":"{name}"}}"#);
        assert_eq!(
            verdict(&forge(&header, good().to_string())),
            Err(Rejected::BadSignature),
            "{name}"
        );
    }
    for (name, algorithm) in [("HS384", hmac::HMAC_SHA384), ("HS512", hmac::HMAC_SHA512)] {
        for header in [format!(r#"{{"alg":"{name}"}}"#), HEADER.to_owned()] {
            let token = sign(&unsigned(header, good().to_string()), algorithm, SECRET);
            assert_eq!(verdict(&token), Err(Rejected::BadSignature), "{name}");
        }
    }
    for header in
        [r#"{"typ":"JWT"}"#, r#"{"alg":null}"#, r#"{"alg":["HS256"]}"#, r#"{"ALG":"HS256"}"#]
    {
        assert_eq!(
            verdict(&forge(header, good().to_string())),
            Err(Rejected::BadSignature),
            "{header}"
        );
    }
}

#[test]
fn another_key_is_no_key() {
    let message = unsigned(HEADER, good().to_string());
    for other in ["", "secret", &SECRET[1..], &format!("{SECRET}X"), &SECRET.to_lowercase()] {
        let token = sign(&message, hmac::HMAC_SHA256, other);
        assert_eq!(verdict(&token), Err(Rejected::BadSignature));
    }
    let ephemeral = prepared(Jwt::with_made_up_secret().unwrap());
    let token = forge(HEADER, good().to_string());
    assert_eq!(verify(&ephemeral, &token).err(), Some(Rejected::BadSignature));
}

#[test]
fn every_byte_of_the_signature_counts() {
    let token = forge(HEADER, good().to_string());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    for index in 0..signature.len() {
        for mask in [0x01, 0x80, 0xff] {
            let mut flipped = signature.clone();
            flipped[index] ^= mask;
            let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(flipped));
            assert_eq!(verdict(&token), Err(Rejected::BadSignature), "{index}");
        }
    }
    for length in 1..signature.len() {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(&signature[..length]));
        assert_eq!(verdict(&token), Err(Rejected::BadSignature), "{length}");
    }
    for longer in [[&signature[..], &[0]].concat(), signature.repeat(2)] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(longer));
        assert_eq!(verdict(&token), Err(Rejected::BadSignature));
    }
}

#[test]
fn a_segment_has_one_spelling() {
    // `?>` encode to `_` and `-` in one alphabet and to `/` and `+` in the other.
    let mut claims = good();
    claims["note"] = json!("???>>>ÿÿÿ~~~???>>>");
    let token = forge(HEADER, claims.to_string());
    assert_eq!(verdict(&token), Ok(()));
    assert!(token.contains(['-', '_']));

    assert!(verdict(&token.replace('-', "+").replace('_', "/")).is_err());
    let standard = format!("{}.{}", STANDARD.encode(HEADER), STANDARD.encode(claims.to_string()));
    assert_eq!(verdict(&sign(&standard, hmac::HMAC_SHA256, SECRET)), Err(Rejected::Malformed));

    // Padded, and signed so: refused for its form.
    let padded = format!(
        "{}.{}",
        URL_SAFE.encode(r#"{"alg":"HS256"}  "#),
        URL_SAFE.encode(claims.to_string())
    );
    assert!(padded.contains('='));
    assert_eq!(verdict(&sign(&padded, hmac::HMAC_SHA256, SECRET)), Err(Rejected::Malformed));
    assert_eq!(verdict(&format!("{token}=")), Err(Rejected::Malformed));

    // The last of 43 characters has two bits to spare.
    let last = token.bytes().last().unwrap();
    let spellings = (b'A'..=b'z').filter(|b| b.is_ascii_alphanumeric() && *b != last);
    for other in spellings {
        let token = format!("{}{}", &token[..token.len() - 1], other as char);
        assert!(verdict(&token).is_err(), "{}", other as char);
    }
}

#[test]
fn nothing_is_trimmed() {
    let token = forge(HEADER, good().to_string());
    for space in [" ", "\n", "\t", "\r\n", "\0", "\u{a0}", "\u{feff}"] {
        assert!(verdict(&format!("{space}{token}")).is_err());
        assert!(verdict(&format!("{token}{space}")).is_err());
        assert!(verdict(&token.replace('.', &format!("{space}."))).is_err());
        assert!(verdict(&token.replace('.', &format!(".{space}"))).is_err());
    }
    assert!(verdict(&format!("Bearer {token}")).is_err());
    assert!(verdict(&format!("\"{token}\"")).is_err());
}

#[test]
fn three_segments() {
    let token = forge(HEADER, good().to_string());
    let mut segments = token.split('.');
    let [header, claims, signature] = std::array::from_fn(|_| segments.next().unwrap());
    for malformed in [
        String::new(),
        ".".into(),
        "..".into(),
        "...".into(),
        header.into(),
        format!("{header}.{claims}"),
        format!(".{claims}.{signature}"),
        format!("{header}..{signature}"),
        format!("{token}."),
        format!(".{token}"),
        format!("{token}.{signature}"),
        format!("{header}.{claims}.{claims}.{signature}"),
        format!("{header}.{claims}.{claims}.{claims}.{signature}"),
        format!("{header}.{claims}..{signature}"),
    ] {
        assert_eq!(verdict(&malformed), Err(Rejected::Malformed), "{malformed}");
    }
    // Signed as they are: the form is still not that of a token.
    for message in
        [format!(".{claims}"), format!("{header}."), format!("{header}.{claims}.{claims}")]
    {
        assert_eq!(verdict(&sign(&message, hmac::HMAC_SHA256, SECRET)), Err(Rejected::Malformed));
    }
}

#[test]
fn the_size_is_bounded() {
    let padded = |size: usize| {
        let mut claims = good();
        claims["pad"] = json!("x".repeat(size));
        forge(HEADER, claims.to_string())
    };
    let mut tokens = (5900..).map(padded).filter(|token| token.len() >= 8191);
    for (length, expected) in [(8191, Ok(())), (8192, Ok(())), (8193, Err(Rejected::Malformed))] {
        let token = tokens.next().unwrap();
        assert_eq!((token.len(), verdict(&token)), (length, expected));
    }
    assert_eq!(verdict(&padded(1 << 20)), Err(Rejected::Malformed));
    assert_eq!(verdict(&"A".repeat(1 << 20)), Err(Rejected::Malformed));
    assert_eq!(verdict(&".".repeat(1 << 20)), Err(Rejected::Malformed));
}

#[test]
fn no_verdict_on_claims_before_the_signature() {
    // Each would have a verdict of its own if it were signed.
    for claims in [
        "not json".to_owned(),
        "[]".to_owned(),
        changed("exp", json!(1)).to_string(),
        changed("aud", json!("other")).to_string(),
        changed("sub", Value::Null).to_string(),
    ] {
        assert_ne!(verdict(&forge(HEADER, &claims)), Err(Rejected::BadSignature));
        let forged = sign(&unsigned(HEADER, &claims), hmac::HMAC_SHA256, "other");
        assert_eq!(verdict(&forged), Err(Rejected::BadSignature), "{claims}");
    }
    let forged = format!("{}.AAAA", unsigned("not json", "not json"));
    assert_eq!(verdict(&forged), Err(Rejected::BadSignature));
}
