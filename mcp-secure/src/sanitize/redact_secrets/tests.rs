use proptest::prelude::*;

use super::*;
use crate::sanitize::run::assert_linear;

mod good;
mod secrets;

fn clean(text: &str) -> String {
    redact_secrets().sanitize(text).into_owned()
}

/// Whatever begins as a secret does, again and again, and is none.
#[test]
fn no_part_of_a_text_is_looked_at_again_and_again() {
    for part in [
        "ghp_",
        "sk-",
        "sk-ant-",
        "github_pat_",
        "glpat-",
        "SG.",
        "AKIA",
        "whsec_",
        "hooks.slack.com/services/",
        "eyJ",
        "eyJ.",
        "eyJa.eyJ",
        "x.eyJ",
        "://",
        "://a",
        "://a:",
        "://@:",
        "bearer ",
        "bearer a",
        "basic ",
        "-----BEGIN PRIVATE KEY-----",
        "-----BEGIN PRIVATE KEY-----\na",
        "-----BEGIN ",
        "-----BEGIN A",
        "password=",
        "password=.",
        "password=a ",
        "password='",
        "token=\"a",
        "token",
        "token_",
        "secret : ",
        "api_key",
        "password=a;",
        ";pwd=",
        "passwordpassword=",
        "\\\"token\\\":\\\"",
    ] {
        for end in ["", "1", "@", "-----END PRIVATE KEY-----", "'", ";a="] {
            assert_linear(&redact_secrets(), part, end);
        }
    }
}
