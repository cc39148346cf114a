//! How many calls run at once.

use std::sync::mpsc;

use super::*;

fn one_at_a_time(tool: Definition) -> Gate {
    gate_with(tool, Settings { max_calls: 1, ..Settings::default() }).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_call_beyond_the_cap_is_told_to_try_again() {
    let gate = one_at_a_time(tool(|_| std::future::pending()));
    let (first, second) = tokio::join!(call(&gate, "{}"), call(&gate, "{}"));
    assert_eq!([kind(&first), kind(&second)], ["timed_out", "busy"]);
}

#[tokio::test(start_paused = true)]
async fn every_ending_gives_the_place_back() {
    let panics = one_at_a_time(tool(|_| async { panic!("the tool panics") }));
    let fails = one_at_a_time(tool(|_| async { Err(Error::new("secret")) }));
    let hangs = one_at_a_time(tool(|_| std::future::pending()));
    for (gate, expected) in [(panics, "internal"), (fails, "internal"), (hangs, "timed_out")] {
        for _ in 0..2 {
            assert_eq!(kind(&call(&gate, "{}").await), expected);
        }
    }

    let judges = one_at_a_time(echo());
    for arguments in [r#"{ "text": "far too long" }"#, r#"{ "text": "panic" }"#, "{}"] {
        assert_ne!(kind(&call(&judges, arguments).await), "busy", "{arguments}");
    }
    assert_eq!(kind(&call(&judges, r#"{ "text": "short" }"#).await), "ok");

    let dropped = one_at_a_time(tool(|_| std::future::pending()));
    for _ in 0..2 {
        let running = tokio::time::timeout(Duration::from_secs(1), call(&dropped, "{}"));
        assert!(running.await.is_err(), "it ran until it was dropped");
    }
}

#[tokio::test]
async fn a_plain_function_keeps_its_place_until_it_returns() {
    let (release, released) = mpsc::channel::<()>();
    let released = Arc::new(Mutex::new(released));
    let tool = Definition::new("tool", (), move |(), call| {
        let released = Arc::clone(&released);
        let waits = move || released.lock().unwrap().recv().map_err(Error::from);
        blocking(call, waits)
    });
    let gate = one_at_a_time(tool.timeout(Duration::from_millis(1)));
    assert_eq!(kind(&call(&gate, "{}").await), "timed_out");
    assert_eq!(kind(&call(&gate, "{}").await), "busy", "it still runs");

    drop(release);
    while gate.calls.available_permits() == 0 {
        tokio::task::yield_now().await;
    }
    assert_ne!(kind(&call(&gate, "{}").await), "busy", "it has returned");
}

#[tokio::test]
async fn as_many_as_anybody_can_say_is_no_limit() {
    let settings = Settings { max_calls: usize::MAX, ..Settings::default() };
    let gate = gate_with(echo(), settings).unwrap();
    assert_eq!(kind(&call(&gate, r#"{ "text": "short" }"#).await), "ok");
}
