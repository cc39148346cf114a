#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Value, json};

use super::*;

mod other_scripts;

fn any() -> Url {
    url().schemes(["http", "https"])
}

#[track_caller]
fn accepts(rule: &Url, values: &[&str]) {
    for value in values {
        assert_eq!(rule.judge(value), Ok(()), "{value:?}");
    }
}

/// Every URL is refused, and for the reason that the message names.
#[track_caller]
fn refuses(rule: &Url, reason: &str, values: &[&str]) {
    for value in values {
        match rule.judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

fn described(rule: &Url) -> Value {
    let mut schema = String::json_schema(&mut SchemaGenerator::default());
    rule.describe(&mut schema);
    schema.to_value()
}

const GOOD: &[&str] = &[
    "https://example.com", "https://example.com/", "https://EXAMPLE.com/A", "HTTPS://example.com/",
    "https://example.com:443/", "https://example.com:8443/a", "https://example.com:1", "https://a:65535/",
    "https://www.example.co.uk/a/b/c.html?x=1&y=2#top", "https://example.com?q=1", "https://example.com#top",
    "https://example.com/?email=a@b.com", "https://medium.com/@user/post-1", "https://example.com/a:b",
    "https://example.com/a//b", "https://example.com/a/../b", "https://example.com/~user/(x)*'!$,;=+",
    "https://example.com/Z%C3%BCrich", "https://example.com/?q=a%20b+c%0Ad", "https://example.com/100%25",
    "https://example.com/?url=https://other.com/x?y", "https://example.com/#/route?x=1", "https://example.com/#a@b",
    "https://xn--bcher-kva.example/", "https://my_bucket.s3.example.com/", "https://localhost:3000/x",
    "https://9.9.9.9/", "https://127.0.0.1:8080/", "https://[2606:4700:4700::1111]/", "https://[::1]:8443/a",
    "https://[::ffff:10.0.0.1]/", "https://r3---sn-5hne6nsz.example.com/videoplayback", "https://1.2.3.example/",
    "https://3com.com/", "https://0xg.example/", "https://a.b.c.d.e.example/", "https://example.com/?a=1?b=2",
];

#[test]
fn accepts_urls_as_people_give_them() {
    accepts(&url(), GOOD);
    let longest = format!("https://example.com/{}", "a".repeat(2028));
    accepts(&url(), &[&longest]);
    refuses(&url(), "2048", &[&format!("{longest}a")]);
}

#[test]
fn refuses_what_is_no_absolute_url_with_a_host() {
    refuses(&url(), "empty", &[""]);
    refuses(&url(), "absolute", &[
        "https", "https:", "https:/", "https://", "https:///", "https:///evil.com", "https:/evil.com",
        "https:evil.com", "//evil.com", "/a", "a/b", "evil.com", "evil.com/a", "?a", "#a", ":", "://evil.com",
        "javascript:alert(1)", "data:text/html,x", "mailto:a@b.com", "file:/etc/passwd", "file:///etc/passwd",
        "1https://a.com", "java.script:alert(1)", "https:?://a.com", "/https://a.com", "[://a.com",
    ]);
    refuses(&url(), "schemes: https", &[
        "http://example.com/", "ftp://example.com/", "file://example.com/a", "gopher://example.com:70/_x",
        "dict://example.com/", "ldap://example.com/", "javascript://example.com/%61lert(1)", "ws://example.com",
        "view-source://example.com", "jar://example.com", "httpss://example.com", "xhttps://example.com",
    ]);
}

#[test]
fn refuses_what_programs_read_differently() {
    refuses(&any(), "backslash", &[
        r"http://good.com\@evil.com/", r"https://good.com\.evil.com/", r"https:\\evil.com\", r"https:/\evil.com",
        r"https://good.com/\evil.com", r"\\evil.com\share", r"https://evil.com\\@good.com/",
    ]);
    refuses(&any(), "spaces, line breaks or control", &[
        " https://good.com/", "https://good.com/ ", "https://good.com/\n", "ht\ntps://good.com/", "https://go\tod.com/",
        "https://good.com\r\nHost: evil.com", "\0https://good.com/", "https://good.com\0.evil.com/",
        "https://good.com/\u{1}", "https://1.1.1.1 &@2.2.2.2# @3.3.3.3/", "https://good.com\u{7f}/", "java\nscript:a",
        "https://good.com/a b", "https:\t//good.com", "\u{1b}https://good.com/",
    ]);
    refuses(&any(), "user name", &[
        "https://user@evil.com/", "https://user:pass@evil.com/", "https://good.com@evil.com/", "https://@evil.com/",
        "https://good.com:80@evil.com/", "https://good.com:@evil.com", "https://:@evil.com", "https://a@b@evil.com/",
        "https://good.com%2f@evil.com/", "https://foo@127.0.0.1:80@evil.com/", "https://evil.com:443@[::1]/",
    ]);
    refuses(&any(), "`/` after the host", &[
        "https://good.com?@evil.com/", "https://good.com#@evil.com/", "https://good.com?x=1#@evil.com",
    ]);
    refuses(&any(), "ASCII", &[
        "https://bücher.example/", "https://①②⑦.0.0.1/", "https://１２７.0.0.1/", "https://127。0。0。1/",
        "https://good.com／evil.com/", "https://good.com＠evil.com/", "https://evil.c℀.good.com/", "https://ｌｏｃａｌｈｏｓｔ/",
        "https://good.com/\u{202e}", "https://go\u{200b}od.com/", "https://good.com\u{ff0e}evil.com", "https://good.com/é",
        "https://ⓔⓥⓘⓛ.com", "https://good.com\u{a0}", "https://good.com/\u{85}", "https://ſ.com",
    ]);
    refuses(&any(), "RFC 3986", &[
        "https://good.com/<a>", "https://good.com/\"", "https://good.com/{a}", "https://good.com/a|b", "https://a^b.com/",
        "https://good.com/`a`", "https://a<b.com",
    ]);
    refuses(&any(), "hexadecimal", &["https://good.com/%", "https://good.com/%2", "https://good.com/%zz", "https://a/%u002f"]);
    refuses(&any(), "`[`", &["https://good.com/[a]", "https://good.com/?a[]=1", "https://good.com#[::1]"]);
    refuses(&any(), "one `#`", &["https://good.com/#a#b"]);
    refuses(&any(), "encoded control", &["https://good.com/%0d%0aHost:evil.com", "https://good.com/a%00.png", "https://good.com/%7F"]);
}

#[test]
fn refuses_hosts_and_ports_in_other_than_the_usual_spelling() {
    refuses(&any(), "a name, or an IP address in its usual spelling", &[
        "https://127.1/", "https://127.0.1/", "https://2130706433/", "https://0x7f000001/", "https://0x7f.1/",
        "https://0X7F.0.0.1/", "https://0177.0.0.1/", "https://017700000001/", "https://010.0.0.1/",
        "https://127.0.0.1./", "https://127.0.0.01/", "https://256.0.0.1/", "https://1.2.3.4.5/", "https://0/", "https://0x/",
        "https://00000000000000000177.1/", "https://425.510.425.510/", "https://a.1/", "https://a.0x1/",
        "https://%6c%6fcalhost/", "https://127%2e0%2e0%2e1/", "https://good.com%00.evil.com/", "https://good.com%2f/",
        "https://good.com%23.evil.com/", "https://example.com./", "https://.example.com/", "https://a..b/", "https://./",
        "https://-a.com/", "https://a-.com/", "https://a,b/", "https://a;b.com/", "https://*.com/", "https://a!b.com/",
        "https://a$b.com", "https://(a).com", "https://a=b.com", "https://'a'.com", "https://a&b.com",
        "https://~.com/",
    ]);
    refuses(&any(), "brackets", &[
        "https://[::1/", "https://[]/", "https://[::1]a/", "https://[::1].evil.com/", "https://[127.0.0.1]/", "https://[::1%25lo]/",
        "https://[fe80::1%25eth0]/", "https://[v1.a]/", "https://[:::]/", "https://[::ffff:127.1]/", "https://[::ffff:0x7f.0.0.1]/",
        "https://[[::1]]/",
    ]);
    refuses(&any(), "port", &[
        "https://a:/", "https://a:0/", "https://a:65536/", "https://a:080/", "https://a:-1/", "https://a:+1/", "https://a:1:2/",
        "https://a:b/", "https://[::1]:/", "https://::1/", "https://a:99999999999/",
    ]);
    // Not decodable, or not what IDNA makes of it.
    refuses(&any(), "URL Standard", &["https://xn--a/", "https://xn--0.com/", "https://xn--a-ecp.ru/"]);
}

#[test]
fn public_refuses_what_is_known_to_lead_inside() {
    let rule = any().public();
    accepts(&rule, &[
        "https://example.com/", "https://9.9.9.9/", "https://[2606:4700:4700::1111]/", "https://internal.example.com/",
        "https://localhost.example.com/", "https://mylocal.com/", "https://x.notinternal/",
        "https://snip.io/", "https://[64:ff9b::9.9.9.9]/", "http://example.com:8080/", "https://xn--bcher-kva.example.com/",
    ]);
    refuses(&rule, "must have a public host", &[
        "http://localhost/", "http://LOCALHOST:80/", "http://a.localhost/", "http://x.localdomain/", "http://localhost.localdomain/",
        "http://metadata.google.internal/computeMetadata/v1/", "http://METADATA.google.INTERNAL/", "http://metadata/",
        "http://instance-data/", "http://host.docker.internal/", "http://printer.local/", "http://kubernetes.default.svc/",
        "http://kubernetes.default.svc.cluster.local/", "http://router.lan/", "http://nas.home.arpa/", "http://home.arpa/",
        "http://intranet/", "http://a.corp/", "http://127.0.0.1.nip.io/", "http://10.0.0.1.sslip.io/", "http://localtest.me/",
        "http://x.lvh.me/", "http://metadata.tencentyun.com/", "http://a.test/", "http://ip6-localhost/",
        "http://0.0.0.0/", "http://127.0.0.1/", "http://127.255.0.1/", "http://10.0.0.1/", "http://172.16.0.1/", "http://192.168.0.1/",
        "http://100.64.0.1/", "http://169.254.169.254/latest/meta-data/", "http://169.254.170.2/", "http://100.100.100.200/",
        "http://168.63.129.16/", "http://192.0.0.192/", "http://224.0.0.1/", "http://255.255.255.255/", "http://240.0.0.1/",
        "http://198.18.0.1/", "http://192.0.2.1/", "http://[::]/", "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[::ffff:0:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a00:1]/", "http://[2002:7f00:1::]/", "http://[2001:0:808:808::80ff:fffe]/", "http://[2a00::5efe:10.0.0.1]/",
        "http://[fe80::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/", "http://[2001:db8::1]/",
        "http://[fec0::1]/", "http://[100::1]/",
    ]);
}

#[test]
fn hosts_decide_exactly_or_by_what_is_under_them() {
    let rule = url().hosts(["API.example.com", "*.example.org", "9.9.9.9", "::1"]);
    accepts(&rule, &[
        "https://api.example.com/", "https://api.EXAMPLE.com:8443/", "https://a.example.org/", "https://a.b.Example.org/",
        "https://9.9.9.9/", "https://[::1]/", "https://[0:0:0:0:0:0:0:1]/",
    ]);
    refuses(&rule, "hosts: api.example.com, *.example.org, 9.9.9.9, ::1", &[
        "https://example.com/", "https://a.api.example.com/", "https://example.org/", "https://evilexample.org/",
        "https://api.example.com.evil.com/", "https://evil.com/api.example.com", "https://evil.com?api.example.com",
        "https://evil.com#api.example.com", "https://a.example.org.evil.com/", "https://9.9.9.8/", "https://[::2]/",
        "https://[::ffff:9.9.9.9]/", "https://xapi.example.com/",
    ]);
    refuses(&rule, "user name", &["https://api.example.com@evil.com/"]);
    refuses(&url().hosts::<&str>([]), "no host", &["https://example.com/"]);
    refuses(&url().hosts(["localhost"]).public(), "public", &["https://localhost/"]);
    let many = url().hosts((0..500).map(|number| format!("host-{number}.example.com")));
    let message = many.judge("https://example.com/").unwrap_err().message().to_owned();
    assert!(message.len() < 400 && message.ends_with(" more"), "{message}");
}

#[test]
fn ports_count_as_the_scheme_has_them() {
    accepts(&url().port(443), &["https://a/", "https://a:443/"]);
    refuses(&url().port(443), "ports: 443", &["https://a:8443/", "https://a:80/"]);
    accepts(&any().port(80).port(8080), &["http://a/", "http://a:8080/", "https://a:80/"]);
    refuses(&any().port(80), "ports: 80", &["https://a/", "http://a:443/"]);
}

#[test]
fn other_schemes_are_judged_alike() {
    let rule = url().schemes(["postgres", "git+ssh", "WSS"]);
    accepts(&rule, &["postgres://db.example.com:5432/app", "git+ssh://example.com/a.git", "wss://example.com/", "postgres://10.0.0.1/", "postgres://[::1]/"]);
    refuses(&rule, "usual spelling", &["postgres://127.1/", "postgres://a%2eb/", "postgres://2130706433/"]);
    refuses(&rule.clone().public(), "public", &["postgres://127.0.0.1/", "postgres://[::1]/", "postgres://LOCALHOST/"]);
    refuses(&rule, "schemes: postgres, git+ssh, wss", &["https://example.com/", "gitxssh://example.com"]);
}

#[test]
#[should_panic(expected = "without `://`")]
fn a_scheme_is_a_scheme() {
    let _ = url().schemes(["https://"]);
}

#[test]
#[should_panic(expected = "no host")]
fn schemes_that_run_code_are_not_taken() {
    let _ = url().schemes(["JavaScript"]);
}

#[test]
#[should_panic(expected = "cannot accept the host")]
fn a_host_is_a_host() {
    let _ = url().hosts(["https://example.com"]);
}

#[test]
fn the_first_broken_requirement_is_named_without_the_url() {
    let violation = url().judge("http://user:secret@example.com/").unwrap_err();
    assert_eq!(violation.rule(), "url");
    assert!(!violation.message().contains("secret"));
}

#[test]
fn describes_what_is_portable() {
    assert_eq!(described(&url())["format"], "uri");
    assert_eq!(described(&url())["pattern"], "^(?:[Hh][Tt][Tt][Pp][Ss])://[^/?#]");
    for rule in [url(), any(), url().schemes(["git+ssh", "a.b-c"])] {
        // Construction refuses what the two dialects do not share.
        let shared = crate::rule::pattern(&rule.portable_pattern());
        assert!(shared.judge("file:///etc/passwd").is_err());
    }
}

/// The schema says nothing of hosts, ports, credentials and bytes.
fn assert_agreement(value: &str) {
    for rule in [url(), any(), url().schemes(["git+ssh", "a.b-c"])] {
        if rule.judge(value).is_ok() {
            let schema = described(&rule);
            let validator =
                jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
            assert!(validator.is_valid(&json!(value)), "{value:?}");
        }
    }
}

#[test]
fn accepts_no_good_url_that_the_schema_refuses() {
    for value in GOOD {
        assert_agreement(value);
    }
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(
        start in "(https?|git\\+ssh|a.b-c|HTTPS)://[a-z0-9.:@\\[\\]%_-]{0,8}",
        rest in "[/?#]?[ -~é]{0,8}",
    ) {
        assert_agreement(&format!("{start}{rest}"));
    }

    #[test]
    fn accepts_nothing_that_the_standard_reads_differently(value in "https://[a-c0-9.:@\\[\\]%_/?#\\\\x-]{1,12}") {
        if url().judge(&value).is_ok() {
            let parsed = Parsed::parse(&value).unwrap();
            let host = parsed.host_str().unwrap();
            prop_assert!(parsed.username().is_empty());
            prop_assert!(value.contains('[') || value[8..].starts_with(host), "{} {}", value, host);
        }
    }

    #[test]
    fn no_spelling_of_an_address_but_one_is_accepted(bits: u32) {
        let [a, b, c, d] = bits.to_be_bytes();
        for host in [
            format!("{bits}"), format!("0x{bits:x}"), format!("0{bits:o}"), format!("{a}.{b}.{}", bits & 0xffff),
            format!("{a}.{}", bits & 0xff_ffff), format!("0{a:o}.{b}.{c}.{d}"), format!("{a}.{b}.{c}.0x{d:x}"),
            format!("{a}.{b}.{c}.{d}."), format!("{a}%2e{b}.{c}.{d}"), format!("[{a}.{b}.{c}.{d}]"),
        ] {
            prop_assert!(any().judge(&format!("http://{host}/")).is_err(), "{}", host);
        }
        let strict = format!("http://{a}.{b}.{c}.{d}/");
        prop_assert!(any().judge(&strict).is_ok());
        let is_public = classify(IpAddr::from([a, b, c, d])).is_public();
        prop_assert_eq!(any().public().judge(&strict).is_ok(), is_public);
    }

    #[test]
    fn never_panics(value: String) {
        let _ = any().public().judge(&value);
        let _ = any().public().judge(&format!("https://{value}"));
    }
}
