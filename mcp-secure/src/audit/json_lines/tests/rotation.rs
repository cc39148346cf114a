//! A rotation that fails loses nothing that was kept.

use super::*;

/// The current file and those that were put aside, each with its own name in it.
fn files(directory: &Path, suffixes: &[&str]) -> std::path::PathBuf {
    let path = directory.join("audit.jsonl");
    for suffix in suffixes {
        let name = format!("audit.jsonl{suffix}");
        fs::write(directory.join(&name), format!("{name}\n")).unwrap();
    }
    path
}

/// What there is, as `name = what was its name`.
fn found(directory: &Path) -> Vec<String> {
    let read = |entry: std::io::Result<fs::DirEntry>| {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap_or_default();
        format!("{} = {}", entry.file_name().to_string_lossy(), text.trim_end())
    };
    let mut all: Vec<_> = fs::read_dir(directory).unwrap().map(read).collect();
    all.sort();
    all
}

#[test]
fn files_move_up_and_the_oldest_goes() {
    let directory = tempfile::tempdir().unwrap();
    let path = files(directory.path(), &["", ".1", ".2"]);
    // Left by a process that was killed in the middle of it.
    fs::write(directory.path().join("audit.jsonl.next"), "half").unwrap();
    let (mut file, _) = File::open(&path, MIN_SIZE, 2).unwrap();
    file.rotate().unwrap();
    file.write(&mut &b"new\n"[..]).unwrap();
    let now = ["audit.jsonl = new", "audit.jsonl.1 = audit.jsonl", "audit.jsonl.2 = audit.jsonl.1"];
    assert_eq!(found(directory.path()), now);
    assert!(JsonLines::new(&path).start().is_err(), "it is in use");
}

#[test]
fn without_room_for_a_new_file_nothing_moves() {
    let directory = tempfile::tempdir().unwrap();
    let path = files(directory.path(), &["", ".1", ".2"]);
    fs::create_dir_all(directory.path().join("audit.jsonl.next/in the way")).unwrap();
    let before = found(directory.path());
    let (mut file, _) = File::open(&path, MIN_SIZE, 2).unwrap();
    for _ in 0..3 {
        file.rotate().unwrap_err();
        assert_eq!(found(directory.path()), before);
    }
}

/// As a try has left them that could not move the current file.
#[test]
fn what_was_put_aside_is_not_driven_out_by_another_try() {
    let directory = tempfile::tempdir().unwrap();
    let path = files(directory.path(), &["", ".2", ".3"]);
    let (mut file, _) = File::open(&path, MIN_SIZE, 3).unwrap();
    file.rotate().unwrap();
    let now = [
        "audit.jsonl = ",
        "audit.jsonl.1 = audit.jsonl",
        "audit.jsonl.2 = audit.jsonl.2",
        "audit.jsonl.3 = audit.jsonl.3",
    ];
    assert_eq!(found(directory.path()), now);
}

/// Connections may have taken all the files that the process can have; then each line tries to rotate.
#[cfg(unix)]
#[test]
fn a_process_that_can_open_no_file_keeps_those_that_it_had() {
    const INNER: &str = "MCP_SECURE_TEST_FEW_FILES";
    if std::env::var_os(INNER).is_none() {
        let test = std::thread::current().name().unwrap().to_owned();
        let inner = std::process::Command::new("sh")
            .args(["-c", "ulimit -n 64 && exec \"$0\" --exact \"$1\" --nocapture"])
            .arg(std::env::current_exe().unwrap())
            .arg(test)
            .env(INNER, "1")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&inner.stdout).into_owned();
        assert!(inner.status.success() && told.contains("1 passed"), "{inner:?}");
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let path = files(directory.path(), &["", ".1", ".2", ".3"]);
    let before = found(directory.path());
    let (mut file, _) = File::open(&path, MIN_SIZE, 3).unwrap();
    let mut taken = Vec::new();
    while let Ok(one) = fs::File::open("/dev/null") {
        taken.push(one);
    }
    for _ in 0..5 {
        file.rotate().unwrap_err();
    }
    drop(taken);
    assert_eq!(found(directory.path()), before);
    file.rotate().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "");
}
