#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use super::*;
use crate::{
    access::Access,
    answer::Answer,
    error::ToolError,
    guard::{Guard, Stage},
    parameter::{Parameter, Parameters},
    rule::{Violation, check},
    tool::blocking,
};

mod audited;
mod endings;
mod everywhere;
mod order;
mod places;

/// What the guards of a test have been asked, in order.
type Log = Arc<Mutex<Vec<String>>>;

/// A guard that writes down what it is asked.
struct Noting {
    name: &'static str,
    stage: Stage,
    verdict: Verdict,
    log: Log,
}

#[derive(Clone, Copy)]
enum Verdict {
    Admits,
    Refuses,
    Panics,
    PanicsLater,
    Waits,
    FailsToStart,
}

impl Guard for Noting {
    fn name(&self) -> &'static str {
        self.name
    }

    fn describe(&self) -> String {
        String::new()
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn admit<'a>(&'a self, _call: &'a Call) -> Answer<'a, Result<(), Refusal>> {
        self.log.lock().unwrap().push(format!("admit {}", self.name));
        match self.verdict {
            Verdict::Refuses => Answer::Now(Err(Refusal::denied(self.name, "no"))),
            Verdict::Panics => panic!("a guard panics"),
            Verdict::Waits => Answer::later(std::future::pending()),
            Verdict::Admits | Verdict::PanicsLater | Verdict::FailsToStart => Answer::Now(Ok(())),
        }
    }

    fn settle(&self, _call: &Call, _ending: Ending) {
        self.log.lock().unwrap().push(format!("settle {}", self.name));
        assert!(!matches!(self.verdict, Verdict::PanicsLater), "a guard panics");
    }

    fn start(&self) -> Result<()> {
        match self.verdict {
            Verdict::FailsToStart => Err(Error::new("cannot start")),
            _ => Ok(()),
        }
    }
}

fn noting(name: &'static str, stage: Stage, verdict: Verdict, log: &Log) -> Noting {
    Noting { name, stage, verdict, log: Arc::clone(log) }
}

fn admitting(name: &'static str, log: &Log) -> Noting {
    noting(name, Stage::Custom, Verdict::Admits, log)
}

/// A tool named `tool`, without parameters.
fn tool<R>(run: fn(Call) -> R) -> Definition
where
    R: Future<Output = Result<String>> + Send + 'static,
{
    Definition::new("tool", (), move |(), call| run(call))
}

/// A tool that answers with its one argument, `text`, of a few characters.
fn echo() -> Definition {
    Definition::new("tool", text(), |(text, ()), _| async { text })
}

fn text() -> impl Parameters<Values = (String, ())> {
    (Parameter::<String>::new("text").rule(check(is_short)), ())
}

fn is_short(text: &str) -> Result<(), Violation> {
    assert_ne!(text, "panic", "a rule panics");
    if text.len() < 10 { Ok(()) } else { Err(Violation::new("is_short", "must be short")) }
}

fn gate(tool: Definition) -> Gate {
    gate_with(tool, Settings::default()).unwrap()
}

fn gate_with(tool: Definition, settings: Settings) -> Result<Gate> {
    Gate::new(vec![tool], States::default(), true, settings)
}

async fn call(gate: &Gate, arguments: &str) -> Result<Reply, Refusal> {
    let arguments = Arguments::parse(arguments).unwrap();
    gate.call(Incoming {
        tool: "tool",
        arguments: &arguments,
        caller: Some(Caller::new("ada")),
        origin: Origin::Memory,
        client: None,
        trace: None,
    })
    .await
    .result
}

fn kind(result: &Result<Reply, Refusal>) -> &'static str {
    result.as_ref().err().map_or("ok", Refusal::kind)
}

fn read(log: &Log) -> Vec<String> {
    log.lock().unwrap().clone()
}
