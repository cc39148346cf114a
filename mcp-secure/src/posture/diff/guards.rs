//! Guards: compared by their figures, where these are known.

use std::cmp::Ordering;

use super::{Changes, Direction, figures::figures, lists};
use crate::{
    posture::{Declared, DeclaredGuard},
    store::PERIODS,
};

pub(super) fn compare(old: &[DeclaredGuard], new: &[DeclaredGuard], changes: &mut Changes) {
    let told = |guards: &[DeclaredGuard]| -> Vec<Told> { guards.iter().map(Told::of).collect() };
    let (old, new) = (told(old), told(new));
    let (removed, mut added) = lists(&old, &new);
    for before in removed {
        // One that says something else now, in the order in which they stand.
        match added.iter().position(|after| after.name == before.name) {
            Some(at) => changed(before, added.remove(at), changes),
            None => {
                changes
                    .weaker(format!("guard {}", before.name), format!("removed: {}", before.says));
            }
        }
    }
    for Told { name, says, .. } in added {
        changes.stronger(format!("guard {name}"), format!("added: {says}"));
    }
}

/// What is compared of a guard.
#[derive(PartialEq)]
struct Told {
    name: String,
    says: String,
    /// Whether it is one for all tools together.
    is_shared: bool,
}

impl Told {
    fn of(guard: &DeclaredGuard) -> Self {
        let DeclaredGuard { name, says, declared } = guard.clone();
        // The figures of the machine are the same for all.
        let is_shared = declared == Declared::Server && name != RESOURCES;
        Self { name, says, is_shared }
    }
}

fn changed(before: &Told, after: &Told, changes: &mut Changes) {
    let what = format!("guard {}", before.name);
    if before.says != after.says {
        let how = format!("{} → {}", before.says, after.says);
        match direction(&before.name, &before.says, &after.says) {
            Some(direction) => changes.add(direction, &*what, how),
            None => changes.weaker(&*what, format!("{how}; changed, read it")),
        }
    }
    match (before.is_shared, after.is_shared) {
        (true, false) => changes.weaker(what, "one for all tools together → one for this tool"),
        (false, true) => changes.stronger(what, "one for this tool → one for all tools together"),
        _ => {}
    }
}

/// `None` if that cannot be told: of guards of the user's own, and where more than figures has changed.
pub(super) fn direction(name: &str, before: &str, after: &str) -> Option<Direction> {
    if name == RESOURCES {
        return shares(before, after);
    }
    let read = |text| if matches!(name, RATE_LIMIT | RATE) { rate(text) } else { figures(text) };
    let ((frame, old), (other, new)) = (read(before), read(after));
    if frame != other || old.len() != new.len() {
        return None;
    }
    // Each with whether more of it admits more.
    let compared: Vec<(f64, f64)> = match (name, &old[..], &new[..]) {
        (RATE_LIMIT | RATE, &[count, period, burst], &[count2, period2, burst2]) => {
            vec![(count / period, count2 / period2), (burst, burst2)]
        }
        // More figures than these are a part of what somebody has written.
        ("concurrency", &[calls, queue], &[calls2, queue2]) => {
            vec![(calls, calls2), (queue, queue2)]
        }
        ("budget", &[amount], &[amount2]) => vec![(amount, amount2)],
        // A circuit that is open for longer admits less.
        ("circuit_breaker", &[failures, pause], &[failures2, pause2]) => {
            vec![(failures, failures2), (-pause, -pause2)]
        }
        _ => return None,
    };
    let orders: Vec<_> = compared.iter().map(|(old, new)| new.total_cmp(old)).collect();
    Some(match orders.contains(&Ordering::Greater) {
        true => Direction::Weaker,
        false if orders.contains(&Ordering::Less) => Direction::Stronger,
        // The same rate in other words.
        false => Direction::Neutral,
    })
}

/// `600/min per caller`: the period as the seconds it has.
fn rate(text: &str) -> (String, Vec<f64>) {
    let period = text.split_once('/').map(|(count, rest)| {
        let end = rest.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(rest.len());
        (count, &rest[..end], &rest[end..])
    });
    let known = period.and_then(|(count, word, rest)| {
        let (_, seconds) = PERIODS.iter().find(|(known, _)| *known == word)?;
        Some(format!("{count}/{seconds}s{rest}"))
    });
    figures(known.as_deref().unwrap_or(text))
}

/// What guards and the server's own rates are called.
const RATE_LIMIT: &str = "rate_limit";
const RATE: &str = "rate";
const RESOURCES: &str = "resource_guard";

