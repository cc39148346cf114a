//! [`Tool`]: a function as the gate sees it.

use std::{
    borrow::Cow, future::Future, marker::PhantomData, panic::Location, sync::Arc, time::Duration,
};

use futures_util::future::BoxFuture;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::Semaphore;

use crate::{
    access::Access,
    call::Call,
    error::Result,
    gate::Admitted,
    guard::{
        Guard,
        authorize::{Always, Check, CheckLater, Policy, Running},
    },
    intake::Intake,
    metrics::Calls,
    output::{Outgoing, Output},
    parameter::Parameters,
    refusal::Refusal,
    schema,
    scope::Hierarchy,
    slots::{Layout, Slots},
};

mod annotations;
mod blocking;
mod declare;
mod function;
mod limits;
mod review;

use annotations::Annotations;
pub use blocking::blocking;
pub(crate) use blocking::running;
use function::{Function, Run};

/// One tool or several: what `#[tool]` makes of a function or a block, and
/// [`tools!`](crate::tools) takes. `Needs` is what the server must hold; it is a parameter, not
/// an associated type, since a public tool may take the state of a private type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a tool",
    label = "not a tool",
    note = "put `#[tool]` on the function, or on the `impl` block"
)]
pub trait Tool<Needs>: Sized + 'static {
    /// The least of the servers that may serve it: one that is `Open`, or `Authenticating`.
    type Access;

    /// The names, known at compile time so that two equal ones are an error.
    const NAMES: Names;

    /// The definitions, one for each name.
    fn define() -> Definitions<Self, Needs, Self::Access>;
}

/// The names of the tools of one type.
pub type Names = &'static [&'static str];

/// The definitions of the tool `T`, with what it asks of a server.
pub struct Definitions<T, Needs, Access> {
    pub(crate) all: Vec<Definition>,
    tool: PhantomData<(T, Needs, Access)>,
}

impl<T, Needs, Access> Definitions<T, Needs, Access> {
    /// These definitions.
    pub fn new<const N: usize>(all: [Definition; N]) -> Self {
        Self { all: all.into(), tool: PhantomData }
    }
}

/// All that is declared of one tool.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Definition {
    pub(crate) name: Cow<'static, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'static str>,
    description: &'static str,
    input_schema: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output_schema: Option<Map<String, Value>>,
    #[serde(skip_serializing_if = "Annotations::is_empty")]
    annotations: Annotations,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    icons: Vec<Icon>,
    #[serde(skip)]
    pub(crate) access: Access,
    /// Of the types whose scopes are asked for.
    #[serde(skip)]
    pub(crate) hierarchy: Hierarchy,
    #[serde(skip)]
    pub(crate) timeout: Option<Duration>,
    /// How many bytes the arguments may have.
    #[serde(skip)]
    pub(crate) max_input: usize,
    /// How many bytes the result may have.
    #[serde(skip)]
    pub(crate) max_output: usize,
    #[serde(skip)]
    pub(crate) guards: Vec<Box<dyn Guard>>,
    /// What is taken out of its results.
    #[serde(skip)]
    pub(crate) outgoing: Arc<Outgoing>,
    /// How many calls of it may run at once.
    #[serde(skip)]
    pub(crate) places: Arc<Semaphore>,
    /// Whether clients copy arguments of it into headers (`x-mcp-header`), for the SDK to compare.
    #[serde(skip)]
    pub(crate) mirrors: bool,
    /// Whether it may talk to the client while a call runs.
    #[serde(skip)]
    pub(crate) talks: bool,
    /// What is counted of its calls, where anything is.
    #[serde(skip)]
    calls: Option<Box<Calls>>,
    #[serde(skip)]
    pub(crate) layout: Layout,
    #[serde(skip)]
    runner: Box<dyn Run>,
    /// Where it is declared.
    #[serde(skip)]
    source: &'static Location<'static>,
    /// The policies as they are written.
    #[serde(skip)]
    policies: Vec<&'static str>,
}

#[derive(Serialize)]
struct Icon {
    src: &'static str,
}

