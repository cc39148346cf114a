//! What is found. No secret here is one: they are made up, or from documentation. They are put
//! together here, so that no one who looks for secrets in sources finds them.

use super::*;

/// `count` characters of an alphabet, made up.
fn made_up(alphabet: &str, count: usize) -> String {
    let characters: Vec<char> = alphabet.chars().collect();
    (0..count).map(|at| characters[(at * 7 + at / 3 + 1) % characters.len()]).collect()
}

const LETTERS: &str = "aB3dE6gH9jK2mN5pQ8rS1tU4vW7xY0zA";
const URL: &str = "aB3dE6g_H9jK2m-N5pQ8rS1tU4vW7xY0zA";
const HEX: &str = "0123456789abcdef";
const UPPER: &str = "ABCDEFGHIJ234567";

fn tokens() -> Vec<String> {
    [
        ("AKIA", UPPER, 16),
        ("ASIA", UPPER, 16),
        ("ghp_", LETTERS, 36),
        ("gho_", LETTERS, 36),
        ("ghu_", LETTERS, 36),
        ("ghs_", LETTERS, 36),
        ("ghr_", LETTERS, 76),
        ("github_pat_", LETTERS, 82),
        ("glpat-", URL, 20),
        ("glrt-", URL, 20),
        ("glptt-", HEX, 40),
        ("xoxb-", "0123456789", 50),
        ("xoxp-", HEX, 70),
        ("xoxe.xoxp-", LETTERS, 160),
        ("xapp-1-", LETTERS, 60),
        ("https://hooks.slack.com/services/T", LETTERS, 40),
        ("sk_live_", LETTERS, 24),
        ("sk_test_", LETTERS, 99),
        ("rk_live_", LETTERS, 24),
        ("whsec_", LETTERS, 32),
        ("AIza", URL, 35),
        ("ya29.", URL, 100),
        ("GOCSPX-", URL, 28),
        ("1//0", URL, 60),
        ("sk-", LETTERS, 48),
        ("sk-proj-", URL, 120),
        ("sk-svcacct-", URL, 120),
        ("sk-ant-api03-", URL, 95),
        ("sk-ant-oat01-", URL, 95),
        ("sk-or-v1-", HEX, 64),
        ("npm_", LETTERS, 36),
        ("pypi-AgEIcHlwaS5vcmc", URL, 150),
        ("SK", HEX, 32),
        ("dckr_pat_", URL, 27),
        ("hf_", LETTERS, 34),
        ("dop_v1_", HEX, 64),
        ("shpat_", HEX, 32),
        ("rubygems_", HEX, 48),
        ("hvs.", URL, 90),
        ("tskey-auth-", LETTERS, 40),
        ("dapi", HEX, 32),
        ("cio", LETTERS, 32),
        ("AGE-SECRET-KEY-1", UPPER, 58),
        ("rzp_live_", LETTERS, 14),
        ("CCIPAT_", LETTERS, 63),
        (".atlasv1.", URL, 67),
        ("sq0atp-", URL, 22),
        ("sq0csp-", URL, 43),
        ("pscale_tkn_", URL, 43),
        ("HRKU-AA", URL, 58),
        ("access-production-", HEX, 36),
        ("dt0c01.", UPPER, 90),
        ("sk.eyJ", LETTERS, 80),
        ("bkua_", HEX, 40),
        ("fm2_", LETTERS, 100),
        ("AKCp", LETTERS, 69),
        ("oauth:", LETTERS, 30),
        ("SSWS 00", URL, 40),
        ("key-", HEX, 32),
        ("8Q~", URL, 34),
    ]
    .into_iter()
    .map(|(prefix, alphabet, count)| format!("{prefix}{}", made_up(alphabet, count)))
    .chain([
        format!("SG.{}.{}", made_up(URL, 22), made_up(URL, 43)),
        // RFC 7515, appendix A.1; one without a signature; RFC 7516's five parts.
        format!("eyJ{}.eyJ{}.{}", made_up(URL, 36), made_up(URL, 90), made_up(URL, 43)),
        format!("eyJ{}.eyJ{}.", made_up(URL, 20), made_up(URL, 90)),
        format!("eyJ{0}..{0}.{0}.{0}", made_up(URL, 22)),
    ])
    .collect()
}

