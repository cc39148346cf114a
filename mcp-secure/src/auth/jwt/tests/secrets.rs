//! Secrets that can be guessed, and those that cannot.

use std::{
    env::{self, VarError},
    process::Command,
};

use super::{
    super::{
        published::PUBLISHED,
        secret::{self, Weakness},
    },
    *,
};

fn check(secret: &[u8]) -> Result<(), Weakness> {
    secret::check(secret, 32)
}

#[test]
fn a_secret_is_as_long_as_the_hash() {
    for (algorithm, bytes) in
        [(Algorithm::Hs256, 32), (Algorithm::Hs384, 48), (Algorithm::Hs512, 64)]
    {
        let mut secret = vec![0; bytes];
        aws_lc_rs::rand::fill(&mut secret).unwrap();
        assert!(Key::secret(algorithm, &secret).is_ok(), "{algorithm}");
        let error = Key::secret(algorithm, &secret[1..]).unwrap_err().to_string();
        assert!(error.contains(&format!("shorter than {bytes} bytes")), "{error}");
    }
    let error = Key::secret(Algorithm::Rs256, SECRET).unwrap_err().to_string();
    assert!(error.contains("takes no secret"), "{error}");
}

#[test]
fn published_secrets_are_refused_as_published() {
    assert!(PUBLISHED.len() > 60);
    for secret in PUBLISHED {
        assert_eq!(check(secret.as_bytes()), Err(Weakness::Published), "{secret}");
    }
    for secret in [
        "your-secret-key",
        "YOUR-SECRET-KEY",
        " your-secret-key\n",
        "your secret key",
        "Your_Secret_Key!",
        "your-secret-keyyour-secret-key",
        "your-secret-keyyour-secret-keyyour-secr",
        "your-secret-key-your-secret-key-your-secret-key",
        "changemechangemechangemechangeme",
        "secretsecretsecretsecretsecretsecret",
        "A-STRING-SECRET-AT-LEAST-256-BITS-LONG",
        "a-string-secret-at-least-256-bits-longa-string-secret-at-least-256-bits-long",
        "your-secret-key00000000000000000000",
        "changeme123456789012345678901234567890",
        "your_super_secret_jwt_key_change_this_in_production",
        "change_this_secret_in_production",
        "this-is-my-very-long-secret-key-for-testing-2024",
        "your_jwt_super_secret_key_here",
        "12345678901234567890123456789012",
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnopqrstuvwxyz0123456789",
        "deadbeefdeadbeefdeadbeefdeadbeef",
        "REALLYREALLYREALLYREALLYVERYSAFE",
        "reallyreallyreallyreallyverysafe123",
    ] {
        assert_eq!(check(secret.as_bytes()), Err(Weakness::Published), "{secret}");
    }
    let rfc =
        "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow";
    assert_eq!(check(&URL_SAFE_NO_PAD.decode(rfc).unwrap()), Err(Weakness::Published));
}

#[test]
fn other_weak_secrets() {
    for (secret, weakness) in [
        ("", Weakness::Empty),
        ("  \n", Weakness::Empty),
        ("x", Weakness::Short { min: 32 }),
        ("k7Qz!mP2", Weakness::Short { min: 32 }),
        (&SECRET[..31], Weakness::Short { min: 32 }),
        ("k7Qz!mP2k9Rw#nL4x8Tv@hJ6c5Yb$gD\n", Weakness::Surrounded),
        (&format!("{SECRET}\n"), Weakness::Surrounded),
        (&format!("{SECRET}\r\n"), Weakness::Surrounded),
        (&format!(" {SECRET}"), Weakness::Surrounded),
        (&format!("\u{a0}{SECRET}"), Weakness::Surrounded),
        (&"z".repeat(64), Weakness::Monotonous),
        (&"\0".repeat(64), Weakness::Monotonous),
        (&"ab".repeat(32), Weakness::Monotonous),
        (&"k7Qz!mP2x".repeat(5), Weakness::Monotonous),
        (&SECRET[..20].repeat(2), Weakness::Monotonous),
        ("abcabdacbbacbcacababcbabcabcabcbab", Weakness::Monotonous),
        ("aaaaabbbbbcccccdddddeeeeefffffggggghhhhh", Weakness::Monotonous),
        ("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~", Weakness::Monotonous),
        ("zyxwvutsrqponmlkjihgfedcba987654321", Weakness::Monotonous),
    ] {
        assert_eq!(check(secret.as_bytes()), Err(weakness), "{secret:?}");
    }
    assert_eq!(check(&[0xff; 64]), Err(Weakness::Monotonous));
    assert_eq!(check(&[0xf5, 0x00]), Err(Weakness::Short { min: 32 }));
}

