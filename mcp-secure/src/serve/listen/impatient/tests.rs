#![allow(clippy::unwrap_used)]

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    time::timeout,
};

use super::*;

const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that holds 64 KiB on the way, and its peer.
fn connection() -> (Impatient<DuplexStream>, DuplexStream) {
    let (ours, theirs) = duplex(64 << 10);
    (Impatient::new(ours, PATIENCE, &Workload::new()), theirs)
}

/// Writes a mebibyte; the peer takes so many bytes each second.
async fn outcome(per_second: usize) -> io::Result<()> {
    let (mut ours, mut theirs) = connection();
    let reading = tokio::spawn(async move {
        let mut buffer = vec![0; per_second];
        loop {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if theirs.read_exact(&mut buffer).await.is_err() {
                return;
            }
        }
    });
    let written = timeout(Duration::from_secs(3600), ours.write_all(&[0; 1 << 20])).await;
    reading.abort();
    written.expect("an end")
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_gets_everything() {
    outcome(1 << 20).await.unwrap();
    outcome(32 << 10).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_nothing_is_cut() {
    let (mut ours, _theirs) = connection();
    let error = ours.write_all(&[0; 1 << 20]).await.unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::TimedOut);
}

#[tokio::test(start_paused = true)]
async fn a_peer_that_reads_now_and_then_is_cut() {
    for per_second in [1, 100, 4 << 10] {
        let error = outcome(per_second).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::TimedOut, "{per_second}");
    }
}

#[tokio::test(start_paused = true)]
async fn time_between_replies_costs_nothing() {
    let (mut ours, mut theirs) = connection();
    for _ in 0..5 {
        tokio::time::sleep(Duration::from_secs(60)).await;
        ours.write_all(b"reply").await.unwrap();
        theirs.read_exact(&mut [0; 5]).await.unwrap();
    }
}
