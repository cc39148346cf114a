//! The gate: the only way to a tool.
//!
//! [`Gate::call`] is the order of checks. It exists once, here, for every transport.

use std::{
    borrow::Cow,
    panic::AssertUnwindSafe,
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::Duration,
};

use fnv::FnvHashMap;
use futures_util::FutureExt;
use tokio::sync::Semaphore;

use crate::{
    audit::{Audit, Called, Record},
    call::{Call, CallId, Context, Origin, Peer, States},
    caller::Caller,
    error::{Error, Result},
    guard::Ending,
    intake::Intake,
    json::Arguments,
    output::Reply,
    refusal::Refusal,
    secret::Secrets,
    slots::Slots,
    store::{Place, standing::Standings},
    tool::Definition,
    trace::TraceContext,
};

mod everywhere;
mod settings;
mod settle;
mod tools;

pub(crate) use settings::Settings;

/// The tools of a server, and everything that stands before them.
pub(crate) struct Gate {
    tools: Vec<Definition>,
    /// Nobody but the server's author chooses what is in it, so a hash that anybody can compute will do.
    by_name: FnvHashMap<Cow<'static, str>, usize>,
    states: Arc<States>,
    authenticates: bool,
    settings: Settings,
    calls: Arc<Semaphore>,
    audit: Audit,
}

/// A call that has come in: nothing of it has been judged but the caller's credential.
pub(crate) struct Incoming<'a, 'body> {
    pub(crate) tool: &'a str,
    pub(crate) arguments: &'a Arguments<'body>,
    pub(crate) caller: Option<Caller>,
    pub(crate) origin: Origin,
    pub(crate) client: Option<Arc<dyn Peer>>,
    pub(crate) trace: Option<TraceContext>,
}

/// A call that has ended.
pub(crate) struct Outcome {
    pub(crate) id: CallId,
    pub(crate) result: Result<Reply, Refusal>,
    /// Where it stands with the limits of the tool.
    pub(crate) standings: Standings,
}

/// Proof that every guard has admitted a call: only the gate makes one, and nothing runs
/// without it.
pub(crate) struct Admitted(());

impl Gate {
    /// # Errors
    ///
    /// Two tools of one name; a guard that cannot start.
    pub(crate) fn new(
        mut tools: Vec<Definition>,
        states: States,
        authenticates: bool,
        mut settings: Settings,
    ) -> Result<Self> {
        let hierarchy = &mut settings.hierarchy;
        tools.iter_mut().for_each(|tool| hierarchy.learn(std::mem::take(&mut tool.hierarchy)));
        let (server, store) = (&*settings.server, settings.store.as_ref());
        settings.everywhere.start(|index| Place { server, tool: "", index, store })?;
        let mut by_name = FnvHashMap::default();
        for (index, tool) in tools.iter_mut().enumerate() {
            tool.access.minimise(&settings.hierarchy);
            tool.places = Arc::new(Semaphore::new(settings.places_of_a_tool()));
            let before: Vec<_> = settings.everywhere.before(&tool.name).collect();
            tool.stand_behind(before);
            for (index, guard) in tool.guards.iter().enumerate() {
                guard.place(&Place { server, tool: &tool.name, index, store });
                guard.start()?;
            }
            if by_name.insert(tool.name.clone(), index).is_some() {
                return Err(Error::new(format!("two tools are named `{}`", tool.name)));
            }
        }
        let calls = Arc::new(Semaphore::new(settings.places()));
        let states = Arc::new(states);
        let audit = Audit::new(Vec::new());
        Ok(Self { tools, by_name, states, authenticates, settings, calls, audit })
    }

    /// The same gate, with its decisions going there.
    ///
    /// # Errors
    ///
    /// What keeps a sink from starting.
    pub(crate) fn audited(mut self, audit: Audit) -> Result<Self> {
        audit.start()?;
        if audit.metrics().is_some() {
            self.tools.iter_mut().for_each(Definition::count_calls);
        }
        Ok(Self { audit, ..self })
    }

    /// Where decisions go that are made before a call is one.
    pub(crate) fn audit(&self) -> &Audit {
        &self.audit
    }

    /// The caller with all that its scopes imply, as every check expects it.
    pub(crate) fn know(&self, caller: Caller) -> Caller {
        self.settings.hierarchy.close(caller)
    }

