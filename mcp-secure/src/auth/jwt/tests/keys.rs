//! Which keys are taken.

use base64::engine::general_purpose::STANDARD;

use super::*;

fn refused(key: crate::Result<Key>, word: &str) {
    let error = key.unwrap_err().to_string();
    assert!(error.contains(word), "{word}: {error}");
}

fn jwk(change: impl FnOnce(&mut Value), key: &SigningKey) -> crate::Result<Key> {
    let mut jwk = key.jwk();
    change(&mut jwk);
    Key::jwk(&jwk.to_string())
}

/// An RSA key of these numbers, which nobody needs to have the private half of.
fn rsa(modulus_bits: usize, exponent: &[u8]) -> Value {
    let mut modulus = vec![0xff; modulus_bits.div_ceil(8)];
    modulus[0] = 0xff >> ((8 - modulus_bits % 8) % 8);
    json!({
        "kty": "RSA", "alg": "RS256",
        "n": URL_SAFE_NO_PAD.encode(modulus), "e": URL_SAFE_NO_PAD.encode(exponent),
    })
}

/// The same as `SubjectPublicKeyInfo`, by another road than the code under test.
fn pem(jwk: &Value) -> String {
    let bytes = |name: &str| URL_SAFE_NO_PAD.decode(jwk[name].as_str().unwrap()).unwrap();
    let element = |tag: u8, content: &[u8]| {
        let length = (content.len() as u16).to_be_bytes();
        [&[tag, 0x82][..], &length, content].concat()
    };
    let minimal = |tag: u8, content: &[u8]| match content.len() {
        ..0x80 => [&[tag, content.len() as u8][..], content].concat(),
        0x80..0x100 => [&[tag, 0x81, content.len() as u8][..], content].concat(),
        _ => element(tag, content),
    };
    let integer =
        |number: Vec<u8>| minimal(2, &[&[0; 1][usize::from(number[0] < 0x80)..], &number].concat());
    let key = minimal(0x30, &[integer(bytes("n")), integer(bytes("e"))].concat());
    let base64 = STANDARD.encode(key);
    format!("-----BEGIN RSA PUBLIC KEY-----\n{base64}\n-----END RSA PUBLIC KEY-----")
}

#[test]
fn weak_rsa_keys_are_refused() {
    const F4: &[u8] = &[1, 0, 1];
    for bits in [2048, 2049, 3072, 4096, 8192] {
        assert!(Key::jwk(&rsa(bits, F4).to_string()).is_ok(), "{bits}");
        assert!(Key::pem(Algorithm::Rs256, pem(&rsa(bits, F4))).is_ok(), "{bits}");
    }
    for bits in [512, 768, 1024, 1536, 2040, 2047] {
        refused(Key::jwk(&rsa(bits, F4).to_string()), "2048 bits");
        refused(Key::pem(Algorithm::Rs256, pem(&rsa(bits, F4))), "2048 bits");
    }
    refused(Key::jwk(&rsa(8200, F4).to_string()), "8192");
    // With these, a sloppy verifier lets signatures be made up (Bleichenbacher, 2006).
    for exponent in [&[3][..], &[17], &[0xff, 0xff]] {
        refused(Key::jwk(&rsa(2048, exponent).to_string()), "65537");
        refused(Key::pem(Algorithm::Ps256, pem(&rsa(2048, exponent))), "65537");
    }
    for exponent in [&[1][..], &[2], &[0], &[], &[0, 1, 0, 1], &[1, 0, 0], &[0xff; 256]] {
        assert!(Key::jwk(&rsa(2048, exponent).to_string()).is_err(), "{exponent:?}");
    }
    // An even modulus, and one with a zero in front.
    let mut even = rsa(2048, F4);
    even["n"] = json!(URL_SAFE_NO_PAD.encode([&[0xff; 255][..], &[0xfe]].concat()));
    assert!(Key::jwk(&even.to_string()).is_err());
    even["n"] = json!(URL_SAFE_NO_PAD.encode([&[0][..], &[0xff; 256]].concat()));
    assert!(Key::jwk(&even.to_string()).is_err());
}

#[test]
fn published_keys_are_refused() {
    for (name, jwk) in [
        (
            "RFC 7515, A.3",
            json!({
                "kty": "EC", "crv": "P-256",
                "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
            }),
        ),
        (
            "RFC 7515, A.4",
            json!({
                "kty": "EC", "crv": "P-521",
                "x": "AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk",
                "y": "ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2",
            }),
        ),
        (
            "RFC 7517, A.1",
            json!({
                "kty": "RSA", "alg": "RS256", "e": "AQAB",
                "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw",
            }),
        ),
        (
            "RFC 8037, A.2",
            json!({
                "kty": "OKP", "crv": "Ed25519",
                "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
            }),
        ),
    ] {
        let error = Key::jwk(&jwk.to_string()).unwrap_err().to_string();
        assert!(error.contains("published"), "{name}: {error}");
    }
    // jwt.io's.
    let pem = "-----BEGIN PUBLIC KEY-----
        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEEVs/o5+uQbTjL3chynL4wXgUg2R9
        q9UU8I5mEovUf86QZ7kOBIjJwqnzD1omageEHWwHdBO6B+dFabmdT9POxg==
        -----END PUBLIC KEY-----";
    refused(Key::pem(Algorithm::Es256, pem), "published");
}

