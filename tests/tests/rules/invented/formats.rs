//! Formats, arguments of programs, small languages and free text.

use mcp_secure::rule;

use crate::{accepts, refuses};

#[test]
fn formats() {
    accepts(&rule::email(), [
        "john.doe@example.com", "john+tag@example.com", "j_d@example.com", "j-d@ex-ample.com", "o'brien@example.ie", "x@y.z.example", "a@b-c.museum",
        "first.last+a.b@sub.example.co.uk", "1@2.com", "a@xn--nxasmq6b.gr", "a&b@example.com", "a/b@example.com", "a=b@example.com",
        "~a@example.com", "a`b@example.com", "a^b@example.com", "a*b@example.com", "$a@example.com", "%a@example.com", "a?b@example.com",
        "a|b@example.com", "#a@example.com", "!a@example.com", "__a__@example.com",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@example.com", "SRS0=abc=de=x.com=a@y.com",
        "bounce+123=x.com@mail.example.com", "x@io.a1",
    ]);
    refuses(&rule::email(), [
        "a@b c.com", "a\n@b.com", "a@b.com\r\nBcc: x@y.z", "A <a@b.com>", "\"a\"@c.com", "a\"b@c.com", "a(b)@c.com", "a@b.com(c)", "a@1.2.3",
        "a\\b@c.com", "a,b@c.com", "a@b,com", "a\u{a0}b@c.com", "a\u{200b}@b.com", "a@b\u{200b}.com", "ａ@b.com", "a＠b.com", "a@b。com",
        "\u{e9}@e\u{301}.com", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@b.com",
        "a@bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb.com", "a@b.com?subject=x", "a@b.com%0a", "a@b/c.com", "a@*.com",
        "a@b.c:25",
    ]);
    accepts(&rule::date(), [
        "2023-12-31", "2024-01-31", "2024-04-30",
    ]);
    refuses(&rule::date(), [
        "2024-00-10", "2024.01.01", "2024-01-01Z", "12024-01-01", "2024‐01‐01", "2024-01-1x", "2024-01", "2024",
    ]);
    accepts(&rule::datetime(), [
        "2024-01-01T00:00:00+00:00", "2024-01-01T00:00:00.1Z", "2024-01-01T00:00:00.123456789012Z", "2024-01-01T00:00:00-00:00",
        "2024-01-01T12:00:00+05:30", "2024-01-01T12:00:00+23:59", "2016-12-31T23:59:60Z", "2024-02-29T23:59:59Z", "2024-01-01t00:00:00z",
        "2017-01-01T05:29:60+05:30",
    ]);
    refuses(&rule::datetime(), [
        "2024-01-01T23:60:00Z", "2024-01-01T23:59:61Z", "2024-01-01T12:00:60Z", "2024-01-01T00:00:60Z", "2024-01-01T23:58:60Z",
        "2024-01-01T22:59:60Z", "2024-01-01T00:00:00+00:60", "2024-01-01T00:00:00+0000", "2024-01-01T00:00:00+00", "2024-02-30T00:00:00Z",
        "2024-01-01T00:00:00Z ", "2024-01-01T0:00:00Z", "2024-1-01T00:00:00Z", "20240101T000000Z", "2024-01-01T00:00:00−05:00",
        "2024-01-01T００:00:00Z", "2024-01-01T00:00:00ZZ", "2024-01-01T00:00:00Z[UTC]", "2024-01-01T00:00:00[Europe/Berlin]", "1704067200",
        "-2024-01-01T00:00:00Z", "2024-01-01T00:00:00.1234567890123456789012345678901234567890123456789012345678901234567890Z",
    ]);
    accepts(&rule::uuid(), [
        "017f22e2-79b0-7cc3-98c4-dc0c0c07398f", "1ec9414c-232a-6b00-b3c8-9e6bdeced846", "320c3d4d-cc00-875b-8ec9-32d5f69181c0",
        "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6", "f81d4fae-7DEC-11d0-a765-00a0c91e6bf6",
    ]);
    refuses(&rule::uuid(), [
        "123e4567-e89b-12d3-a456-42661417400g", "123e4567_e89b_12d3_a456_426614174000", "123e4567-e89b12d3-a456-4266-14174000",
        "123e4567‐e89b‐12d3‐a456‐426614174000", "(123e4567-e89b-12d3-a456-426614174000)", "--------------------------------",
        "123e4567-e89b-12d3-a456-426614174000\0",
    ]);
    accepts(&rule::mime(), [
        "text/plain;charset=utf-8", "text/plain; charset=utf-8", "text/plain ; charset=utf-8", "text/plain; charset=\"utf-8\"",
        "TEXT/PLAIN; CHARSET=UTF-8", "application/vnd.oasis.opendocument.text", "image/x-icon", "multipart/mixed; boundary=\"a b\"",
        "application/soap+xml; action=\"urn:a\"", "text/html; charset=utf-8; q=0.5", "application/1d-interleaved-parityfec", "audio/G722-1",
        "application/vnd.3gpp.5gnas", "application/prs.cww", "text/vnd.a;p=\"\\\"\"", "model/vnd.collada+xml", "application/vnd.ms-excel",
        "font/ttf", "application/x-www-form-urlencoded; charset=UTF-8", "message/rfc822", "text/markdown; variant=GFM",
        "application/a!b#c$d&e-f^g_h.i+j",
    ]);
    refuses(&rule::mime(), [
        "/plain", "text/plain/x", "text plain", "text/pl ain", " text/plain", "text/plain\n", "text/plain\r\nX: y", "text/plain; charset=\"utf-8",
        "text/plain; charset=utf 8", "text/plain; =utf", "text/plain; charset", "text/plain, text/html", "text/pl@in", "text/pl<in", "tëxt/plain",
        "text/plain; a=\"\n\"", "text/plain; a=é", "text/plain; a=b,c", "text/plain; a=\"\0\"", "-text/plain", "text/-plain", ".text/plain",
        "text/plain\0", "text/plain; charset =utf-8", "text/plain; charset= utf-8",
    ]);
    refuses(&rule::mime().essence(), [
        "text/plain; charset=utf-8", "text/plain;",
    ]);
    accepts(&rule::json_pointer(), [
        "/a/b", "/a~0b", "/0", "/-", "/ü", "/😀", "/ /", "/%20", "/a\\b", "/\"", "/foo.bar",
    ]);
    refuses(&rule::json_pointer(), [
        "/~~", "/a/~3b", "1#", "0/a", "/a/~",
    ]);
}

