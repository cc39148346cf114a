#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;

use super::*;

/// Fails on output that is anything but text and the elements and attributes of the
/// presets, each closed in order: read strictly, and without the code that wrote it.
#[track_caller]
fn assert_harmless(output: &str) {
    let mut open = Vec::new();
    let mut rest = output;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = split_tag(after);
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{output}");
            continue;
        }
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(KNOWN.contains(&name), "<{name}> in {output}");
        if !["br", "hr", "img", "wbr", "col"].contains(&name) {
            open.push(name);
        }
        while let Some((name, value)) = attributes.split_once("=\"") {
            let (value, after) = value.split_once('"').unwrap();
            attributes = after.trim_start();
            assert!(KNOWN_ATTRIBUTES.contains(&name), "{name} in {output}");
            if ["href", "src"].contains(&name) {
                assert_harmless_address(value);
            }
        }
        assert_eq!(attributes, "", "{output}");
    }
    assert!(open.is_empty(), "{open:?} in {output}");
    assert!(!rest.contains('\0'));
}

/// Splits after the `>` that ends the tag, which is none within quotes.
fn split_tag(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    panic!("a tag without end: {text}");
}

#[track_caller]
fn assert_harmless_address(value: &str) {
    // As a browser reads it: without controls around it, tabs and line breaks within.
    let read: String = value
        .replace("&amp;", "&")
        .trim_matches(|c| c <= ' ')
        .replace(['\t', '\n', '\r'], "")
        .to_lowercase();
    let is_scheme = |text: &str| {
        text.starts_with(|c: char| c.is_ascii_lowercase())
            && text
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    if let Some((scheme, _)) = read.split_once(':').filter(|(scheme, _)| is_scheme(scheme)) {
        assert!(["http", "https", "mailto"].contains(&scheme), "{value}");
    }
}

#[rustfmt::skip]
const KNOWN: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "blockquote", "br", "caption", "cite", "code", "col", "colgroup",
    "dd", "del", "details", "dfn", "div", "dl", "dt", "em", "figcaption", "figure", "h1", "h2", "h3",
    "h4", "h5", "h6", "hr", "i", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "time", "tr", "u", "ul", "var", "wbr", "img", "section", "tt",
];

#[rustfmt::skip]
const KNOWN_ATTRIBUTES: &[&str] = &[
    "title", "lang", "dir", "class", "href", "hreflang", "datetime", "span", "value", "open",
    "start", "reversed", "type", "colspan", "rowspan", "scope", "abbr", "src", "alt", "width",
    "height", "rel",
];

#[test]
fn keeps_honest_markup() {
    for text in [
        "plain text, \"quoted\" and 'quoted'", "résumé 日本語 😀", "", "<p>one</p><p>two</p>",
        "<h1>Title</h1>\n<p>A <strong>bold</strong> and <em>fine</em> <code>x</code><br>line</p>",
        "<ul><li>a</li><li>b<ol start=\"3\"><li>c</li></ol></li></ul>",
        "<dl><dt>a</dt><dd>b</dd><dt>c</dt><dd>d</dd></dl>", "<blockquote><p>q</p></blockquote>",
        "<pre>  a\n  b</pre>", "<pre>\n\na</pre>",
        "<table><caption>c</caption><thead><tr><th scope=\"col\">a</th></tr></thead>\
         <tbody><tr><td colspan=\"2\">b</td></tr></tbody></table>",
        "<table><tbody><tr><td><table><tbody><tr><td><p>x</p></td></tr></tbody></table></td></tr></tbody></table>",
        "<a href=\"https://example.com/?a=1&amp;b=2#c\" rel=\"noopener noreferrer nofollow\">x</a>",
        "<a href=\"/docs/a.html\" rel=\"noopener noreferrer nofollow\">x</a>",
        "<a href=\"#top\" rel=\"noopener noreferrer nofollow\"><b>x</b></a>",
        "<a href=\"mailto:a@example.com\" rel=\"noopener noreferrer nofollow\">x</a>",
        "<p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p>", "<b><p>x</p></b>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        "<details><summary>s</summary>t</details>", "<p lang=\"de\" title=\"&quot;\">x</p>",
        "<b><b><b><b><b>x</b></b></b></b></b>", "a<div><div><div>b</div></div></div>c<hr>d",
    ] {
        assert_eq!(html().sanitize(text), text);
    }
}

