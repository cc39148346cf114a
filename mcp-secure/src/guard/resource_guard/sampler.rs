//! [`Sampler`]: the thread that looks at the machine.

use std::{
    sync::{
        Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError, Weak,
        atomic::{AtomicU64, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use super::{
    figure::Figure,
    share::Share,
    source::{Machine, Sample, Source},
    watch::Watch,
};
use crate::error::Error;

/// Samples a [`Source`] on a thread of its own and judges every [`Watch`] by it.
pub(super) struct Sampler {
    make_source: Box<dyn Fn() -> Box<dyn Source> + Send + Sync>,
    pace: Pace,
    epoch: Instant,
    /// Milliseconds from the epoch to the last sample.
    heartbeat: AtomicU64,
    /// The last sample, for whoever wants to see it: memory and cpu.
    latest: Mutex<Option<[Share; 2]>>,
    registry: Mutex<Registry>,
    /// For the thread: there is a new watch.
    added: Condvar,
    /// For those who start: the watches were judged.
    judged: Condvar,
}

/// How often, how old a sample may be, and how long a guard waits for the first.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    pub(super) interval: Duration,
    pub(super) max_age: Duration,
    pub(super) patience: Duration,
}

#[derive(Default)]
struct Registry {
    watches: Vec<Weak<Watch>>,
    has_new: bool,
    thread: Option<JoinHandle<()>>,
}

impl Sampler {
    /// The sampler that all guards of this process share. Its thread starts with the first.
    pub(super) fn of_this_process() -> &'static Arc<Self> {
        static SAMPLER: LazyLock<Arc<Sampler>> =
            LazyLock::new(|| Arc::new(Sampler::new(|| Box::new(Machine::new()), PACE)));
        &SAMPLER
    }

    pub(super) fn new(
        make_source: impl Fn() -> Box<dyn Source> + Send + Sync + 'static,
        pace: Pace,
    ) -> Self {
        Self {
            make_source: Box::new(make_source),
            pace,
            epoch: Instant::now(),
            heartbeat: AtomicU64::new(NEVER),
            latest: Mutex::default(),
            registry: Mutex::default(),
            added: Condvar::new(),
            judged: Condvar::new(),
        }
    }

    /// Whether the last sample is young enough to decide by.
    pub(super) fn is_alive(&self) -> bool {
        self.is_alive_at(Instant::now())
    }

    pub(super) fn is_alive_at(&self, now: Instant) -> bool {
        match self.heartbeat.load(Ordering::Acquire) {
            NEVER => false,
            heartbeat => {
                // A sample taken since `now` was read is of no age.
                let age = self.millis(now).saturating_sub(heartbeat);
                Duration::from_millis(age) <= self.pace.max_age
            }
        }
    }

    /// How much of memory and of cpu is used, as of a young sample.
    pub(super) fn latest(&self) -> Option<[Share; 2]> {
        let latest = *self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.filter(|_| self.is_alive())
    }

    /// Judges the watch from now on, for as long as it lives, and waits for the first time.
    pub(super) fn keep(self: &Arc<Self>, watch: &Arc<Watch>) -> crate::Result<()> {
        let mut registry = self.registry();
        if !registry.watches.iter().any(|known| known.as_ptr() == Arc::as_ptr(watch)) {
            registry.watches.push(Arc::downgrade(watch));
        }
        if registry.thread.as_ref().is_none_or(JoinHandle::is_finished) {
            let sampler = Arc::clone(self);
            let thread = thread::Builder::new()
                .name("mcp-secure-sampler".into())
                .spawn(move || sampler.run())
                .map_err(|error| {
                    Error::from(error).context("the thread of the resource guards did not start")
                })?;
            registry.thread = Some(thread);
        }
        registry.has_new = true;
        self.added.notify_one();
        let is_waiting = |_: &mut Registry| !watch.is_known() || !self.is_alive();
        let _registry = self
            .judged
            .wait_timeout_while(registry, self.pace.patience, is_waiting)
            .unwrap_or_else(PoisonError::into_inner);
        if !watch.is_known() || !self.is_alive() {
            return Err(Error::new(
                "a resource guard found no figures of memory and cpu load: on Linux it needs \
                 /proc/meminfo, /proc/stat and, where they are mounted, its own control group",
            ));
        }
        let missing: Vec<String> =
            watch.missing().map(|figure| format!("`{figure}` needs {}", figure.source())).collect();
        if !missing.is_empty() {
            return Err(Error::new(format!(
                "a resource guard found no figures for what it names: {}; \
                 take out of the attribute what this machine does not tell",
                missing.join(", "),
            )));
        }
        Ok(())
    }

    fn run(&self) {
        let mut probe = Probe::new((self.make_source)());
        let mut due = Instant::now();
        loop {
            let mut sampled = None;
            if Instant::now() >= due {
                sampled = probe.sample(Instant::now()).then(Instant::now);
                *self.latest.lock().unwrap_or_else(PoisonError::into_inner) =
                    probe.latest.map(<[Share; 2]>::from);
                due = Instant::now() + self.pace.interval;
            }
            self.judge(&mut probe);
            // Last: a young heartbeat says that every verdict is as young.
            if let Some(sampled) = sampled {
                self.heartbeat.store(self.millis(sampled), Ordering::Release);
            }
            let mut registry = self.registry();
            // With the lock in hand: whoever has just looked is waiting by now.
            self.judged.notify_all();
            let rest = due.saturating_duration_since(Instant::now());
            (registry, _) = self
                .added
                .wait_timeout_while(registry, rest, |registry| !registry.has_new)
                .unwrap_or_else(PoisonError::into_inner);
            registry.has_new = false;
        }
    }

    /// Without the lock while a file system may take its time.
    fn judge(&self, probe: &mut Probe) {
        let watches: Vec<_> = {
            let mut registry = self.registry();
            registry.watches.retain(|watch| watch.strong_count() > 0);
            registry.watches.iter().filter_map(Weak::upgrade).collect()
        };
        for watch in watches {
            probe.judge(&watch);
        }
    }

    fn registry(&self) -> MutexGuard<'_, Registry> {
        // Every change of it is a single one: it is whole even when a thread panicked.
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn millis(&self, now: Instant) -> u64 {
        let millis = now.saturating_duration_since(self.epoch).as_millis();
        millis.try_into().unwrap_or(NEVER)
    }
}

/// A source with what is kept of it from sample to sample.
pub(super) struct Probe {
    source: Box<dyn Source>,
    sampled: Instant,
    cpu: f64,
    latest: Option<(Share, Share)>,
}

impl Probe {
    pub(super) fn new(source: Box<dyn Source>) -> Self {
        // From an idle past, so that the effort of starting does not count as load.
        Self { source, sampled: Instant::now(), cpu: 0.0, latest: None }
    }

    /// Takes a sample; `false` if there was none.
    pub(super) fn sample(&mut self, now: Instant) -> bool {
        let Some(Sample { memory, cpu }) = self.source.sample() else {
            return false;
        };
        let elapsed = now.saturating_duration_since(self.sampled);
        self.sampled = now;
        // An exponential mean that forgets by time, not by samples: they may come late.
        let weight = 1.0 - (-elapsed.as_secs_f64() / SMOOTHING.as_secs_f64()).exp();
        // What is not a number would stay in the mean for ever.
        let cpu = if cpu.is_nan() { 1.0 } else { cpu.clamp(0.0, 1.0) };
        self.cpu += weight * (cpu - self.cpu);
        self.latest = Some((Share::of(memory), Share::of(self.cpu)));
        true
    }

    pub(super) fn judge(&mut self, watch: &Watch) {
        let Some((memory, cpu)) = self.latest else { return };
        watch.judge(|figure| match figure {
            Figure::Memory => Some(memory),
            Figure::Cpu => Some(cpu),
            other => self.source.measure(other).map(Share::of),
        });
    }
}

/// Ten samples missed are too many.
///
/// Where the processors are short, as in a group with a tenth of one, a server takes its time to start:
/// it must not fail for that.
const PACE: Pace = Pace {
    interval: Duration::from_millis(500),
    max_age: Duration::from_secs(5),
    patience: Duration::from_secs(10),
};
const SMOOTHING: Duration = Duration::from_secs(2);
const NEVER: u64 = u64::MAX;
