//! What is counted of requests and answers.

use super::{Endpoint, reply::Failure};
use crate::metrics::Metrics;

impl Endpoint {
    /// What is counted, where anything is.
    pub(in crate::serve) fn metrics(&self) -> Option<&Metrics> {
        self.door.gate.audit().metrics()
    }

    /// Counts what is not worth an audit event.
    pub(super) fn count(&self, reason: &str) {
        self.metrics().inspect(|metrics| metrics.requests.count(reason));
    }

    pub(super) fn other_method(&self, allowed: &'static str) -> Box<Failure> {
        self.count("method_not_allowed");
        Failure::method(allowed)
    }
}
