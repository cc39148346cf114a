//! Keys and tokens.

use std::borrow::Cow;

use super::{Sanitizer, redact::REDACTED};

mod assignment;
mod credentials;
mod find;
mod issued;
mod pem;
#[cfg(test)]
mod tests;

/// Puts `[redacted]` in the place of keys and tokens that are known by their form.
///
/// | found | as in |
/// |---|---|
/// | keys and tokens of AWS, GitHub, GitLab, Slack, Stripe, Google, OpenAI, Anthropic, npm, PyPI, SendGrid, Twilio, and some forty others, by the prefix that their issuer gives them | `ghp_…`, `AKIA…`, `sk-ant-…` |
/// | JSON Web Tokens, signed, encrypted or without signature | `eyJ….eyJ….…` |
/// | private keys in PEM, the whole block; broken off, its lines | `-----BEGIN PRIVATE KEY-----` |
/// | what follows `Bearer`, if it has 16 characters or more and a digit, and `Basic`, if it is Base64 of a name and a password | `Bearer …` |
/// | name and password in a URL | `postgres://…:…@host/` |
/// | values of members and variables whose names end in password, passwd, pwd, secret, token, API key, access key or account key, in any spelling: quoted, or after `=`; of 6 characters or more, with a digit; of any value in a connection string (`…;Password=…;`) | `"api_key": "…"`, `AWS_SECRET_ACCESS_KEY=…` |
/// | signatures in signed URLs of AWS, Azure and Google | `X-Amz-Signature=…` |
///
/// It finds them anywhere in a text, where no letter or digit stands before. What stays are hashes,
/// UUIDs, commits, Base64 of pictures, public keys, certificates, and words such as `token` and
/// `Bearer` in prose.
///
/// # What is not promised
///
/// This catches slips, and no one who means it. It does not find a secret without such a form (a
/// password in a sentence, 40 hexadecimal digits), one that is encoded, split, or written with
/// other characters between, a password with a `/` in a URL, one of letters alone behind its name.
/// Do not read into a tool's result what must not leave the machine.
///
/// Time is linear in the text.
///
/// ```
/// use mcp_secure::sanitize::{Sanitizer, redact_secrets};
///
/// let redact = redact_secrets();
/// assert_eq!(
///     redact.sanitize("key=AKIAIOSFODNN7EXAMPLE at https://ada:hunter2@example.com/"),
///     "key=[redacted] at https://[redacted]@example.com/"
/// );
/// let hash = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
/// assert_eq!(redact.sanitize(hash), hash);
/// ```
pub fn redact_secrets() -> RedactSecrets {
    RedactSecrets
}

/// See [`redact_secrets`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RedactSecrets;

impl Sanitizer for RedactSecrets {
    fn name(&self) -> &'static str {
        "redact_secrets"
    }

    fn sanitize<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let mut replaced = String::new();
        let mut from = 0;
        for secret in find::Secrets::of(text) {
            replaced.push_str(&text[from..secret.start]);
            replaced.push_str(REDACTED);
            from = secret.end;
        }
        if from == 0 {
            return Cow::Borrowed(text);
        }
        replaced.push_str(&text[from..]);
        Cow::Owned(replaced)
    }
}
