//! Which paths are refused, and which are not.

use super::*;

#[test]
fn a_path_cannot_lead_outside() {
    let place = Place::new();
    place.root.create_dir_all("sub").unwrap();
    for path in [
        "..",
        "../root-evil/note.md",
        "sub/../../root-evil/note.md",
        "./../root-evil/note.md",
        "sub/..",
        "missing/../note.md",
        "/",
        "/etc/passwd",
        "//etc/passwd",
        place.outside.join("note.md").to_str().unwrap(),
        // Absolute is absolute, even if it is inside.
        place.inside.join("note.md").to_str().unwrap(),
    ] {
        let root = &place.root;
        refused(root.read(path), ErrorKind::OutsideRoot);
        refused(root.write(path, "x"), ErrorKind::OutsideRoot);
        refused(root.create_new(path, "x"), ErrorKind::OutsideRoot);
        refused(root.remove_file(path), ErrorKind::OutsideRoot);
        refused(root.list_dir(path), ErrorKind::OutsideRoot);
        refused(root.metadata(path), ErrorKind::OutsideRoot);
        refused(root.create_dir_all(path), ErrorKind::OutsideRoot);
        refused(root.subdir(path), ErrorKind::OutsideRoot);
        assert!(!root.exists(path), "{path}");
    }
    place.outside_is_untouched();
}

#[test]
fn a_path_that_is_none_is_refused() {
    let place = Place::new();
    let long = "a/".repeat(2049);
    for path in ["", "a\0.md", "\0", "a/\0/b", &long, ".mcp-secure-1.tmp", ".mcp-secure-1.tmp/a"] {
        refused(place.root.read(path), ErrorKind::InvalidPath);
        refused(place.root.write(path, "x"), ErrorKind::InvalidPath);
        refused(place.root.create_new(path, "x"), ErrorKind::InvalidPath);
        refused(place.root.remove_file(path), ErrorKind::InvalidPath);
        refused(place.root.list_dir(path), ErrorKind::InvalidPath);
        refused(place.root.create_dir_all(path), ErrorKind::InvalidPath);
        refused(place.root.subdir(path), ErrorKind::InvalidPath);
        assert!(!place.root.exists(path));
    }
    // Longer than a name can be.
    refused(place.root.write("a".repeat(300), "x"), ErrorKind::InvalidPath);
    assert!(place.names().is_empty());
}

#[test]
fn the_directory_itself_is_not_a_file() {
    let place = Place::new();
    refused(place.root.read("."), ErrorKind::NotAFile);
    refused(place.root.write(".", "x"), ErrorKind::InvalidPath);
    refused(place.root.create_new("./.", "x"), ErrorKind::InvalidPath);
    refused(place.root.remove_file("."), ErrorKind::InvalidPath);
    place.root.create_dir_all(".").unwrap();
    assert_eq!(place.root.metadata(".").unwrap().kind, Kind::Directory);
    assert!(place.root.subdir(".").is_ok());
}

#[test]
fn what_only_looks_like_an_escape_is_a_name() {
    let place = Place::new();
    for path in ["%2e%2e/root-evil/note.md", "~/note.md", "file:///etc/passwd", "．．/note.md"] {
        refused(place.root.read(path), ErrorKind::NotFound);
    }
    #[cfg(unix)]
    for path in ["..\\root-evil\\note.md", "C:\\note.md"] {
        refused(place.root.read(path), ErrorKind::NotFound);
    }
}

#[test]
fn unusual_names_are_not_refused() {
    let place = Place::new();
    for name in ["v1..2", "..a", "a..b", "résumé.txt", "with space", ".env", "-rf", ".mcp-secure"]
    {
        place.root.write(name, name).unwrap();
        assert_eq!(place.root.read_to_string(name).unwrap(), name);
    }
    #[cfg(unix)]
    for name in ["...", "a..", "a:b", "con", "a\\b", "a\nb"] {
        place.root.write(name, name).unwrap();
        assert_eq!(place.root.read_to_string(name).unwrap(), name);
    }
}

#[test]
fn one_file_has_several_spellings() {
    let place = Place::new();
    place.root.create_dir_all("./a//b/").unwrap();
    place.root.write("a/b/note.md", "x").unwrap();
    for path in ["./a/b/note.md", "a//b/note.md", "a/./b/note.md", "a/b/note.md/"] {
        assert_eq!(place.root.read_to_string(path).unwrap(), "x");
    }
}

/// Every path of up to four parts, against the operating system's own resolution.
#[cfg(unix)]
#[test]
fn what_is_read_is_inside() {
    use std::os::unix::fs::symlink;

    let place = Place::new();
    place.root.create_dir_all("sub").unwrap();
    place.root.write("note.md", "inside").unwrap();
    place.root.write("sub/note.md", "inside").unwrap();
    symlink("../root-evil", place.inside.join("evil")).unwrap();
    symlink("..", place.inside.join("sub/up")).unwrap();
    symlink("../..", place.inside.join("sub/upper")).unwrap();
    symlink("/", place.inside.join("slash")).unwrap();

    let parts = ["", ".", "..", "sub", "up", "upper", "evil", "slash", "root-evil", "note.md"];
    let mut read = 0;
    for number in 0..10_usize.pow(4) {
        let path = [1000, 100, 10, 1].map(|power| parts[number / power % 10]).join("/");
        let Ok(content) = place.root.read(&path) else { continue };
        // Without the slash at the end, which the operating system takes for a directory.
        let real: PathBuf = place.inside.join(&path).components().collect();
        let real = real.canonicalize().unwrap();
        assert!(real.starts_with(place.inside.canonicalize().unwrap()), "{path}");
        assert_eq!(content, b"inside", "{path}");
        read += 1;
    }
    assert!(read > 10, "{read}");
}