#[test]
fn arguments() {
    accepts(&rule::git_ref(), [
        "feature/x", "refs/heads/feature/x", "v1.0", "release/2024.1", "user/a-b", "ünïcode", "1.2.3", "deadbeef", "refs/pull/1/head", "origin/HEAD",
        "FETCH_HEAD", "gh-pages", "dependabot/npm_and_yarn/a-1", "pr/123", "wip/a(b)", "a.b.c", "a.lockx", "x.lock.y",
    ]);
    refuses(&rule::git_ref(), [
        "-x", "--upload-pack=x", "@{-1}", "main@{upstream}", "a@{b", "a...b", "a^{tree}", "main~", "a:path", "+a:b", "^a",
    ]);
    accepts(&rule::command_arg(), [
        "$(x)", "a&&b", "@x", "a–b", "…", "\\-x", "نامه\u{200c}ای",
    ]);
    refuses(&rule::command_arg(), [
        "-x", "--x", "-\n", "a\rb", "a\u{1b}[31m", "\u{85}a", "–x", "—x", "−x", "－x", "﹣x", "‐x", "‑x", "‒x", "―x", "⁻x", "₋x", "﹘x", "\u{200b}-x",
        "\u{feff}-x", "\u{2060}--x", "\u{ad}-x",
    ]);
}

#[test]
fn languages() {
    accepts(&rule::regex(), [
        "(a|b)+", "(a|a)*b", "[a-z]{1,100}", "\\d+", "(?s).", "(?m)^a$", "\\bfoo\\b", "(?<n>a)", "(?P<n>a)", "a??", "[^\\s]+", "\\x41", "\\u{41}",
        "a{10,20}", "(?x) a  b", "[\\w--\\d]", "\\Aa\\z",
    ]);
    refuses(&rule::regex(), [
        "\\k<n>", "(?P<n>a)(?P<n>b)", "a{1000000}", "((a{100}){100}){100}", "(((((a{50}){50}){50}){50}){50})", "\\p{Nope}", "a{99999999999}", "\\8",
        "(?(1)a)",
    ]);
    accepts(&rule::glob(), [
        "*.rs", "src/**/*.rs", "[abc]", "[a-z0-9]*", "*.{js,ts}", "a/**", "docs/[0-9][0-9]-*.md", "日本*", "a b*", "{a,b}/{c,d}", "*.{tar.gz,zip}",
        "*-*",
    ]);
    refuses(&rule::glob(), [
        "\\*", "{a", "{a,{b", "-x*", "\u{202e}*", "C:/*", "{a,../..}/x", "[.]./a", "{.,}./a", ".git/*", "*/.git", "[.]env", "{.env,a}", "a/[b/c]d",
        "[/]",
    ]);
    accepts(&rule::text(), [
        "a\rb", "\u{202e}", "'; DROP", "\\u0000", "�", "￼", "🧑\u{200d}🚀", "́a", "Z̷͉̅a",
    ]);
    refuses(&rule::text(), [
        "\u{1}", "\u{7}", "\u{8}", "\u{c}", "\u{80}", "\u{9b}31m", "\u{9f}", "\u{e0001}", "\u{e0020}", "\u{e0061}", "\u{fffe}", "\u{1fffe}",
        "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
    ]);
}
