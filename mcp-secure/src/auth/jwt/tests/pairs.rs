//! Key pairs: what one signs, its public half accepts, and nothing else does.

use super::{super::algorithm::ALL, *};

const PAIRS: [Algorithm; 10] = [
    Algorithm::Rs256,
    Algorithm::Rs384,
    Algorithm::Rs512,
    Algorithm::Ps256,
    Algorithm::Ps384,
    Algorithm::Ps512,
    Algorithm::Es256,
    Algorithm::Es384,
    Algorithm::Es512,
    Algorithm::EdDsa,
];

#[test]
fn a_token_of_the_private_half_is_accepted() {
    for algorithm in PAIRS {
        let key = SigningKey::generate(algorithm).unwrap().id("k1");
        let token = key.token(&foreign());
        assert_eq!(verify(&of(&key), &token).unwrap().subject(), "alice", "{algorithm}");
        let jwk = Jwt::keys([Key::jwk(&key.jwk().to_string()).unwrap()]).issuer(ISSUER);
        assert!(verify(&prepared(jwk), &token).is_ok(), "{algorithm}");

        let other = of(&SigningKey::generate(algorithm).unwrap());
        assert_eq!(verify(&other, &token).err(), Some(Rejected::BadSignature), "{algorithm}");
    }
}

#[test]
fn another_verifier_reads_the_tokens_alike() {
    // `jsonwebtoken` has no ES512.
    for algorithm in PAIRS.into_iter().filter(|algorithm| *algorithm != Algorithm::Es512) {
        let key = SigningKey::generate(algorithm).unwrap();
        let theirs: jsonwebtoken::Algorithm = algorithm.name().parse().unwrap();
        let mut validation = jsonwebtoken::Validation::new(theirs);
        validation.set_audience(&[AUDIENCE]);
        validation.validate_exp = false;
        let decoding =
            jsonwebtoken::DecodingKey::from_jwk(&serde_json::from_value(key.jwk()).unwrap());
        let token = key.token(&foreign());
        let read = jsonwebtoken::decode::<Value>(&token, &decoding.unwrap(), &validation);
        assert_eq!(read.unwrap().claims, foreign(), "{algorithm}");
    }
}

#[test]
fn only_its_own_name_belongs_to_a_key() {
    for algorithm in [Algorithm::Es256, Algorithm::EdDsa] {
        let key = SigningKey::generate(algorithm).unwrap();
        let jwt = of(&key);
        for name in
            ALL.map(Algorithm::name).into_iter().chain(["none", "es256", "Ed25519", "Ed448"])
        {
            let token = key.token_with(format!(r#"{{"alg":"{name}"}}"#), foreign().to_string());
            let its_own =
                name == algorithm.name() || (algorithm == Algorithm::EdDsa && name == "Ed25519");
            assert_eq!(verify(&jwt, &token).is_ok(), its_own, "{algorithm} {name}");
        }
    }
}

#[test]
fn an_rsa_key_is_for_one_algorithm_of_rsa() {
    let mut key = SigningKey::generate(Algorithm::Rs256).unwrap();
    let pem = key.pem();
    for pinned in &PAIRS[..6] {
        let jwt = prepared(Jwt::pem(*pinned, &pem).unwrap().issuer(ISSUER));
        for used in &PAIRS[..6] {
            key = key.with_algorithm(*used);
            let token = key.token(&foreign());
            assert_eq!(verify(&jwt, &token).is_ok(), pinned == used, "{pinned} {used}");
            // Nor does it help to say the other name.
            let header = format!(r#"{{"alg":"{pinned}"}}"#);
            let token = key.token_with(header, foreign().to_string());
            assert_eq!(verify(&jwt, &token).is_ok(), pinned == used, "{pinned} {used}");
        }
    }
}

#[test]
fn a_public_key_needs_an_issuer() {
    let key = SigningKey::generate(Algorithm::Es256).unwrap();
    let mut jwt = Jwt::pem(Algorithm::Es256, key.pem()).unwrap();
    let error = jwt.prepare(&Audience(AUDIENCE)).unwrap_err().to_string();
    assert!(error.contains("issuer"), "{error}");
    let token = key.token(&changed("iss", Value::Null));
    assert_eq!(verify(&of(&key), &token).err(), Some(Rejected::WrongIssuer));
    assert!(Authenticator::issuer(&of(&key)).is_none(), "a public key signs nothing");
}

#[test]
fn every_byte_of_a_signature_counts() {
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256, Algorithm::Es256, Algorithm::EdDsa] {
        let key = SigningKey::generate(algorithm).unwrap();
        let (jwt, token) = (of(&key), key.token(&foreign()));
        let (message, signature) = token.rsplit_once('.').unwrap();
        let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
        let with = |signature: &[u8]| {
            verify(&jwt, &format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))).map(drop)
        };
        assert_eq!(with(&signature), Ok(()));
        for index in (0..signature.len()).step_by(7) {
            let mut flipped = signature.clone();
            flipped[index] ^= 0x40;
            assert_eq!(with(&flipped), Err(Rejected::BadSignature), "{algorithm} {index}");
        }
        for other in [
            &signature[1..],
            &signature[..signature.len() - 1],
            &[&[0][..], &signature].concat(),
            &[&signature[..], &[0]].concat(),
            &signature.repeat(2),
            &vec![0; signature.len()],
            &vec![0xff; signature.len()],
        ] {
            assert_eq!(with(other), Err(Rejected::BadSignature), "{algorithm} {}", other.len());
        }
    }
}

