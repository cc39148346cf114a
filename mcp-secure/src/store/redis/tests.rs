//! What needs no Redis. The rest is `cargo xtask redis`, with a real one.
#![allow(clippy::unwrap_used)]

use super::*;

#[tokio::test]
async fn what_is_no_url_or_leaves_the_machine_without_tls_is_refused_and_not_repeated() {
    for url in ["", "127.0.0.1:6379", "http://127.0.0.1", "redis://", "redis://:hunter2@:x/"] {
        let message = Redis::connect(url).await.unwrap_err().to_string();
        assert!(message.contains("write for example"), "{url}: {message}");
        assert!(!message.contains("hunter2"), "{message}");
    }
    for host in ["redis.example.com", "192.0.2.1", "[2001:db8::1]", "localhost.example.com"] {
        let url = format!("redis://:hunter2@{host}:6379/0");
        let message = Redis::connect(&url).await.unwrap_err().to_string();
        assert!(message.contains("rediss://"), "{host}: {message}");
        assert!(!message.contains("hunter2") && !message.contains(host), "{message}");
    }
}

#[tokio::test]
async fn where_nobody_answers_it_does_not_start() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let url = format!("redis://:hunter2@127.0.0.1:{port}/0");
    let message = Redis::connect(&url).await.unwrap_err().to_string();
    assert!(message.contains(&format!("redis at 127.0.0.1:{port} is not reached")), "{message}");
    assert!(!message.contains("hunter2"), "{message}");
}

#[test]
fn a_revocation_is_read_as_it_was_written() {
    let moment = UNIX_EPOCH + Duration::from_micros(1_700_000_000_000_001);
    let token = r#"{"token":"a\"b","until":1700000000000001}"#;
    let is = Revocation::Token { id: "a\"b".into(), until: moment };
    assert_eq!(read(token), Some(is));
    let subject = r#"{"subject":"ada","before":1700000000000001}"#;
    assert_eq!(read(subject), Some(Revocation::Subject { subject: "ada".into(), before: moment }));
    for nothing in ["", "{}", r#"{"token":1,"until":1}"#, r#"{"token":"a"}"#, r#"{"subject":"a"}"#]
    {
        assert_eq!(read(nothing), None, "{nothing}");
    }
    assert_eq!(since_1970(moment + Duration::from_nanos(1)), 1_700_000_000_000_002);
}
