//! Names and addresses of hosts, and what is built of them.

use super::{Case, Row, case, row};
use crate::rule::{hostname, ip, url, url_segment};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "hostname",
            [
                case!(String, hostname())
                    .good([
                        "example.com",
                        "localhost",
                        "3com.com",
                        "a.1.b",
                        "xn--bcher-kva.example",
                    ])
                    .untold(NUMBER, "127.1")
                    .untold(RESERVED, "xn--example.com"),
                case!(String, hostname().unicode(true))
                    .good(["example.com", "bücher.example", "日本語.jp", "пример.рф"])
                    .untold(NUMBER, "0x7f")
                    .untold(RESERVED, "xn--example.com")
                    .untold("must not have labels that start or end with a hyphen", "-a.b")
                    .untold("must hold only letters, digits, hyphens and dots", "a_b.c")
                    .untold("must not have empty labels, nor a dot at an end", ".a.b")
                    .untold("must hold only letters, marks and digits in its labels", "\u{2212}a.b")
                    .untold("must have at most 63 characters between dots", "a".repeat(64))
                    .untold("must be a name by IDNA", "a\u{fffc}")
                    .untold("must be spelled as IDNA maps it", "BÜCHER.example"),
            ],
        ),
        row(
            "ip",
            [
                case!(String, ip()).good(["192.0.2.1", "2001:db8::1", "::ffff:10.0.0.1", "::"]),
                case!(String, ip().v4()).good(["192.0.2.1", "255.255.255.255"]),
                case!(String, ip().v6()).good(["2001:DB8::1", "fe80::1", "::1.2.3.4"]),
                case!(String, ip().public())
                    .good(["9.9.9.9", "2620:fe::fe"])
                    .untold("must be a public address", "127.0.0.1"),
            ],
        ),
        row(
            "url",
            [
                strict(case!(String, url())),
                strict(case!(String, url().schemes(["http", "https", "ws"])).good(["ws://a.b/"])),
                strict(
                    case!(String, url().hosts(["api.example.com"]).port(443))
                        .good(["https://api.example.com/a", "https://API.example.com:443"])
                        .untold("must have one of the hosts", "https://example.org/")
                        .untold("must have one of the ports", "https://api.example.com:8443/"),
                ),
                strict(
                    case!(String, url().unicode(true))
                        .good(["https://bücher.example/straße?q=日本#ü", "https://пример.рф/путь"]),
                )
                .untold("must be spelled as IDNA maps it", "https://BÜCHER.example/")
                .untold("must be a name by IDNA", "https://ü_.a/")
                .untold("must hold only letters, marks and digits in its labels", "https://♥.a/")
                .untold(NUMBER, "https://ü.1/")
                .untold("must be in Unicode normalization form C", "https://a.b/u\u{308}")
                .untold("must not hold control characters or line breaks", "https://a.b/\u{2028}")
                .untold("must not hold private-use characters", "https://a.b/?\u{e000}")
                .untold("must not hold characters that look like a path", "https://a.b/\u{ff0f}")
                .untold("must not hold invisible or bidirectional", "https://a.b/\u{202e}"),
                strict(
                    case!(String, url().public())
                        .untold("must have a public host", "https://[::1]/"),
                ),
            ],
        ),
        row(
            "url_segment",
            [case!(String, url_segment())
                .good([
                    "42",
                    "user@example.com",
                    "a:b",
                    "v1..2",
                    "100%",
                    "Zürich",
                    "a b",
                    "x=1&y=2",
                ])
                .untold("must have at most 255 bytes", "é".repeat(128))
                .untold("must not consist of dots", "..")
                .untold("must not start or end with a space", "a ")
                .untold(
                    "must not hold percent-encoded delimiters, dots or control characters",
                    "a%252fb",
                )
                .untold("must not hold control characters or line breaks", "a\u{85}b")
                .untold(
                    "must not hold characters that look like a path separator or a dot",
                    "a\u{2044}b",
                )
                .untold(
                    "must not hold invisible or bidirectional formatting characters",
                    "a\u{202e}b",
                )
                .untold("must not hold private-use characters or noncharacters", "a\u{e000}b")],
        ),
    ]
}

/// What `format: uri` accepts beyond what all programs read alike.
fn strict(case: Case) -> Case {
    let case = if case.written.contains("hosts") {
        case
    } else {
        case.good([
            "https://example.com",
            "https://example.com:8443/a/b?q=1#top",
            "https://9.9.9.9/",
        ])
    };
    case.untold("must have at most 2048 bytes", format!("https://a.b/{}", "a".repeat(2048)))
        .untold("must not hold a user name or password", "https://a@b.example/")
        .untold("must have a `/` after the host where an `@` follows", "https://a.b?c@d")
        .untold("must not hold encoded control characters in the path", "https://a.b/%0a")
        .untold("must have brackets around an IPv6 address", "https://[v1.a]/")
        .untold("must have a host that is a name, or an IP address", "https://0x7f.1/")
        .untold("must have a port from 1 to 65535", "https://a.b:0/")
        .untold("must be a URL by the URL Standard", "https://xn--a/")
}

const RESERVED: &str =
    "must not have `--` in the third and fourth place of a label, but for a valid `xn--`";

const NUMBER: &str = "must be a name, not an IP address in any spelling";
