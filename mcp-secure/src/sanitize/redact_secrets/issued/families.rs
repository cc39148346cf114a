//! Which issuers give their tokens which prefix.

use super::Family;

pub(super) const FAMILIES: &[Family] = &[
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
            // Razorpay.
            ("rzp_live_", 14),
            ("rzp_test_", 14),
        ],
    },
    Family {
        alphabet: is_word,
        alone: false,
        tokens: &[
            // GitHub.
            ("github_pat_", 50),
            // Grafana, LangSmith, CircleCI.
            ("glsa_", 30),
            ("lsv2_", 30),
            ("CCIPAT_", 40),
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
            // HCP Terraform, Square, PlanetScale, Heroku, Plaid.
            (".atlasv1.", 60),
            ("sq0atp-", 22),
            ("sq0csp-", 40),
            ("pscale_tkn_", 32),
            ("pscale_pw_", 32),
            ("pscale_oauth_", 32),
            ("HRKU-AA", 58),
            ("access-production-", 36),
            ("access-sandbox-", 36),
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
            // Dynatrace, Mapbox.
            ("dt0c01.", 80),
            ("sk.eyJ", 40),
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
            // Buildkite.
            ("bkua_", 40),
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
            ("webhook.office.com/webhookb2/", 36),
            ("/IncomingWebhook/", 60),
            // Fly.
            ("fm2_", 60),
        ],
    },
    // Short, or of letters only: they may be a part of something else.
    Family {
        alphabet: is_alphanumeric,
        alone: true,
        tokens: &[
            ("sk-", 32),
            ("hf_", 30),
            ("r8_", 36),
            ("secret_", 43),
            ("cio", 32),
            // Artifactory, Twitch.
            ("AKCp", 60),
            ("oauth:", 30),
        ],
    },
    Family {
        alphabet: |byte| byte.is_ascii_uppercase() || byte.is_ascii_digit(),
        alone: true,
        tokens: &[("AKIA", 16), ("ASIA", 16), ("ABIA", 16), ("ACCA", 16), ("AGE-SECRET-KEY-1", 58)],
    },
    Family { alphabet: is_base64url, alone: true, tokens: &[("AIza", 35), ("1//0", 40)] },
    // Okta.
    Family { alphabet: is_base64url, alone: true, tokens: &[("SSWS 00", 30)] },
    // Twilio, Databricks, Mailgun.
    Family {
        alphabet: is_hexadecimal,
        alone: true,
        tokens: &[("SK", 32), ("dapi", 32), ("key-", 32)],
    },
    // Entra: before it stand three more characters.
    Family {
        alphabet: |byte| is_dotted(byte) || byte == b'~',
        alone: false,
        tokens: &[("8Q~", 31), ("7Q~", 31)],
    },
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

pub(super) fn is_dotted(byte: u8) -> bool {
    is_base64url(byte) || byte == b'.'
}

fn is_hexadecimal(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// Of either alphabet, and percent-encoded.
fn is_base64(byte: u8) -> bool {
    is_base64url(byte) || matches!(byte, b'+' | b'/' | b'=' | b'%')
}
