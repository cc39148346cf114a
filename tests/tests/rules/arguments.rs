//! What programs take for options, for references of git, and for expressions.

use mcp_secure::rule;

use crate::{oracle, refuses};

/// Hyphens, dashes and minus signs: `Dash=Yes` of Unicode's properties but for the three of Japanese
/// (`〜`, `〰`, `゠`), and what is drawn or converted as one.
const DASHES: &str = "-\u{ad}\u{58a}\u{5be}\u{1400}\u{1806}\u{2010}\u{2011}\u{2012}\u{2013}\u{2014}\u{2015}\u{2043}\u{2053}\
    \u{207b}\u{208b}\u{2212}\u{2796}\u{2d7}\u{2e17}\u{2e1a}\u{2e3a}\u{2e3b}\u{2e40}\u{2e5d}\
    \u{fe31}\u{fe32}\u{fe58}\u{fe63}\u{ff0d}\u{10ead}";

const FLAGS: &[&str] = &[
    "-", "--", "-rf", "-h", "--help", "--upload-pack=touch x", "--output=/etc/passwd", "-oProxyCommand=id", "--exec=id",
    "-c", "-e id", "--config=x", "--no-index", "-O/tmp/x", "--ext-diff", "-u./payload", "--open-files-in-pager=id",
];

#[test]
fn no_flag_is_an_argument_whatever_dash_it_begins_with() {
    for dash in DASHES.chars() {
        let flags: Vec<String> = FLAGS.iter().map(|flag| flag.replace('-', &dash.to_string())).collect();
        refuses(&rule::command_arg(), &flags);
        refuses(&rule::git_ref(), &flags);
        // What no one sees does not keep a program from it once it is taken out.
        for hidden in ["\u{200b}", "\u{feff}", "\u{2060}", "\u{ad}", "\u{e0041}", "\u{202a}"] {
            refuses(&rule::command_arg(), flags.iter().map(|flag| format!("{hidden}{flag}")));
        }
        refuses(&rule::filename(), &flags);
    }
    refuses(&rule::command_arg(), ["", "a\0b", "a\nb", "a\r", "a\u{85}b", "a\u{2028}b", "\u{1b}[31m", "a\u{7f}"]);
    let long = "a".repeat(4097);
    refuses(&rule::command_arg(), [&long]);
}

#[test]
fn what_is_accepted_is_an_operand() {
    let arguments = ["main.rs", "a b", "$(id)", "`id`", "; rm -rf /", "| cat", "> out", "&& id", "*", "~", "@file", "+x", "'a'"];
    for argument in arguments {
        crate::accepts(&rule::command_arg(), [argument]);
        oracle::assert_operand(argument);
    }
}

/// By `git check-ref-format`, rule by rule.
#[test]
fn what_git_calls_no_reference_is_none() {
    refuses(&rule::git_ref(), [
        ".a", "a/.b", "a.lock", "a.lock/b", "a/b.lock", "a..b", "..", "a/../b", "a b", "a~1", "a^", "a^{}", "a:b", "a?", "a*",
        "a[b", "a\\b", "/a", "a/", "a//b", "a.", "a/b.", "@", "a@{1}", "@{u}", "a\0", "a\x1b", "a\x7f", "", "/", ".", "a\n",
        "HEAD~3", "HEAD^", "main..dev", ":/fix", "refs/heads/../../config", "a/./b", "--all", "-d", "refs//heads",
    ]);
}

#[test]
fn no_expression_that_backtracks_or_explodes_is_accepted() {
    refuses(&rule::regex(), [
        r"(a)\1", r"(?=a)", r"(?!a)", r"(?<=a)", r"(?<!a)", r"(?>a+)", r"\k<a>", r"(?1)", "(", ")", "[", "a{2,1}",
        "(?P<a", r"\", "(a{1000}){1000}", "a{100000}", r"(\w{100}){100}", "*", "+a",
    ]);
    let deep = "(".repeat(500) + "a" + &")".repeat(500);
    let long = "a".repeat(1001);
    refuses(&rule::regex(), [&deep, &long]);
    let explosive = "{a,b}".repeat(10);
    let stars = "*a".repeat(40);
    refuses(&rule::glob(), [&explosive, &stars]);
    refuses(&rule::glob(), ["a**b", "***", "**/**", "{a,{b}}", "[z-a]", "[]", "{", "}", "!a", "~/a", "/a", "a//b", "a/"]);
}