/// Tokens that OpenSSL has signed.
#[test]
fn another_library_signs_alike() {
    for (algorithm, key, token) in [
        (
            Algorithm::Es256,
            "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEM3CAJb+ksQkaB/MSIplXZTt7wxrTjhp0yWAe32PelYZtTtb+ABIMb4TYLrK4Zu3L+cj/etKnvrEULV/hJUTY+A==",
            "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJzdWIiOiJhbGljZSIsImF1ZCI6Imh0dHBzOi8vbm90ZXMuZXhhbXBsZS9tY3AiLCJpYXQiOjE3OTk5OTk5NDAsImV4cCI6MTgwMDAwMDYwMH0.eF78N2bk1NpM3RSp7egm_JVllWhMNl-Zl9A6TFYOydjlee3dtOpJP-iuxoYUk0duZfJtHJdkgSggFIiKJgujFg",
        ),
        (
            Algorithm::Es384,
            "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEGTby600hkIWHKB5VJL7T1DM4Ul+RmD4Ewy5sxH0oFdlaRBDEsrMaK2VHWiofNNHXlOH1VuRiXINW0U3YfpAKNc7clBrpo0WH6Vop3912EWrE+GXFF0wGdf2zweKqLtP+",
            "eyJhbGciOiJFUzM4NCJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJzdWIiOiJhbGljZSIsImF1ZCI6Imh0dHBzOi8vbm90ZXMuZXhhbXBsZS9tY3AiLCJpYXQiOjE3OTk5OTk5NDAsImV4cCI6MTgwMDAwMDYwMH0.oqQ5iq_pK8O8FwVJ9sSJiFL-UO6UryNKDl_cdHD0E5oFqBBswvHruX3ju-c3MqK0ZG4Hl4QKHtmPKhq30q2Ntim8i75AtE53M-Nc_eZQalFTS-YLmAWRGOVv1WuiRmtZ",
        ),
        (
            Algorithm::Es512,
            "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQAfmiVKyAof46Bh95/xxFZU/SKZI6uVw0azlpHg2DNvNczd5+0osOwGcWoYELbd4vjAv/wJagd7QyHZ10p7JNjBYEAT4p21bDD7fKP9yJqlZV7MsVpN0mHv647W+/wpuNLPudE+0hpnBgshR8ZTzLGSj86EE0N14l9xVnyR8x6HtXMT48=",
            "eyJhbGciOiJFUzUxMiJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJzdWIiOiJhbGljZSIsImF1ZCI6Imh0dHBzOi8vbm90ZXMuZXhhbXBsZS9tY3AiLCJpYXQiOjE3OTk5OTk5NDAsImV4cCI6MTgwMDAwMDYwMH0.AZzEVVsBg_WJV1eiyxkikMhuQpd3jD4FRCbQ0IMko33QlEyyOnRlChV1xYDgw8W5rF1_SGscl1q4GZpkoDIHHs4AACFSTR6bvADd139vKsJevy66N_1DPAelVhHFfkonI2HdcH2m3LGiXQEu2-0FgYS6fSTYRrkD1ET0UCFZXjkX217p",
        ),
        (
            Algorithm::EdDsa,
            "MCowBQYDK2VwAyEAULt82d/a/wxyndot++fI1wnTqeJS3wUGvE/WXN3xV0U=",
            "eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJodHRwczovL2xvZ2luLmV4YW1wbGUiLCJzdWIiOiJhbGljZSIsImF1ZCI6Imh0dHBzOi8vbm90ZXMuZXhhbXBsZS9tY3AiLCJpYXQiOjE3OTk5OTk5NDAsImV4cCI6MTgwMDAwMDYwMH0.YqAC020jTq_9sBjSet1BQ81PN8UrYBOXDArdCrnPeS_HpRfVahqC53sKtPAJMQG4yy7wtmkowqSP8K0Qw3tPBQ",
        ),
    ] {
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{key}\n-----END PUBLIC KEY-----");
        let jwt = prepared(Jwt::pem(algorithm, pem).unwrap().issuer(ISSUER));
        assert_eq!(verify(&jwt, token).unwrap().subject(), "alice", "{algorithm}");
    }
}
