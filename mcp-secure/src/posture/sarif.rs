//! The findings as SARIF 2.1.0 (OASIS), which code hosts show at the lines of a pull request.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Finding, FindingKind, Review, Source, words};

/// One run, whose results are the findings.
pub(super) fn write(review: &Review) -> String {
    let rules: Vec<Value> = FindingKind::ALL.into_iter().map(rule).collect();
    let results: Vec<Value> = review.findings.iter().map(result).collect();
    let log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "mcp-secure",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).unwrap_or_default();
    text.push('\n');
    text
}

fn rule(rule: FindingKind) -> Value {
    json!({
        "id": rule.id(),
        "shortDescription": { "text": sentence(rule.about()) },
        // GitHub takes no rule without it.
        "fullDescription": { "text": sentence(rule.about()) },
        "help": { "text": sentence(rule.remedy()) },
        "defaultConfiguration": { "level": "error" },
    })
}

fn result(finding: &Finding) -> Value {
    let Finding { rule, tool, place, message, source } = finding;
    let whose = tool.as_deref().unwrap_or("the server");
    let text = sentence(&format!("`{whose}`: {message}. To mend it, {}", rule.remedy()));
    // Viewers make links in plain text too (section 3.11.6), and this may come from elsewhere.
    let text = words::shown(&text).replace("](", "] (");
    let mut location = json!({ "physicalLocation": place_of(source) });
    if let Some(tool) = tool {
        location["logicalLocations"] = json!([{ "name": tool, "kind": "function" }]);
    }
    // What a finding is known by when lines above it have changed.
    let known_by = [rule.id(), whose, place.as_deref().unwrap_or_default()].join(":");
    json!({
        "ruleId": rule.id(),
        "ruleIndex": FindingKind::ALL.iter().position(|it| it == rule),
        "level": "error",
        "message": { "text": text },
        "locations": [location],
        "partialFingerprints": { "mcpSecureFinding/v1": known_by },
    })
}

fn place_of(source: &Source) -> Value {
    json!({
        "artifactLocation": { "uri": uri(&source.file), "uriBaseId": "%SRCROOT%" },
        "region": { "startLine": source.line.max(1) },
    })
}

/// The path as a relative reference (RFC 3986, section 4.2).
fn uri(path: &str) -> String {
    let mut uri = String::new();
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(byte.into()),
            byte if byte.is_ascii_alphanumeric() => uri.push(byte.into()),
            // Writing to a string cannot fail.
            byte => drop(write!(uri, "%{byte:02X}")),
        }
    }
    uri
}

fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_a_reference_whatever_is_in_it() {
        assert_eq!(uri("src/bin/notes.rs"), "src/bin/notes.rs");
        assert_eq!(uri("a b/é:#?%.rs"), "a%20b/%C3%A9%3A%23%3F%25.rs");
    }
}
