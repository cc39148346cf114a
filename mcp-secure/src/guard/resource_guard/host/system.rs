//! Host figures from sysinfo.

use sysinfo::System;

use super::super::source::Sample;

/// Differences of CPU time; `None` where sysinfo does not know the system.
pub(in super::super) struct Host(Option<System>);

impl Host {
    pub(in super::super) fn new() -> Self {
        Self(System::new().ok())
    }

    pub(in super::super) fn sample(&mut self) -> Option<Sample> {
        // A new one each time: an old one keeps its figures when there are no new ones.
        let mut memory = System::new().ok()?;
        memory.refresh_memory();
        let total = memory.total_memory();
        let cpu = self.0.as_mut()?;
        cpu.refresh_cpu_usage();
        if total == 0 || cpu.cpus().is_empty() {
            return None;
        }
        Some(Sample {
            memory: 1.0 - memory.available_memory() as f64 / total as f64,
            cpu: f64::from(cpu.global_cpu_usage()) / 100.0,
        })
    }
}
