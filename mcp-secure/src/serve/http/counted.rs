//! What is counted of requests and answers.

use http::Response;
use http_body::Body;

use super::{Endpoint, Payload, reply::Failure};
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

    pub(super) fn count_answer(&self, response: &Response<Payload>) {
        if let Some(metrics) = self.metrics() {
            metrics.answer(response.status(), response.body().size_hint().exact());
        }
    }

    pub(super) fn other_method(&self, allowed: &'static str) -> Box<Failure> {
        self.count("method_not_allowed");
        Failure::method(allowed)
    }
}
