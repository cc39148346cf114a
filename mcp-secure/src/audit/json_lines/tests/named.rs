//! A chain says whose it is.

use super::*;

fn named(path: &Path, server: &str) -> JsonLines {
    let mut lines = JsonLines::new(path).chained_with(&key()).unwrap();
    lines.prepare(server);
    lines
}

#[test]
fn files_of_two_servers_with_one_key_are_told_apart() {
    let directory = tempfile::tempdir().unwrap();
    let paths = ["one", "two"].map(|name| directory.path().join(name));
    for path in &paths {
        run(named(path, path.file_name().unwrap().to_str().unwrap()), 3);
    }
    let of = |server, path| verify::files_of(server, [path], Some(&key())).unwrap();
    let [one, two] = &paths;
    assert_eq!((of("one", one).findings, of("one", one).servers), (vec![], vec!["one".into()]));
    // Exchanged as a whole, each chain is whole.
    assert_eq!(problems(&of("one", two)), [(1, Problem::OtherServer)]);
    assert_eq!(verify::files([two], Some(&key())).unwrap().findings, []);
    // The name cannot be written anew without the key.
    let mut told = lines(two);
    told[0] = told[0].replace("\"server\":\"two\"", "\"server\":\"one\"");
    write(two, &told);
    assert_eq!(problems(&of("one", two)), [(1, Problem::Altered)]);
}

/// The oldest files are removed, and the first line with them.
#[test]
fn each_file_says_it_after_a_rotation_too() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(named(&path, "one").max_size(MIN_SIZE).keep(1), 1000);
    let before = directory.path().join("audit.jsonl.1");
    for file in [&path, &before] {
        let report = verify::files_of("two", [file], Some(&key())).unwrap();
        assert!(report.first > 0, "not from the beginning");
        let [(_, Problem::OtherServer)] = problems(&report)[..] else { panic!("{report:?}") };
    }
    let report = verify::files_of("one", [before, path], Some(&key())).unwrap();
    assert_eq!((report.findings, report.servers), (vec![], vec!["one".to_owned()]));
}

#[test]
fn a_name_may_be_any_text_and_that_of_a_replica_comes_first() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    let odd = "a\"}\n\u{202e},\"hash\":\"é";
    run(named(&path, odd), 1);
    run(named(&path, "notes").name("notes-2"), 1);
    let report = verify::files([&path], Some(&key())).unwrap();
    assert_eq!((report.findings, report.servers), (vec![], vec![odd.into(), "notes-2".into()]));
    let long = "x".repeat(1 << 20);
    let path = directory.path().join("long.jsonl");
    run(named(&path, &long), 1);
    assert_eq!(verify::files_of(&long, [&path], Some(&key())).unwrap().findings, []);
}

/// Of before names were written.
#[test]
fn a_file_without_a_name_is_verified_and_continued() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path).chained_with(&key()).unwrap(), 2);
    let report = verify::files_of("one", [&path], Some(&key())).unwrap();
    assert_eq!((report.findings, report.servers), (vec![], vec![]));
    run(named(&path, "one"), 2);
    let report = verify::files_of("one", [&path], Some(&key())).unwrap();
    assert_eq!((report.findings, report.servers), (vec![], vec!["one".to_owned()]));
}