    /// Runs a tool, if everything that stands before it admits the call.
    pub(crate) async fn call(&self, incoming: Incoming<'_, '_>) -> Outcome {
        let Incoming { tool, origin, trace, .. } = incoming;
        let called = Called { tool, caller: incoming.caller.as_ref(), origin, trace };
        let mut record = Record::begin(&self.audit, called);
        let id = record.id();
        // A panic ends the call alone: one of the tool, and one of a guard or a rule too.
        let mut standings = Standings::new();
        let running = self.admit_and_run(&incoming, &mut record, &mut standings);
        let running = AssertUnwindSafe(running).catch_unwind();
        let result = running.await.unwrap_or(Err(Refusal::Panicked));
        record.end(result.as_ref().err());
        Outcome { id, result, standings }
    }

    async fn admit_and_run<'a>(
        &'a self,
        incoming: &Incoming<'_, '_>,
        record: &mut Record<'a>,
        standings: &mut Standings,
    ) -> Result<Reply, Refusal> {
        // 1. The tool exists for this caller.
        let tool = self.named(incoming.tool);
        record.calls = tool.and_then(Definition::calls);
        let tool = self.judge(tool, incoming.caller.as_ref())?;
        let call = self.begin(tool, incoming, record.id())?;

        if incoming.arguments.text().len() > tool.max_input.min(self.settings.max_input) {
            return Err(Refusal::InputTooLarge);
        }

        // From here on the call has a bounded time.
        let timeout = self.settings.timeout_of(tool.timeout);
        let mut admitted_by = settle::Guards::new(&call);
        let mut secrets = Secrets::default();
        let running =
            judge_and_run(tool, &call, incoming.arguments, &mut admitted_by, &mut secrets);
        let running = tokio::time::timeout(timeout, running);
        let result = running.await.unwrap_or(Err(Refusal::TimedOut));
        *standings = call.take_standings();
        admitted_by.ending = Ending::of(&result);
        record.guard = admitted_by.refused_by;

        // 4. What leaves the tool is bounded and cleaned; a failure goes out without the secrets.
        let max_output = call.max_output();
        settle::reply(&tool.outgoing, max_output, &secrets, result)
    }

    /// The call's own context, and its place among the calls that run at once.
    fn begin(
        &self,
        tool: &Definition,
        incoming: &Incoming<'_, '_>,
        id: CallId,
    ) -> Result<Call, Refusal> {
        let soon = Duration::from_secs(1);
        if !self.audit.is_keeping() {
            return Err(Refusal::busy("audit", soon));
        }
        let busy = |_| Refusal::busy("calls", soon);
        let of_tool = Arc::clone(&tool.places).try_acquire_owned().map_err(busy)?;
        let of_server = Arc::clone(&self.calls).try_acquire_owned().map_err(busy)?;
        Ok(Call::new(Context {
            id,
            tool: tool.name.clone(),
            caller: incoming.caller.clone(),
            origin: incoming.origin,
            states: Arc::clone(&self.states),
            client: incoming.client.clone(),
            outgoing: Arc::clone(&tool.outgoing),
            max_output: self.settings.max_output.min(tool.max_output),
            places: Mutex::new([of_tool, of_server].into_iter().collect()),
            has_ended: AtomicBool::new(false),
            standings: Mutex::default(),
            trace: incoming.trace,
        }))
    }
}

async fn judge_and_run<'a>(
    tool: &'a Definition,
    call: &Call,
    arguments: &Arguments<'_>,
    settle: &mut settle::Guards<'a>,
    secrets: &mut Secrets,
) -> Result<Reply, Refusal> {
    // 2. Guards admit, in the order of their stages. Those that did are settled when the call
    //    ends, in whatever way it does.
    for (index, guard) in tool.guards.iter().enumerate() {
        let verdict = guard.admit(call).get().await;
        verdict.inspect_err(|_| settle.refused_by = Some(guard.name()))?;
        settle.guards = &tool.guards[..=index];
    }
    let admitted = Admitted(());

    // 3. Arguments: decode, sanitize, judge; all violations at once.
    let mut intake = Intake::new(call);
    let slots = tool.layout.assign(arguments, intake.violations());
    let running = tool.prepare(&admitted, Slots::of(&slots), &mut intake);
    let (violations, found) = intake.finish();
    *secrets = found;
    match running {
        Some(running) => running.await,
        None => Err(Refusal::InvalidArguments(violations)),
    }
}

#[cfg(test)]
mod tests;
