#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use proptest::prelude::*;

use super::{dotenv, *};
use crate::secret::Secret;

fn parsed(text: &str) -> Vec<(String, String)> {
    let variables = dotenv::parse(text).map_err(|wrong| wrong.to_string()).unwrap();
    variables.into_iter().map(|(name, value)| (name, value.to_string())).collect()
}

fn refused(text: &str) -> String {
    dotenv::parse(text).err().unwrap().to_string()
}

#[test]
fn a_file_of_variables_is_read_strictly() {
    let text = "# comment\n\nA=1\n export B = two words # comment\nC='a # \\n $A'\n\
                D=\"a\\n\\\"\\\\\\$ # \" # comment\nE=\nF=a#b\nG=#\n_h9=x\r\n";
    let expected = [
        ("A", "1"),
        ("B", "two words"),
        ("C", "a # \\n $A"),
        ("D", "a\n\"\\$ # "),
        ("E", ""),
        ("F", "a#b"),
        ("G", ""),
        ("_h9", "x"),
    ];
    assert_eq!(parsed(text), expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
    for (text, line) in [
        ("A", 1),
        ("A=1\nA=2", 2),
        ("\n=1", 2),
        ("1A=1", 1),
        ("A-B=1", 1),
        ("A='x", 1),
        ("A=\"x", 1),
        ("A=\"x\\", 1),
        ("A=\"\\x\"", 1),
        ("A='x' y", 1),
        ("A=it's", 1),
    ] {
        assert!(refused(text).starts_with(&format!("line {line}: ")), "{text:?}");
    }
}

fn setting<T: Value>(variables: &[(&str, &str)], setting: Setting<T>) -> Result<T, Vec<String>> {
    let source = Source::of(variables.iter().copied());
    let mut reader = Reader::new(&source);
    let value = setting.read(&mut reader);
    value.ok_or_else(|| reader.finish())
}

#[test]
fn a_boolean_is_said_in_words_that_mean_it() {
    let read = |text| setting(&[("X", text)], Setting::<bool>::new("X"));
    for text in ["true", "TRUE", "yes", "Yes", "on", "1", " 1 "] {
        assert_eq!(read(text), Ok(true), "{text}");
    }
    for text in ["false", "no", "OFF", "0"] {
        assert_eq!(read(text), Ok(false), "{text}");
    }
    for text in ["maybe", "t", "y", "2", "truee", "enabled"] {
        let expected = "X is not true or false, yes or no, on or off, 1 or 0".to_owned();
        assert_eq!(read(text), Err(vec![expected]), "{text}");
    }
}

#[test]
fn values_of_the_other_types() {
    let number = |text| setting(&[("X", text)], Setting::<u16>::new("X")).ok();
    assert_eq!((number("65535"), number("65536"), number("-1")), (Some(65535), None, None));
    let float = |text| setting(&[("X", text)], Setting::<f64>::new("X")).ok();
    assert_eq!((float("0.5"), float("NaN"), float("inf")), (Some(0.5), None, None));
    let list = setting(&[("X", " a, b ,,c")], Setting::<Vec<String>>::new("X"));
    assert_eq!(list.unwrap(), ["a", "b", "c"]);
    assert_eq!(setting(&[], Setting::<Option<u8>>::new("X")), Ok(None));
    assert_eq!(setting(&[("X", "")], Setting::<u8>::new("X").default(|| 7)), Ok(7));
    let time = setting(&[("X", "2min")], Setting::<std::time::Duration>::new("X"));
    assert_eq!(time.unwrap().as_secs(), 120);
}

#[test]
fn a_file_holds_the_value_and_both_is_an_error() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join("secret");
    fs::write(&path, "correct horse\n").unwrap();
    let path = path.to_str().unwrap();
    let new = || Setting::<Secret<String>>::new("X");
    assert!(setting(&[("X_FILE", path)], new()).unwrap() == "correct horse");

    let both = setting(&[("X", "hunter2"), ("X_FILE", path)], new()).unwrap_err();
    assert_eq!(both, ["X and X_FILE are both set; unset one of them"]);
    let missing = setting(&[("X_FILE", "/nowhere/at/all")], new()).unwrap_err();
    assert!(missing[0].starts_with("X_FILE names a file that cannot be read: "), "{missing:?}");
    let directory = setting(&[("X_FILE", place.path().to_str().unwrap())], new()).unwrap_err();
    assert_eq!(directory, ["X_FILE names a file that cannot be read: not a regular file"]);
    fs::write(path, vec![b'x'; (64 << 10) + 1]).unwrap();
    let large = setting(&[("X_FILE", path)], new()).unwrap_err();
    assert_eq!(large, ["X_FILE names a file that cannot be read: larger than 64 KiB"]);
}

