//! However a call ends, each guard that admitted it is settled, once, the last one first.

use super::*;
use crate::refusal::Outside;

/// Calls a tool behind two guards that admit; what comes of it, and what they were asked.
async fn ending(tool: Definition, arguments: &str) -> (&'static str, Vec<String>) {
    let log = Log::default();
    let tool = tool.guard(admitting("first", &log)).guard(admitting("second", &log));
    let result = call(&gate(tool), arguments).await;
    (kind(&result), read(&log))
}

const BOTH: [&str; 4] = ["admit first", "admit second", "settle second", "settle first"];

#[tokio::test(start_paused = true)]
async fn guards_are_settled_once_in_every_ending() {
    let finishes = tool(|_| async { Ok("done".into()) });
    let fails = tool(|_| async { Err(Error::new("secret")) });
    let tells = tool(|_| async { Err(ToolError::new("try again").into()) });
    let panics = tool(|_| async { panic!("the tool panics") });
    let hangs = tool(|_| std::future::pending());
    let floods = tool(|_| async { Ok("x".repeat(5 << 20)) });
    for (tool, arguments, expected) in [
        (finishes, "{}", "ok"),
        (fails, "{}", "internal"),
        (tells, "{}", "tool_error"),
        (panics, "{}", "internal"),
        (hangs, "{}", "timed_out"),
        (floods, "{}", "output_too_large"),
        (echo(), r#"{ "text": "short", "x": 1 }"#, "invalid_arguments"),
        (echo(), r#"{ "text": "far too long" }"#, "invalid_arguments"),
        (echo(), r#"{ "text": "panic" }"#, "internal"),
    ] {
        let (kind, asked) = ending(tool, arguments).await;
        assert_eq!(kind, expected, "{arguments}");
        assert_eq!(asked, BOTH, "{expected} {arguments}");
    }
}

#[tokio::test(start_paused = true)]
async fn only_guards_that_admitted_are_settled() {
    for (verdict, expected) in
        [(Verdict::Refuses, "denied"), (Verdict::Panics, "internal"), (Verdict::Waits, "timed_out")]
    {
        let log = Log::default();
        let tool = echo()
            .guard(admitting("first", &log))
            .guard(noting("second", Stage::Custom, verdict, &log))
            .guard(admitting("third", &log));
        assert_eq!(kind(&call(&gate(tool), "{}").await), expected);
        assert_eq!(read(&log), ["admit first", "admit second", "settle first"], "{expected}");
    }
}

#[tokio::test(start_paused = true)]
async fn guards_are_settled_when_the_client_goes_away() {
    let log = Log::default();
    let gate = gate(tool(|_| std::future::pending()).guard(admitting("guard", &log)));
    let running = tokio::time::timeout(Duration::from_secs(1), call(&gate, "{}"));
    assert!(running.await.is_err(), "dropped while it ran");
    assert_eq!(read(&log), ["admit guard", "settle guard"]);
}

#[tokio::test]
async fn a_guard_that_panics_keeps_no_other_from_being_settled() {
    let finishes = tool(|_| async { Ok("done".into()) });
    let panics = tool(|_| async { panic!("the tool panics") });
    for (tool, expected) in [(finishes, "ok"), (panics, "internal")] {
        let log = Log::default();
        let tool = tool.guard(admitting("first", &log)).guard(noting(
            "second",
            Stage::Custom,
            Verdict::PanicsLater,
            &log,
        ));
        assert_eq!(kind(&call(&gate(tool), "{}").await), expected);
        assert_eq!(read(&log), BOTH, "{expected}");
    }
}

#[test]
fn who_comes_back_when_it_was_told_to_is_not_too_early() {
    for (nanos, expected) in
        [(0, 1_u64), (1, 1), (1_000_000, 1), (1_000_001, 2), (u64::MAX, 18_446_744_073_710)]
    {
        let refusal = Refusal::RateLimited { retry_after: Duration::from_nanos(nanos) };
        let Outside::Result(reply) = refusal.answer(CallId::NONE) else { panic!("{nanos}") };
        let structured: serde_json::Value =
            serde_json::from_str(reply.structured.unwrap().get()).unwrap();
        assert_eq!(structured["retry_after_ms"], expected, "{nanos}");
    }
}
