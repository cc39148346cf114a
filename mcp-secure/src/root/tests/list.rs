//! Listing.

use super::*;

#[test]
fn a_directory_is_listed_in_order() {
    let place = Place::new();
    for name in ["b.md", "a.md", "Z.md", ".hidden"] {
        place.root.write(name, name).unwrap();
    }
    place.root.create_dir_all("sub").unwrap();
    place.root.write("sub/below.md", "").unwrap();
    let entries = place.root.list().unwrap();
    let names: Vec<_> = entries.iter().map(|entry| entry.name.as_str()).collect();
    assert_eq!(names, [".hidden", "Z.md", "a.md", "b.md", "sub"]);
    assert_eq!(entries[2], Entry { name: "a.md".into(), kind: Kind::File, len: 4 });
    assert_eq!(entries[4], Entry { name: "sub".into(), kind: Kind::Directory, len: 0 });
    assert_eq!(place.root.list_dir("sub").unwrap()[0].name, "below.md");
}

#[test]
fn temporary_files_do_not_exist() {
    let place = Place::new();
    let name = ".mcp-secure-0123.tmp";
    fs::write(place.inside.join(name), "left behind").unwrap();
    assert!(place.root.list().unwrap().is_empty());
    assert!(!place.root.exists(name));
    refused(place.root.read(name), ErrorKind::InvalidPath);
    refused(place.root.remove_file(name), ErrorKind::InvalidPath);
}

#[test]
fn the_number_of_entries_is_bounded() {
    let place = Place::new();
    for name in ["a", "b", "c"] {
        place.root.write(name, "").unwrap();
    }
    assert_eq!(place.root.clone().max_entries(3).list().unwrap().len(), 3);
    refused(place.root.clone().max_entries(2).list(), ErrorKind::TooManyEntries);
    refused(place.root.clone().max_entries(0).list(), ErrorKind::TooManyEntries);
    // What is left out is work too.
    fs::write(place.inside.join(".mcp-secure-0123.tmp"), "").unwrap();
    refused(place.root.clone().max_entries(3).list(), ErrorKind::TooManyEntries);
}

#[cfg(unix)]
#[test]
fn links_are_listed_as_links() {
    let place = Place::new();
    std::os::unix::fs::symlink(place.outside.join("note.md"), place.inside.join("a")).unwrap();
    std::os::unix::fs::symlink("nowhere", place.inside.join("b")).unwrap();
    for entry in place.root.list().unwrap() {
        assert_eq!((entry.kind, entry.len), (Kind::Symlink, 0));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_not_utf_8_are_left_out() {
    use std::os::unix::ffi::OsStrExt;

    let place = Place::new();
    let name = std::ffi::OsStr::from_bytes(b"a\xff");
    place.root.write(name, "x").unwrap();
    assert!(place.root.list().unwrap().is_empty());
    assert_eq!(place.root.read(name).unwrap(), b"x");
}

#[test]
fn an_entry_is_told_in_json() {
    let place = Place::new();
    place.root.write("note.md", "x").unwrap();
    let json = serde_json::to_value(place.root.list().unwrap()).unwrap();
    assert_eq!(json, serde_json::json!([{ "name": "note.md", "kind": "file", "len": 1 }]));
}
