//! [`Sources`]: how much of the server one address takes.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{
    address,
    serve::http::{Budget, HttpSettings},
};

/// The addresses that have connections open, and how many. As long as the connections.
pub(super) struct Sources {
    most: Option<usize>,
    body_memory: usize,
    open: Mutex<HashMap<IpAddr, Open>>,
}

struct Open {
    /// Changed under the lock alone.
    connections: Arc<AtomicUsize>,
    bodies: Arc<Budget>,
}

/// One connection among those of its address.
pub(super) struct Place {
    sources: Arc<Sources>,
    holder: IpAddr,
    /// How many there are of its address.
    pub(super) siblings: Arc<AtomicUsize>,
    /// What is left for bodies from the address.
    pub(super) bodies: Arc<Budget>,
}

impl Sources {
    pub(super) fn new(settings: &HttpSettings) -> Arc<Self> {
        Arc::new(Self {
            most: settings.max_connections_per_address,
            body_memory: settings.max_body_memory,
            open: Mutex::default(),
        })
    }

    /// A place for a connection from there, if the address has one left. `is_trusted` is that of a
    /// proxy, which stands for many.
    pub(super) fn enter(self: &Arc<Self>, peer: IpAddr, is_trusted: bool) -> Option<Place> {
        let holder = address::holder(peer);
        let is_exempt = is_trusted || (self.most.is_none() && holder.is_loopback());
        let most = if is_exempt { usize::MAX } else { self.most.unwrap_or(DEFAULT) };
        let mut open = self.lock();
        let source = open.entry(holder).or_insert_with(|| Open {
            connections: Arc::default(),
            bodies: Budget::new(self.body_memory / if is_exempt { 1 } else { 4 }),
        });
        if source.connections.load(Ordering::Relaxed) >= most {
            return None;
        }
        source.connections.fetch_add(1, Ordering::Relaxed);
        let (siblings, bodies) = (Arc::clone(&source.connections), Arc::clone(&source.bodies));
        Some(Place { sources: Arc::clone(self), holder, siblings, bodies })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.sources.lock();
        let Some(source) = open.get_mut(&self.holder) else { return };
        if source.connections.fetch_sub(1, Ordering::Relaxed) == 1 {
            open.remove(&self.holder);
        }
    }
}

/// A household or an office behind one address, with a browser each.
const DEFAULT: usize = 128;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn sources(most: Option<usize>) -> Arc<Sources> {
        let settings =
            HttpSettings { max_connections_per_address: most, ..HttpSettings::default() };
        Sources::new(&settings)
    }

    /// How many of 500 connections from these addresses, in turn, are let in.
    fn let_in(sources: &Arc<Sources>, addresses: &[&str]) -> usize {
        let addresses: Vec<IpAddr> = addresses.iter().map(|text| text.parse().unwrap()).collect();
        let mut turns = addresses.iter().cycle();
        let places: Vec<_> =
            (0..500).filter_map(|_| sources.enter(*turns.next().unwrap(), false)).collect();
        places.len()
    }

    #[test]
    fn an_address_has_so_many_and_no_more() {
        assert_eq!(let_in(&sources(None), &["192.0.2.1"]), 128);
        assert_eq!(let_in(&sources(None), &["192.0.2.1", "192.0.2.2"]), 256);
        assert_eq!(let_in(&sources(Some(3)), &["192.0.2.1", "::ffff:192.0.2.1"]), 3);
    }

    #[test]
    fn a_network_of_ipv6_is_one_address() {
        let sources = sources(Some(3));
        assert_eq!(let_in(&sources, &["2001:db8::1", "2001:db8::2", "2001:db8::ffff:1"]), 3);
        assert_eq!(let_in(&sources, &["2001:db8::1", "2001:db8:0:1::1"]), 6);
        assert_eq!(let_in(&sources, &["64:ff9b::c000:201", "64:ff9b::c000:202"]), 6);
    }

    #[test]
    fn this_machine_and_proxies_are_not_counted_unless_told() {
        assert_eq!(let_in(&sources(None), &["127.0.0.1"]), 500);
        assert_eq!(let_in(&sources(None), &["::1"]), 500);
        assert_eq!(let_in(&sources(Some(3)), &["127.0.0.1"]), 3);
        let sources = sources(Some(3));
        let proxy = "192.0.2.1".parse().unwrap();
        let places: Vec<_> = (0..10).filter_map(|_| sources.enter(proxy, true)).collect();
        assert_eq!(places.len(), 10);
    }

    #[test]
    fn nothing_is_kept_of_an_address_that_has_gone() {
        let sources = sources(None);
        assert_eq!(let_in(&sources, &["192.0.2.1", "2001:db8::1"]), 256);
        assert!(sources.lock().is_empty());
    }

    #[test]
    fn threads_together_have_no_more_places_than_there_are() {
        use std::sync::atomic::{AtomicUsize, Ordering};
        let (sources, held) = (sources(Some(3)), [const { AtomicUsize::new(0) }; 2]);
        std::thread::scope(|scope| {
            for thread in 0..8_usize {
                let (sources, held) = (&sources, &held);
                scope.spawn(move || {
                    for turn in 0..5_000 {
                        let of = (thread + turn) % 2;
                        let peer = IpAddr::from([192, 0, 2, of as u8]);
                        let Some(place) = sources.enter(peer, false) else { continue };
                        assert!(held[of].fetch_add(1, Ordering::SeqCst) < 3);
                        held[of].fetch_sub(1, Ordering::SeqCst);
                        drop(place);
                    }
                });
            }
        });
        assert!(sources.lock().is_empty());
    }
}
