//! What an operator puts before every tool.

use super::*;

fn named(name: &'static str) -> Definition {
    Definition::new(name, (), |(), _| async { "done" })
}

async fn call_tool(gate: &Gate, tool: &str) -> &'static str {
    let arguments = Arguments::parse("{}").unwrap();
    let incoming = Incoming {
        trace: None,
        tool,
        arguments: &arguments,
        caller: Some(Caller::new("ada")),
        origin: Origin::Memory,
        client: None,
    };
    kind(&gate.call(incoming).await.result)
}

fn settings(change: impl FnOnce(&mut Settings)) -> Settings {
    let mut settings = Settings::default();
    change(&mut settings);
    settings
}

#[tokio::test]
async fn a_guard_of_the_server_is_one_and_stands_before_those_of_the_tools() {
    let log = Log::default();
    let tools = vec![named("a").guard(admitting("own", &log)), named("b")];
    let settings = settings(|settings| settings.everywhere.push(admitting("server", &log)));
    let gate = Gate::new(tools, States::default(), true, settings).unwrap();
    call_tool(&gate, "a").await;
    assert_eq!(read(&log), ["admit server", "admit own", "settle own", "settle server"]);
    call_tool(&gate, "b").await;
    assert_eq!(read(&log)[4..], ["admit server", "settle server"]);
}

#[tokio::test]
async fn a_guard_of_each_tool_is_made_from_its_name() {
    let log = Log::default();
    let in_closure = Arc::clone(&log);
    let settings = settings(|settings| {
        settings.everywhere.push_each(move |tool| match tool {
            "a" => admitting("of a", &in_closure),
            _ => noting("of b", Stage::Custom, Verdict::Refuses, &in_closure),
        });
    });
    let gate = Gate::new(vec![named("a"), named("b")], States::default(), true, settings).unwrap();
    assert_eq!(call_tool(&gate, "a").await, "ok");
    assert_eq!(call_tool(&gate, "b").await, "denied");
    assert_eq!(read(&log), ["admit of a", "settle of a", "admit of b"]);
}

#[test]
fn a_guard_of_the_server_that_cannot_start_keeps_it_from_starting() {
    let broken = || noting("guard", Stage::Custom, Verdict::FailsToStart, &Log::default());
    let one = settings(|settings| settings.everywhere.push(broken()));
    let each = settings(|settings| {
        let log = Log::default();
        settings
            .everywhere
            .push_each(move |_| noting("guard", Stage::Custom, Verdict::FailsToStart, &log));
    });
    for settings in [one, each] {
        let gate = Gate::new(vec![named("a")], States::default(), true, settings);
        assert_eq!(gate.err().unwrap().to_string(), "cannot start");
    }
}

#[tokio::test(start_paused = true)]
async fn a_tool_may_be_stricter_than_the_server_and_not_more_lenient() {
    let hangs = || tool(|_| std::future::pending());
    let elapsed = async |tool, most| {
        let settings = settings(|settings| settings.max_timeout = Duration::from_secs(most));
        let gate = gate_with(tool, settings).unwrap();
        let start = tokio::time::Instant::now();
        assert_eq!(kind(&call(&gate, "{}").await), "timed_out");
        start.elapsed().as_secs()
    };
    assert_eq!(elapsed(hangs().timeout(Duration::from_secs(3600)), 60).await, 60);
    assert_eq!(elapsed(hangs().timeout(Duration::from_secs(5)), 60).await, 5);
    assert_eq!(
        elapsed(hangs(), 10).await,
        10,
        "what holds without a declaration is held to it too"
    );

    let input = async |tool: Definition, most| {
        let gate = gate_with(tool, settings(|settings| settings.max_input = most)).unwrap();
        kind(&call(&gate, r#"{ "text": "short" }"#).await)
    };
    assert_eq!(input(echo(), 10).await, "input_too_large");
    assert_eq!(input(echo().max_input(1000), 10).await, "input_too_large");
    assert_eq!(input(echo().max_input(10), 1000).await, "input_too_large");
    assert_eq!(input(echo(), 19).await, "ok");
}

#[tokio::test]
async fn a_tool_knows_how_much_it_may_return() {
    let asks = || {
        Definition::new("tool", (), |(), call: Call| async move { call.max_output().to_string() })
    };
    let told = async |tool, most| {
        let gate = gate_with(tool, settings(|settings| settings.max_output = most)).unwrap();
        call(&gate, "{}").await.unwrap().text()
    };
    assert_eq!(told(asks(), 1000).await, "1000");
    assert_eq!(told(asks().max_output(100), 1000).await, "100");
    assert_eq!(told(asks().max_output(9000), 1000).await, "1000");
}
