//! What was called of all that is named `dangerous_…`, and where: for the [posture](crate::posture).
//!
//! What these calls make (rules, clients, stores) is the user's own and out of sight of a server: so
//! this list is that of the process.

use std::{
    collections::BTreeSet,
    panic::Location,
    sync::{Mutex, PoisonError},
};

/// One call, by the name of the function and the place of the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Danger {
    pub(crate) name: &'static str,
    pub(crate) at: &'static Location<'static>,
}

/// Each place is told once: the list grows with the program, not with its calls.
static CALLED: Mutex<BTreeSet<Danger>> = Mutex::new(BTreeSet::new());

/// Tells that the function of this name was called, by whoever called the caller of this.
#[track_caller]
pub(crate) fn tell(name: &'static str) {
    let danger = Danger { name, at: Location::caller() };
    // What this crate calls itself, it answers for.
    if file!().strip_suffix("danger.rs").is_some_and(|own| danger.at.file().starts_with(own)) {
        return;
    }
    CALLED.lock().unwrap_or_else(PoisonError::into_inner).insert(danger);
}

/// All that were told in this process, sorted.
pub(crate) fn told() -> Vec<Danger> {
    CALLED.lock().unwrap_or_else(PoisonError::into_inner).iter().copied().collect()
}
