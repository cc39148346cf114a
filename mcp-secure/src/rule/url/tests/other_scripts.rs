//! URLs as people copy them.

use super::*;

#[test]
fn other_scripts_are_judged_as_the_url_they_stand_for() {
    let rule = any().unicode(true);
    accepts(&rule, GOOD);
    accepts(&rule, &[
        "https://bücher.example", "https://bücher.example:8443/", "https://例え.テスト/引き割り?x=納豆#豆", "https://пример.рф/путь",
        "https://ja.wikipedia.org/wiki/日本", "https://de.wikipedia.org/wiki/Zürich?action=raw", "https://example.com/👩\u{200d}🚀",
        "https://example.com?q=ü", "https://example.com#ü", "http://उदाहरण.भारत/", "https://example.com/می\u{200c}خواهم",
    ]);
    let read = |value| rule.read(value).unwrap().to_string();
    assert_eq!(read("https://bücher.example/ü?q=ü#ü"), "https://xn--bcher-kva.example/%C3%BC?q=%C3%BC#%C3%BC");
    refuses(&url(), "only ASCII", &["https://bücher.example/", "https://example.com/ü"]);
    refuses(&rule, "", &[
        // Addresses, names and delimiters by other characters.
        "http://①②⑦.⓪.⓪.①/", "http://１２７.0.0.1/", "http://127。0。0。1/", "http://lоcalhost。/", "http://ｌocalhost/", "http://例え。テスト/",
        "https://example.com／a", "https://example.com／＠evil.com/", "https://good.com＠evil.com/", "https：//example.com/ü", "ｈttps://example.com/",
        "https://exam\u{ad}ple.com/", "https://exam\u{200b}ple.com/", "https://ü@example.com/", "https://ü:p@example.com/", "https://example.com:８0/",
        "https://BÜCHER.example/", "https://bu\u{308}cher.example/", "https://♥.example/", "https://a℀b.example/", "https://[::1％25ü]/",
        "https://xn--bücher.example/", "//bücher.example/", "https:/bücher.example/", "https://bücher.example\\a", "https://bücher.example:0/",
        // What no one sees, or sees as something else.
        "https://example.com/\u{202e}gpj.exe", "https://example.com/a\u{200b}", "https://example.com/a／b", "https://example.com/．．/", "https://example.com/?q=\u{e0041}",
        "https://example.com/u\u{308}", "https://example.com/ü%0a", "https://example.com/ü b", "https://example.com/ü\n", "https://example.com/\u{85}", "https://example.com/\u{fffd}", "https://example.com/\u{e000}",
    ]);
    refuses(&rule.clone().public(), "public", &["https://bücher.localhost/", "https://bücher.nip.io/ü", "https://127.0.0.1/ü"]);
    let listed = url().unicode(true).hosts(["*.xn--bcher-kva.example"]);
    accepts(&listed, &["https://a.bücher.example/", "https://a.xn--bcher-kva.example/"]);
    refuses(&listed, "one of the hosts", &["https://bücher.example/", "https://a.bücher.example.org/"]);
    refuses(&rule, "2048", &[&format!("https://example.com/{}", "ü".repeat(400))]);
    assert_eq!(described(&rule)["format"], "iri");
}
