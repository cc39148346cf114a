#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{read::Name, *};

#[track_caller]
fn refuses(reason: &str, patterns: &[&str]) {
    for pattern in patterns {
        let Err(violation) = glob().judge(pattern) else { panic!("accepted {pattern:?}") };
        assert_eq!(violation.rule(), "glob");
        assert!(violation.message().contains(reason), "{pattern:?}: {}", violation.message());
    }
}

#[test]
fn matches_as_shells_and_git_do() {
    for (pattern, matching, other) in [
        ("a.md", &["a.md"][..], &["a_md", "A.md", "a.md/b", "b/a.md", "a.mdx", "", "a.md\n"][..]),
        ("*.md", &["a.md", "é.md", "a.b.md", "-.md"], &["a/b.md", ".md", ".a.md", "a.md/"]),
        ("*", &["a", "a b"], &["a/b", "", ".a", "/a"]),
        ("?.txt", &["a.txt", "é.txt", "😀.txt"], &["ab.txt", ".txt", "..txt"]),
        ("[a-c]?", &["a1", "cb"], &["d1", "a", "a/"]),
        ("[!a-c]x", &["dx", "éx"], &["ax", "/x", ".x"]),
        ("[a-]", &["a", "-"], &["b"]),
        ("[a!]", &["a", "!"], &["b"]),
        ("x[+-9]y", &["x+y", "x5y", "x,y"], &["x/y"]),
        ("*.{rs,toml}", &["a.rs", "Cargo.toml"], &["a.md", "a.rstoml"]),
        ("{src,tests}/*.rs", &["src/a.rs", "tests/b.rs"], &["a.rs", "src/a/b.rs"]),
        ("{*.rs,a?}", &["x.rs", "ab"], &["abc"]),
        ("a{,b}c", &["ac", "abc"], &["abbc"]),
        ("**", &["a", "a/b", "a/b/c"], &["", "a/", "/a", "a//b", ".a", "a/.b"]),
        ("src/**", &["src/a", "src/a/b"], &["src", "src/", "srcs/a"]),
        ("**/a", &["a", "b/a", "b/c/a"], &["ba", "b/aa", "a/b"]),
        ("a/**/b", &["a/b", "a/c/b", "a/c/d/b"], &["ab", "a/cb", "c/a/b"]),
        ("**/*.md", &["a.md", "b/a.md", "b/c/a.md"], &["b/.a.md", ".b/a.md"]),
        ("a/**/b/**/c", &["a/b/c", "a/x/b/y/c"], &["a/c"]),
        ("a,b", &["a,b"], &["a", "b"]),
        ("a(b)+c$^#&'=@%;", &["a(b)+c$^#&'=@%;"], &["abc"]),
        ("v1..2", &["v1..2"], &["v1xx2"]),
        ("résumé-*", &["résumé-1"], &["resume-1"]),
    ] {
        let matcher = glob().compile(pattern).unwrap();
        for path in matching {
            assert!(matcher.is_match(path), "{pattern} {path:?}");
        }
        for path in other {
            assert!(!matcher.is_match(path), "{pattern} {path:?}");
        }
    }
}

#[test]
fn refuses_what_leaves_the_directory() {
    refuses("relative", &["/", "/etc/passwd", "/*", "//a"]);
    refuses("must not start with", &["~", "~/*", "~root/*", "-a", "--", "!a", "!*.md"]);
    refuses("empty names", &["", "a//b", "a/", "*/"]);
    refuses("`.` or `..`", &[
        "..", "../*", "a/../b", "**/..", ".", "./a", "a/.", "{.,a}/b", "{..,a}/b", "{a,..}/b", ".{.,x}/b",
        "{.,}{.,}/b", "[.]/b", "[.][.]/b", ".[.]/b", "[.]./b", "[+-.]./b", ".{,.}", "a/{..,b}/c", ".[!a]",
        "[!a]./x",
    ]);
    refuses("must not hold", &[
        r"..\a", r"a\*", r"\*", "C:/a", "a:b", "a<b", "a>b", "a\"b", "a|b", "a\0b", "a\nb", "a\u{7f}",
        "a\u{85}b", "%2e%2e/a", "a%2fb", "%252e", "%%32e", "a\u{2215}b", "\u{ff0e}\u{ff0e}/a", "a\u{202e}b",
        "a\u{200b}b", "a\u{e000}",
    ]);
}

#[test]
fn refuses_hidden_names_unless_it_is_said() {
    let hidden = [".env", ".*", "a/.git/*", "**/.ssh", "{.git,a}/b", "{,a}.git", "[.]git", "[+-9]git", ".?"];
    refuses("start with a dot", &hidden);
    for pattern in hidden {
        assert!(glob().hidden(true).judge(pattern).is_ok(), "{pattern}");
    }
    let all = glob().hidden(true).compile("**").unwrap();
    assert!(all.is_match(".git/config") && !all.is_match("../a") && !all.is_match("a/./b"));
    for pattern in [".*", ".?", "*", "??", "**/*", "[!a]?"] {
        let matcher = glob().hidden(true).compile(pattern).unwrap();
        assert!(!matcher.is_match("..") && !matcher.is_match("."), "{pattern}");
    }
    assert!(glob().hidden(true).compile("*").unwrap().is_match(".env"));
    assert!(glob().hidden(true).judge("../a").is_err());
}