#[test]
fn random_secrets_are_taken() {
    let mut bytes = [0; 48];
    for _ in 0..300 {
        aws_lc_rs::rand::fill(&mut bytes).unwrap();
        let hexadecimal: String = bytes[..16].iter().map(|b| format!("{b:02x}")).collect();
        assert_eq!(check(&bytes[..32]), Ok(()), "{bytes:?}");
        assert_eq!(check(hexadecimal.as_bytes()), Ok(()), "{hexadecimal}");
        assert_eq!(check(URL_SAFE_NO_PAD.encode(bytes).as_bytes()), Ok(()));
    }
    // Bytes that begin and end as white space does.
    bytes[0] = b'\n';
    bytes[1] = 0xff;
    bytes[47] = b' ';
    assert_eq!(check(&bytes), Ok(()));
    for secret in [
        &SECRET.repeat(2),
        "correct horse battery staple tropical elbow",
        "My secret dog ate 7 purple keys on Tuesday",
        "31415926535897932384626433832795028841971",
        "Üñîçødé-päßwörter-sind-auch-Schlüssel",
    ] {
        assert_eq!(check(secret.as_bytes()), Ok(()), "{secret}");
    }
}

#[test]
fn an_error_names_the_variable_the_reason_and_the_remedy() {
    let error = |value: &str| Jwt::from_variable(Ok(value.to_owned())).unwrap_err().to_string();
    for (value, why) in [
        ("", "empty"),
        ("your-secret-key", "published"),
        ("Xk2!pQ9z", "shorter than 32 bytes"),
        (&"Xk2!pQ9z".repeat(9), "repeats"),
    ] {
        let message = error(value);
        assert!(
            message.starts_with("JWT_SECRET is ") || message.starts_with("JWT_SECRET repeats"),
            "{message}"
        );
        assert!(message.contains(why), "{message}");
        assert!(message.contains("`openssl rand -base64 48`"), "{message}");
        assert!(value.is_empty() || !message.contains(value), "{message}");
    }
    let message = error(&format!("{SECRET}\n"));
    assert!(message.contains("line feed") && message.contains("tr -d"), "{message}");
    assert!(!message.contains(SECRET));
    let message = Jwt::hs256("Xk2!pQ9z").unwrap_err().to_string();
    assert!(message.contains("HS256") && message.contains("32 bytes"), "{message}");
    let message =
        Jwt::from_variable(Err(VarError::NotUnicode("Xk2!".into()))).unwrap_err().to_string();
    assert!(message.contains("JWT_SECRET is not UTF-8") && !message.contains("Xk2"), "{message}");
}

#[test]
fn without_the_variable_the_secret_is_made_up() {
    let made_up = || prepared(Jwt::from_variable(Err(VarError::NotPresent)).unwrap());
    let (one, other) = (made_up(), made_up());
    assert!(one.is_ephemeral());
    let token = one.tokens.as_ref().unwrap().token("alice").sign().unwrap();
    assert!(verify(&one, &token).is_ok());
    assert_eq!(verify(&other, &token).err(), Some(Rejected::BadSignature));

    assert!(!jwt().is_ephemeral());
    let given = Jwt::from_variable(Ok(SECRET.to_owned())).unwrap();
    assert!(!given.is_ephemeral());
    assert!(verify(&prepared(given), &forge(HEADER, good().to_string())).is_ok());
}

/// The environment of a test cannot be changed safely, but that of its child can.
#[test]
fn the_variable_is_jwt_secret() {
    const CHILD: &str = "MCP_SECURE_TEST_EXPECTS";
    if let Ok(expected) = env::var(CHILD) {
        let found = match Jwt::from_env() {
            Ok(jwt) if jwt.is_ephemeral() => "ephemeral",
            Ok(_) => "given",
            Err(_) => "error",
        };
        assert_eq!(found, expected);
        return;
    }
    for (secret, expected) in [
        (None, "ephemeral"),
        (Some(SECRET), "given"),
        (Some(""), "error"),
        (Some("your-secret-key"), "error"),
    ] {
        let mut child = Command::new(env::current_exe().unwrap());
        child.arg("the_variable_is_jwt_secret").env(CHILD, expected).env_remove("JWT_SECRET");
        child.envs(secret.map(|secret| ("JWT_SECRET", secret)));
        let output = child.output().unwrap();
        assert!(output.status.success(), "{expected}: {}", String::from_utf8_lossy(&output.stdout));
        assert!(String::from_utf8_lossy(&output.stdout).contains("1 passed"), "{expected}");
    }
}
