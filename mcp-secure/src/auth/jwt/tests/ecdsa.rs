//! Signatures on curves that are not signatures.

use super::*;

/// The order of P-256 (FIPS 186-5; SP 800-186, section 3.2.1.3).
const ORDER: [u8; 32] = [
    0xff, 0xff, 0xff, 0xff, 0x00, 0x00, 0x00, 0x00, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xbc, 0xe6, 0xfa, 0xad, 0xa7, 0x17, 0x9e, 0x84, 0xf3, 0xb9, 0xca, 0xc2, 0xfc, 0x63, 0x25, 0x51,
];

fn one() -> [u8; 32] {
    let mut one = [0; 32];
    one[31] = 1;
    one
}

#[test]
fn zero_is_no_signature() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let jwt = of(&key);
    let message = unsigned(r#"{"alg":"ES256"}"#, foreign().to_string());
    let zero = [0; 32];
    // Both zero is CVE-2022-21449, "psychic signatures".
    for (r, s) in [
        (zero, zero),
        (zero, one()),
        (one(), zero),
        (ORDER, ORDER),
        (ORDER, one()),
        (one(), ORDER),
        (one(), one()),
        ([0xff; 32], [0xff; 32]),
    ] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode([r, s].concat()));
        assert_eq!(verify(&jwt, &token).err(), Some(Rejected::BadSignature));
    }
    for algorithm in [Algorithm::Es384, Algorithm::Es512] {
        let key = SigningKey::generate(algorithm).unwrap();
        let message = unsigned(format!(r#"{{"alg":"{algorithm}"}}"#), foreign().to_string());
        let length = key.sign(b"").len();
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(vec![0; length]));
        assert_eq!(verify(&of(&key), &token).err(), Some(Rejected::BadSignature), "{algorithm}");
    }
}

#[test]
fn a_signature_is_two_numbers_and_not_der() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let jwt = of(&key);
    let token = key.token_with(r#"{"alg":"ES256"}"#, foreign().to_string());
    assert!(verify(&jwt, &token).is_ok());
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let (r, s) = signature.split_at(32);
    let integer = |number: &[u8]| {
        let number = if number[0] & 0x80 == 0 { number.to_vec() } else { [&[0], number].concat() };
        [&[2, number.len() as u8][..], &number].concat()
    };
    let content = [integer(r), integer(s)].concat();
    let der = [&[0x30, content.len() as u8][..], &content].concat();
    for other in [
        der,
        [s, r].concat(),
        r.to_vec(),
        [&[0], r, &[0], s].concat(),
        [r, s, &[0]].concat(),
        // As wide as those of P-384.
        [&[0; 16], r, &[0; 16], s].concat(),
    ] {
        let token = format!("{message}.{}", URL_SAFE_NO_PAD.encode(other));
        assert_eq!(verify(&jwt, &token).err(), Some(Rejected::BadSignature));
    }
}

#[test]
fn a_signature_of_another_curve_is_none() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let jwt = of(&key);
    for other in [Algorithm::Es384, Algorithm::Es512, Algorithm::EdDsa] {
        let other = SigningKey::generate(other).unwrap();
        for name in ["ES256", other.algorithm().name()] {
            let header = format!(r#"{{"alg":"{name}"}}"#);
            let token = other.token_with(header, foreign().to_string());
            assert_eq!(verify(&jwt, &token).err(), Some(Rejected::BadSignature), "{name}");
        }
    }
}
