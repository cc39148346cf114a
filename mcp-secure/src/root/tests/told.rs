//! What is told, and to whom.

use super::*;

#[test]
fn the_model_learns_what_it_can_correct() {
    for (kind, message) in [
        (ErrorKind::NotFound, Some("no such file or directory")),
        (ErrorKind::OutsideRoot, Some("no such file or directory")),
        (ErrorKind::NotAFile, Some("no such file or directory")),
        (ErrorKind::InvalidPath, Some("no such file or directory")),
        (ErrorKind::AlreadyExists, Some("the file exists already")),
        (ErrorKind::TooLarge, Some("the file is too large")),
        (ErrorKind::TooManyEntries, Some("the directory has too many entries")),
        (ErrorKind::NotText, Some("the file is not UTF-8 text")),
        (ErrorKind::ReadOnly, Some("read only, cannot be changed")),
        (ErrorKind::Io, None),
    ] {
        let error = crate::Error::from(Error::from(kind));
        assert_eq!(error.tool_error().map(crate::ToolError::message), message);
        let error = error.context("reading /data/root");
        assert_eq!(error.tool_error().map(crate::ToolError::message), message);
    }
}

/// A wrong name, a link, a directory and a way out look the same.
#[cfg(unix)]
#[test]
fn the_model_does_not_learn_what_its_paths_hit() {
    let place = Place::new();
    place.root.create_dir_all("sub").unwrap();
    std::os::unix::fs::symlink("../root-evil", place.inside.join("dir")).unwrap();
    std::os::unix::fs::symlink("../root-evil/note.md", place.inside.join("link")).unwrap();
    for path in [
        "missing",
        "sub",
        "link",
        "dir/note.md",
        "dir/missing",
        "dir/missing/missing",
        "../root-evil/note.md",
        "../missing",
        "/etc/passwd",
        "/missing",
        "a\0",
        "",
    ] {
        for error in [place.root.read(path).unwrap_err(), place.root.remove_file(path).unwrap_err()]
        {
            let message = error.tool_error().unwrap().message();
            assert_eq!(message, "no such file or directory", "{path:?}");
        }
    }
}

#[test]
fn the_operator_learns_the_cause_without_the_path() {
    let place = Place::new();
    let error = crate::Error::from(place.root.read("note.md").unwrap_err());
    let text = error.to_string();
    assert!(text.starts_with("there is no such file or directory: "), "{text}");

    let error = crate::Error::from(place.root.read("../note.md").unwrap_err());
    assert_eq!(error.to_string(), "the path leads out of the directory");
}

#[test]
fn a_failure_of_the_file_system_is_told_by_its_kind() {
    use std::io::ErrorKind as Io;

    for (io, kind) in [
        (Io::ReadOnlyFilesystem, ErrorKind::ReadOnly),
        (Io::StorageFull, ErrorKind::Io),
        (Io::Interrupted, ErrorKind::Io),
    ] {
        assert_eq!(Error::from_io(io.into()).kind(), kind);
    }
    // The process may not, which is not the model's concern. (13 is EACCES on every Unix.)
    #[cfg(unix)]
    assert_eq!(Error::from_io(std::io::Error::from_raw_os_error(13)).kind(), ErrorKind::Io);
}

#[test]
fn debug_does_not_show_where() {
    let place = Place::new();
    let host = place.inside.parent().unwrap().to_str().unwrap();
    let root = format!("{:#?}", place.root);
    let error = format!("{:#?}", place.root.read("note.md"));
    assert!(root.contains("writable: true"));
    assert!(!root.contains(host) && !root.contains("root\""), "{root}");
    assert!(!error.contains(host) && !error.contains("note.md"), "{error}");
}

#[test]
fn the_operator_is_told_which_directory_is_missing() {
    let place = Place::new();
    let missing = place.inside.join("missing");
    let file = place.outside.join("note.md");
    for (error, path) in [
        (Root::open(&missing).unwrap_err(), missing.as_path()),
        (Root::open(&file).unwrap_err(), file.as_path()),
        (Root::create(&file).unwrap_err(), file.as_path()),
        (Root::create(file.join("below")).unwrap_err(), file.as_path()),
    ] {
        let text = error.to_string();
        assert!(text.contains(path.to_str().unwrap()), "{text}");
        assert!(text.contains("correct the path"), "{text}");
        assert!(error.tool_error().is_none());
    }
}

#[test]
fn a_root_is_shared_between_threads() {
    fn shared<T: Clone + Send + Sync + 'static>() {}
    shared::<Root>();
}
