//! The documents name every rule, and say of it what its schema says.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

fn document(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The cells of the rows of a table of Markdown that has these words in its head.
fn table(text: &str, head: &str) -> Vec<Vec<String>> {
    let rows = text.lines().skip_while(|line| *line != head).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells = row.replace("\\|", "\u{0}");
        let cells = cells.trim_matches('|').split('|');
        cells.map(|cell| cell.trim().replace('\u{0}', "|")).collect()
    })
    .collect()
}

/// What stands between backticks.
fn codes(cell: &str) -> BTreeSet<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

fn function(code: &str) -> Option<&str> {
    code.split_once('(').map(|(name, _)| name).filter(|name| !name.starts_with('.'))
}

/// The rules, each with the keywords that its cases write. A unit test holds it to the code.
fn told() -> BTreeMap<String, BTreeSet<String>> {
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let head = "| rule | its schema says | it alone refuses what breaks | as |";
    for row in table(&document("mcp-secure/src/rule/untold.md"), head) {
        for code in codes(&row[0]) {
            let name = function(&code).unwrap().to_owned();
            told.entry(name).or_default().extend(codes(&row[1]));
        }
    }
    told
}

#[test]
fn the_readme_names_every_rule_and_what_its_schema_says() {
    let told = told();
    assert!(told.contains_key("filename") && told.len() > 30);
    let mut named = BTreeSet::new();
    for row in table(&document("README.md"), "| rule | judges | in the schema |") {
        let rules: Vec<String> =
            codes(&row[0]).iter().filter_map(|code| function(code)).map(str::to_owned).collect();
        // Words beside the keywords say that the row is no list of them.
        let is_list =
            row[2].split('`').step_by(2).all(|between| between.trim_matches([',', ' ']).is_empty());
        if let [rule] = &rules[..]
            && is_list
        {
            assert_eq!(codes(&row[2]), told[rule], "README.md, `{rule}`");
        }
        named.extend(rules);
    }
    assert_eq!(named, told.into_keys().collect());
}

/// The documentation of each public function of a module that is called like its file.
fn documented(directory: &str) -> Vec<(String, String)> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(directory);
    let mut documented = Vec::new();
    for file in fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        let Some(name) = file.file_stem().and_then(|name| name.to_str()) else { continue };
        if file.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let head = format!("pub fn {name}");
        let is_head =
            |line: &&str| line.strip_prefix(&head).is_some_and(|rest| rest.starts_with(['(', '<']));
        let Some(at) = lines.iter().position(is_head) else { continue };
        let above = lines[..at].iter().rev();
        let comment = above.take_while(|line| line.starts_with("///") || line.starts_with("#["));
        let mut comment: Vec<&str> = comment.copied().collect();
        comment.reverse();
        documented.push((name.to_owned(), comment.join("\n")));
    }
    documented
}

/// The code of the examples that run.
fn examples(documentation: &str) -> String {
    documentation.split("/// ```").skip(1).step_by(2).collect()
}

#[test]
fn every_rule_is_documented_by_a_value_that_it_accepts_and_one_that_it_refuses() {
    let rules = documented("mcp-secure/src/rule");
    let names: BTreeSet<_> = rules.iter().map(|(name, _)| name.clone()).collect();
    let told: BTreeSet<_> = told().into_keys().collect();
    assert!(told.is_subset(&names), "{:?}", told.difference(&names));
    let mut missing = Vec::new();
    for (name, documentation) in rules.iter().filter(|(name, _)| told.contains(name)) {
        let code = examples(documentation);
        // With what is wrong, where that is shown too.
        let refuses = code.contains("is_err()") || code.contains("unwrap_err()");
        if !code.contains("is_ok()") || !refuses {
            missing.push(name);
        }
    }
    assert!(missing.is_empty(), "no examples of a good and a bad value: {missing:?}");
}

#[test]
fn every_sanitizer_is_documented_by_what_it_makes_of_a_text() {
    let sanitizers = documented("mcp-secure/src/sanitize");
    assert!(sanitizers.len() >= 11, "{}", sanitizers.len());
    for (name, documentation) in sanitizers {
        let code = examples(&documentation);
        assert!(code.contains(".sanitize(") && code.contains("assert_eq!"), "`{name}`");
    }
}
