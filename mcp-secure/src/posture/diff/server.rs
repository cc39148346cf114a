//! The server as a whole.

use std::collections::BTreeSet;

use super::{Changes, authentication, guards::direction, or_none};
use crate::posture::{Certificate, Clients, Declared, Implied, Limits, Rate, Server};

pub(super) fn compare(old: &Server, new: &Server, changes: &mut Changes) {
    changes.neutral("name", &old.name, &new.name);
    changes.neutral("version", &old.version, &new.version);
    authentication::compare(old.authentication.as_ref(), new.authentication.as_ref(), changes);
    let certificate = |server: &Server| server.tls.certificate == Certificate::Files;
    match (certificate(old), certificate(new)) {
        (true, true) => {}
        (false, true) => changes.stronger("tls", format!("{} → {}", old.tls, new.tls)),
        _ => changes.other(
            "tls",
            format!("{:?}", old.tls.certificate),
            format!("{:?}", new.tls.certificate),
        ),
    }
    let clients = |server: &Server| match server.tls.clients {
        Clients::Required => 2,
        Clients::Optional => 1,
        Clients::Anonymous => 0,
    };
    match clients(new).cmp(&clients(old)) {
        std::cmp::Ordering::Less => {
            changes.weaker("client certificates", "no longer asked for as before")
        }
        std::cmp::Ordering::Greater => changes.stronger("client certificates", "asked for"),
        std::cmp::Ordering::Equal => {}
    }
    changes.openings("hosts", &old.hosts, &new.hosts);
    changes.openings("origins", &old.origins, &new.origins);
    changes.openings("trusted proxies", &old.trusted_proxies, &new.trusted_proxies);
    match (&old.public_url, &new.public_url) {
        (Some(url), None) => changes.stronger("public url", format!("removed: {url}")),
        (old, new) => changes.other("public url", or_none(old.as_deref()), or_none(new.as_deref())),
    }
    changes.openings(
        "implied scopes",
        &implied(&old.implied_scopes),
        &implied(&new.implied_scopes),
    );
    for (what, old, new) in [
        ("rate per address", &old.rates.per_address, &new.rates.per_address),
        ("rate per caller", &old.rates.per_caller, &new.rates.per_caller),
        (
            "rate of failed authentication",
            &old.rates.failed_authentication,
            &new.rates.failed_authentication,
        ),
    ] {
        rate(what, old, new, changes);
    }
    limits(&old.limits, &new.limits, changes);
    match (&old.store, &new.store) {
        (None, Some(store)) => changes.stronger("store", format!("added: {store}")),
        (old, new) => changes.other("store", or_none(old.as_deref()), or_none(new.as_deref())),
    }
    changes.protections("audit", &old.audit, &new.audit);
    let dangers = |server: &Server| -> Vec<String> {
        // By file: lines change with whatever stands above.
        server.dangers.iter().map(|it| format!("{} in {}", it.name, it.source.file)).collect()
    };
    changes.openings("dangerous", &dangers(old), &dangers(new));
}

fn implied(scopes: &[Implied]) -> Vec<String> {
    let pairs: BTreeSet<String> = scopes
        .iter()
        .flat_map(|it| it.implies.iter().map(|other| format!("{} implies {other}", it.scope)))
        .collect();
    pairs.into_iter().collect()
}

/// One that is set holds for this machine and for all replicas; the default does not.
fn rate(what: &str, old: &Rate, new: &Rate, changes: &mut Changes) {
    let how = format!("{} → {}", old.says, new.says);
    if old.says != new.says {
        match direction("rate", &old.says, &new.says) {
            Some(direction) => changes.add(direction, what, how),
            None => changes.weaker(what, format!("{how}; changed, read it")),
        }
    }
    let is_set = |rate: &Rate| rate.declared != Declared::Default;
    match (is_set(old), is_set(new)) {
        (true, false) => {
            changes.weaker(what, "no longer set: the default does not hold for this machine")
        }
        (false, true) => changes.stronger(what, "set: it holds for this machine too"),
        _ => {}
    }
}

fn limits(old: &Limits, new: &Limits, changes: &mut Changes) {
    let size = |bytes: usize| Some(bytes as u64);
    for (what, old, new) in [
        ("longest timeout (ms)", old.max_timeout_ms, new.max_timeout_ms),
        ("calls at once", size(old.max_calls), size(new.max_calls)),
        ("input (bytes)", old.max_input_bytes.and_then(size), new.max_input_bytes.and_then(size)),
        ("output (bytes)", size(old.max_output_bytes), size(new.max_output_bytes)),
        ("body (bytes)", size(old.max_body_bytes), size(new.max_body_bytes)),
        ("bodies (bytes)", size(old.max_body_memory_bytes), size(new.max_body_memory_bytes)),
        ("connections", size(old.max_connections), size(new.max_connections)),
        ("read timeout (ms)", Some(old.read_timeout_ms), Some(new.read_timeout_ms)),
        (
            "connections per address",
            old.max_connections_per_address.and_then(size),
            new.max_connections_per_address.and_then(size),
        ),
    ] {
        changes.bound(what, old, new);
    }
}
