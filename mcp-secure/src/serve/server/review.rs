//! The posture of a server: what is declared, as a report.

use std::time::Duration;

use super::{HttpSettings, Server};
use crate::{
    danger,
    moment::millis,
    posture::{self, Posture, Source},
};

impl<S, A> Server<S, A> {
    /// What is declared of the server and its tools, for a reviewer: see [`posture`](crate::posture).
    ///
    /// Nothing is started, read or connected for it. A test of your own can hold a server to it:
    ///
    /// ```
    /// use mcp_secure::prelude::*;
    ///
    /// /// Answers with its argument.
    /// #[tool(read_only)]
    /// async fn echo(#[validate(length(..=100))] text: String) -> String {
    ///     text
    /// }
    ///
    /// let posture = Server::new("echo", "1.0.0").tools(tools![echo]).posture();
    /// let text = &posture.tools[0].parameters[0];
    /// assert_eq!((&*text.pointer, &*text.rules), ("/text", &["length(..=100)".to_owned()][..]));
    /// ```
    pub fn posture(&self) -> Posture {
        let mut hierarchy = self.settings.hierarchy.clone();
        self.definitions.iter().for_each(|tool| hierarchy.learn(tool.hierarchy.clone()));
        let authenticates = self.authenticator.is_some();
        let tools = self.definitions.iter();
        let tools = tools.map(|tool| tool.review(authenticates, &self.settings, &hierarchy));
        let implied_scopes = hierarchy.iter().map(|(scope, implies)| posture::Implied {
            scope: scope.to_owned(),
            implies: implies.into_iter().map(str::to_owned).collect(),
        });
        let dangers = danger::told().into_iter().map(|danger| posture::Danger {
            name: danger.name.to_owned(),
            source: Source::of(danger.at),
        });
        let server = posture::Server {
            name: self.identity.name.clone(),
            version: self.identity.version.clone(),
            source: Source::of(self.source),
            authentication: self.reviewed_authentication(),
            tls: reviewed_tls(&self.http),
            hosts: sorted(&self.http.hosts),
            origins: sorted(&self.http.origins),
            public_url: self.http.public_url.clone(),
            trusted_proxies: sorted(&self.http.proxies),
            implied_scopes: implied_scopes.collect(),
            rates: self.rates.review(),
            limits: self.reviewed_limits(),
            store: self.settings.store.as_ref().map(|store| store.describe()),
            audit: self.sinks.iter().map(|sink| sink.describe()).collect(),
            dangers: dangers.collect(),
        };
        Posture::new(server, tools.collect())
    }

    fn reviewed_authentication(&self) -> Option<posture::Authentication> {
        let authenticator = self.authenticator.as_ref()?;
        Some(posture::Authentication {
            kind: authenticator.describe(),
            audience: self.audience.as_ref().unwrap_or(&self.identity.name).clone(),
            authorization_servers: sorted(&authenticator.authorization_servers()),
            key_header: authenticator.key_header().map(ToString::to_string),
            proofs: self.dpop.is_some(),
            proof_terms: self.dpop.as_ref().map(|dpop| dpop.review()),
            revocations: self.revocations.is_some() || self.settings.store.is_some(),
            accepted: Some(authenticator.accepts()),
        })
    }

    fn reviewed_limits(&self) -> posture::Limits {
        let (settings, http) = (&self.settings, &self.http);
        let max_timeout = settings.max_timeout;
        posture::Limits {
            max_timeout_ms: (max_timeout < Duration::MAX).then(|| millis(max_timeout)),
            max_calls: settings.max_calls,
            max_input_bytes: (settings.max_input < usize::MAX).then_some(settings.max_input),
            max_output_bytes: settings.max_output,
            max_body_bytes: http.max_body,
            max_body_memory_bytes: http.max_body_memory,
            max_connections: http.max_connections,
            max_connections_per_address: http.max_connections_per_address,
            read_timeout_ms: millis(http.read_timeout),
        }
    }
}

#[cfg(feature = "tls")]
fn reviewed_tls(http: &HttpSettings) -> posture::Tls {
    http.tls.as_ref().map_or(NO_TLS, crate::Tls::review)
}

#[cfg(not(feature = "tls"))]
fn reviewed_tls(_http: &HttpSettings) -> posture::Tls {
    NO_TLS
}

const NO_TLS: posture::Tls =
    posture::Tls { certificate: posture::Certificate::None, clients: posture::Clients::Anonymous };

fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts
}
