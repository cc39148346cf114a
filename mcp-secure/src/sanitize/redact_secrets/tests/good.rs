//! What stays as it is.

use super::*;

#[test]
fn leaves_what_is_no_secret() {
    for text in [
        "",
        "plain text, é",
        // Hashes, commits, identifiers.
        "d41d8cd98f00b204e9800998ecf8427e",
        "da39a3ee5e6b4b0d3255bfef95601890afd80709",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        "550e8400-e29b-41d4-a716-446655440000",
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "cache-key-d41d8cd98f00b204e9800998ecf8427e",
        "task-d41d8cd98f00b204e9800998ecf8427e",
        "disk-0123456789abcdef0123456789abcdef",
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "arn:aws:iam::123456789012:user/ada",
        "AC0123456789abcdef0123456789abcdef",
        // Base64 of pictures and of JSON.
        "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
        "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
        "/9j/4AAQSkZJRgABAQEAYABgAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkI",
        "eyJuYW1lIjoiYWRhIiwiYWdlIjozNn0",
        "eyJhIjoxfQ.txt",
        "file.eyJ",
        // Public halves.
        "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMFkwEwYHKoZIzj0CAQYIKoZIzj0D\n-----END PUBLIC KEY-----",
        "-----BEGIN CERTIFICATE-----\nMIIBszCCAVmgAwIBAgIUTest\n-----END CERTIFICATE-----",
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGtQ1h3Y0b0n2v3y4x5z6A7B8C9D0E1F2G3H4I5J6K7L ada@host",
        "-----BEGIN PRIVATE KEY----- is how the block begins",
        // Words, names and prefixes alone.
        "Bearer authentication is described in RFC 6750",
        "the bearer of-good-and-long-tidings",
        "Basic authentication, basic knowledge",
        "a token, a secret, a password: all must have 8 characters",
        "password: required, 8 to 64 characters",
        r#"{"token_type": "Bearer", "expires_in": 3600, "scope": "notes:read"}"#,
        r#"{"type": "string", "description": "the token", "name": "password"}"#,
        r#"{"password": {"type": "string", "minLength": 12}}"#,
        r#"{"password": null, "token": "", "secret": true, "api_key": "<your key 1>"}"#,
        r#"{"nextPageToken": "CAUQAA1234567", "next_token": "abc123def"}"#,
        "max_tokens=4096 total_tokens=123456789 tokens: 12345678",
        "password_hash=0123456789abcdef secret_name=prod1234 token_id=abc123",
        "password=$DB_PASSWORD1 token=${TOKEN_1} secret=%SECRET1% api_key=***1234",
        "token = next_token(input2)",
        "let secret = config.key2;",
        "token=sha256(input)",
        "secret=values[12345]",
        "sk-learn, hf_hub, npm_config_user_agent, ghp_short, xoxb-1, glpat-short, AIzaShort, SG.x.y",
        "AKIA2025, SLOVAKIASLOVAKIASLOVAKIA",
        "mask-1234, SKU0123456789, SK12345678",
        "risk-aware, disk-usage",
        // URLs.
        "https://example.com:8443/a@b?c=d:e@f",
        "git@github.com:ada/notes.git",
        "ssh://git@github.com/ada/notes.git",
        "http://[::1]:80/",
        "mailto:ada@example.com",
        "at 12:30 @home, see https://example.com",
        "https://example.com/sig=short?sig=abc",
    ] {
        assert!(
            matches!(redact_secrets().sanitize(text), Cow::Borrowed(same) if same == text),
            "{text}\n{}",
            clean(text)
        );
    }
}

/// Base64 of anything is no token by chance.
#[test]
fn leaves_base64_of_noise() {
    use base64::{
        Engine,
        prelude::{BASE64_STANDARD, BASE64_URL_SAFE},
    };

    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let noise: Vec<u8> = (0..400_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 56) as u8
        })
        .collect();
    for text in [BASE64_STANDARD.encode(&noise), BASE64_URL_SAFE.encode(&noise)] {
        assert_eq!(clean(&text), text);
    }
}
