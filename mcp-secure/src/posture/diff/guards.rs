//! Guards: compared by their figures, where these are known.

use std::cmp::Ordering;

use super::{Changes, Direction, figures::figures, lists};
use crate::{posture::DeclaredGuard, store::PERIODS};

pub(super) fn compare(old: &[DeclaredGuard], new: &[DeclaredGuard], changes: &mut Changes) {
    let told = |guards: &[DeclaredGuard]| -> Vec<(String, String)> {
        guards.iter().map(|guard| (guard.name.clone(), guard.says.clone())).collect()
    };
    let (old, new) = (told(old), told(new));
    let (removed, mut added) = lists(&old, &new);
    for (name, before) in removed {
        // One that says something else now, in the order in which they stand.
        match added.iter().position(|(other, _)| other == name) {
            Some(at) => {
                let (_, after) = added.remove(at);
                changed(name, before, after, changes);
            }
            None => changes.weaker(format!("guard {name}"), format!("removed: {before}")),
        }
    }
    for (name, says) in added {
        changes.stronger(format!("guard {name}"), format!("added: {says}"));
    }
}

fn changed(name: &str, before: &str, after: &str, changes: &mut Changes) {
    let how = format!("{before} → {after}");
    match direction(name, before, after) {
        Some(direction) => changes.add(direction, format!("guard {name}"), how),
        None => changes.weaker(format!("guard {name}"), format!("{how}; changed, read it")),
    }
}

/// `None` if that cannot be told: of guards of the user's own, and where more than figures has changed.
pub(super) fn direction(name: &str, before: &str, after: &str) -> Option<Direction> {
    if name == "resource_guard" {
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
        ("concurrency" | "budget", ..) => old.iter().copied().zip(new.iter().copied()).collect(),
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

/// `memory 95%, disk 90% of /data`: each with its own share.
fn shares(before: &str, after: &str) -> Option<Direction> {
    let read = |text: &str| -> Option<Vec<(String, f64)>> {
        let parts = text.split(", ").map(figures);
        parts.map(|(frame, figures)| Some((frame, *figures.first()?))).collect()
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
            ("resource_guard", resources, "memory 70%, disk 90% of /data", stronger),
            ("resource_guard", resources, "memory 80%, disk 90% of /data, cpu 90%", stronger),
            ("office_hours", "9 to 17", "9 to 16", None),
        ] {
            assert_eq!(direction(name, before, after), expected, "{name}: {before} → {after}");
        }
    }
}