#[test]
fn a_pem_is_one_public_key_of_the_algorithm() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let pem = key.pem();
    assert!(Key::pem(Algorithm::Es256, pem.replace('\n', "\r\n")).is_ok());
    assert!(Key::pem(Algorithm::Es256, format!("of the login server\n{pem}")).is_ok());
    for other in [Algorithm::Es384, Algorithm::Es512, Algorithm::Rs256, Algorithm::EdDsa] {
        refused(Key::pem(other, &pem), "not a key of this algorithm");
    }
    refused(Key::pem(Algorithm::Hs256, &pem), "another kind");
    refused(Key::pem(Algorithm::Es256, pem.replace("PUBLIC", "PRIVATE")), "private key");
    refused(Key::pem(Algorithm::Es256, pem.replace("PUBLIC", "EC PRIVATE")), "private key");
    refused(Key::pem(Algorithm::Es256, pem.replace("PUBLIC KEY", "CERTIFICATE")), "openssl x509");
    refused(Key::pem(Algorithm::Es256, pem.repeat(2)), "more than one");
    refused(Key::pem(Algorithm::Es256, key.der()), "not text");
    for broken in [
        String::new(),
        "secret".to_owned(),
        pem.replace("-----END PUBLIC KEY-----", ""),
        pem.replace("END PUBLIC", "END PRIVATE"),
        pem.replacen('M', "!", 1),
        pem.lines().skip(1).collect(),
        format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----",
            // The bare point, without what says which curve it is on.
            STANDARD.encode(&key.der()[26..])
        ),
    ] {
        assert!(Key::pem(Algorithm::Es256, &broken).is_err(), "{broken}");
    }
}

#[test]
fn a_jwk_says_what_it_is_for() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    assert!(jwk(|_| {}, &key).is_ok());
    assert!(jwk(|jwk| drop(jwk.as_object_mut().unwrap().remove("alg")), &key).is_ok());
    assert!(jwk(|jwk| jwk["key_ops"] = json!(["verify"]), &key).is_ok());
    for (name, value, word) in [
        ("use", json!("enc"), "not for signatures"),
        ("use", json!(7), "cannot be read"),
        ("key_ops", json!(["sign"]), "not for signatures"),
        ("key_ops", json!([]), "not for signatures"),
        ("key_ops", json!("verify"), "cannot be read"),
        ("alg", json!("ES384"), "another kind"),
        ("alg", json!("RS256"), "another kind"),
        ("alg", json!("HS256"), "another kind"),
        ("alg", json!("ECDH-ES"), "not known"),
        ("alg", json!("none"), "not known"),
        ("alg", json!(7), "cannot be read"),
        ("crv", json!("P-384"), "another kind"),
        ("crv", json!("secp256k1"), "another kind"),
        ("kty", json!("oct"), "another kind"),
        ("kty", json!("ec"), "another kind"),
        ("kid", json!(7), "cannot be read"),
        ("d", json!("AAAA"), "private key"),
        ("x", json!("AAAA"), "cannot be read"),
        ("y", json!(key.jwk()["x"]), "cannot be read"),
    ] {
        let error = jwk(|jwk| jwk[name] = value.clone(), &key).unwrap_err().to_string();
        assert!(error.contains(word) || name == "crv", "{name} {value}: {error}");
    }
    // The same point, cut in another place.
    let decoded = |name: &str| URL_SAFE_NO_PAD.decode(key.jwk()[name].as_str().unwrap()).unwrap();
    let (x, y) = (decoded("x"), decoded("y"));
    let cut = |jwk: &mut Value| {
        jwk["x"] = json!(URL_SAFE_NO_PAD.encode(&x[..31]));
        jwk["y"] = json!(URL_SAFE_NO_PAD.encode([&x[31..], &y].concat()));
    };
    refused(jwk(cut, &key), "cannot be read");
    let rsa = rsa(2048, &[1, 0, 1]);
    let without = rsa.to_string().replace(r#""alg":"RS256","#, "");
    refused(Key::jwk(&without), "no `alg`");
    refused(Key::jwk(&rsa.to_string().replace("{", r#"{"kty":"RSA","#)), "cannot be read");
    refused(Key::jwk(&format!("[{rsa}]")), "cannot be read");
    refused(Key::jwk(""), "cannot be read");
}

#[test]
fn a_secret_as_jwk_is_a_secret() {
    let oct = |secret: &str| {
        let k = URL_SAFE_NO_PAD.encode(secret);
        Key::jwk(&json!({ "kty": "oct", "alg": "HS256", "k": k, "kid": "a" }).to_string())
    };
    let jwt = prepared(Jwt::keys([oct(SECRET).unwrap()]));
    assert!(verify(&jwt, &forge(HEADER, good().to_string())).is_ok());
    refused(oct("your-256-bit-secret"), "published");
    refused(oct("x1Kd9"), "32 bytes");
    refused(Key::jwk(r#"{"kty":"oct","k":"AAAA"}"#), "no `alg`");
}

#[test]
fn nothing_shows_a_key() {
    let key = Key::secret(Algorithm::Hs256, SECRET).unwrap().id("2026-07");
    assert_eq!(format!("{key:?}"), "Key(HS256, ..)");
    let error = Key::jwk(&json!({ "kty": "oct", "k": SECRET }).to_string()).unwrap_err();
    assert!(!error.to_string().contains(&SECRET[..8]));
}
