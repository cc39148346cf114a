//! What mcp-secure costs: the cases that are measured, each a loop over the public API.

/// The same tool, by several names and behind several guards.
macro_rules! guarded {
    ($($name:ident $(#[$($guard:tt)*])*;)*) => {$(
        /// Answers at once.
        #[tool(public)]
        $(#[$($guard)*])*
        async fn $name() -> &'static str {
            "done"
        }
    )*};
}

pub mod auth;
pub mod guards;
pub mod rules;
pub mod store;

/// One thing that is measured.
pub struct Case {
    /// What it is called in the tables.
    pub name: String,
    /// Does it so many times.
    pub run: Box<dyn Fn(usize)>,
}

impl Case {
    fn new(name: impl Into<String>, run: impl Fn(usize) + 'static) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }
}

/// What all calls run on.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime")
}