#[test]
fn refuses_what_programs_read_differently() {
    refuses("closed within its name", &[
        "[", "a[", "[a", "a]", "{a,b", "a}", "}", "[a/b]", "{a/b,c}", "{a,{b,c}}",
    ]);
    refuses("plain characters", &["[]", "[!]", "[]a]", "[^a]", "[[=a=]]", "[[a]"]);
    refuses("lower to the higher", &["[z-a]", "[a-c9-0]"]);
    refuses("two texts or more", &["{}", "{a}", "{1..3}", "x{}y"]);
    refuses("as a whole name", &["a**", "**a", "a/**b", "***", "{**,a}"]);
    refuses("twice in a row", &["**/**", "a/**/**/b"]);
}

#[test]
fn size_is_bounded() {
    refuses("at most 255 bytes", &[&"a".repeat(256), &"é".repeat(128), &"{".repeat(100_000)]);
    assert!(glob().judge(&"a".repeat(255)).is_ok());
    refuses("at most 32 names", &[&["a"; 33].join("/")]);
    assert!(glob().judge(&["a"; 32].join("/")).is_ok());
    refuses("at most 4 `**`", &["**/a/**/a/**/a/**/a/**"]);
    assert!(glob().judge("**/a/**/a/**/a/**").is_ok());
    refuses("at most 16 `*`", &[&"*a".repeat(17), &"{*,*}".repeat(9)]);
    assert!(glob().judge(&"*a".repeat(16)).is_ok());
    refuses("100 combinations", &[&"{a,b}".repeat(7), &format!("{{{}a}}", "a,".repeat(100))]);
    assert!(glob().judge(&"{a,b}".repeat(6)).is_ok());
    // However it looks, it compiles.
    assert!(glob().judge(&"[!a]".repeat(63)).is_ok());
    assert!(glob().judge(&"[\u{a1}-\u{d7ff}]".repeat(31)).is_ok());
}

#[test]
fn the_worst_pattern_matches_in_linear_time() {
    let matcher = glob().compile(&format!("{}b", "*a".repeat(16))).unwrap();
    assert!(!matcher.is_match(&"a".repeat(100_000)));
    let matcher = glob().compile("**/a/**/a/**/a/**/b").unwrap();
    assert!(!matcher.is_match(&["a"; 20_000].join("/")));
}

/// The plain way, which takes exponential time: whether the names match from here on.
fn matches(names: &[Name], path: &[&str]) -> bool {
    match (names, path) {
        ([], []) => true,
        ([Name::AnyDirectories], path) => !path.is_empty(),
        ([Name::AnyDirectories, rest @ ..], path) => {
            (0..=path.len()).any(|skipped| matches(rest, &path[skipped..]))
        }
        ([Name::Parts(parts), names @ ..], [name, path @ ..]) => {
            let name: Vec<char> = name.chars().collect();
            ends(parts, &name, 0).contains(&name.len()) && matches(names, path)
        }
        _ => false,
    }
}

/// Where in the name the parts can end.
fn ends(parts: &[read::Part], name: &[char], from: usize) -> Vec<usize> {
    use read::Part;
    let [part, rest @ ..] = parts else { return vec![from] };
    let next = name.get(from).copied();
    let after: Vec<usize> = match part {
        Part::Character(character) if next == Some(*character) => vec![from + 1],
        Part::AnyCharacter if next.is_some() => vec![from + 1],
        Part::AnyCharacters => (from..=name.len()).collect(),
        Part::Class { negated, ranges }
            if next.is_some_and(|next| {
                ranges.iter().any(|(a, b)| *a <= next && next <= *b) != *negated
            }) =>
        {
            vec![from + 1]
        }
        Part::Alternatives(alternatives) => {
            alternatives.iter().flat_map(|parts| ends(parts, name, from)).collect()
        }
        _ => vec![],
    };
    after.into_iter().flat_map(|at| ends(rest, name, at)).collect()
}

proptest! {
    #[test]
    fn a_matcher_does_what_the_pattern_says(
        pattern in r"(?:\*\*/){0,1}(?:[ab.?*]|\[a-b\]|\[!a\]|\{a,b\*\}|\{,a\}){1,4}(?:/(?:[ab.?*]|\*\*|\[!.\]){1,3}){0,2}",
        path in r"[ab.]{1,3}(?:/[ab.]{1,3}){0,3}",
        hidden: bool,
    ) {
        let rule = glob().hidden(hidden);
        if let Ok(names) = rule.names(&pattern) {
            let path_names: Vec<&str> = path.split('/').collect();
            let is_reached = path_names.iter().all(|name| {
                *name != "." && *name != ".." && (hidden || !name.starts_with('.'))
            });
            let expected = is_reached && matches(&names, &path_names);
            prop_assert_eq!(rule.compile(&pattern).unwrap().is_match(&path), expected, "{} {}", pattern, path);
        }
    }

    #[test]
    fn nothing_accepted_matches_a_way_out(pattern in r"[ab./*?\[\]!{},-]{1,12}", hidden: bool) {
        let rule = glob().hidden(hidden);
        if rule.judge(&pattern).is_ok() {
            prop_assert!(!pattern.starts_with('/') && pattern.split('/').all(|name| name != ".."));
            let matcher = rule.compile(&pattern).unwrap();
            for path in ["..", ".", "../a", "a/..", "a/../b", "/a", "/", "a//b", ""] {
                prop_assert!(!matcher.is_match(path), "{} {}", pattern, path);
            }
        }
    }

    #[test]
    fn never_panics(pattern: String, path: String) {
        if let Ok(matcher) = glob().compile(&pattern) {
            matcher.is_match(&path);
        }
    }
}
