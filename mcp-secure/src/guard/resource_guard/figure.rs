//! [`Figure`]: what is measured.

use std::{fmt, path::PathBuf};

/// What a [`ResourceGuard`](super::ResourceGuard) may hold a limit of.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Figure {
    /// Used memory.
    Memory,
    /// Used time of the processors.
    Cpu,
    /// Used space of the file system that holds this path.
    Disk(PathBuf),
    /// Open files of the process, of those that it may have open.
    Files,
    /// Time in which something waits for memory.
    MemoryPressure,
    /// Time in which something waits for a processor.
    CpuPressure,
    /// Time in which something waits for input or output.
    IoPressure,
}

impl Figure {
    /// What the audit record says where it refuses a call.
    pub(super) fn reason(&self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Cpu => "cpu",
            Self::Disk(_) => "disk",
            Self::Files => "files",
            Self::MemoryPressure => "memory_pressure",
            Self::CpuPressure => "cpu_pressure",
            Self::IoPressure => "io_pressure",
        }
    }

    /// Where it comes from, for whoever finds it missing.
    pub(super) fn source(&self) -> &'static str {
        match self {
            Self::Memory | Self::Cpu => "/proc/meminfo, /proc/stat and the control groups",
            Self::Disk(_) => "a directory on a file system that has a size",
            Self::Files => "/proc/self/fd, which is of Linux",
            Self::MemoryPressure | Self::CpuPressure | Self::IoPressure => {
                "pressure stall information, which is of Linux, and may be switched off there \
                 (`psi=1` at the kernel's command line switches it on)"
            }
        }
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Disk(path) => write!(f, "disk(\"{}\")", path.display()),
            Self::MemoryPressure => f.write_str("pressure(memory)"),
            Self::CpuPressure => f.write_str("pressure(cpu)"),
            Self::IoPressure => f.write_str("pressure(io)"),
            plain => f.write_str(plain.reason()),
        }
    }
}
