//! Who may call: whether all that may call now could before.

use super::Changes;
use crate::posture::{Access, Which, Who};

pub(super) fn compare(old: &Access, new: &Access, changes: &mut Changes) {
    let how = format!("{old} → {new}");
    match (who(new, old), who(old, new)) {
        (true, true) => {}
        (true, false) => changes.stronger("access", &*how),
        (false, _) => changes.weaker("access", &*how),
    }
    // The same callers, and yet no longer declared.
    if old.who == Who::Caller && new.who == Who::Undeclared {
        changes.weaker("access", "no longer declared: `#[require_auth]` is gone");
    } else if old.who == Who::Undeclared && new.who == Who::Caller {
        changes.stronger("access", "declared");
    } else if old.who != new.who && old.is_for_everybody() && new.is_for_everybody() {
        changes.weaker("access", format!("{how}; changed, read it"));
    }
    changes.protection("hidden", old.hidden, new.hidden);
}

/// Whether everybody whom `one` admits is admitted by `other` too.
fn who(one: &Access, other: &Access) -> bool {
    if other.is_for_everybody() {
        return true;
    }
    !one.is_for_everybody() && scopes(one, other) && roles(&one.roles, &other.roles)
}

/// A caller may have more scopes than it is asked for.
fn scopes(one: &Access, other: &Access) -> bool {
    let (of_one, of_other) = (&one.scopes, &other.scopes);
    match (one.which, other.which) {
        (Which::All, Which::All) => of_other.iter().all(|scope| of_one.contains(scope)),
        (Which::All, Which::Any) => of_one.iter().any(|scope| of_other.contains(scope)),
        // Whoever has one of them has all that the other asks for: nothing, or that one.
        (Which::Any, Which::All) => {
            of_one.iter().all(|scope| of_other.iter().all(|other| other == scope))
        }
        (Which::Any, Which::Any) => of_one.iter().all(|scope| of_other.contains(scope)),
    }
}

/// No role is asked for by an empty list.
fn roles(one: &[String], other: &[String]) -> bool {
    other.is_empty() || !one.is_empty() && one.iter().all(|role| other.contains(role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::posture::{Source, diff::Direction};

    fn access(who: Who, which: Which, scopes: &[&str], roles: &[&str]) -> Access {
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        Access { who, which, scopes: texts(scopes), roles: texts(roles), hidden: false }
    }

    fn direction(old: &Access, new: &Access) -> Option<Direction> {
        let source = Source { file: String::new(), line: 0 };
        let mut changes = Changes::new(source);
        compare(old, new, &mut changes);
        changes.all.first().map(|change| change.direction)
    }

    #[test]
    fn fewer_who_may_call_are_stronger_and_all_else_is_weaker() {
        use {Which::*, Who::*};
        let all = |scopes: &[&str]| access(Caller, All, scopes, &[]);
        let any = |scopes: &[&str]| access(Caller, Any, scopes, &[]);
        let role = |roles: &[&str]| access(Caller, All, &["a"], roles);
        let public = access(Public, All, &[], &[]);
        let undeclared = access(Undeclared, All, &[], &[]);
        let (weaker, stronger) = (Some(Direction::Weaker), Some(Direction::Stronger));
        // From the first to the second, and back.
        for (one, two, there, back) in [
            (all(&["a"]), all(&["a"]), None, None),
            (all(&["a"]), any(&["a"]), None, None),
            (all(&["a", "b"]), all(&["a"]), weaker, stronger),
            (all(&["a"]), all(&[]), weaker, stronger),
            (all(&["a"]), all(&["b"]), weaker, weaker),
            (all(&["a"]), any(&["a", "b"]), weaker, stronger),
            (all(&["a", "b"]), any(&["a", "b"]), weaker, stronger),
            (any(&["a"]), any(&["a", "b"]), weaker, stronger),
            (any(&["a"]), any(&["b"]), weaker, weaker),
            (any(&[]), any(&["a"]), weaker, stronger),
            (any(&["a"]), all(&[]), weaker, stronger),
            (all(&[]), public.clone(), weaker, stronger),
            (undeclared.clone(), public.clone(), weaker, stronger),
            (all(&[]), undeclared, weaker, stronger),
            (access(Open, All, &[], &[]), public, weaker, weaker),
            (role(&["r"]), role(&[]), weaker, stronger),
            (role(&["r"]), role(&["r", "s"]), weaker, stronger),
            (role(&["r"]), role(&["s"]), weaker, weaker),
        ] {
            assert_eq!(direction(&one, &two), there, "{one} → {two}");
            assert_eq!(direction(&two, &one), back, "{two} → {one}");
        }
    }
}
