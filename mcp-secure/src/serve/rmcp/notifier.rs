//! The way back to the client: progress and log messages.

use futures_util::future::BoxFuture;
use rmcp::{
    RoleServer,
    model::{
        ClientCapabilities, LoggingLevel, LoggingMessageNotificationParam,
        ProgressNotificationParam, ProgressToken, ProtocolVersion,
    },
    service::{self, RequestContext},
};
use serde_json::Value;

use crate::call::{ClientCapability, LogLevel, Peer};

/// The way back to the client while a call runs.
pub(super) struct Notifier {
    peer: service::Peer<RoleServer>,
    progress: Option<ProgressToken>,
    /// The least important message that the client wants.
    log: Option<LogLevel>,
    capabilities: ClientCapabilities,
}

impl Notifier {
    pub(super) fn new(context: &RequestContext<RoleServer>) -> Self {
        Self {
            peer: context.peer.clone(),
            progress: context.meta.get_progress_token(),
            log: log_level(context),
            capabilities: context.client_capabilities().unwrap_or_default(),
        }
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
            let _ = self.peer.notify_progress(report).await;
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
            let _ = self.peer.notify_logging_message(message).await;
        })
    }
}
