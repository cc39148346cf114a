//! Tokens whose issuers give them a prefix.

use std::ops::Range;

use crate::sanitize::run::run;

/// Tokens of one alphabet.
struct Family {
    /// The characters that follow a prefix.
    alphabet: fn(u8) -> bool,
    /// Whether a letter or a digit before the prefix makes it a part of something else.
    alone: bool,
    /// Prefixes, and how many characters follow at least. What is longer is taken as a whole.
    tokens: &'static [(&'static str, usize)],
}

/// The token that begins here.
pub(super) fn at(text: &[u8], start: usize) -> Option<Range<usize>> {
    json_web_token(text, start).or_else(|| {
        FAMILIES.iter().find_map(|family| {
            family.tokens.iter().find_map(|token| family.token(*token, text, start))
        })
    })
}

pub(super) fn prefixes() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().flat_map(|family| family.tokens.iter().map(|token| token.0)).chain([JWT])
}

impl Family {
    fn token(
        &self,
        (prefix, least): (&str, usize),
        text: &[u8],
        start: usize,
    ) -> Option<Range<usize>> {
        let rest = text[start..].strip_prefix(prefix.as_bytes())?;
        if self.alone && !begins_alone(text, start) {
            return None;
        }
        let length = run(rest, self.alphabet);
        if length < least {
            return None;
        }
        let behind = start + prefix.len();
        let from = if prefix.ends_with('=') { behind } else { start };
        Some(from..behind + length)
    }
}

/// RFC 7515 and 7516, compact: three parts, of which the second is an object too; or five.
fn json_web_token(text: &[u8], start: usize) -> Option<Range<usize>> {
    if !text[start..].starts_with(JWT.as_bytes())
        || text[..start].last().is_some_and(|&before| is_dotted(before))
            && !begins_alone(text, start)
    {
        return None;
    }
    let length = run(&text[start..], is_dotted);
    let token = &text[start..start + length];
    let mut parts = token.split(|&byte| byte == b'.');
    let (header, second) = (parts.next()?, parts.next()?);
    let further = parts.count();
    let is_one = match further {
        0 => false,
        1 | 2 => second.starts_with(b"ey"),
        _ => true,
    };
    (is_one && header.len() >= 10).then_some(start..start + length)
}

/// Whether no letter or digit stands before, but for the one of an escape: `\n`, `%20`.
pub(super) fn begins_alone(text: &[u8], start: usize) -> bool {
    match text[..start] {
        [.., b'\\', b'n' | b'r' | b't'] => true,
        [.., b'%', first, second] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => {
            true
        }
        [.., before] => !before.is_ascii_alphanumeric() && !matches!(before, b'_' | b'.' | b'-'),
        [] => true,
    }
}

const JWT: &str = "eyJ";