/// Mail that goes to a machine inside, to more than one, or with headers of its own.
#[test]
fn what_is_not_one_mailbox_is_no_address() {
    refuses(&rule::email(), [
        "", "@", "a", "a@", "@b.com", "a@b", "a@@b.com", "a@b@c.com", "a b@c.com", " a@b.com", "a@b.com ", "a@b.com\n",
        "a@b.com\r\nBcc: c@d.com", "a@b.com,c@d.com", "a@b.com;c@d.com", "a@b.com c@d.com", "Ada <a@b.com>", "<a@b.com>",
        "\"a b\"@c.com", "a(comment)@b.com", "a@b.com(comment)", "a@[127.0.0.1]", "a@127.0.0.1", "a@[IPv6:::1]", "a@localhost",
        "a@.b.com", "a@b..com", "a@b.com.", "a@-b.com", "a@b-.com", ".a@b.com", "a.@b.com", "a..b@c.com", "-a@b.com",
        "a@b_c.com", "a@b.0x7f", "a@b.1", "a\0@b.com", "a@b.com\0", "a@b%00.com", "é@b.com", "a@é.com", "a\u{202e}@b.com",
        "a@b.com%0aBcc:c@d.com", "mailto:a@b.com", "a\\@b@c.com", "a@b.c/d", "a@b.com?cc=c@d.com", "a@b#c.com", "a:b@c.com",
    ]);
    let long = [
        format!("{}@b.com", "a".repeat(65)),
        format!("a@{}.com", "b".repeat(64)),
        format!("a@{}com", "b.".repeat(126)),
    ];
    refuses(&rule::email(), &long);
}

#[test]
fn what_is_no_media_type_date_or_identifier_is_none() {
    refuses(&rule::mime(), [
        "", "text", "text/", "/html", "text//html", "text/html/x", "text/*", "*/*", "text/html;", "text/html; charset",
        "text/html; charset=", "text/html\r\nX: y", " text/html", "text/html ", "text /html", "text/html; a=b; a=c", "té/html",
        "text/html, text/plain", "text/html;a=\"b", "text/ht\0ml", "text/html; a = b", "te\u{200b}xt/html",
    ]);
    refuses(&rule::date(), [
        "", "2023-02-29", "1900-02-29", "2100-02-29", "2024-02-30", "2024-13-01", "2024-00-01", "2024-01-00", "2024-01-32",
        "2024-04-31", "24-01-01", "2024-1-1", "2024/01/01", "01-01-2024", "20240101", "2024-W01-1", "2024-001", "+2024-01-01",
        "-2024-01-01", "2024-01-01T00:00:00Z", " 2024-01-01", "2024-01-01 ", "2024-01-01\n", "२०२४-01-01", "２０２４-01-01",
    ]);
    refuses(&rule::datetime(), [
        "", "2024-01-01", "2024-01-01T00:00:00", "2024-01-01T24:00:00Z", "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z",
        "2024-01-01T00:00Z", "2024-01-01T00:00:00.Z", "2024-01-01T00:00:00+0100", "2024-01-01T00:00:00+24:00",
        "2024-01-01T00:00:00+01:60", "2023-02-29T00:00:00Z", "2024-01-01T00:00:00Z\n", "2024-01-01  00:00:00Z",
        "2024-01-01T00:00:00,5Z", "2024-01-01T00:00:00 Z", "2024-01-01T00:00:00UTC", "1998-12-31T23:58:60Z",
    ]);
    refuses(&rule::uuid(), [
        "", "0", "123e4567e89b12d3a456426614174000", "{123e4567-e89b-12d3-a456-426614174000}",
        "urn:uuid:123e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-42661417400", "123e4567-e89b-12d3-a456-4266141740000",
        "123e4567-e89b-12d3-a456_426614174000", "g23e4567-e89b-12d3-a456-426614174000", "123e4567-e89b-12d3-a456-426614174000\n",
        " 123e4567-e89b-12d3-a456-426614174000", "１23e4567-e89b-12d3-a456-426614174000",
    ]);
    refuses(&rule::json_pointer(), ["a", "#/a", "a/b", "/~", "/~2", "/a~", "/\0", "/\u{1b}[31m", " /a"]);
    refuses(&rule::hostname(), [
        "", ".", "a.", ".a", "a..b", "-a.com", "a-.com", "a_b.com", "a b.com", "a.com\n", "a.com:80", "a.com/", "http://a.com",
        "user@a.com", "*.a.com", "a.com\0", "xn--", "xn--a", "xn--zzzzzzzzzzz99999", "ab--c.com", "1", "1.2", "1.2.3.4", "0x7f.1",
        "[::1]", "::1", "a,b.com", "a\u{ad}b.com", "bücher.example", "ａ.com", "a。com", "a%2ecom", "a.1", "0", "00", "a.0x0",
    ]);
}