/// `memory 95%, disk 90% of /data`: each with its own share. Figures in a path are a part of it.
fn shares(before: &str, after: &str) -> Option<Direction> {
    let read = |text: &str| -> Option<Vec<(String, f64)>> {
        let parts = text.split(", ").map(|part| {
            let (share, rest) = part.split_once('%')?;
            let (what, share) = share.rsplit_once(' ')?;
            Some((format!("{what}{rest}"), share.parse().ok()?))
        });
        parts.collect()
    };
    let (old, new) = (read(before)?, read(after)?);
    let loosened = old.iter().any(|(figure, share)| {
        new.iter().find(|(other, _)| other == figure).is_none_or(|(_, now)| now > share)
    });
    Some(if loosened { Direction::Weaker } else { Direction::Stronger })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_say_in_which_direction() {
        let (weaker, stronger) = (Some(Direction::Weaker), Some(Direction::Stronger));
        let neutral = Some(Direction::Neutral);
        let rate = "600/60s per caller, burst 100";
        let resources = "memory 80%, disk 90% of /data";
        for (name, before, after, expected) in [
            ("rate_limit", rate, "601/60s per caller, burst 100", weaker),
            ("rate_limit", rate, "600/60s per caller, burst 101", weaker),
            ("rate_limit", rate, "600/59s per caller, burst 100", weaker),
            ("rate_limit", rate, "60/1s per caller, burst 10", weaker),
            (
                "rate_limit",
                "600/min per caller, burst 100",
                "601/min per caller, burst 100",
                weaker,
            ),
            ("rate_limit", "5/min per caller, burst 5", "5/s per caller, burst 5", weaker),
            ("rate_limit", "600/min per caller, burst 9", "600/h per caller, burst 9", stronger),
            ("rate_limit", "600/min per caller, burst 9", "10/s per caller, burst 9", neutral),
            // As an older version told it, and a period without a word.
            ("rate_limit", rate, "600/min per caller, burst 100", neutral),
            ("rate_limit", "600/min per ip, burst 9", "600/59s per ip, burst 9", weaker),
            ("rate_limit", "600/min per ip, burst 9", "600/moon per ip, burst 9", None),
            ("rate_limit", rate, "500/60s per caller, burst 100", stronger),
            ("rate_limit", rate, "10/1s per caller, burst 100", neutral),
            ("rate_limit", rate, "600/60s per ip, burst 100", None),
            ("rate_limit", rate, "600/60s per caller, burst 100, by cost", None),
            ("concurrency", "8 at once per tool, queue 16", "8 at once per tool, queue 17", weaker),
            (
                "concurrency",
                "8 at once per tool, queue 16",
                "7 at once per tool, queue 16",
                stronger,
            ),
            ("concurrency", "8 at once per caller, queue 16", "8 at once per tool, queue 16", None),
            ("budget", "1000/day per caller", "1001/day per caller", weaker),
            ("budget", "1000/day per caller", "1000/week per caller", None),
            ("budget", "9/day per ip, by cost; cost = 5", "9/day per ip, by cost; cost = 4", None),
            (
                "rate_limit",
                "9/s per key, burst 9; per = a()",
                "9/s per key, burst 9; per = b()",
                None,
            ),
            (
                "rate_limit",
                "9/s per key, burst 9; per = a()",
                "8/s per key, burst 9; per = a()",
                stronger,
            ),
            (
                "circuit_breaker",
                "opens after 5 failures, for 30s",
                "opens after 6 failures, for 30s",
                weaker,
            ),
            (
                "circuit_breaker",
                "opens after 5 failures, for 30s",
                "opens after 5 failures, for 500ms",
                weaker,
            ),
            (
                "circuit_breaker",
                "opens after 5 failures, for 30s",
                "opens after 5 failures, for 60s",
                stronger,
            ),
            ("resource_guard", resources, "memory 81%, disk 90% of /data", weaker),
            ("resource_guard", resources, "memory 80%", weaker),
            ("resource_guard", resources, "memory 80%, disk 90% of /other", weaker),
            ("resource_guard", "memory 9%, disk 9% of /a/1", "memory 9%, disk 9% of /a/2", weaker),
            (
                "resource_guard",
                "memory 9%, disk 9% of a 5% b",
                "memory 9%, disk 9% of a 4% b",
                weaker,
            ),
            ("resource_guard", resources, "memory 70%, disk 90% of /data", stronger),
            ("resource_guard", resources, "memory 80%, disk 90% of /data, cpu 90%", stronger),
            ("office_hours", "9 to 17", "9 to 16", None),
        ] {
            assert_eq!(direction(name, before, after), expected, "{name}: {before} → {after}");
        }
    }
}
