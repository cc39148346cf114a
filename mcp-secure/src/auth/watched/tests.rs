#![allow(clippy::unwrap_used)]

use std::{thread, time::Instant};

use super::*;

fn parse(text: &str) -> Result<String, String> {
    match text.trim() {
        "bad" => Err("line 1 is bad".into()),
        text => Ok(text.to_owned()),
    }
}

/// Waits until the contents are these.
fn wait_for(watched: &Watched<String>, expected: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while *watched.current() != expected {
        assert!(Instant::now() < deadline, "still `{}`", watched.current());
        thread::sleep(Duration::from_millis(20));
    }
}

/// Looks now, whenever the last look was.
fn look(watched: &Watched<String>) -> String {
    watched.due.store(0, Ordering::Relaxed);
    (*watched.current()).clone()
}

#[test]
fn a_change_is_seen() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "one").unwrap();
    let watched = Watched::open(&path, parse).unwrap();
    assert_eq!(*watched.current(), "one");
    // Of the same length, right away.
    fs::write(&path, "two").unwrap();
    wait_for(&watched, "two");
    // Replaced, as editors and container platforms do.
    fs::write(directory.path().join("new"), "six").unwrap();
    fs::rename(directory.path().join("new"), &path).unwrap();
    wait_for(&watched, "six");
}

#[test]
fn a_change_of_a_settled_file_is_seen() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "one").unwrap();
    let old = SystemTime::now() - Duration::from_secs(3600);
    let age = || fs::File::options().write(true).open(&path).unwrap().set_modified(old).unwrap();
    age();
    let watched = Watched::open(&path, parse).unwrap();
    assert!(!watched.looked.lock().unwrap().is_fresh);
    assert_eq!(look(&watched), "one");
    fs::write(&path, "two").unwrap();
    // Whoever sets the time back changes the metadata.
    age();
    assert_eq!(look(&watched), "two");
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "one").unwrap();
    let watched = Watched::open(&path, parse).unwrap();
    fs::write(&path, "bad").unwrap();
    assert_eq!(look(&watched), "one");
    assert_eq!(watched.looked.lock().unwrap().complaint.as_deref(), Some("line 1 is bad"));
    fs::remove_file(&path).unwrap();
    assert_eq!(look(&watched), "one");
    fs::create_dir(&path).unwrap();
    assert_eq!(look(&watched), "one");
    fs::remove_dir(&path).unwrap();
    fs::write(&path, [0xff, 0xfe]).unwrap();
    assert_eq!(look(&watched), "one");
    fs::write(&path, "two").unwrap();
    assert_eq!(look(&watched), "two");
    assert_eq!(watched.looked.lock().unwrap().complaint, None);
}

#[test]
fn within_an_interval_it_is_not_looked_at_twice() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "one").unwrap();
    let watched = Watched::open(&path, parse).unwrap();
    watched.due.store(u64::MAX, Ordering::Relaxed);
    fs::write(&path, "two").unwrap();
    assert_eq!(*watched.current(), "one");
}

#[test]
fn a_bad_file_does_not_open() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    let error = || Watched::open(&path, parse).unwrap_err().to_string();
    assert!(error().contains("cannot be read"), "{}", error());
    fs::write(&path, "bad").unwrap();
    assert!(error().ends_with("/file` line 1 is bad"), "{}", error());
    fs::write(&path, vec![b' '; 1 + usize::try_from(MAX_BYTES).unwrap()]).unwrap();
    assert!(error().ends_with("is larger than 4 MiB"), "{}", error());
}

#[cfg(unix)]
#[test]
fn a_file_that_everybody_can_write_does_not_open() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("file");
    fs::write(&path, "one").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o646)).unwrap();
    let error = Watched::open(&path, parse).unwrap_err().to_string();
    assert!(error.contains("can be written by everybody"), "{error}");
}

#[test]
fn comments_and_empty_lines_say_nothing() {
    let text = "# a comment\n\n  one\r\n\t# another\ntwo # not a comment";
    assert_eq!(lines(text).collect::<Vec<_>>(), [(3, "one"), (5, "two # not a comment")]);
}

#[test]
fn readers_see_whole_contents_and_none_that_is_older_than_what_they_have_seen() {
    let directory = tempfile::tempdir().unwrap();
    let (path, new) = (directory.path().join("file"), directory.path().join("new"));
    let number =
        |text: &str| text.split_once(' ').map(|(number, _)| number.parse::<u32>().unwrap());
    let contents = |turn: u32| format!("{turn} {}", turn.to_string().repeat(5_000));
    fs::write(&path, contents(0)).unwrap();
    let watched = Watched::open(&path, parse).unwrap();
    let has_ended = std::sync::atomic::AtomicBool::new(false);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let mut last = 0;
                while !has_ended.load(Ordering::SeqCst) {
                    let text = look(&watched);
                    let turn = number(&text).unwrap();
                    assert!(turn >= last, "{turn} after {last}");
                    assert!(text == contents(turn), "torn");
                    last = turn;
                }
            });
        }
        for turn in 1..=300 {
            let text = if turn % 3 == 0 { "bad".to_owned() } else { contents(turn) };
            fs::write(&new, text).unwrap();
            fs::rename(&new, &path).unwrap();
        }
        fs::write(&new, contents(301)).unwrap();
        fs::rename(&new, &path).unwrap();
        wait_for(&watched, &contents(301));
        has_ended.store(true, Ordering::SeqCst);
    });
}
