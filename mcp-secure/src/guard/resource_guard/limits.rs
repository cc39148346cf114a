//! [`Limits`]: what a guard is told to hold.

use std::{
    convert::Infallible,
    fmt,
    path::{Path, PathBuf},
};

use super::{
    ResourceGuard,
    figure::Figure,
    share::Share,
    watch::{Limit, MOST},
};

/// The limits of a guard, each figure once.
pub(super) struct Limits {
    memory: Share,
    /// Without one, the default holds of the current directory.
    disks: Vec<(PathBuf, Share)>,
    cpu: Share,
    others: Vec<Limit>,
}

impl ResourceGuard {
    /// Refuses calls from this fraction of used memory on.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn memory(mut self, fraction: f64) -> Self {
        self.limits.memory = share("memory", fraction);
        self
    }

    /// Refuses calls from this fraction of used disk space on, where the current directory is at
    /// the start of the server.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn disk(self, fraction: f64) -> Self {
        self.disk_at(CURRENT, fraction)
    }

    /// Refuses calls from this fraction of used space on, of the file system that holds this path:
    /// where the tool writes. It may be said of several; the current directory is then watched only
    /// if it is one of them.
    ///
    /// The path must exist when the server starts; symbolic links are followed once, at that time.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1, or there are more than 24 paths.
    #[must_use]
    pub fn disk_at(mut self, path: impl Into<PathBuf>, fraction: f64) -> Self {
        let (path, share) = (path.into(), share("disk", fraction));
        self.limits.disks.retain(|(known, _)| *known != path);
        self.limits.disks.push((path, share));
        assert!(self.limits.disks.len() <= MOST_DISKS, "a resource guard watches 24 disks at most");
        self
    }

    /// Refuses calls from this fraction of used CPU time on.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn cpu(mut self, fraction: f64) -> Self {
        self.limits.cpu = share("cpu", fraction);
        self
    }

    /// Refuses calls from this fraction of the open files that the process may have on. Without
    /// it, they are not watched. On Linux.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn files(self, fraction: f64) -> Self {
        self.other(Figure::Files, fraction)
    }

    /// Refuses calls while something waits for memory for this fraction of the time. Without it,
    /// this is not watched. On Linux.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn memory_pressure(self, fraction: f64) -> Self {
        self.other(Figure::MemoryPressure, fraction)
    }

    /// Refuses calls while something waits for a processor for this fraction of the time. Without
    /// it, this is not watched. On Linux.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn cpu_pressure(self, fraction: f64) -> Self {
        self.other(Figure::CpuPressure, fraction)
    }

    /// Refuses calls while something waits for input or output for this fraction of the time.
    /// Without it, this is not watched. On Linux.
    ///
    /// # Panics
    ///
    /// If the fraction is not above 0 and at most 1.
    #[must_use]
    pub fn io_pressure(self, fraction: f64) -> Self {
        self.other(Figure::IoPressure, fraction)
    }

    fn other(mut self, figure: Figure, fraction: f64) -> Self {
        let limit = Limit { share: share(figure.reason(), fraction), figure };
        self.limits.others.retain(|known| known.figure != limit.figure);
        self.limits.others.push(limit);
        self
    }
}

impl Limits {
    /// As the sampler takes them, with the paths that this makes of those that were given.
    pub(super) fn try_resolved<E>(
        &self,
        mut resolve: impl FnMut(&Path) -> Result<PathBuf, E>,
    ) -> Result<Vec<Limit>, E> {
        let mut limits = vec![Limit { figure: Figure::Memory, share: self.memory }];
        let default = (PathBuf::from(CURRENT), Share::of(DISK));
        let disks = if self.disks.is_empty() { &[default][..] } else { &self.disks };
        for (path, share) in disks {
            limits.push(Limit { figure: Figure::Disk(resolve(path)?), share: *share });
        }
        limits.push(Limit { figure: Figure::Cpu, share: self.cpu });
        limits.extend(self.others.iter().cloned());
        Ok(limits)
    }

    #[cfg(any(test, feature = "testing"))]
    pub(super) fn resolved(&self, resolve: impl Fn(&Path) -> PathBuf) -> Vec<Limit> {
        let Ok(limits) = self.try_resolved(|path| Ok::<_, Infallible>(resolve(path)));
        limits
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            memory: Share::of(0.80),
            disks: Vec::new(),
            cpu: Share::of(0.90),
            others: Vec::new(),
        }
    }
}

impl fmt::Display for Limits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Ok(limits) = self.try_resolved(|path| Ok::<_, Infallible>(path.to_owned()));
        for (index, Limit { figure, share }) in limits.iter().enumerate() {
            let separator = if index == 0 { "" } else { ", " };
            match figure {
                Figure::Disk(path) if path == Path::new(CURRENT) => {
                    write!(f, "{separator}disk {share}")?;
                }
                Figure::Disk(path) => write!(f, "{separator}disk {share} of {}", path.display())?,
                other => write!(f, "{separator}{other} {share}")?,
            }
        }
        Ok(())
    }
}

fn share(name: &str, fraction: f64) -> Share {
    assert!(
        fraction > 0.0 && fraction <= 1.0,
        "the {name} limit of a resource guard must be a fraction above 0 and at most 1, \
         as 0.8 for 80%",
    );
    Share::of(fraction).at_least_one()
}

const CURRENT: &str = ".";
const DISK: f64 = 0.90;
/// With the other figures, no more than a watch has room for.
const MOST_DISKS: usize = 24;
const _: () = assert!(MOST_DISKS + 6 <= MOST);
