//! Links, and what is not a regular file.

use std::{
    os::unix::{fs::symlink, net::UnixListener},
    process::Command,
    sync::mpsc,
    thread,
    time::Duration,
};

use super::*;

#[test]
fn a_link_to_a_file_outside_is_refused() {
    let place = Place::new();
    symlink(place.outside.join("note.md"), place.inside.join("absolute.md")).unwrap();
    symlink("../root-evil/note.md", place.inside.join("relative.md")).unwrap();
    for path in ["absolute.md", "relative.md"] {
        refused(place.root.read(path), ErrorKind::NotAFile);
        refused(place.root.write(path, "x"), ErrorKind::NotAFile);
        refused(place.root.create_new(path, "x"), ErrorKind::AlreadyExists);
        refused(place.root.remove_file(path), ErrorKind::NotAFile);
        assert_eq!(place.root.metadata(path).unwrap().kind, Kind::Symlink);
        assert_eq!(place.root.metadata(path).unwrap().len, 0);
    }
    place.outside_is_untouched();
    assert_eq!(place.names(), ["absolute.md", "relative.md"]);
}

#[test]
fn a_link_to_a_directory_outside_is_refused() {
    let place = Place::new();
    fs::create_dir(place.inside.join("sub")).unwrap();
    symlink(&place.outside, place.inside.join("absolute")).unwrap();
    symlink("../root-evil", place.inside.join("relative")).unwrap();
    symlink("../relative", place.inside.join("sub/chain")).unwrap();
    symlink("..", place.inside.join("up")).unwrap();
    for dir in ["absolute", "relative", "sub/chain", "up/root-evil"] {
        let file = format!("{dir}/note.md");
        refused(place.root.read(&file), ErrorKind::OutsideRoot);
        refused(place.root.write(&file, "x"), ErrorKind::OutsideRoot);
        refused(place.root.create_new(format!("{dir}/new"), "x"), ErrorKind::OutsideRoot);
        refused(place.root.remove_file(&file), ErrorKind::OutsideRoot);
        refused(place.root.metadata(&file), ErrorKind::OutsideRoot);
        refused(place.root.create_dir_all(format!("{dir}/a/b")), ErrorKind::OutsideRoot);
        refused(place.root.list_dir(dir), ErrorKind::OutsideRoot);
        refused(place.root.subdir(dir), ErrorKind::OutsideRoot);
        assert!(!place.root.exists(&file));
    }
    place.outside_is_untouched();
}

#[test]
fn a_link_gives_a_file_no_second_name() {
    let place = Place::new();
    place.root.write("private.key", "key").unwrap();
    symlink("private.key", place.inside.join("note.md")).unwrap();
    refused(place.root.read("note.md"), ErrorKind::NotAFile);
    refused(place.root.write("note.md", "x"), ErrorKind::NotAFile);
    assert_eq!(place.root.read("private.key").unwrap(), b"key");
}

#[test]
fn a_link_to_a_directory_inside_is_followed() {
    let place = Place::new();
    place.root.create_dir_all("releases/42").unwrap();
    symlink("releases/42", place.inside.join("current")).unwrap();
    place.root.write("current/note.md", "x").unwrap();
    assert_eq!(place.root.read("releases/42/note.md").unwrap(), b"x");
    assert_eq!(place.root.list_dir("current").unwrap().len(), 1);
    assert_eq!(place.root.subdir("current").unwrap().read("note.md").unwrap(), b"x");
}

#[test]
fn a_link_that_leads_nowhere_is_not_created_through() {
    let place = Place::new();
    symlink("../root-evil/new.md", place.inside.join("new.md")).unwrap();
    symlink("loop", place.inside.join("loop")).unwrap();
    for path in ["new.md", "loop"] {
        refused(place.root.write(path, "x"), ErrorKind::NotAFile);
        refused(place.root.create_new(path, "x"), ErrorKind::AlreadyExists);
        refused(place.root.read(path), ErrorKind::NotAFile);
    }
    assert!(place.root.read("loop/a").is_err());
    place.outside_is_untouched();
}

