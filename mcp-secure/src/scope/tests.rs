#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;

/// Two that lead to the same one, and one that stands alone.
enum Sample {
    Admin,
    Write,
    Read,
    List,
    Other,
}

impl Scope for Sample {
    const ALL: &'static [Self] = &[Self::Admin, Self::Write, Self::Read, Self::List, Self::Other];

    fn name(&self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Write => "write",
            Self::Read => "read",
            Self::List => "list",
            Self::Other => "other",
        }
    }

    fn implies(&self) -> &'static [Self] {
        match self {
            Self::Admin => &[Self::Write, Self::Read],
            Self::Write | Self::Read => &[Self::List],
            Self::List | Self::Other => &[],
        }
    }
}

fn closed(scopes: &[&str]) -> Vec<String> {
    let caller = Caller::new("ada").with_scopes(scopes.iter().copied());
    Hierarchy::of::<Sample>().close(caller).scopes().map(str::to_owned).collect()
}

#[test]
fn a_caller_has_what_its_scopes_imply() {
    assert_eq!(closed(&["admin"]), ["admin", "list", "read", "write"]);
    assert_eq!(closed(&["write"]), ["list", "write"]);
    assert_eq!(closed(&["list", "other", "unknown"]), ["list", "other", "unknown"]);
    assert_eq!(closed(&[]), [""; 0]);
    // Names are compared exactly.
    assert_eq!(closed(&["ADMIN", "admin "]), ["ADMIN", "admin "]);
}

#[test]
fn a_server_may_know_several_hierarchies_and_one_twice() {
    let mut hierarchy = Hierarchy::of::<Sample>();
    hierarchy.learn(Hierarchy::of::<Sample>());
    hierarchy.learn(Hierarchy::default());
    assert!(hierarchy.implies("admin", "list") && !hierarchy.implies("list", "admin"));
    assert!(!hierarchy.implies("admin", "admin") && !hierarchy.implies("admin", "other"));
}

proptest! {
    /// Nothing is lost, nothing is gained that nobody implies, and twice is the same as once.
    #[test]
    fn closing_is_a_closure(names in prop::collection::vec("admin|write|read|list|other|x", 0..5)) {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let once = closed(&names);
        let again: Vec<&str> = once.iter().map(String::as_str).collect();
        prop_assert_eq!(&closed(&again), &once);
        prop_assert!(names.iter().all(|name| again.contains(name)));
        let of_admin = ["write", "read", "list"];
        let expected = again.iter().all(|name| {
            names.contains(name)
                || (names.contains(&"admin") && of_admin.contains(name))
                || (*name == "list" && (names.contains(&"write") || names.contains(&"read")))
        });
        prop_assert!(expected);
    }
}
