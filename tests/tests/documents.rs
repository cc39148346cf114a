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