#[test]
fn a_subdirectory_holds_its_own() {
    let place = Place::new();
    place.root.write("note.md", "above").unwrap();
    place.root.create_dir_all("sub").unwrap();
    symlink("../note.md", place.inside.join("sub/link")).unwrap();
    symlink("..", place.inside.join("sub/up")).unwrap();
    let sub = place.root.subdir("sub").unwrap();
    refused(sub.read("../note.md"), ErrorKind::OutsideRoot);
    refused(sub.read("link"), ErrorKind::NotAFile);
    // Inside for the root above, outside for this one.
    refused(sub.read("up/note.md"), ErrorKind::OutsideRoot);
    assert_eq!(place.root.read("sub/up/note.md").unwrap(), b"above");
}

#[test]
fn a_hard_link_is_read_but_not_written() {
    let place = Place::new();
    fs::hard_link(place.outside.join("note.md"), place.inside.join("note.md")).unwrap();
    assert_eq!(place.root.read("note.md").unwrap(), SECRET);
    place.root.write("note.md", "x").unwrap();
    assert_eq!(place.root.read("note.md").unwrap(), b"x");
    place.outside_is_untouched();
}

#[test]
fn a_fifo_is_refused_without_waiting() {
    let place = Place::new();
    assert!(Command::new("mkfifo").arg(place.inside.join("fifo")).status().unwrap().success());
    let root = place.root.clone();
    let (done, waiting) = mpsc::channel();
    thread::spawn(move || {
        refused(root.read("fifo"), ErrorKind::NotAFile);
        refused(root.write("fifo", "x"), ErrorKind::NotAFile);
        refused(root.create_new("fifo", "x"), ErrorKind::AlreadyExists);
        refused(root.remove_file("fifo"), ErrorKind::NotAFile);
        refused(root.list_dir("fifo"), ErrorKind::NotFound);
        refused(root.subdir("fifo"), ErrorKind::NotFound);
        refused(root.read("fifo/a"), ErrorKind::NotFound);
        assert_eq!(root.metadata("fifo").unwrap().kind, Kind::Other);
        done.send(()).unwrap();
    });
    waiting.recv_timeout(Duration::from_secs(20)).expect("a call failed or waits for the FIFO");
}

#[test]
fn a_socket_is_refused() {
    let place = Place::new();
    let _listener = UnixListener::bind(place.inside.join("socket")).unwrap();
    refused(place.root.read("socket"), ErrorKind::NotAFile);
    refused(place.root.write("socket", "x"), ErrorKind::NotAFile);
    refused(place.root.remove_file("socket"), ErrorKind::NotAFile);
}

#[test]
fn a_device_is_refused() {
    let place = Place::new();
    symlink("/dev/zero", place.inside.join("zero")).unwrap();
    refused(place.root.read("zero"), ErrorKind::NotAFile);
    refused(Root::open("/dev").unwrap().read_only().read("zero"), ErrorKind::NotAFile);
}

#[test]
fn the_root_itself_may_be_reached_by_a_link() {
    let place = Place::new();
    let link = place.inside.with_file_name("link");
    symlink("root", &link).unwrap();
    place.root.write("note.md", "x").unwrap();
    assert_eq!(Root::open(link).unwrap().read("note.md").unwrap(), b"x");
}

#[test]
fn a_root_stays_with_its_directory() {
    let place = Place::new();
    let moved = place.inside.with_file_name("moved");
    fs::rename(&place.inside, &moved).unwrap();
    symlink(&place.outside, &place.inside).unwrap();
    refused(place.root.read("note.md"), ErrorKind::NotFound);
    place.root.write("note.md", "x").unwrap();
    assert_eq!(fs::read(moved.join("note.md")).unwrap(), b"x");
    place.outside_is_untouched();
}
