//! [`Watch`]: what the sampler knows of one guard.

use std::{
    path::{Path, PathBuf},
    sync::atomic::{AtomicU8, Ordering},
};

use super::share::Share;

/// The limits of one guard, and which of them hold calls back.
///
/// Only the sampler's thread judges, after each sample; calls read. One writer is what makes
/// the hysteresis right: were each call to judge, one that was interrupted with an old figure
/// in its hand could take back a limit that another has just seen reached, and a limit reached
/// between two calls would be seen by neither.
pub(super) struct Watch {
    limits: Limits,
    disk_path: PathBuf,
    state: AtomicU8,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) memory: Share,
    pub(super) disk: Share,
    pub(super) cpu: Share,
}

impl Watch {
    pub(super) fn new(limits: Limits, disk_path: PathBuf) -> Self {
        Self { limits, disk_path, state: AtomicU8::new(State::UNKNOWN.0) }
    }

    pub(super) fn disk_path(&self) -> &Path {
        &self.disk_path
    }

    pub(super) fn state(&self) -> State {
        State(self.state.load(Ordering::Acquire))
    }

    /// Takes new figures. For the sampler's thread alone.
    pub(super) fn judge(&self, memory: Share, cpu: Share, disk: Option<Share>) {
        let before = self.state.load(Ordering::Relaxed);
        let judge = |bit, limit: Share, figure: Share| {
            let bound = if before & bit == 0 { limit } else { limit.release() };
            if figure >= bound { bit } else { 0 }
        };
        let mut state = judge(State::MEMORY, self.limits.memory, memory)
            | judge(State::CPU, self.limits.cpu, cpu);
        state |= match disk {
            Some(disk) => judge(State::DISK, self.limits.disk, disk),
            // What was reached stays reached until a figure says otherwise.
            None => before & State::DISK | State::NO_DISK,
        };
        self.state.store(state, Ordering::Release);
    }
}

/// What holds calls back: bits, none of them when calls are admitted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct State(u8);

impl State {
    /// Not judged yet.
    pub(super) const UNKNOWN: Self = Self(1 << 7);

    const MEMORY: u8 = 1;
    const CPU: u8 = 1 << 1;
    const DISK: u8 = 1 << 2;
    const NO_DISK: u8 = 1 << 3;

    /// Why calls are refused, for the audit record.
    pub(super) fn reason(self) -> Option<&'static str> {
        match self.0 {
            0 => None,
            bits if bits & (Self::UNKNOWN.0 | Self::NO_DISK) != 0 => Some("sampler"),
            bits if bits & Self::MEMORY != 0 => Some("memory"),
            bits if bits & Self::CPU != 0 => Some("cpu"),
            _ => Some("disk"),
        }
    }

    /// Whether the space of the disk could not be read.
    pub(super) fn is_without_disk(self) -> bool {
        self.0 & Self::NO_DISK != 0
    }
}
