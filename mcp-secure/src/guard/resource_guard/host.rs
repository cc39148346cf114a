//! Memory and CPU time of the whole machine.
//!
//! On Linux read from /proc, not through sysinfo: that keeps its last figures when a file
//! cannot be opened, as when the process has run out of descriptors, which is just when a
//! guard has to notice.

#[cfg(target_os = "linux")]
mod proc;
#[cfg(any(not(target_os = "linux"), test))]
mod system;

#[cfg(target_os = "linux")]
pub(super) use proc::Host;
#[cfg(not(target_os = "linux"))]
pub(super) use system::Host;

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{thread, time::Duration};

    use super::*;

    #[test]
    fn two_readers_agree() {
        let (mut ours, mut theirs) = (proc::Host::beneath("/"), system::Host::new());
        ours.sample();
        theirs.sample();
        thread::sleep(Duration::from_millis(300));
        let (ours, theirs) = (ours.sample().unwrap(), theirs.sample().unwrap());
        assert!((ours.memory - theirs.memory).abs() < 0.05, "{ours:?} {theirs:?}");
        assert!((ours.cpu - theirs.cpu).abs() < 0.25, "{ours:?} {theirs:?}");
    }
}
