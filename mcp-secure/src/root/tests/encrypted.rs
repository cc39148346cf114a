use super::*;
use crate::sealed::{Key, Keyring};

fn keys(seed: u8) -> Keyring {
    let bytes: Vec<u8> = (0..32).map(|n| seed.wrapping_add(n * 5)).collect();
    Keyring::new(Key::from_bytes(&bytes).unwrap())
}

fn encrypted(place: &Place) -> Root {
    place.root.clone().encrypted(keys(1))
}

#[test]
fn what_is_written_can_be_read_and_is_not_on_the_disk() {
    let place = Place::new();
    let root = encrypted(&place);
    root.create_dir_all("a/b").unwrap();
    root.write("a/b/note.md", SECRET).unwrap();
    root.create_new("new.md", SECRET).unwrap();
    refused(root.create_new("new.md", "other"), ErrorKind::AlreadyExists);
    for file in ["a/b/note.md", "new.md"] {
        assert_eq!(root.read(file).unwrap(), SECRET);
        let on_disk = fs::read(place.inside.join(file)).unwrap();
        assert!(!on_disk.windows(SECRET.len()).any(|window| window == SECRET));
    }
    root.write("new.md", "").unwrap();
    assert_eq!(root.read_to_string("new.md").unwrap(), "");
    assert_eq!(place.names(), ["a", "new.md"], "no temporary file is left");
}

#[test]
fn a_directory_inside_names_the_same_files() {
    let place = Place::new();
    let root = encrypted(&place);
    root.create_dir_all("a/b").unwrap();
    root.write("a/b/note.md", "x").unwrap();
    let inner = root.subdir("a").unwrap();
    assert_eq!(inner.read_to_string("b/note.md").unwrap(), "x");
    assert_eq!(inner.subdir("b").unwrap().read_to_string("./note.md").unwrap(), "x");
}

#[test]
fn what_was_altered_moved_or_is_of_others_is_not_read() {
    let place = Place::new();
    let root = encrypted(&place);
    root.write("a", "of a").unwrap();
    root.write("b", "of b").unwrap();
    fs::rename(place.inside.join("a"), place.inside.join("b")).unwrap();
    refused(root.read("b"), ErrorKind::Altered);

    root.write("a", "of a").unwrap();
    let path = place.inside.join("a");
    let sealed = fs::read(&path).unwrap();
    for index in 0..sealed.len() {
        let mut altered = sealed.clone();
        altered[index] ^= 1;
        fs::write(&path, altered).unwrap();
        refused(root.read("a"), ErrorKind::Altered);
    }
    for len in 0..sealed.len() {
        fs::write(&path, &sealed[..len]).unwrap();
        refused(root.read("a"), ErrorKind::Altered);
    }
    fs::write(&path, "plain").unwrap();
    refused(root.read("a"), ErrorKind::Altered);
    fs::write(&path, &sealed).unwrap();
    assert_eq!(root.read_to_string("a").unwrap(), "of a");
    refused(place.root.clone().encrypted(keys(2)).read("a"), ErrorKind::Altered);
}

#[test]
fn the_bounds_are_those_of_the_content() {
    let place = Place::new();
    let root = encrypted(&place).max_write(10).max_read(10);
    root.write("a", "0123456789").unwrap();
    assert_eq!(root.read_to_string("a").unwrap(), "0123456789");
    refused(root.write("a", "0123456789a"), ErrorKind::TooLarge);
    refused(root.clone().max_read(9).read("a"), ErrorKind::TooLarge);
    refused(root.read_only().write("a", "x"), ErrorKind::ReadOnly);
}
