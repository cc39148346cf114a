//! What the gate owes to the audit record.

use std::sync::atomic::Ordering;

use super::*;
use crate::audit::{Event, Sink};

/// Keeps records while it may.
struct Keeping(Arc<AtomicBool>);

impl Sink for Keeping {
    fn record(&self, _event: &Event<'_>) {}

    fn is_keeping(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[tokio::test]
async fn no_call_runs_that_would_leave_no_record() {
    let keeps = Arc::new(AtomicBool::new(true));
    let audit = Audit::new(vec![Box::new(Keeping(Arc::clone(&keeps)))]);
    let runs = Arc::new(AtomicBool::new(false));
    let tool = Definition::new("tool", (), {
        let runs = Arc::clone(&runs);
        move |(), _| {
            runs.store(true, Ordering::Relaxed);
            async { "ran" }
        }
    });
    let gate = gate(tool).audited(audit).unwrap();
    keeps.store(false, Ordering::Relaxed);
    assert_eq!(kind(&call(&gate, "{}").await), "busy");
    assert!(!runs.load(Ordering::Relaxed));
    keeps.store(true, Ordering::Relaxed);
    assert_eq!(kind(&call(&gate, "{}").await), "ok");
}
