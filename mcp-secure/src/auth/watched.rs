//! [`Watched`]: what stands in a file of the operator's, read again when the file changes.

use std::{
    fmt, fs,
    io::Read,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant, SystemTime},
};

use crate::{
    error::{Error, Result},
    moment::millis,
};

/// The contents of a file, as they are now, give or take [`INTERVAL`].
///
/// The file is looked at when its contents are asked for, at most once in an interval, by the one
/// who asks: there is no thread, and an idle server reads nothing. A file that cannot be
/// read any more changes nothing and is complained of once for each change.
///
/// It is read in the place where it is asked for: at most [`MAX_BYTES`], from a file system that
/// answers. A network's file system that hangs would hold up the one who asks.
pub(super) struct Watched<T> {
    path: PathBuf,
    parse: Parse<T>,
    current: RwLock<Arc<T>>,
    /// Held by who looks; the others go on with what is there.
    looked: Mutex<Look>,
    started: Instant,
    /// When to look again, in milliseconds after the start.
    due: AtomicU64,
}

/// From the text of the file, or what is wrong with it: the line and the rule, not its contents.
pub(super) type Parse<T> = fn(&str) -> Result<T, String>;

/// What was seen of the file when it was read.
struct Look {
    version: Option<Version>,
    /// Not long before, it was written: it may be written again without another version.
    is_fresh: bool,
    complaint: Option<String>,
}

impl<T> Watched<T> {
    /// # Errors
    ///
    /// The file cannot be read, or says what it may not: a server does not start with that.
    pub(super) fn open(path: &Path, parse: Parse<T>) -> Result<Self> {
        let version = Version::of(path);
        let contents = read(path, parse).map_err(|why| complaint(path, &why))?;
        Ok(Self {
            path: path.to_owned(),
            parse,
            current: RwLock::new(Arc::new(contents)),
            looked: Mutex::new(Look { is_fresh: is_fresh(version), version, complaint: None }),
            started: Instant::now(),
            due: AtomicU64::new(millis(INTERVAL)),
        })
    }

    /// The contents.
    pub(super) fn current(&self) -> Arc<T> {
        if let Some(mut look) = self.turn() {
            self.look(&mut look);
            // From when it was done: nothing is looked at twice in an interval.
            self.due.store(millis(self.started.elapsed() + INTERVAL), Ordering::Relaxed);
        }
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The right to look, if it is time. While somebody looks, the others go on with what is
    /// there; but nobody does after an interval in which nobody has looked.
    fn turn(&self) -> Option<MutexGuard<'_, Look>> {
        let overdue = || {
            let due = self.due.load(Ordering::Relaxed);
            millis(self.started.elapsed()).checked_sub(due)
        };
        if overdue()? < millis(INTERVAL) {
            return self.looked.try_lock().ok();
        }
        let look = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        overdue().map(|_| look)
    }

    fn look(&self, look: &mut Look) {
        let version = Version::of(&self.path);
        if version == look.version && !look.is_fresh {
            return;
        }
        look.is_fresh = is_fresh(version);
        look.version = version;
        match read(&self.path, self.parse) {
            Ok(contents) => {
                *self.current.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(contents);
                look.complaint = None;
            }
            Err(why) => {
                if look.complaint.as_ref() != Some(&why) {
                    let file = self.path.display();
                    tracing::error!(%file, why, "not read; what it said before still holds");
                }
                look.complaint = Some(why);
            }
        }
    }
}

impl<T> fmt::Debug for Watched<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Watched").field(&self.path).finish()
    }
}

/// What differs when a file has been written or replaced.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Version {
    length: u64,
    modified: Option<SystemTime>,
    /// Device, file and change of its metadata, where there is such a thing.
    identity: [i64; 4],
}

impl Version {
    fn of(path: &Path) -> Option<Self> {
        let metadata = fs::metadata(path).ok()?;
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            let (device, file) = (metadata.dev().cast_signed(), metadata.ino().cast_signed());
            [device, file, metadata.ctime(), metadata.ctime_nsec()]
        };
        #[cfg(not(unix))]
        let identity = [0; 4];
        Some(Self { length: metadata.len(), modified: metadata.modified().ok(), identity })
    }
}

fn is_fresh(version: Option<Version>) -> bool {
    let Some(modified) = version.and_then(|version| version.modified) else { return true };
    SystemTime::now().duration_since(modified).is_ok_and(|age| age < SETTLED)
}

fn read<T>(path: &Path, parse: Parse<T>) -> Result<T, String> {
    let cannot = |error: std::io::Error| format!("cannot be read ({error})");
    let metadata = fs::metadata(path).map_err(cannot)?;
    // A pipe would be waited for.
    if !metadata.is_file() {
        return Err("is not a file".into());
    }
    #[cfg(unix)]
    if std::os::unix::fs::PermissionsExt::mode(&metadata.permissions()) & 0o002 != 0 {
        return Err("can be written by everybody; `chmod o-w` it".into());
    }
    let mut text = String::new();
    let mut file = fs::File::open(path).map_err(cannot)?.take(MAX_BYTES + 1);
    file.read_to_string(&mut text).map_err(cannot)?;
    if text.len() as u64 > MAX_BYTES {
        return Err(format!("is larger than {} MiB", MAX_BYTES >> 20));
    }
    parse(&text)
}

/// The lines of a file that say something, with their numbers.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let lines = text.lines().enumerate().map(|(index, line)| (index + 1, line.trim()));
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn complaint(path: &Path, why: &str) -> Error {
    Error::new(format!("`{}` {why}", path.display()))
}

/// How long a change may go unseen: with this, less than the second that is promised.
const INTERVAL: Duration = Duration::from_millis(400);
/// Coarser than the clock of any file system.
const SETTLED: Duration = Duration::from_secs(3);
const MAX_BYTES: u64 = 4 << 20;

#[cfg(test)]
mod tests;
