#![allow(clippy::unwrap_used)]

use std::{
    fs,
    sync::Mutex,
    time::{Duration, Instant, UNIX_EPOCH},
};

use serde_json::{Value, json};

use super::*;
use crate::{answer::Answer, error::Error};

fn caller(subject: &str, claims: Value) -> Caller {
    let Value::Object(claims) = claims else { panic!() };
    Caller::new(subject).with_claims(claims)
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

async fn is_revoked(revocations: &Revocations, subject: &str, claims: Value) -> bool {
    revocations.revokes(&caller(subject, claims)).await.unwrap()
}

#[tokio::test]
async fn a_token_is_revoked_by_its_name() {
    let revocations = Revocations::new();
    revocations.revoke_token("a", at(100)).await.unwrap();
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "a" })).await);
    for other in [json!({ "jti": "b" }), json!({ "jti": ["a"] }), json!({}), json!({ "jti": "A" })]
    {
        assert!(!is_revoked(&revocations, "ada", other).await);
    }
}

#[tokio::test]
async fn a_subject_is_revoked_up_to_a_moment() {
    let revocations = Revocations::new();
    let half_past = at(100) + Duration::from_millis(500);
    revocations.revoke_subject("ada", half_past).await.unwrap();
    for (issued, expected) in [
        (json!({ "iat": 99 }), true),
        (json!({ "iat": 100 }), true),
        (json!({ "iat": 100.25 }), true),
        (json!({ "iat": 100.5 }), false),
        (json!({ "iat": 101 }), false),
        (json!({}), true),
        (json!({ "iat": "101" }), true),
        (json!({ "iat": -1 }), true),
        (json!({ "iat": 1e300 }), true),
    ] {
        assert_eq!(is_revoked(&revocations, "ada", issued.clone()).await, expected, "{issued}");
        assert!(!is_revoked(&revocations, "grace", issued).await);
    }
    // Not taken back by an earlier one.
    revocations.revoke_subject("ada", at(50)).await.unwrap();
    assert!(is_revoked(&revocations, "ada", json!({ "iat": 99 })).await);
}

#[tokio::test]
async fn the_list_is_bounded_and_forgets_what_has_ended() {
    let revocations = Revocations::new();
    let later = SystemTime::now() + Duration::from_secs(3600);
    for i in 0..100_000 {
        let until = if i % 2 == 0 { at(100) } else { later };
        revocations.revoke_token(i.to_string(), until).await.unwrap();
    }
    revocations.revoke_token("one more", later).await.unwrap();
    assert!(!is_revoked(&revocations, "ada", json!({ "jti": "0" })).await, "has ended");
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "1" })).await);
    for i in 0..49_999 {
        revocations.revoke_token(format!("b{i}"), later).await.unwrap();
    }
    assert!(revocations.revoke_token("too much", later).await.is_err());
    assert!(!is_revoked(&revocations, "ada", json!({ "jti": "too much" })).await);
    for name in [String::new(), "x".repeat(257)] {
        assert!(revocations.revoke_token(name.clone(), later).await.is_err());
        assert!(revocations.revoke_subject(name, later).await.is_err());
    }
}