#[test]
fn finds_what_issuers_mark() {
    for token in tokens() {
        // What comes before the token's own prefix stays.
        let kept = if token.starts_with("https://") { "https://" } else { "" };
        for (before, after) in [
            ("", ""),
            ("é", "é"),
            ("key=", "\nnext"),
            ("(", ")"),
            ("`", "`"),
            ("x: ", ", y"),
            (r#"{"a":"line\n"#, r#"\n"}"#),
            ("?key%3D", "&b=1"),
        ] {
            let text = format!("{before}{token}{after}");
            assert_eq!(clean(&text), format!("{before}{kept}[redacted]{after}"), "{text}");
        }
    }
}

#[test]
fn a_marked_token_is_found_within_other_text() {
    for prefix in ["ghp_", "sk_live_", "npm_", "glpat-", "sk-ant-api03-", "xoxb-"] {
        let text = format!("x{prefix}{}", made_up(LETTERS, 40));
        assert_eq!(clean(&text), "x[redacted]");
    }
}

#[test]
fn finds_private_keys() {
    let line = made_up(LETTERS, 64);
    for label in [
        "PRIVATE KEY",
        "RSA PRIVATE KEY",
        "EC PRIVATE KEY",
        "OPENSSH PRIVATE KEY",
        "ENCRYPTED PRIVATE KEY",
        "PGP PRIVATE KEY BLOCK",
    ] {
        for eol in ["\n", "\r\n", "\\n", " "] {
            let block = format!(
                "-----BEGIN {label}-----{eol}{line}{eol}{line}{eol}QUJD{eol}-----END {label}-----"
            );
            assert_eq!(clean(&format!("a {block}\nb {block}")), "a [redacted]\nb [redacted]");
            let broken = format!("-----BEGIN {label}-----{eol}{line}{eol}{line}{eol}QUJD");
            assert_eq!(clean(&broken), "[redacted]");
            let other_end = format!("{broken}\n-----END CERTIFICATE-----");
            assert_eq!(clean(&other_end), "[redacted]\n-----END CERTIFICATE-----");
        }
    }
    let encrypted = format!(
        "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\n{line}\n-----END RSA PRIVATE KEY-----"
    );
    assert_eq!(clean(&encrypted), "[redacted]");
}

#[test]
fn finds_credentials_in_headers_and_urls() {
    for (text, redacted) in [
        ("Authorization: Bearer abcdef0123456789", "Authorization: Bearer [redacted]"),
        ("authorization: bearer  a.b-c_d~e+f/g12=", "authorization: bearer  [redacted]"),
        ("-H 'Authorization: Bearer 0123456789abcdef'", "-H 'Authorization: Bearer [redacted]'"),
        ("Authorization: Basic YWRhOmh1bnRlcjI=", "Authorization: Basic [redacted]"),
        ("https://ada:hunter2@example.com/a", "https://[redacted]@example.com/a"),
        ("postgres://u:p@ss@db:5432/x", "postgres://[redacted]@db:5432/x"),
        ("redis://:secret@cache/0", "redis://[redacted]@cache/0"),
        ("mongodb+srv://u:p%40@c.example/?x=1", "mongodb+srv://[redacted]@c.example/?x=1"),
        ("amqp://é:ü@h", "amqp://[redacted]@h"),
        ("a://b:c@d e://f:g@h", "a://[redacted]@d e://[redacted]@h"),
    ] {
        assert_eq!(clean(text), redacted);
    }
}

#[test]
fn finds_values_by_their_names() {
    for (text, redacted) in [
        ("password=hunter2", "password=[redacted]"),
        ("?user=ada&password=hunter2&x=1", "?user=ada&password=[redacted]&x=1"),
        ("DB_PASSWORD=hunter2\nX=1", "DB_PASSWORD=[redacted]\nX=1"),
        ("export API_KEY='abc123def'", "export API_KEY='[redacted]'"),
        (r#"{"password": "hunter2", "a": 1}"#, r#"{"password": "[redacted]", "a": 1}"#),
        (r#"{"clientSecret":"x1y2z3"}"#, r#"{"clientSecret":"[redacted]"}"#),
        (r#""{\"api_key\":\"abc123\"}""#, r#""{\"api_key\":\"[redacted]\"}""#),
        ("api-key => 'abc-123'", "api-key => '[redacted]'"),
        ("auth_token := \"abc123\"", "auth_token := \"[redacted]\""),
        (
            "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "aws_secret_access_key = [redacted]",
        ),
        ("TWILIO_AUTH_TOKEN=0123456789abcdef0123456789abcdef", "TWILIO_AUTH_TOKEN=[redacted]"),
        ("x-api-key: 0123456789abcdef0", "x-api-key: [redacted]"),
        ("Server=db;User Id=sa;Password=letmein;", "Server=db;User Id=sa;Password=[redacted];"),
        ("Pwd=letmein;Server=db", "Pwd=[redacted];Server=db"),
        (
            "AccountName=a;AccountKey=QUJDREVGR0g=;EndpointSuffix=core.windows.net",
            "AccountName=a;AccountKey=[redacted];EndpointSuffix=core.windows.net",
        ),
        ("Endpoint=sb://x/;SharedAccessKey=abcdef=", "Endpoint=sb://x/;SharedAccessKey=[redacted]"),
        ("password=geheim-é1", "password=[redacted]"),
    ] {
        assert_eq!(clean(text), redacted, "{text}");
    }
    let long = format!("password='{}'", made_up(LETTERS, 10_000));
    assert_eq!(clean(&long), "password='[redacted]'");
}

#[test]
fn finds_signatures_of_urls() {
    let url = format!(
        "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature={}&a=1",
        made_up(HEX, 64)
    );
    assert_eq!(
        clean(&url),
        "https://b.s3.amazonaws.com/k?X-Amz-Expires=60&X-Amz-Signature=[redacted]&a=1"
    );
    let url = format!("https://a.blob.core.windows.net/c?sv=2026&sig={}%3D", made_up(LETTERS, 43));
    assert_eq!(clean(&url), "https://a.blob.core.windows.net/c?sv=2026&sig=[redacted]");
}

proptest! {
    #[test]
    fn twice_is_once(parts in prop::collection::vec(0..60_usize, 0..12), glue in "[ ;=:@/\"'\\\\né]{1,2}") {
        let tokens = tokens();
        let words = ["password=", "token", ": ", "://", "user:", "@", "Bearer ", "-----BEGIN PRIVATE KEY-----\n", "x1", "a", ";", "[redacted]"];
        let text: Vec<&str> = parts.iter().map(|&part| match words.get(part) {
            Some(word) => word,
            None => tokens[part % tokens.len()].as_str(),
        }).collect();
        for text in [text.join(""), text.join(&glue)] {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.as_str(), "{}", text);
        }
    }

    #[test]
    fn any_text_is_taken(text in any::<String>(), near in "(://|:|@|=|password|token|\"|'|\\\\|eyJ|\\.|ghp_|sk-|-----BEGIN |-----END |PRIVATE KEY-----|bearer |basic |é|a1|\n|;){0,24}") {
        for text in [text, near] {
            let once = clean(&text);
            prop_assert_eq!(clean(&once), once.as_str(), "{}", text);
        }
    }
}
