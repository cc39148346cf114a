//! [`Names`]: from the name of a collector to its addresses, in time.

use std::{
    io,
    net::{IpAddr, SocketAddr, ToSocketAddrs},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, RecvTimeoutError, sync_channel},
    },
    thread,
    time::Instant,
};

/// The system's resolver cannot be interrupted: it has a thread of its own, one at a time, and who is tired
/// of waiting leaves it. Its answer counts for the next batch, if it comes before.
#[derive(Clone)]
pub(super) struct Names {
    lookup: Lookup,
    running: Arc<Mutex<Option<Receiver<Found>>>>,
}

type Lookup = fn(&str, u16) -> Found;
type Found = io::Result<Vec<SocketAddr>>;

impl Names {
    /// Those that the system knows.
    pub(super) fn of_system() -> Self {
        Self::by(|name, port| (name, port).to_socket_addrs().map(Iterator::collect))
    }

    fn by(lookup: Lookup) -> Self {
        Self { lookup, running: Arc::default() }
    }

    /// The addresses of the host, which is a name or an address.
    ///
    /// # Errors
    ///
    /// There is none, or none is known until then.
    pub(super) fn resolve(&self, host: &str, port: u16, until: Instant) -> Found {
        if let Ok(address) = host.parse::<IpAddr>() {
            return Ok(vec![SocketAddr::new(address, port)]);
        }
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = match running.take() {
            Some(answer) => answer,
            None => self.begin(host.to_owned(), port)?,
        };
        match answer.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(found) => found,
            Err(RecvTimeoutError::Disconnected) => Err(io::Error::other("the resolver failed")),
            Err(RecvTimeoutError::Timeout) => {
                *running = Some(answer);
                Err(io::Error::new(io::ErrorKind::TimedOut, "its name is not resolved in time"))
            }
        }
    }

    fn begin(&self, host: String, port: u16) -> io::Result<Receiver<Found>> {
        let (told, answer) = sync_channel(1);
        let lookup = self.lookup;
        thread::Builder::new().name("mcp-secure-resolve".into()).spawn(move || {
            let _ = told.send(lookup(&host, port));
        })?;
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::{
        sync::{
            Barrier,
            atomic::{AtomicUsize, Ordering},
        },
        time::Duration,
    };

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_millis(20)
    }

    fn late() -> Instant {
        Instant::now() + Duration::from_secs(600)
    }

    #[test]
    fn an_address_and_a_name_of_this_machine_are_resolved() {
        let names = Names::of_system();
        let port = |host| names.resolve(host, 4318, late()).unwrap()[0].port();
        assert_eq!((port("127.0.0.1"), port("::1"), port("localhost")), (4318, 4318, 4318));
    }

    /// Without a bound, this test would not end.
    #[test]
    fn a_resolver_that_hangs_is_left_and_asked_once() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        static ANSWERS: Barrier = Barrier::new(2);
        let names = Names::by(|_, port| {
            ASKED.fetch_add(1, Ordering::Relaxed);
            ANSWERS.wait();
            Ok(vec![SocketAddr::new([127, 0, 0, 1].into(), port)])
        });
        for _ in 0..3 {
            let error = names.resolve("collector", 4318, soon()).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::TimedOut);
        }
        ANSWERS.wait();
        assert_eq!(names.resolve("collector", 4318, late()).unwrap()[0].port(), 4318);
        assert_eq!(ASKED.load(Ordering::Relaxed), 1);
    }

    #[test]
    fn a_resolver_that_panics_is_asked_again() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let names = Names::by(|_, _| match ASKED.fetch_add(1, Ordering::Relaxed) {
            0 => panic!("on purpose"),
            _ => Ok(Vec::new()),
        });
        assert!(names.resolve("collector", 1, late()).is_err());
        assert!(names.resolve("collector", 1, late()).is_ok());
    }
}