#[tokio::test]
async fn a_file_is_read_again_when_it_changes() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("revoked.jsonl");
    fs::write(&path, "# nothing\n").unwrap();
    let revocations = Revocations::from_file(&path).unwrap();
    let token = || json!({ "jti": "a", "iat": 100 });
    assert!(!is_revoked(&revocations, "ada", token()).await);
    let wait_for = async |expected| {
        let deadline = Instant::now() + Duration::from_secs(20);
        while is_revoked(&revocations, "ada", token()).await != expected {
            assert!(Instant::now() < deadline, "not {expected}");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    fs::write(&path, r#"{"token":"a"}"#).unwrap();
    wait_for(true).await;
    fs::write(&path, "").unwrap();
    wait_for(false).await;
    fs::write(&path, r#"{"subject":"ada","before":"1970-01-01T00:02:00Z"}"#).unwrap();
    wait_for(true).await;
}

#[test]
fn the_file_is_strict() {
    for line in [
        r#"{"token":"a","until":"2026-01-01T00:00:00Z"}"#,
        r#"{"token":"a","subject":"b"}"#,
        r#"{"token":"a","token":"b"}"#,
        r#"{"token":null}"#,
        r#"{"token":1}"#,
        r#"{"token":""}"#,
        r#"{"subject":"ada"}"#,
        r#"{"before":"2026-01-01T00:00:00Z"}"#,
        r#"{"subject":"ada","before":"now"}"#,
        r#"{}"#,
        "a",
    ] {
        let error = file::parse(&format!("\n{line}")).err().unwrap_or_else(|| panic!("{line}"));
        assert!(error.starts_with("line 2: "), "{error}");
    }
}

/// A store in memory that can be away.
#[derive(Clone, Default)]
struct Store(Arc<(Mutex<Vec<Revocation>>, Mutex<bool>)>);

impl Store {
    fn set_away(&self, away: bool) {
        *self.0.1.lock().unwrap() = away;
    }
}

impl RevocationStore for Store {
    fn add<'a>(&'a self, revocation: &'a Revocation) -> Answer<'a, Result<()>> {
        if *self.0.1.lock().unwrap() {
            return Answer::Now(Err(Error::new("away")));
        }
        self.0.0.lock().unwrap().push(revocation.clone());
        Answer::Now(Ok(()))
    }

    fn since<'a>(&'a self, cursor: &'a str) -> Answer<'a, Result<Page>> {
        if *self.0.1.lock().unwrap() {
            return Answer::Now(Err(Error::new("away")));
        }
        let all = self.0.0.lock().unwrap();
        let from = cursor.parse().unwrap_or(0);
        // Two at a time.
        let page: Vec<_> = all.iter().skip(from).take(2).cloned().collect();
        Answer::Now(Ok(Page { cursor: (from + page.len()).to_string(), revocations: page }))
    }
}

#[tokio::test]
async fn what_one_replica_revokes_the_others_refuse() {
    let store = Store::default();
    let [here, there] = [(); 2].map(|()| Revocations::with_store(store.clone()));
    assert!(!is_revoked(&there, "ada", json!({ "jti": "c" })).await);
    for id in ["a", "b", "c"] {
        here.revoke_token(id, at(u32::MAX.into())).await.unwrap();
    }
    let deadline = Instant::now() + Duration::from_secs(20);
    while !is_revoked(&there, "ada", json!({ "jti": "c" })).await {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_revoked(&there, "ada", json!({ "jti": "a" })).await);
}

#[tokio::test]
async fn a_store_that_was_never_reached_lets_nobody_in() {
    let store = Store::default();
    store.set_away(true);
    let revocations = Revocations::with_store(store.clone());
    assert_eq!(revocations.revokes(&caller("ada", json!({}))).await, None);
    assert!(revocations.revoke_token("a", at(u32::MAX.into())).await.is_err());
    // By hand it holds here all the same.
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "a" })).await);
    store.set_away(false);
    let deadline = Instant::now() + Duration::from_secs(20);
    while revocations.revokes(&caller("ada", json!({}))).await.is_none() {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn while_the_store_is_away_what_is_known_holds() {
    let store = Store::default();
    let revocations = Revocations::with_store(store.clone());
    let other = Revocation::Token { id: "a".into(), until: at(u32::MAX.into()) };
    store.add(&other).get().await.unwrap();
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "a" })).await);
    store.set_away(true);
    tokio::time::sleep(Duration::from_millis(1000)).await;
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "a" })).await);
    assert!(!is_revoked(&revocations, "ada", json!({ "jti": "b" })).await);
}

#[tokio::test]
async fn where_a_revocation_cannot_be_kept_nobody_is_let_in() {
    let store = Store::default();
    let revocations = Revocations::with_store(store.clone());
    let until = at(u32::MAX.into());
    for id in ["a".to_owned(), "b".to_owned(), "too long ".repeat(100), "c".to_owned()] {
        store.add(&Revocation::Token { id, until }).get().await.unwrap();
    }
    assert_eq!(revocations.revokes(&caller("ada", json!({ "jti": "c" }))).await, None);
    // Once it was reached, too.
    store
        .0
        .0
        .lock()
        .unwrap()
        .retain(|it| !matches!(it, Revocation::Token { id, .. } if id.len() > 9));
    let deadline = Instant::now() + Duration::from_secs(20);
    while revocations.revokes(&caller("ada", json!({ "jti": "d" }))).await.is_none() {
        assert!(Instant::now() < deadline);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "c" })).await);
    let id = "too long ".repeat(100);
    store.add(&Revocation::Token { id, until }).get().await.unwrap();
    tokio::time::sleep(Duration::from_millis(1000)).await;
    assert_eq!(revocations.revokes(&caller("ada", json!({ "jti": "d" }))).await, None);
    assert!(is_revoked(&revocations, "ada", json!({ "jti": "a" })).await);
}

/// Two replicas revoke while many tasks of each judge: a token that was revoked is refused by both
/// after the second that is promised, and the store is asked by one at a time.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn none_is_left_out_while_many_judge_and_add() {
    let store = Store::default();
    let replicas = [(); 2].map(|()| Arc::new(Revocations::with_store(store.clone())));
    let tasks: Vec<_> = (0..8_usize)
        .map(|task| {
            let [here, there] = [task % 2, (task + 1) % 2].map(|of| Arc::clone(&replicas[of]));
            tokio::spawn(async move {
                for turn in 0..20 {
                    let id = format!("{task}-{turn}");
                    here.revoke_token(&*id, at(u32::MAX.into())).await.unwrap();
                    for _ in 0..50 {
                        assert!(is_revoked(&here, "ada", json!({ "jti": id })).await, "{id} here");
                        is_revoked(&there, "ada", json!({ "jti": "other" })).await;
                    }
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    tokio::time::sleep(Duration::from_millis(1000)).await;
    for replica in &replicas {
        for (task, turn) in (0..8).flat_map(|task| (0..20).map(move |turn| (task, turn))) {
            let id = format!("{task}-{turn}");
            assert!(is_revoked(replica, "ada", json!({ "jti": id })).await, "{id}");
        }
    }
}
