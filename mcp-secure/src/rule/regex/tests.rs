#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

#[track_caller]
fn refuses(reason: &str, expressions: &[&str]) {
    for expression in expressions {
        let Err(violation) = regex().judge(expression) else { panic!("accepted {expression:?}") };
        assert_eq!(violation.rule(), "regex");
        assert!(violation.message().contains(reason), "{expression:?}: {}", violation.message());
    }
}

#[test]
fn accepts_what_people_search_for() {
    for expression in [
        "", "a", "hello world", "cat|dog|", "^$", r"(?i)todo|fixme", r"(?m)^\s*#", r"(?x) a  # a comment",
        r"\bfn\s+\w+\s*\(", r"\d{4}-\d{2}-\d{2}", r"^[\w.+-]+@[\w-]+\.[\w.]+$",
        r"(?P<year>\d{4})(?<month>\d{2})", r"https?://[^\s/]+(?:/\S*)?", r"[^a-z&&[^0-9]]|[[:alpha:]]",
        r"\p{Greek}\P{L}\x41\u{1F600}", "(a+)+$", "(a|aa)+", "(.*)*x", r"\A\z\B", "résumé|日本|😀", ".{0,200}",
        r"\w{20}", r"^\w{1,64}$", r"^[\w.-]{1,64}@", r"^\p{L}{2,60}$", "(?x)\n\ta", r"a*?b+?c??d{2,3}?", r"\\\.\*",
    ] {
        assert_eq!(regex().judge(expression), Ok(()), "{expression}");
        assert!(regex().compile(expression).is_ok());
    }
}

#[test]
fn refuses_what_is_no_expression_of_the_dialect() {
    refuses("must be a regular expression: ", &[
        "(", ")", "[", "a{2,1}", "*", "+a", "a{", r"\", r"\q", "[z-a]", "(?<a>x)(?<a>y)", r"\p{Nothing}",
        "(?z)", r"\x{110000}", "(?i", "(?P<a", "(?P<1>a)", "(?-u)\\xFF", "(?-u:.)", "(?-u)[^a]", "a++a{",
        "(?>a)", r"\K", r"\G", "(?#c)", "(?(1)a|b)",
    ]);
    refuses("look-around", &["(?=a)", "(?!a)", "(?<=a)b", "(?<!a)b", "a(?=b)c"]);
    refuses("back-references", &[r"(a)\1", r"\2", r"(?<a>x)\9"]);
}

#[test]
fn refuses_what_no_person_sees() {
    refuses("control characters", &["a\0", "\u{1b}[2J", "a\u{85}"]);
    refuses("tag characters", &["a\u{e0041}"]);
}

#[test]
fn the_place_is_told_and_the_expression_is_not() {
    let violation = regex().judge("hunter2\n(((hunter2").unwrap_err();
    let told = "must be a regular expression: unclosed group (line 2, column 3)";
    assert_eq!(violation.message(), told);
}

#[test]
fn size_and_depth_are_bounded() {
    assert!(regex().judge(&"a".repeat(500)).is_ok());
    refuses("500 characters", &[&"a".repeat(501), "[ab]{501}", "(?:[ab]{23}){23}", "(a?){400}a{400}"]);
    refuses("500 characters", &["a{4294967295}", "(?:(?:a{4294967295}){4294967295}){4294967295}"]);
    refuses("500 characters", &["(((((.{9}){9}){9}){9}){9}){9}", "(?:[ab]*a[ab]{2000})c"]);
    refuses("at most 1000 bytes", &[&"a".repeat(1001), &"(".repeat(100_000)]);
    refuses("smaller when compiled", &[r"\w{400}", r"(?i)\p{L}{499}", r"[^\w]{100}\W{300}"]);
    let nested = |depth: usize| format!("{}a{}", "(?:".repeat(depth), ")".repeat(depth));
    assert!(regex().judge(&nested(45)).is_ok());
    refuses("nested", &[&nested(60), &format!("{}a{}", "[".repeat(60), "]".repeat(60))]);
    refuses("nested", &[&format!("a{}", "*".repeat(900))]);
}

#[test]
fn the_worst_expression_searches_in_linear_time() {
    // Quadratic or exponential would not end.
    let text = "ab".repeat(20_000);
    for expression in
        ["(a*)*c", "(a|a)*c", "(a?){200}a{200}c", "([ab]*[ab]*)*c", "[ab]{0,499}c", "(.*a){20}c"]
    {
        let matcher = regex().compile(expression).unwrap();
        assert!(!matcher.is_match(&text), "{expression}");
        assert_eq!(matcher.find(&text), None);
    }
}

#[test]
fn a_matcher_finds_the_first_place() {
    let matcher = regex().compile("é+").unwrap();
    assert_eq!(matcher.find("caféé é"), Some(3..7));
    assert_eq!(matcher.find("cafe"), None);
    assert!(matcher.is_match("é") && !matcher.is_match("e"));
}

proptest! {
    #[test]
    fn never_panics(expression in r"[a-c(){}\[\]*+?|^$\\.0-9,:=!<>é&~-]{0,24}|.{0,20}", text: String) {
        match (regex().judge(&expression), regex().compile(&expression)) {
            (Ok(()), Ok(matcher)) => {
                prop_assert_eq!(matcher.is_match(&text), matcher.find(&text).is_some());
            }
            (Err(one), Err(other)) => {
                prop_assert_eq!(&one, &other);
            }
            (judged, compiled) => prop_assert!(false, "{judged:?} {compiled:?}"),
        }
    }
}
