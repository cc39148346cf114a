//! Certificates that are changed while clients call.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};

use rustls::pki_types::{CertificateDer, pem::PemObject};
use serde_json::json;
use tests::{
    Http,
    load::{Answer, Kept},
    tls::{Authority, Identity, client, replace, shown},
};

use crate::start;
/// New connections and kept ones while the files change many times, also to what is not right.
pub(crate) fn under_load() {
    let authority = Authority::new("the authority");
    let directory = tempfile::tempdir().unwrap();
    let server = start(authority.sign("server").write(directory.path()));
    let key = directory.path().join("key.pem");
    let trust = client(&authority.pem(), None);
    let shows = |identity: &Identity| {
        let certificate = CertificateDer::from_pem_slice(identity.certificate.as_bytes()).unwrap();
        shown(server.address, trust.clone()).is_ok_and(|shown| shown == certificate)
    };
    let is_over = AtomicBool::new(false);
    thread::scope(|scope| {
        let clients = [true, true, false, false].map(|is_kept| {
            let client = server.http().tls(trust.clone());
            let is_over = &is_over;
            scope.spawn(move || calls(client, is_kept, is_over))
        });
        for round in 0..ROUNDS {
            let mut next = authority.sign("server");
            for _ in 0..WRITTEN {
                next = authority.sign("server");
                next.write(directory.path());
                thread::sleep(Duration::from_millis(100));
            }
            wait_until("the new certificate", || shows(&next));
            // What is no key, and a key that is another's.
            for broken in ["no key", &authority.sign("another").key] {
                replace(&key, broken);
                thread::sleep(READ);
                assert!(shows(&next), "a broken pair took the place of a good one");
            }
            let complaints = server.log().matches("the TLS files in use stay the old ones").count();
            assert!(complaints >= 2 * (round + 1), "a broken pair was not complained of");
        }
        let last = authority.sign("server");
        last.write(directory.path());
        wait_until("the last certificate", || shows(&last));
        is_over.store(true, Ordering::Relaxed);
        for client in clients {
            println!("  {}", client.join().unwrap());
        }
    });
    println!("  {} certificates, {} broken pairs", ROUNDS * WRITTEN + 2, 2 * ROUNDS);
}

/// Calls until it is over, over one connection or over a new one each; none may fail.
fn calls(client: Http, is_kept: bool, is_over: &AtomicBool) -> String {
    let mut connection = Kept::of(client, "echo", json!({ "text": "under load" }));
    let mut calls = 0;
    while !is_over.load(Ordering::Relaxed) {
        assert_eq!(connection.call(), Answer::Admitted, "call {calls}");
        calls += 1;
        if !is_kept {
            connection.close();
        }
        thread::sleep(Duration::from_millis(2));
    }
    let connections = if is_kept { "one connection" } else { "a connection each" };
    format!("{connections}: {calls} calls, all answered")
}

fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !holds() {
        assert!(Instant::now() < deadline, "{what} never comes");
        thread::sleep(Duration::from_millis(50));
    }
}

const ROUNDS: usize = 4;
const WRITTEN: usize = 10;
/// Until the server has looked at its files, which it does each second.
const READ: Duration = Duration::from_millis(2100);
