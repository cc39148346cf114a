#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use serde_json::Value;

use super::*;
use crate::audit::verify::{self, Problem, Report};

mod continued;
mod named;
mod rotation;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn event(tool: &str) -> Event<'_> {
    let mut event = Event::new(crate::audit::Kind::Call, "ok", "http");
    event.tool = Some(tool.into());
    event
}

/// Writes so many events, in one run of a server.
fn run(lines: JsonLines, count: usize) {
    lines.start().unwrap();
    for number in 0..count {
        lines.record(&event(&format!("tool-{number}")));
    }
    lines.end();
}

fn lines(path: &Path) -> Vec<String> {
    fs::read_to_string(path).unwrap().lines().map(str::to_owned).collect()
}

fn write(path: &Path, lines: &[String]) {
    fs::write(path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
}

fn problems(report: &Report) -> Vec<(u64, Problem)> {
    report.findings.iter().map(|finding| (finding.line, finding.problem)).collect()
}

fn key() -> Secret<String> {
    Secret::new(KEY.to_owned())
}

#[test]
fn each_event_is_a_line_of_json() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path), 2);
    run(JsonLines::new(&path), 1);
    let lines: Vec<Value> =
        lines(&path).iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told: Vec<_> = lines.iter().map(|line| (&line["event"], &line["tool"])).collect();
    let start = (&Value::from("start"), &Value::Null);
    let call = Value::from("call");
    let [first, second] = ["tool-0", "tool-1"].map(Value::from);
    assert_eq!(told, [start, (&call, &first), (&call, &second), start, (&call, &first)]);
}

#[cfg(unix)]
#[test]
fn the_file_is_its_owners_and_no_link_is_followed() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path), 1);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);

    let link = directory.path().join("link");
    symlink(&path, &link).unwrap();
    assert!(JsonLines::new(link).start().is_err());
    assert!(JsonLines::new(directory.path()).start().is_err());
    assert!(JsonLines::new(directory.path().join("none/audit.jsonl")).start().is_err());
    assert!(JsonLines::new("/dev/null").start().is_err());
}

#[test]
fn a_file_has_one_writer() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    let first = JsonLines::new(&path);
    first.start().unwrap();
    let why = JsonLines::new(&path).start().unwrap_err().to_string();
    assert!(why.contains("a file of its own"), "{why}");
}

#[test]
fn a_chain_goes_on_through_rotations_and_restarts() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    let open = || JsonLines::new(&path).max_size(MIN_SIZE).keep(100).chained();
    for _ in 0..3 {
        run(open(), 1000);
    }
    let mut files: Vec<_> =
        fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(files.len() > 5, "{files:?}");
    for file in &files {
        assert!(fs::metadata(file).unwrap().len() <= MIN_SIZE);
    }
    // `audit.jsonl.12` is older than `audit.jsonl.2`, and `audit.jsonl` the newest.
    files.sort_by_key(|file| {
        let number = file.extension().and_then(|number| number.to_str()?.parse::<u32>().ok());
        std::cmp::Reverse(number.unwrap_or(0))
    });
    let report = verify::files(&files, None).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!((report.lines, report.first, report.last), (3003, 0, 3002));

    // Without the oldest files it is a chain that began before; without one between, it is none.
    let later = verify::files(&files[2..], None).unwrap();
    assert_eq!(later.findings, []);
    assert!(later.first > 0 && later.hash == report.hash);
    files.remove(2);
    let gap = verify::files(&files, None).unwrap();
    assert!(matches!(problems(&gap)[..], [(1, Problem::OutOfOrder { .. })]), "{gap:?}");
}

#[test]
fn so_many_files_are_kept() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path).max_size(MIN_SIZE).keep(2), 3000);
    assert_eq!(fs::read_dir(directory.path()).unwrap().count(), 3);
}

