//! Writing, creating and removing.

use super::*;
use crate::root::{temporary::Temporary, write::reserve};

#[test]
fn a_file_is_written_and_replaced() {
    let place = Place::new();
    place.root.write("note.md", "old and longer").unwrap();
    place.root.write("note.md", "new").unwrap();
    assert_eq!(fs::read(place.inside.join("note.md")).unwrap(), b"new");
    place.root.remove_file("note.md").unwrap();
    assert!(place.names().is_empty());
}

#[test]
fn a_file_is_created_once() {
    let place = Place::new();
    place.root.create_new("note.md", "first").unwrap();
    refused(place.root.create_new("note.md", "second"), ErrorKind::AlreadyExists);
    assert_eq!(place.root.read("note.md").unwrap(), b"first");
    assert_eq!(place.names(), ["note.md"]);
}

#[test]
fn content_is_written_up_to_the_bound() {
    let place = Place::new();
    let root = place.root.clone().max_write(5);
    root.write("note.md", "12345").unwrap();
    refused(root.write("note.md", "123456"), ErrorKind::TooLarge);
    refused(root.create_new("new.md", "123456"), ErrorKind::TooLarge);
    assert_eq!(root.read("note.md").unwrap(), b"12345");
    assert_eq!(place.names(), ["note.md"]);

    let large = vec![0; usize::try_from(Root::DEFAULT_MAX_BYTES).unwrap() + 1];
    refused(place.root.write("note.md", large), ErrorKind::TooLarge);
}

#[test]
fn a_read_only_root_refuses_to_write() {
    let place = Place::new();
    place.root.write("note.md", "x").unwrap();
    let root = place.root.clone().read_only();
    refused(root.write("note.md", "y"), ErrorKind::ReadOnly);
    refused(root.write("missing/../..", "y"), ErrorKind::ReadOnly);
    refused(root.create_new("new.md", "y"), ErrorKind::ReadOnly);
    refused(root.remove_file("note.md"), ErrorKind::ReadOnly);
    refused(root.create_dir_all("sub"), ErrorKind::ReadOnly);
    assert_eq!(root.read("note.md").unwrap(), b"x");
    assert_eq!(place.names(), ["note.md"]);
    // Only this one: the other keeps its right.
    place.root.write("note.md", "y").unwrap();
}

#[test]
fn a_file_marked_read_only_stays() {
    let place = Place::new();
    place.root.write("note.md", "x").unwrap();
    let path = place.inside.join("note.md");
    let writable = fs::metadata(&path).unwrap().permissions();
    let mut permissions = writable.clone();
    permissions.set_readonly(true);
    fs::set_permissions(&path, permissions).unwrap();
    refused(place.root.write("note.md", "y"), ErrorKind::ReadOnly);
    refused(place.root.remove_file("note.md"), ErrorKind::ReadOnly);
    assert_eq!(place.root.read("note.md").unwrap(), b"x");
    fs::set_permissions(&path, writable).unwrap();
}

#[cfg(unix)]
#[test]
fn permissions_are_kept() {
    use std::os::unix::fs::PermissionsExt;

    let place = Place::new();
    let path = place.inside.join("note.md");
    // The last two: what the umask would take is kept, set-user-ID is not.
    for (old, new) in [(0o600, 0o600), (0o640, 0o640), (0o666, 0o666), (0o4755, 0o755)] {
        fs::write(&path, "x").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(old)).unwrap();
        place.root.write("note.md", "y").unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, new);
    }
}

#[test]
fn a_temporary_file_is_removed_when_something_fails() {
    let place = Place::new();
    fs::create_dir_all(place.inside.join("sub/below")).unwrap();
    let dir = &place.root.dir;
    drop(Temporary::new(dir, b"x", None).unwrap());
    assert_eq!(place.names(), ["sub"]);
    assert!(Temporary::new(dir, b"x", None).unwrap().replace("sub".as_ref()).is_err());
    assert_eq!(place.names(), ["sub"]);
}

#[test]
fn a_file_is_created_without_hard_links() {
    let place = Place::new();
    let dir = &place.root.dir;
    reserve(Temporary::new(dir, b"first", None).unwrap(), "note.md".as_ref()).unwrap();
    let error = reserve(Temporary::new(dir, b"second", None).unwrap(), "note.md".as_ref());
    assert_eq!(error.unwrap_err().kind(), std::io::ErrorKind::AlreadyExists);
    assert_eq!(place.root.read("note.md").unwrap(), b"first");
    assert_eq!(place.names(), ["note.md"]);
}

#[test]
fn directories_are_created() {
    let place = Place::new();
    place.root.create_dir_all("a/b/c").unwrap();
    place.root.create_dir_all("a/b/c").unwrap();
    place.root.write("a/b/c/note.md", "x").unwrap();
    refused(place.root.create_dir_all("a/b/c/note.md"), ErrorKind::AlreadyExists);
    assert!(place.root.create_dir_all("a/b/c/note.md/d").is_err());
}

#[test]
fn a_root_is_created_for_one_user() {
    let place = Place::new();
    let path = place.inside.join("a/b");
    Root::create(&path).unwrap().write("note.md", "x").unwrap();
    assert_eq!(Root::create(&path).unwrap().read("note.md").unwrap(), b"x");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for path in [path.as_path(), path.parent().unwrap()] {
            assert_eq!(fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }
}