#[cfg(unix)]
#[test]
fn a_secret_is_not_taken_from_a_file_that_others_may_read() {
    use std::os::unix::fs::PermissionsExt;

    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(".env");
    fs::write(&path, "SECRET=hunter2\nOPEN=x\n").unwrap();
    let read = |mode| {
        fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        let source = Source::default().file(&path).unwrap();
        let mut reader = Reader::new(&source);
        let secret = Setting::<Secret<String>>::new("SECRET").read(&mut reader).is_some();
        let open = Setting::<String>::new("OPEN").read(&mut reader).is_some();
        (secret, open, reader.finish().len())
    };
    assert_eq!(read(0o600), (true, true, 0));
    for mode in [0o640, 0o604, 0o666] {
        assert_eq!(read(mode), (false, true, 1), "{mode:o}");
    }
}

#[test]
fn the_environment_goes_before_the_file_and_no_file_is_none() {
    let place = tempfile::tempdir().unwrap();
    let path = place.path().join(".env");
    assert!(Source::default().file(&path).is_ok(), "there is none");
    fs::write(&path, "A=file\nB=file\nC=file\n").unwrap();
    let source = Source::of([("A", "environment"), ("B", "")]).file(&path).unwrap();
    let mut reader = Reader::new(&source);
    let mut read = |name| Setting::<String>::new(name).read(&mut reader).unwrap();
    assert_eq!([read("A"), read("B"), read("C")], ["environment", "file", "file"]);
    fs::write(&path, "A=1\nhunter2\n").unwrap();
    let error = Source::default().file(&path).unwrap_err().to_string();
    assert!(error.ends_with("line 2: write `NAME=value`") && !error.contains("hunter2"), "{error}");
    assert!(Source::default().file(Path::new("/")).is_err());
}

#[test]
fn a_name_that_is_nearly_known_is_an_error() {
    let near = |name: &str| {
        let source = Source::of([("APP_HOST", "x"), (name, "y")]);
        let mut reader = Reader::new(&source);
        reader.prefix("APP_");
        Setting::<String>::new("APP_HOST").read(&mut reader);
        !reader.finish().is_empty()
    };
    for name in ["APP_HSOT", "APP_HOSTS", "APP_HOT", "APP_HOXT", "APP_HOST_FILES"] {
        assert!(near(name), "{name}");
    }
    for name in ["APP_PORT", "HOST", "AP_HOST", "APP_HO"] {
        assert!(!near(name), "{name}");
    }
}

#[test]
fn nothing_shows_a_value() {
    let source = Source::of([("A", "hunter2")]);
    let mut reader = Reader::new(&source);
    let secret = Setting::<Secret<String>>::new("A").read(&mut reader).unwrap();
    let mut lines = String::new();
    Setting::new("A").show(&secret, &mut lines);
    Setting::new("B").show(&"two\nlines".to_owned(), &mut lines);
    assert_eq!(lines, "A=(secret)\nB=two\\nlines\n");
    let shown = format!("{source:?} {reader:?} {secret:?}");
    assert!(!shown.contains("hunter2"), "{shown}");
}

proptest! {
    /// Whatever the variables say: no panic, and no message with a value.
    #[test]
    fn messages_hold_no_value(value in "[a-z]{8,20}", name in "APP_[A-Z]{0,6}") {
        let source = Source::of([(name, value.clone()), ("APP_NUMBER".into(), value.clone())]);
        let mut reader = Reader::new(&source);
        reader.prefix("APP_");
        Setting::<u16>::new("APP_NUMBER").read(&mut reader);
        Setting::<String>::new("APP_TEXT").rule(crate::rule::uuid()).read(&mut reader);
        prop_assert!(reader.finish().iter().all(|problem| !problem.contains(&value)));
    }

    #[test]
    fn any_file_is_read_or_refused(text: String) {
        let _ = dotenv::parse(&text);
    }
}
