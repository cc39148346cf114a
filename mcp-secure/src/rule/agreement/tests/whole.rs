//! Every rule is in the table, and the documentation shows it.

use std::{collections::BTreeSet, fs, path::Path};

use crate::rule::agreement::{document, table::rows};

/// The functions that `rule.rs` makes public: whatever starts with a small letter.
fn public_rules() -> BTreeSet<String> {
    let source = include_str!("../../../rule.rs");
    let uses = source.split("\npub use ").skip(1);
    let uses = uses.map(|rest| rest.split(';').next().unwrap());
    let names = uses.flat_map(|path| path.rsplit("::").next().unwrap().split([',', '{', '}']));
    let names =
        names.map(str::trim).filter(|name| name.starts_with(|first: char| first.is_lowercase()));
    names.map(str::to_owned).collect()
}

#[test]
fn every_public_rule_has_a_row() {
    let listed: BTreeSet<String> = rows().iter().map(|row| row.rule.to_owned()).collect();
    assert!(listed.contains("filename") && listed.contains("url"));
    let told = "give the rule a row in `rule/agreement/table`";
    assert_eq!(listed, public_rules(), "{told}");
    for row in rows() {
        assert!(!row.cases.is_empty(), "{}", row.rule);
        for case in row.cases {
            assert!(case.written.starts_with(&format!("{}(", row.rule)), "{}", case.written);
        }
    }
}

#[test]
fn the_documentation_shows_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/rule/untold.md");
    let written = document::written(&rows());
    if std::env::var_os("WRITE_DOCUMENTS").is_some() {
        fs::write(&path, &written).unwrap();
    }
    let shown = fs::read_to_string(&path).unwrap();
    assert!(shown == written, "`src/rule/untold.md` is out of date; WRITE_DOCUMENTS=1 writes it");
}
