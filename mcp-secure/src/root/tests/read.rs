//! Reading, and its bound.

use super::*;

#[test]
fn a_file_is_read() {
    let place = Place::new();
    fs::write(place.inside.join("note.md"), "text").unwrap();
    assert_eq!(place.root.read("note.md").unwrap(), b"text");
    assert_eq!(place.root.read_to_string("note.md").unwrap(), "text");
    let metadata = place.root.metadata("note.md").unwrap();
    assert_eq!((metadata.kind, metadata.len), (Kind::File, 4));
    assert!(metadata.modified.is_some());
    assert!(place.root.exists("note.md"));
}

#[test]
fn what_is_not_there_is_not_found() {
    let place = Place::new();
    fs::write(place.inside.join("note.md"), "").unwrap();
    for path in ["missing.md", "missing/note.md", "note.md/below"] {
        refused(place.root.read(path), ErrorKind::NotFound);
        refused(
            place.root.write(path.replace("missing.md", "no/note.md"), ""),
            ErrorKind::NotFound,
        );
        refused(place.root.remove_file(path), ErrorKind::NotFound);
        refused(place.root.metadata(path), ErrorKind::NotFound);
        refused(place.root.list_dir(path), ErrorKind::NotFound);
        refused(place.root.subdir(path), ErrorKind::NotFound);
        assert!(!place.root.exists(path));
    }
    refused(place.root.list_dir("note.md"), ErrorKind::NotFound);
}

#[test]
fn a_directory_is_not_a_file() {
    let place = Place::new();
    place.root.create_dir_all("sub").unwrap();
    refused(place.root.read("sub"), ErrorKind::NotAFile);
    refused(place.root.write("sub", "x"), ErrorKind::NotAFile);
    refused(place.root.create_new("sub", "x"), ErrorKind::AlreadyExists);
    refused(place.root.remove_file("sub"), ErrorKind::NotAFile);
    assert_eq!(place.names(), ["sub"]);
}

#[test]
fn a_file_is_read_up_to_the_bound() {
    let place = Place::new();
    fs::write(place.inside.join("note.md"), "12345").unwrap();
    assert_eq!(place.root.clone().max_read(5).read("note.md").unwrap(), b"12345");
    refused(place.root.clone().max_read(4).read("note.md"), ErrorKind::TooLarge);
    refused(place.root.clone().max_read(4).read_to_string("note.md"), ErrorKind::TooLarge);
    assert!(place.root.clone().max_read(u64::MAX).read("note.md").is_ok());

    fs::write(place.inside.join("empty.md"), "").unwrap();
    assert_eq!(place.root.clone().max_read(0).read("empty.md").unwrap(), b"");
    refused(place.root.clone().max_read(0).read("note.md"), ErrorKind::TooLarge);
}

#[test]
fn a_huge_file_is_refused() {
    let place = Place::new();
    let file = fs::File::create(place.inside.join("sparse")).unwrap();
    file.set_len(200 << 20).unwrap();
    refused(place.root.read("sparse"), ErrorKind::TooLarge);
    file.set_len(Root::DEFAULT_MAX_BYTES + 1).unwrap();
    refused(place.root.read("sparse"), ErrorKind::TooLarge);
    file.set_len(Root::DEFAULT_MAX_BYTES).unwrap();
    assert_eq!(place.root.read("sparse").unwrap().len() as u64, Root::DEFAULT_MAX_BYTES);
}

/// Files of procfs say that they are empty, as a file that grows after it was opened does.
#[cfg(target_os = "linux")]
#[test]
fn the_bound_holds_while_reading() {
    let root = Root::open("/proc/self").unwrap().read_only();
    assert_eq!(root.metadata("status").unwrap().len, 0);
    let status = root.read("status").unwrap();
    assert!(status.len() > 100);
    refused(root.max_read(100).read("status"), ErrorKind::TooLarge);
}

#[test]
fn text_is_utf_8() {
    let place = Place::new();
    fs::write(place.inside.join("note.md"), [b'a', 0xff]).unwrap();
    refused(place.root.read_to_string("note.md"), ErrorKind::NotText);
}

#[test]
fn a_subdirectory_keeps_limits_and_rights() {
    let place = Place::new();
    place.root.create_dir_all("sub").unwrap();
    place.root.write("sub/note.md", "12345").unwrap();
    let sub = place.root.clone().max_read(4).max_entries(0).read_only().subdir("sub").unwrap();
    refused(sub.read("note.md"), ErrorKind::TooLarge);
    refused(sub.list(), ErrorKind::TooManyEntries);
    refused(sub.write("note.md", ""), ErrorKind::ReadOnly);
}