#[test]
fn what_is_done_to_a_chain_is_found() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path).chained(), 5);
    let whole = lines(&path);
    let check = |lines: &[String]| {
        let copy = directory.path().join("copy");
        write(&copy, lines);
        verify::files([copy], None).map(|report| problems(&report)).unwrap_or_default()
    };
    assert_eq!(check(&whole), []);

    let mut altered = whole.clone();
    altered[2] = altered[2].replace("tool-1", "tool-9");
    assert_eq!(check(&altered), [(3, Problem::Altered)]);
    // One that is altered and hashed anew no longer fits the next.
    let mut chain = Chain::continued(None, None).unwrap();
    let mut forged = Vec::new();
    chain.append(r#"{"version":1}"#, &mut forged);
    let mut replaced = whole.clone();
    replaced[0] = String::from_utf8(forged).unwrap().trim_end().to_owned();
    let out_of_order = |expected, found| Problem::OutOfOrder { expected, found };
    assert_eq!(check(&replaced), [(2, out_of_order(1, 1))]);

    let without = |at: usize| {
        let mut lines = whole.clone();
        lines.remove(at);
        lines
    };
    assert_eq!(check(&without(2)), [(3, out_of_order(2, 3))]);
    assert_eq!(check(&without(0)), []);
    let mut twice = whole.clone();
    twice.insert(3, whole[2].clone());
    assert_eq!(check(&twice), [(4, out_of_order(3, 2))]);
    let mut swapped = whole.clone();
    swapped.swap(2, 3);
    assert_eq!(check(&swapped).len(), 3);
    let mut foreign = whole.clone();
    foreign.insert(3, r#"{"version":1,"event":"call"}"#.to_owned());
    assert_eq!(check(&foreign), [(4, Problem::NotChained)]);
    let mut torn = whole.clone();
    torn.insert(3, whole[3][..20].to_owned());
    assert_eq!(check(&torn), [(4, Problem::NotChained)]);
    let mut cut = whole.clone();
    cut[5].truncate(30);
    assert_eq!(check(&cut), [(6, Problem::NotChained)]);
    let mut spaced = whole.clone();
    spaced[2] = spaced[2].replacen(",\"version\"", ", \"version\"", 1);
    assert_eq!(check(&spaced), [(3, Problem::Altered)]);
    // What is cut off at the end shows by the last hash alone.
    let copy = directory.path().join("copy");
    write(&copy, &whole[..4]);
    let (cut, all) = (verify::files([copy], None).unwrap(), verify::files([&path], None).unwrap());
    assert_eq!((cut.findings.len(), cut.hash == all.hash), (0, false));
}

#[test]
fn without_the_key_nobody_makes_a_chain() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path).chained_with(&key()).unwrap(), 3);
    assert_eq!(verify::files([&path], Some(&key())).unwrap().findings, []);
    let other = Secret::new(KEY.replace('0', "1"));
    for key in [None, Some(&other)] {
        let found = problems(&verify::files([&path], key).unwrap());
        assert!(found.len() == 4 && found.iter().all(|(_, found)| *found == Problem::Altered));
    }
    // Nor goes one on that was chained otherwise.
    assert!(JsonLines::new(&path).chained().start().is_err());
    assert!(JsonLines::new(&path).chained_with(&other).unwrap().start().is_err());
    assert!(JsonLines::new(&path).chained_with(&Secret::new("short".to_owned())).is_err());
}

#[test]
fn a_line_that_was_torn_by_a_crash_stays_and_is_told() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path).chained(), 3);
    let mut text = fs::read_to_string(&path).unwrap();
    text += "{\"seq\":4,\"previous\":\"0";
    fs::write(&path, &text).unwrap();
    run(JsonLines::new(&path).chained(), 1);
    let now = fs::read_to_string(&path).unwrap();
    assert!(now.starts_with(&text));
    let report = verify::files([&path], None).unwrap();
    assert_eq!((report.findings.len(), report.torn, report.lines), (0, 1, 6));
    // A line that is torn by hand is none that the chain is silent of.
    let mut lines = lines(&path);
    lines[2].truncate(20);
    write(&path, &lines);
    assert!(!verify::files([&path], None).unwrap().findings.is_empty());
}

#[test]
fn a_file_that_is_not_chained_is_not_continued_as_a_chain() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("audit.jsonl");
    run(JsonLines::new(&path), 1);
    let why = JsonLines::new(&path).chained().start().unwrap_err().to_string();
    assert!(why.contains("begin a new file"), "{why}");
    assert!(verify::files([&path], None).is_err());
}

#[cfg(target_os = "linux")]
#[test]
fn while_nothing_can_be_written_nothing_is_promised() {
    // Each write to it fails, as on a full disk.
    let writer = Writer::start(File::unchecked(Path::new("/dev/full")), None, false).unwrap();
    let waits = std::time::Instant::now();
    while writer.is_keeping() && waits.elapsed().as_secs() < 20 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(!writer.is_keeping());
    for _ in 0..100_000 {
        writer.record(&event(&"x".repeat(128)));
    }
    assert!(!writer.is_keeping());
}

#[test]
fn what_waits_is_bounded_and_what_is_lost_is_counted() {
    let queue = queue::Queue::default();
    assert!(queue.is_keeping());
    let mut told = 0;
    while queue.is_keeping() {
        queue.put(|lines| event("tool").write_json(lines));
        told += 1;
    }
    for _ in 0..200_000 {
        queue.put(|lines| event("tool").write_json(lines));
        told += 1;
    }
    let batch = queue.take(std::time::Duration::ZERO);
    assert!(batch.lines.len() <= 8 << 20);
    let kept = batch.lines.iter().filter(|byte| **byte == b'\n').count() as u64;
    assert_eq!(kept + batch.lost, told);
    assert!(batch.lost > 0 && queue.is_keeping());
}
