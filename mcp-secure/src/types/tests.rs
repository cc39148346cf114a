#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, HashMap},
    path::Path,
};

use proptest::prelude::*;
use schemars::{JsonSchema, SchemaGenerator};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::*;
use crate::{
    json::{TextPolicy, decode},
    rule::{Rule, Violation, email, filename, relative_path, sql_identifier, url},
};

/// Where the violation is, and which rule it is of.
fn refused<T: DeserializeOwned>(raw: &Value) -> (String, String, String) {
    let Err(violation) = decode::<T>(&raw.to_string(), TextPolicy::Plain) else {
        panic!("accepted: {raw}")
    };
    (violation.pointer().into(), violation.rule().into(), violation.message().into())
}

/// All ways to a value say the same as the rule.
fn agree<T, R>(rule: &R, text: &str)
where
    T: DeserializeOwned
        + JsonSchema
        + TryFrom<String, Error = Violation>
        + std::str::FromStr<Err = Violation>,
    R: Rule<str>,
{
    let judged = rule.judge(text);
    assert_eq!(T::try_from(text.to_owned()).err(), judged.clone().err(), "{text:?}");
    assert_eq!(text.parse::<T>().err(), judged.clone().err());
    assert_eq!(serde_json::from_value::<T>(json!(text)).is_ok(), judged.is_ok());
    let decoded = decode::<T>(&json!(text).to_string(), TextPolicy::Any);
    assert_eq!(decoded.err(), judged.clone().err());
    let schema = T::json_schema(&mut SchemaGenerator::default());
    let fits = jsonschema::is_valid(schema.as_value(), &json!(text));
    assert!(fits || judged.is_err(), "the schema refuses what is accepted: {text:?}");
}

#[test]
fn every_way_to_a_value_asks_the_rule() {
    for text in [
        "notes.md",
        "résumé.txt",
        "",
        "..",
        "a/b",
        ".env",
        "-rf",
        "nul.txt",
        "a\0",
        "a.php",
        "x\u{202e}",
    ] {
        agree::<FileName, _>(&filename(), text);
        agree::<RelativePath, _>(&relative_path(), text);
    }
    for text in ["a/b/c.md", "/etc/passwd", "a//b", "a/../b", "C:/x"] {
        agree::<RelativePath, _>(&relative_path(), text);
    }
    for text in ["ada@example.com", "ada", "a@b", "a@b.c\n", "-a@b.cd"] {
        agree::<Email, _>(&email(), text);
    }
    for text in
        ["https://example.com/", "http://example.com/", "https://[::1]/", "https://10.0.0.1/", ""]
    {
        agree::<PublicUrl, _>(&url().public(), text);
    }
    for text in ["users", "a-b", "select", "1a", ""] {
        agree::<SqlIdent, _>(&sql_identifier(), text);
    }
}

#[test]
fn an_identifier_is_one_in_every_dialect() {
    for word in ["select", "date", "analyse", "rank", "isnull", "openquery", &"a".repeat(64)] {
        assert!(word.parse::<SqlIdent>().is_err(), "{word}");
    }
    assert!("a".repeat(63).parse::<SqlIdent>().is_ok());
}

#[test]
fn a_violation_points_to_its_place_in_every_structure() {
    #[derive(Debug, Deserialize)]
    struct Order {
        #[expect(dead_code, reason = "decoded and not read")]
        files: Vec<FileName>,
    }

    let own = |name: &str| FileName::try_from(name).unwrap_err().message().to_owned();
    let at = |pointer: &str, name| (pointer.to_owned(), "filename".to_owned(), own(name));
    assert_eq!(refused::<FileName>(&json!("../x")), at("", "../x"));
    assert_eq!(refused::<Option<FileName>>(&json!(".env")), at("", ".env"));
    assert_eq!(refused::<Vec<FileName>>(&json!(["a", "nul"])), at("/1", "nul"));
    assert_eq!(refused::<BTreeMap<String, FileName>>(&json!({ "k": "-a" })), at("/k", "-a"));
    assert_eq!(refused::<HashMap<FileName, u8>>(&json!({ "a/b": 1 })), at("", "a/b"));
    assert_eq!(refused::<Order>(&json!({ "files": ["a", ""] })), at("/files/1", ""));
    assert_eq!(refused::<FileName>(&json!(5)).1, "type");
}

#[test]
fn another_deserializer_says_it_without_the_value() {
    let error = serde_json::from_value::<FileName>(json!("canary/..")).unwrap_err().to_string();
    assert!(!error.contains("canary") && !error.contains('\u{1f}'), "{error}");
    assert!(error.contains("must not hold a path separator"), "{error}");
    let error = FileName::try_from("canary/..").unwrap_err().to_string();
    assert_eq!(error, "filename: must not hold a path separator");
}

#[test]
fn values_act_as_text() {
    let name: FileName = "a b.md".parse().unwrap();
    assert_eq!(name, "a b.md");
    assert_eq!(format!("{name:>8}|{}", name.len()), "  a b.md|6");
    assert_eq!(serde_json::to_value(&name).unwrap(), json!("a b.md"));
    let path: &Path = name.as_ref();
    assert_eq!(path, Path::new("a b.md"));
    assert_eq!(String::from(name), "a b.md");
}

#[test]
fn a_url_is_the_parsed_one() {
    for (text, used) in [
        ("https://EXAMPLE.com", "https://example.com/"),
        ("https://example.com:443/a/../b", "https://example.com/b"),
        ("https://example.com/%7Ea?q=%20#x", "https://example.com/%7Ea?q=%20#x"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
    ] {
        let url: PublicUrl = text.parse().unwrap();
        assert_eq!((url.as_str(), url.as_url().as_str()), (used, used));
    }
}

#[cfg(feature = "html")]
#[test]
fn html_is_sanitized_when_it_is_made() {
    for (text, clean) in [
        ("<b onclick=x>b</b><script>1</script>", "<b>b</b>"),
        ("1 < 2", "1 &lt; 2"),
        ("plain", "plain"),
    ] {
        assert_eq!(text.parse::<Html>().unwrap(), clean);
        assert_eq!(decode::<Html>(&json!(text).to_string(), TextPolicy::Plain).unwrap(), clean);
    }
    for text in ["&#27;[31m", "a\u{1b}", "&#xE0041;"] {
        assert_eq!(text.parse::<Html>().unwrap_err().rule(), "text", "{text}");
    }
}

#[test]
fn sanitizers_come_before_the_type() {
    use crate::{
        json::TextTerms,
        sanitize::{Sanitizer, trim},
    };

    let trim: [Box<dyn Sanitizer>; 1] = [Box::new(trim())];
    let terms = TextTerms { policy: TextPolicy::Plain, sanitizers: &trim };
    assert_eq!(decode::<FileName>("\" a.md\\n\"", terms).unwrap(), "a.md");
}

proptest! {
    #[test]
    fn what_is_made_can_be_made_again(
        name in "[a-zA-Z0-9._ é/\\\\:-]{0,12}",
        path in "[a-z./:@?#%0-9\\[\\]-]{0,16}",
    ) {
        agree::<FileName, _>(&filename(), &name);
        agree::<RelativePath, _>(&relative_path(), &name);
        agree::<Email, _>(&email(), &format!("{path}@example.com"));
        if let Ok(url) = PublicUrl::try_from(format!("https://example.com{path}")) {
            prop_assert_eq!(PublicUrl::try_from(url.as_str()).unwrap(), url);
        }
    }
}
