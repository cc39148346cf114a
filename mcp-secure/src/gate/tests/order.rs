//! What is asked before what.

use super::*;

#[tokio::test]
async fn guards_are_asked_by_stage_and_then_in_the_order_of_their_declaration() {
    let log = Log::default();
    let tool = tool(|_| async { Ok("done".into()) })
        .guard(admitting("own", &log))
        .guard(noting("resources", Stage::Resources, Verdict::Admits, &log))
        .guard(admitting("another", &log))
        .guard(noting("rate", Stage::Rate, Verdict::Admits, &log));
    call(&gate(tool), "{}").await.unwrap();
    let asked = ["admit rate", "admit resources", "admit own", "admit another"];
    assert_eq!(read(&log)[..4], asked);
}

#[tokio::test]
async fn no_guard_is_asked_about_a_caller_who_may_not_call() {
    for access in [Access::all_of(["a:read"]), Access::any_of(["a:read"])] {
        let log = Log::default();
        let gate = gate(echo().access(access).guard(admitting("guard", &log)));
        assert_eq!(kind(&call(&gate, "{}").await), "insufficient_scope");
        assert_eq!(read(&log), [""; 0]);
    }
}

#[tokio::test]
async fn arguments_are_not_judged_before_every_guard_has_admitted() {
    let log = Log::default();
    let gate = gate(echo().guard(noting("guard", Stage::Custom, Verdict::Refuses, &log)));
    assert_eq!(kind(&call(&gate, r#"{ "text": "panic" }"#).await), "denied");
}

#[tokio::test]
async fn all_violations_come_in_one_answer() {
    let result = call(&gate(echo()), r#"{ "text": "far too long", "a": 1, "b": 2 }"#).await;
    let Err(Refusal::InvalidArguments(violations)) = result else { panic!("{result:?}") };
    let pointers: Vec<_> = violations.iter().map(|violation| violation.pointer()).collect();
    assert_eq!(pointers, ["/a", "/b", "/text"]);
}

#[tokio::test]
async fn a_hidden_tool_is_an_unknown_one() {
    let gate = gate(echo().access(Access::all_of(["a:admin"])).hidden());
    let result = call(&gate, "{}").await;
    assert!(matches!(result, Err(Refusal::UnknownTool)), "{result:?}");
    assert_eq!(gate.list(Some(&Caller::new("ada"))).count(), 0);
    assert_eq!(gate.list(Some(&Caller::new("ada").with_scopes(["a:admin"]))).count(), 1);
}

#[test]
fn a_server_does_not_start_with_two_tools_of_one_name_or_a_guard_that_cannot() {
    let new = |tools| Gate::new(tools, States::default(), true, Settings::default()).err();
    let error = new(vec![echo(), echo()]).unwrap();
    assert_eq!(error.to_string(), "two tools are named `tool`");

    let broken = noting("guard", Stage::Custom, Verdict::FailsToStart, &Log::default());
    assert_eq!(new(vec![echo().guard(broken)]).unwrap().to_string(), "cannot start");
}