const FAMILIES: &[Family] = &[
    Family {
        alphabet: is_alphanumeric,
        alone: false,
        tokens: &[
            // GitHub.
            ("ghp_", 36),
            ("gho_", 36),
            ("ghu_", 36),
            ("ghr_", 36),
            // Stripe.
            ("sk_live_", 16),
            ("sk_test_", 16),
            ("rk_live_", 16),
            ("rk_test_", 16),
            // npm, Groq, Linear, Netlify, Notion, New Relic, Doppler.
            ("npm_", 36),
            ("gsk_", 40),
            ("lin_api_", 32),
            ("nfp_", 36),
            ("ntn_", 40),
            ("NRAK-", 20),
            ("dp.pt.", 40),
        ],
    },
    Family {
        alphabet: is_word,
        alone: false,
        tokens: &[
            // GitHub.
            ("github_pat_", 50),
            // Grafana, LangSmith.
            ("glsa_", 30),
            ("lsv2_", 30),
        ],
    },
    Family {
        alphabet: is_base64url,
        alone: false,
        tokens: &[
            // GitLab.
            ("glpat-", 20),
            ("gldt-", 20),
            ("glrt-", 20),
            ("glcbt-", 20),
            ("glptt-", 20),
            ("glft-", 20),
            ("glimt-", 20),
            ("glagent-", 20),
            ("gloas-", 20),
            ("glsoat-", 20),
            // Slack.
            ("xoxa-", 20),
            ("xoxb-", 20),
            ("xoxc-", 20),
            ("xoxd-", 20),
            ("xoxe-", 20),
            ("xoxp-", 20),
            ("xoxr-", 20),
            ("xoxs-", 20),
            ("xoxe.xoxb-", 20),
            ("xoxe.xoxp-", 20),
            ("xapp-", 20),
            // OpenAI, Anthropic, and others of their form.
            ("sk-proj-", 20),
            ("sk-svcacct-", 20),
            ("sk-admin-", 20),
            ("sk-ant-", 20),
            ("sk-or-v1-", 20),
            ("xai-", 40),
            ("pplx-", 40),
            // Google.
            ("GOCSPX-", 20),
            // PyPI, Docker, Tailscale, Postman, Figma, Supabase, Atlassian.
            ("pypi-", 50),
            ("dckr_pat_", 20),
            ("dckr_oat_", 20),
            ("tskey-", 20),
            ("PMAK-", 30),
            ("figd_", 36),
            ("sb_secret_", 20),
            ("ATATT3", 50),
        ],
    },
    Family {
        alphabet: is_dotted,
        alone: false,
        tokens: &[
            ("ghs_", 36),
            // SendGrid, Google, HashiCorp Vault.
            ("SG.", 60),
            ("ya29.", 20),
            ("hvs.", 20),
            ("hvb.", 20),
        ],
    },
    Family {
        alphabet: is_hexadecimal,
        alone: false,
        tokens: &[
            // DigitalOcean, Shopify, RubyGems, Supabase, Pulumi.
            ("dop_v1_", 64),
            ("doo_v1_", 64),
            ("dor_v1_", 64),
            ("shpat_", 32),
            ("shpca_", 32),
            ("shppa_", 32),
            ("shpss_", 32),
            ("rubygems_", 48),
            ("sbp_", 40),
            ("pul-", 40),
            // Signed URLs.
            ("X-Amz-Signature=", 64),
            ("X-Goog-Signature=", 64),
        ],
    },
    Family {
        alphabet: is_base64,
        alone: false,
        tokens: &[
            // Stripe, Grafana, Sentry, signed URLs, web hooks.
            ("whsec_", 24),
            ("glc_", 40),
            ("sntrys_", 40),
            ("sntryu_", 40),
            ("X-Amz-Security-Token=", 40),
            ("hooks.slack.com/services/", 20),
            ("discord.com/api/webhooks/", 40),
        ],
    },
    // Short, or of letters only: they may be a part of something else.
    Family {
        alphabet: is_alphanumeric,
        alone: true,
        tokens: &[("sk-", 32), ("hf_", 30), ("r8_", 36), ("secret_", 43), ("cio", 32)],
    },
    Family {
        alphabet: |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        alone: true,
        tokens: &[("AKIA", 16), ("ASIA", 16), ("ABIA", 16), ("ACCA", 16), ("AGE-SECRET-KEY-1", 58)],
    },
    Family { alphabet: is_base64url, alone: true, tokens: &[("AIza", 35), ("1//0", 40)] },
    // Twilio, Databricks.
    Family { alphabet: is_hexadecimal, alone: true, tokens: &[("SK", 32), ("dapi", 32)] },
    // Azure.
    Family { alphabet: is_base64, alone: true, tokens: &[("sig=", 40)] },
];

fn is_alphanumeric(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn is_base64url(byte: u8) -> bool {
    is_word(byte) || byte == b'-'
}

fn is_dotted(byte: u8) -> bool {
    is_base64url(byte) || byte == b'.'
}

fn is_hexadecimal(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Of either alphabet, and percent-encoded.
fn is_base64(byte: u8) -> bool {
    is_base64url(byte) || matches!(byte, b'+' | b'/' | b'=' | b'%')
}
