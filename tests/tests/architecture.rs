//! The architecture holds: imports run downwards, every file is reached by a module, the SDK's
//! types stay in one file, and no room is half built.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn rust_files(directory: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// `mcp-secure/src/serve/http/body.rs` → `serve`: the room's top.
fn top(source: &Path, file: &Path) -> String {
    let relative = file.strip_prefix(source).unwrap();
    let first = relative.components().next().unwrap().as_os_str().to_str().unwrap();
    first.trim_end_matches(".rs").to_owned()
}

/// The code of a file, without its unit tests, comments and documentation.
fn code(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A file of unit tests, which may use what is above.
fn is_test(file: &Path) -> bool {
    file.components().any(|part| matches!(part.as_os_str().to_str(), Some("tests" | "tests.rs")))
}

/// The modules of the crate that a file names: `crate::a`, `crate::{a::b, c}`.
fn imports(code: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            None => vec![rest],
            Some(list) => {
                let mut depth = 1;
                let end = list.find(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    depth == 0
                });
                let list = &list[..end.unwrap()];
                let mut depth = 0;
                list.split(|c| {
                    depth += i32::from(c == '{') - i32::from(c == '}');
                    c == ',' && depth == 0
                })
                .map(str::trim)
                .collect()
            }
        };
        for name in names {
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            found.insert(name[..end].to_owned());
        }
    }
    found
}

/// Lower is deeper: a module imports modules of its own floor or below.
const FLOORS: &[&[&str]] = &[
    &[
        "address",
        "command",
        "complaints",
        "egress",
        "error",
        "root",
        "answer",
        "json",
        "lanes",
        "rule",
        "sanitize",
        "caller",
        "config",
        "danger",
        "sealed",
        "state",
        "secret",
        "moment",
        "trace",
        "type_name",
    ],
    &[
        "auth",
        "store",
        "call",
        "needs",
        "param",
        "slots",
        "intake",
        "input",
        "parameter",
        "schema",
        "output",
        "types",
        "refusal",
        "scope",
    ],
    &["access", "guard", "tool", "audit", "metrics", "gate", "posture"],
    &["serve", "testing"],
    &["lib", "prelude", "__fuzz", "__private"],
];

#[test]
fn imports_run_downwards() {
    let source = root().join("mcp-secure/src");
    let floor = |module: &str| FLOORS.iter().position(|floor| floor.contains(&module));
    let mut wrong = Vec::new();
    for file in rust_files(&source).into_iter().filter(|file| !is_test(file)) {
        let module = top(&source, &file);
        let own = floor(&module).unwrap_or_else(|| panic!("`{module}` has no floor: add it"));
        for import in imports(&code(&file)) {
            // Types are re-exported at the top of the crate; `Result` and `Error` are meant.
            let Some(other) = floor(&import) else { continue };
            if other > own {
                wrong.push(format!("{} imports {import}", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_file_is_reached_by_a_module() {
    for package in ["mcp-secure", "mcp-secure-macros", "mcp-secure-grammar"] {
        let source = root().join(package).join("src");
        for file in rust_files(&source) {
            let name = file.file_stem().unwrap().to_str().unwrap();
            if name == "lib" {
                continue;
            }
            let directory = file.parent().unwrap();
            let parent = if directory == source {
                source.join("lib.rs")
            } else {
                directory.with_extension("rs")
            };
            let text = fs::read_to_string(&parent).unwrap_or_default();
            let declared = text.lines().any(|line| line.ends_with(&format!("mod {name};")));
            assert!(declared, "{} is not reached by {}", file.display(), parent.display());
        }
    }
}

#[test]
fn one_room_names_the_types_of_the_sdk() {
    let source = root().join("mcp-secure/src");
    for file in rust_files(&source) {
        let names = code(&file).lines().any(|line| line.starts_with("use rmcp::"));
        let is_room =
            file.starts_with(source.join("serve/rmcp")) || file.ends_with("serve/rmcp.rs");
        assert_eq!(names, is_room, "{}", file.display());
    }
}

#[test]
fn a_guard_has_both_its_rooms_and_its_tests() {
    let rooms = |package: &str| -> BTreeSet<String> {
        let directory = root().join(package).join("src/guard");
        let files = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
        let files =
            files.filter(|path| path.extension().is_some_and(|extension| extension == "rs"));
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect()
    };
    let mut macros = rooms("mcp-secure-macros");
    macros.remove("table");
    assert_eq!(rooms("mcp-secure"), macros);
}

#[test]
fn a_file_has_one_job() {
    for package in ["mcp-secure", "mcp-secure-macros", "mcp-secure-grammar"] {
        for file in rust_files(&root().join(package).join("src")) {
            let lines = fs::read_to_string(&file).unwrap().lines().count();
            let is_test = file.to_str().unwrap().contains("tests");
            assert!(lines <= 300 || is_test, "{} has {lines} lines", file.display());
        }
    }
}
