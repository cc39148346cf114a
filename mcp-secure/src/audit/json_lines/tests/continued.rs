//! Where a chain goes on that was cut off at a bad moment, and where it does not.

use aws_lc_rs::digest::{SHA256, digest};

use super::*;

fn chained(path: &Path) -> JsonLines {
    JsonLines::new(path).chained()
}

/// What is found of the file that was put aside and of the current one.
fn report(directory: &Path) -> Report {
    verify::files(["audit.jsonl.1", "audit.jsonl"].map(|name| directory.join(name)), None).unwrap()
}

/// The disk became full, or the process was killed, when the file was new.
#[test]
fn a_file_that_was_begun_and_no_more_continues_the_one_before() {
    for (begun, torn) in [("", 0), ("{\"seq\":6,\"prev", 1)] {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("audit.jsonl");
        run(chained(&path), 5);
        fs::rename(&path, directory.path().join("audit.jsonl.1")).unwrap();
        fs::write(&path, begun).unwrap();
        run(chained(&path), 2);
        let report = report(directory.path());
        assert_eq!(report.findings, [], "{begun}");
        assert_eq!((report.lines, report.last, report.torn), (9, 8, torn), "{begun}");
    }
}

/// It may have been taken away by somebody who wants no trace of it.
#[test]
fn a_file_that_is_gone_is_found_to_be_missing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(chained(&path), 5);
    fs::rename(&path, directory.path().join("audit.jsonl.1")).unwrap();
    run(chained(&path), 2);
    let found = problems(&report(directory.path()));
    assert_eq!(found, [(1, Problem::OutOfOrder { expected: 6, found: 0 })]);
}

/// Who alters the file before is found there, and keeps no server from starting.
#[test]
fn a_file_before_that_was_altered_is_not_continued() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(chained(&path), 2);
    let mut altered = lines(&path);
    altered[2] = altered[2].replace("tool-1", "tool-9");
    write(&directory.path().join("audit.jsonl.1"), &altered);
    fs::write(&path, "").unwrap();
    run(chained(&path), 1);
    let found = problems(&report(directory.path()));
    let restarts = Problem::OutOfOrder { expected: 3, found: 0 };
    assert_eq!(found, [(3, Problem::Altered), (1, restarts)]);
}

#[test]
fn there_is_no_number_behind_the_largest() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    let link = |seq: u64, previous: &str| {
        let line = format!("{{\"seq\":{seq},\"previous\":\"{previous}\",\"version\":1");
        let hash: String = digest(&SHA256, line.as_bytes())
            .as_ref()
            .iter()
            .map(|it| format!("{it:02x}"))
            .collect();
        (format!("{line},\"hash\":\"{hash}\"}}"), hash)
    };
    let (last, hash) = link(u64::MAX, chain::START);
    let (next, _) = link(0, &hash);
    write(&path, &[last.clone(), next]);
    let found = problems(&verify::files([&path], None).unwrap());
    assert_eq!(found, [(2, Problem::OutOfOrder { expected: 0, found: 0 })]);
    write(&path, &[last]);
    let why = chained(&path).start().unwrap_err().to_string();
    assert!(why.contains("no next number"), "{why}");
}