impl Definition {
    /// A tool of this name that runs this function.
    #[track_caller]
    pub fn new<P, F, R, O>(name: &'static str, parameters: P, function: F) -> Self
    where
        P: Parameters,
        F: Fn(P::Values, Call) -> R + Send + Sync + 'static,
        R: Future<Output = O> + Send + 'static, // let go of what is not `Send` before `.await`
        O: Output + 'static,
    {
        Self::under(name, parameters, Always, function)
    }

    /// The same, where the check of the values admits the call.
    #[track_caller]
    pub fn checked<P, C, F, R, O>(name: &'static str, parameters: P, check: C, function: F) -> Self
    where
        P: Parameters,
        C: Fn(&P::Values) -> Result<(), Refusal> + Send + Sync + 'static,
        F: Fn(P::Values, Call) -> R + Send + Sync + 'static,
        R: Future<Output = O> + Send + 'static, // let go of what is not `Send` before `.await`
        O: Output + 'static,
    {
        Self::under(name, parameters, Check(check), function)
    }

    /// The same, where the check has to wait for something.
    #[track_caller]
    pub fn checked_later<P, C, F, R, O>(
        name: &'static str,
        parameters: P,
        check: C,
        function: F,
    ) -> Self
    where
        P: Parameters<Values: Sync>,
        C: for<'v> Fn(&'v P::Values) -> BoxFuture<'v, Result<(), Refusal>> + Send + Sync + 'static,
        F: Fn(P::Values, Call) -> R + Send + Sync + 'static,
        R: Future<Output = O> + Send + 'static, // let go of what is not `Send` before `.await`
        O: Output + 'static,
    {
        Self::under(name, parameters, CheckLater(check), function)
    }

    #[track_caller]
    fn under<P, A, F, R, O>(name: &'static str, parameters: P, policy: A, function: F) -> Self
    where
        P: Parameters,
        A: Policy<P::Values>,
        F: Fn(P::Values, Call) -> R + Send + Sync + 'static,
        R: Future<Output = O> + Send + 'static,
        O: Output + 'static,
    {
        let mut generator = schema::generator();
        let mut described = Vec::new();
        parameters.describe(&mut generator, &mut described);
        let input_schema = schema::input(&described, generator);
        let layout = Layout::new(&described, &input_schema);
        let mirrors = schema::mirrors(name, &input_schema);
        let mut generator = schema::generator();
        let output_schema =
            O::schema(&mut generator).map(|schema| schema::output(name, schema, generator));
        let outgoing = Outgoing::new().of(output_schema.as_ref());
        Self {
            name: name.into(),
            title: None,
            description: "",
            input_schema,
            output_schema,
            annotations: Annotations::default(),
            icons: Vec::new(),
            access: Access::default(),
            hierarchy: Hierarchy::default(),
            timeout: None,
            max_input: usize::MAX,
            max_output: usize::MAX,
            guards: Vec::new(),
            outgoing: Arc::new(outgoing),
            places: Arc::new(Semaphore::new(0)),
            mirrors,
            calls: None,
            talks: parameters.talks(),
            layout,
            runner: Box::new(Function { parameters, policy, function }),
            source: Location::caller(),
            policies: Vec::new(),
        }
    }

    /// Counts its calls from here on.
    pub(crate) fn count_calls(&mut self) {
        let guards = self.guards.iter().map(|guard| guard.name());
        self.calls = Some(Box::new(Calls::new(guards)));
    }

    pub(crate) fn calls(&self) -> Option<&Calls> {
        self.calls.as_deref()
    }

    pub(crate) fn is_read_only(&self) -> bool {
        self.annotations.read_only_hint == Some(true)
    }

    /// Decodes and judges the arguments; the future that comes back runs the function.
    pub(crate) fn prepare<'a>(
        &'a self,
        _proof: &Admitted,
        slots: Slots<'_>,
        intake: &mut Intake<'_>,
    ) -> Option<Running<'a>> {
        self.runner.prepare(slots, intake)
    }
}