#[test]
fn text_that_is_right_is_not_copied() {
    for text in ["plain", "<p>x</p>", "日本語"] {
        assert!(matches!(html().sanitize(text), Cow::Borrowed(_)), "{text}");
    }
}

#[test]
fn repairs_what_is_only_untidy() {
    for (text, expected) in [
        ("<B>x</B>", "<b>x</b>"), ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b</ul>c", "<ul><li>a</li><li>b</li></ul>c"),
        ("<dl><dt>a<dd>b</dl>", "<dl><dt>a</dt><dd>b</dd></dl>"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b>y"), ("</b>x</p>", "x"),
        ("<h1>a<h2>b", "<h1>a</h1><h2>b</h2>"), ("<p>a<div>b</div>", "<p>a</p><div>b</div>"),
        (
            "<table><tr><td>a<td>b<tr><td>c</table>",
            "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></tbody></table>",
        ),
        ("<table>a<tr><td>b</table>", "<table></table>ab"),
        ("1 < 2 > 0 & x", "1 &lt; 2 &gt; 0 &amp; x"), ("a <3 b", "a &lt;3 b"),
        ("a&nbsp;b\u{a0}", "a&nbsp;b&nbsp;"), ("a<br/>b</br>c<hr/>", "a<br>bc<hr>"),
        ("a<!-- c -->b<!-->c<!doctype html>d<?php e ?>f", "abcdf"),
        ("<p title=a&quot;b>x</p>", "<p title=\"a&quot;b\">x</p>"),
        ("<p title='a\"b'>x</p>", "<p title=\"a&quot;b\">x</p>"),
        ("<custom-element>x</custom-element>", "x"), ("a\r\nb<br>", "a\nb<br>"), ("a&#13;b&#xD;", "a&#13;b&#13;"),
        ("<b title='&#13;'>x", "<b title=\"&#13;\">x</b>"),
        ("\u{feff}<b>x</b>", "<b>x</b>"), ("<img src=https://example.com/a.png alt=x>y", "y"),
    ] {
        assert_eq!(html().sanitize(text), expected, "{text}");
    }
}

#[test]
fn content_that_is_no_text_goes_with_its_element() {
    for text in [
        "<script>alert(1)</script>x", "<SCRIPT SRC=//evil></SCRIPT >x",
        "<style>p{background:url(//evil)}</style>x",
        "<iframe srcdoc='<script>alert(1)</script>'>y</iframe>x", "<template><b>y</b></template>x",
        "<title>y</title>x", "<textarea><b>y</textarea>x", "x<script>y", "x<plaintext><b>y</b>",
        "x<!-- y", "x<b title='y", "x<a", "x<!y",
    ] {
        assert_eq!(html().sanitize(text), "x", "{text}");
    }
}

#[test]
fn attacks_leave_nothing_that_runs() {
    for text in include_str!("attacks.txt").lines() {
        let text = text
            .replace("\\0", "\0")
            .replace("\\n", "\n")
            .replace("\\t", "\t");
        for sanitizer in [html(), html().basic(), everything()] {
            let clean = sanitizer.sanitize(&text);
            assert_harmless(&clean);
            assert_eq!(sanitizer.sanitize(&clean), clean, "{text}");
        }
        // In the middle of a page.
        let page = format!("<table><tr><td><p>a{text}</p>b</td></tr></table>");
        assert_harmless(&html().sanitize(&page));
    }
}

fn everything() -> Html {
    html().tags(KNOWN).attributes([
        ("*", "title"), ("*", "class"), ("a", "href"), ("img", "src"),
    ])
}

#[test]
fn the_attack_list_is_read() {
    assert!(include_str!("attacks.txt").lines().count() > 100);
}

#[test]
fn addresses_keep_their_schemes_only() {
    for address in [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\tscript:alert(1)",
        "java\nscript:alert(1)", " javascript:alert(1)", "\u{1}javascript:alert(1)",
        "&#106;avascript:alert(1)", "&#x6A;avascript:alert(1)", "&#0000106avascript:alert(1)",
        "javascript&colon;alert(1)", "javascript&#58;alert(1)", "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)", "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)", "file:///etc/passwd", "blob:https://example.com/1",
        "ftp://example.com/", "view-source:javascript:alert(1)", "feed:javascript:alert(1)",
        "tel:1", "intent://a#Intent;end",
    ] {
        for text in [
            format!("<a href=\"{address}\">x</a>"),
            format!("<a href='{address}'>x</a>"),
        ] {
            let clean = html().sanitize(&text);
            assert_eq!(
                clean, "<a rel=\"noopener noreferrer nofollow\">x</a>",
                "{text}"
            );
        }
    }
}

#[test]
fn presets_and_choices() {
    let text = "<h1>T</h1><p>a <b>b</b> <em>c</em> <a href=\"/\" title=t>d</a></p><img src=/x>";
    assert_eq!(
        html().basic().sanitize(text),
        "T<p>a b <em>c</em> <a href=\"/\" rel=\"noopener noreferrer nofollow\">d</a></p>"
    );
    assert_eq!(
        html().links(false).sanitize("<p><a href=\"/\">d</a></p>"),
        "<p>d</p>"
    );
    let link = "<a rel=\"noopener noreferrer nofollow\">d</a>";
    assert_eq!(html().links(false).links(true).sanitize(link), link);
    assert_eq!(html().tags::<&str>([]).sanitize("<p>a<b>b</b></p>"), "ab");
    let picture = html().tags(["img"]);
    let image = "<img src=\"https://example.com/a.png\" alt=\"x\">";
    assert_eq!(picture.sanitize(image), image);
    assert_eq!(
        picture.sanitize("<img src=javascript:alert(1) onerror=x>"),
        "<img>"
    );
    assert_eq!(
        picture.clone().attributes([("img", "alt")]).sanitize(image),
        "<img alt=\"x\">"
    );
}

#[test]
fn what_cannot_be_kept_safely_cannot_be_asked_for() {
    for tag in [
        "script", "style", "svg", "math", "iframe", "form", "input", "template", "P", "x-y",
    ] {
        assert!(
            std::panic::catch_unwind(|| html().tags([tag])).is_err(),
            "{tag}"
        );
    }
    for attribute in [
        ("a", "onclick"), ("*", "style"), ("*", "id"), ("a", "name"), ("p", "href"),
        ("a", "target"), ("svg", "title"),
    ] {
        let made = std::panic::catch_unwind(|| html().attributes([attribute]));
        assert!(made.is_err(), "{attribute:?}");
    }
}

/// Each of these takes a parser of HTML quadratic time, memory or output, or all of its
/// stack. The bound is generous: quadratic ones take minutes here.
#[test]
fn time_and_size_are_linear() {
    let count = 50_000;
    let distinct: String = (0..count / 10).map(|n| format!("<b title={n}>")).collect();
    for text in [
        "<div>".repeat(count),
        "<b>".repeat(count),
        "<a>".repeat(count),
        "<table><tr><td>".repeat(count / 3),
        "<table>".repeat(count),
        "<ul><li>".repeat(count / 2),
        "<p>".repeat(count),
        "<svg>".repeat(count),
        "<custom>".repeat(count),
        "</p>".repeat(count),
        "</b>".repeat(count),
        "<b><p>".repeat(count / 2),
        "<i></p><p>x".repeat(count / 4),
        format!("{distinct}{}", "<p>x</p>".repeat(count / 10)),
        format!("<p>{distinct}{}", "<p>x".repeat(count / 10)),
        format!(
            "<p><a href=\"/{}\">{}",
            "a".repeat(count / 2),
            "<p>x".repeat(count / 8)
        ),
        format!(
            "<li><a href=\"/{}\">{}",
            "a".repeat(count / 2),
            "<li>x".repeat(count / 8)
        ),
        format!(
            "<table><tr><td><b title=\"{}\">{}",
            "a".repeat(count / 2),
            "<td>x".repeat(count / 8)
        ),
        format!(
            "<a {}>",
            (0..count / 8).map(|n| format!("x{n} ")).collect::<String>()
        ),
        format!("<a {}>", "title ".repeat(count / 4)),
        "<!--".repeat(count),
        "<!-->".repeat(count),
        "<".repeat(count),
        "<a ".repeat(count),
        "<a href='".repeat(count),
        "<script>".repeat(count),
        "<script></".repeat(count),
        "&".repeat(count),
        "&lt;".repeat(count),
        "&noti".repeat(count),
        "£".repeat(count),
        "<br>&".repeat(count / 2),
        format!("<p title='{}'>x", "&".repeat(count)),
        format!("<p title='{}'>x", "&".repeat(250)).repeat(count / 250),
        format!("<p title=\"{}\">x", "£".repeat(count)),
        "\0".repeat(count),
        "<x></div>".repeat(count / 2),
    ] {
        let start = Instant::now();
        let clean = html().sanitize(&text);
        let kind: String = text.chars().take(30).collect();
        assert!(
            start.elapsed() < Duration::from_secs(5),
            "{kind} took {:?}",
            start.elapsed()
        );
        assert!(
            clean.len() <= text.len() * 20 + 10_000,
            "{kind} became {}",
            clean.len()
        );
    }
}

#[test]
fn nesting_is_bounded_and_the_text_stays() {
    let text = format!("{}x{}y", "<div>".repeat(1000), "</div>".repeat(1000));
    let clean = html().sanitize(&text);
    assert_eq!(clean.matches("<div>").count(), 100);
    assert!(clean.ends_with("</div>y"));
    assert_eq!(html().sanitize(&clean), clean);
}

/// The names of the tags, in order.
fn tags(text: &str) -> Vec<&str> {
    let tags = text.split('<').skip(1).filter(|tag| !tag.starts_with('!'));
    tags.map(|tag| tag.split([' ', '>']).next().unwrap()).collect()
}

#[test]
fn the_parser_is_left_nothing_to_repair() {
    let nest = |text: &str| nesting::nest(text, &Policy::formatted());
    assert_eq!(nest("<a>x<a>y"), "<a>x</a><a>y</a>");
    assert_eq!(nest("<p><b>x<p>y"), "<p><b>x</b></p><p>y</p>");
    assert_eq!(nest("<table><tr><td>x<b>y<td>z"), "<table><tbody><tr><td>x<b>y</b></td><td>z</td></tr></tbody></table>");
    assert_eq!(nest("<td>x</table>"), "x");
    assert_eq!(nest("<ruby><p><rt>x<rp>y"), "<ruby><p></p><rt>x</rt><rp>y</rp></ruby>");
    assert_eq!(nest("<ruby><b><rt>x<p>y<rt>z"), "<ruby><b><rt>x<p>y</p></rt><rt>z</rt></b></ruby>");
    assert_eq!(nest("<p><rt>x"), "<p><rt>x</rt></p>");
    assert_eq!(nest("<p title=a TITLE=b onclick=c>x"), "<p title=\"a\">x</p>");
}

/// Pieces from which both honest and hostile markup is made.
fn markup() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<p>", "</p>", "<b>", "</b>", "<a href=\"/x\">", "</a>", "<table>", "</table>", "<tr>",
        "</tr>", "<td>", "</td>", "<caption>", "<colgroup>", "<col>", "<tbody>", "<thead>", "<li>",
        "<ul>", "</ul>", "<dd>", "<dl>", "<h1>", "<h2>", "</h1>", "<pre>", "</pre>", "<div>",
        "</div>", "<br>", "<svg>", "</svg>", "<math>", "<mi>", "<style>", "</style>", "<script>",
        "</script>", "<!--", "-->", "<title>", "</title>", "<noscript>", "<select>", "<option>",
        "<form>", "<ruby>", "<rt>", "<img src=x onerror=y>", "<q cite='javascript:x'>",
        "<b title='</b>\"<p>'>", "<tt>", "<section>", "\n", " ", "x", "&lt;", "&", "&#10;",
        "&#xfeff;", "&#13;", "\u{feff}", "\r", "\0", "\u{a0}", "<", ">", "\"", "'", "=", "/", "<p",
        "<a href=", "&nbsp", "<![CDATA[", "]]>", "<i title=&lt>", "</",
    ];
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn whatever_comes_is_made_harmless_and_twice_is_once(text in markup()) {
        for sanitizer in [html(), html().basic(), everything()] {
            let once = sanitizer.sanitize(&text).into_owned();
            assert_harmless(&once);
            prop_assert_eq!(sanitizer.sanitize(&once), once.as_str());
        }
    }

    #[test]
    fn the_parser_repairs_nothing(text in markup()) {
        // Without attributes, whose value may hold what looks like a tag.
        let sanitizer = html().attributes::<&str, &str>([]);
        let nested = nesting::nest(&text, &sanitizer.policy);
        let clean = sanitizer.cleaner.get_or_init(|| sanitizer.policy.cleaner()).clean(&nested).to_string();
        prop_assert_eq!(tags(&clean), tags(&nested));
    }

    #[test]
    fn any_text_is_made_harmless_and_twice_is_once(text: String) {
        let once = html().sanitize(&text).into_owned();
        assert_harmless(&once);
        prop_assert_eq!(html().sanitize(&once), once.as_str());
    }
}
