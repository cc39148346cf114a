//! How callers are known, and what their credentials are held to.

use super::{Changes, is_in_order, or_none};
use crate::{
    auth::Accepted,
    posture::{Authentication, words::accepted::words},
};

pub(super) fn compare(
    old: Option<&Authentication>,
    new: Option<&Authentication>,
    changes: &mut Changes,
) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (Some(old), None) => {
            return changes.weaker("authentication", format!("removed: {}", old.kind));
        }
        (None, Some(new)) => {
            return changes.stronger("authentication", format!("added: {}", new.kind));
        }
        (None, None) => return,
    };
    changes.other("authentication", &old.kind, &new.kind);
    changes.other("audience", &old.audience, &new.audience);
    changes.openings(
        "authorization servers",
        &old.authorization_servers,
        &new.authorization_servers,
    );
    match (&old.key_header, &new.key_header) {
        (Some(header), None) => changes.stronger("key header", format!("removed: {header}")),
        (old, new) => changes.other("key header", or_none(old.as_deref()), or_none(new.as_deref())),
    }
    changes.protection("proofs of possession", old.proofs, new.proofs);
    changes.protection("revocations", old.revocations, new.revocations);
    proofs(old, new, changes);
    accepted(old.accepted.as_deref(), new.accepted.as_deref(), changes);
}

/// Whether there are any is told before.
fn proofs(old: &Authentication, new: &Authentication, changes: &mut Changes) {
    match (old.proof_terms, new.proof_terms) {
        (Some(old), Some(new)) => {
            changes.protection("proofs required", old.required, new.required);
            changes.protection("nonces in proofs", old.nonces, new.nonces);
            changes.bound("window of proofs (ms)", Some(old.window_ms), Some(new.window_ms));
        }
        (old_terms, new_terms) if old.proofs && new.proofs => {
            changes.other("terms of proofs", told(old_terms.is_some()), told(new_terms.is_some()));
        }
        _ => {}
    }
}

fn accepted(old: Option<&[Accepted]>, new: Option<&[Accepted]>, changes: &mut Changes) {
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, Some(new)) => {
            let told: Vec<_> = new.iter().map(words).collect();
            let how = format!("the older report does not tell it; read it: {}", told.join("; "));
            return changes.weaker("accepted", how);
        }
        (Some(_), None) => return changes.weaker("accepted", "no longer told"),
        (None, None) => return,
    };
    let mut added: Vec<&Accepted> = new.iter().collect();
    let mut removed: Vec<&Accepted> = Vec::new();
    // That of the same issuer, then what else is of the same authenticator.
    for before in old {
        match added.iter().position(|after| name(after) == name(before)) {
            Some(at) => one(before, added.remove(at), changes),
            None => removed.push(before),
        }
    }
    for before in removed {
        match added.iter().position(|after| after.by == before.by) {
            Some(at) => one(before, added.remove(at), changes),
            None => changes.stronger("accepted", format!("removed: {}", words(before))),
        }
    }
    added.iter().for_each(|it| changes.weaker("accepted", format!("added: {}", words(it))));
    if !is_in_order(&authenticators(old), &authenticators(new)) {
        changes.weaker("accepted", "tried in another order; read it");
    }
}

fn one(old: &Accepted, new: &Accepted, changes: &mut Changes) {
    let whose =
        new.issuer.as_ref().map_or_else(|| new.by.clone(), |it| format!("{}, {it}", new.by));
    let what = |what: &str| format!("{whose}: {what}");
    for (name, old, new) in [
        // Of what is not looked at, anything is accepted.
        ("issuer", &old.issuer, &new.issuer),
        ("tenant", &old.tenant, &new.tenant),
        ("authorities", &old.authorities, &new.authorities),
        ("accepts", &old.what, &new.what),
    ] {
        let how = || format!("{} → {}", or_none(old.as_deref()), or_none(new.as_deref()));
        match (old, new) {
            (None, Some(_)) if name != "accepts" => changes.stronger(what(name), how()),
            (old, new) if old == new => {}
            _ => changes.weaker(what(name), format!("{}; changed, read it", how())),
        }
    }
    for (name, old, new) in [
        ("audience", &old.audience, &new.audience),
        ("algorithm of RSA keys", &old.rsa_algorithm, &new.rsa_algorithm),
        ("asked at", &old.asked_at, &new.asked_at),
    ] {
        changes.other(&what(name), or_none(old.as_deref()), or_none(new.as_deref()));
    }
    for (name, old, new) in [
        ("algorithm", &old.algorithms, &new.algorithms),
        ("roles in", &old.roles, &new.roles),
        ("host", &old.hosts, &new.hosts),
        ("network of the inside", &old.networks, &new.networks),
        ("caller", &old.callers, &new.callers),
    ] {
        changes.openings(&what(name), old, new);
    }
    changes.bound(&what("keys"), old.keys, new.keys);
    changes.bound(&what("lifetime (ms)"), old.max_lifetime_ms, new.max_lifetime_ms);
    changes.bound(&what("leeway (ms)"), old.leeway_ms, new.leeway_ms);
    changes.bound(&what("remembered (ms)"), old.kept_ms, new.kept_ms);
    changes.protection(&what("access tokens only"), old.access_tokens_only, new.access_tokens_only);
}

fn name(accepted: &Accepted) -> (&str, Option<&str>) {
    (&accepted.by, accepted.issuer.as_deref())
}

/// In the order in which they are tried; of several issuers the token chooses one.
fn authenticators(accepted: &[Accepted]) -> Vec<&str> {
    let mut names: Vec<&str> = accepted.iter().map(|it| &*it.by).collect();
    names.dedup();
    names
}

fn told(is_told: bool) -> &'static str {
    if is_told { "told" } else { "not told" }
}
