//! The way back to the client: progress and log messages.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use rmcp::{
    RoleServer,
    model::{
        ClientCapabilities, LoggingLevel, LoggingMessageNotificationParam,
        ProgressNotificationParam, ProgressToken, ProtocolVersion,
    },
    service::{self, RequestContext},
};
use serde::Serialize;
use serde_json::Value;

use crate::{
    call::{ClientCapability, LogLevel, Peer},
    json::size_of_json,
    serve::http::Unread,
};

/// The way back to the client while a call runs.
pub(super) struct Notifier {
    peer: service::Peer<RoleServer>,
    progress: Option<ProgressToken>,
    /// The least important message that the client wants.
    log: Option<LogLevel>,
    capabilities: ClientCapabilities,
    unread: Option<Arc<Unread>>,
}

impl Notifier {
    pub(super) fn new(context: &RequestContext<RoleServer>, unread: Option<Arc<Unread>>) -> Self {
        Self {
            peer: context.peer.clone(),
            progress: context.meta.get_progress_token(),
            log: log_level(context),
            capabilities: context.client_capabilities().unwrap_or_default(),
            unread,
        }
    }

    /// Whether there is room for a message until the client takes it. Without room it is left out: a
    /// client that does not read what it has asked for holds up neither the tool nor the others.
    fn has_room(&self, message: &impl Serialize) -> bool {
        self.unread.as_ref().is_none_or(|unread| unread.make_room(size_of_json(message)))
    }
}

/// From 2026-07-28 on a request says whether it wants messages, and which; before, a session
/// did, and without sessions the client filters what it gets.
fn log_level(context: &RequestContext<RoleServer>) -> Option<LogLevel> {
    let version = context.protocol_version();
    if version.is_none_or(|version| version.as_str() < ProtocolVersion::V_2026_07_28.as_str()) {
        return Some(LogLevel::Debug);
    }
    Some(match context.meta.log_level()? {
        LoggingLevel::Debug => LogLevel::Debug,
        LoggingLevel::Info => LogLevel::Info,
        LoggingLevel::Notice => LogLevel::Notice,
        LoggingLevel::Warning => LogLevel::Warning,
        LoggingLevel::Error => LogLevel::Error,
        LoggingLevel::Critical => LogLevel::Critical,
        LoggingLevel::Alert => LogLevel::Alert,
        LoggingLevel::Emergency => LogLevel::Emergency,
    })
}

impl Peer for Notifier {
    fn supports(&self, capability: ClientCapability) -> bool {
        match capability {
            ClientCapability::Elicitation => self.capabilities.elicitation.is_some(),
            ClientCapability::Sampling => self.capabilities.sampling.is_some(),
            ClientCapability::Roots => self.capabilities.roots.is_some(),
        }
    }

    fn progress(
        &self,
        progress: f64,
        total: Option<f64>,
        message: Option<String>,
    ) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            let Some(token) = self.progress.clone() else { return };
            let mut report = ProgressNotificationParam::new(token, progress);
            report.total = total;
            report.message = message;
            if self.has_room(&report) {
                let _ = self.peer.notify_progress(report).await;
            }
        })
    }

    fn log(&self, level: LogLevel, data: Value) -> BoxFuture<'_, ()> {
        let wanted = self.log.is_some_and(|least| level >= least);
        let level = match level {
            LogLevel::Debug => LoggingLevel::Debug,
            LogLevel::Info => LoggingLevel::Info,
            LogLevel::Notice => LoggingLevel::Notice,
            LogLevel::Warning => LoggingLevel::Warning,
            LogLevel::Error => LoggingLevel::Error,
            LogLevel::Critical => LoggingLevel::Critical,
            LogLevel::Alert => LoggingLevel::Alert,
            LogLevel::Emergency => LoggingLevel::Emergency,
        };
        Box::pin(async move {
            if !wanted {
                return;
            }
            let message = LoggingMessageNotificationParam::new(level, data);
            if self.has_room(&message) {
                let _ = self.peer.notify_logging_message(message).await;
            }
        })
    }
}
