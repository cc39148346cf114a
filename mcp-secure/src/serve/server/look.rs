//! A look at what could keep a server from starting, without serving.

use super::Server;
use crate::{
    auth::Audience,
    error::Result,
    gate::Gate,
    serve::{
        exposition::Exposition,
        hosts::Hosts,
        listen::{self, exposure},
        proxies::Proxies,
    },
    store::{Key, Rate},
};

/// What was looked at, and how it is, or what is wrong with it.
pub(in crate::serve) type Looks = Vec<(&'static str, Result<String>)>;

impl<S, A> Server<S, A> {
    /// Looks at all that serving at this address would need, or, without one, over standard input and
    /// output: prepares the authenticator, reads the certificate, listens for a moment, asks the store
    /// once, and starts the guards.
    ///
    /// What comes of it is dropped: where a server serves, it is prepared anew. Nothing is written.
    pub(in crate::serve) async fn look(mut self, address: Option<Result<String>>) -> Looks {
        let mut looks = vec![("keys", self.look_at_keys())];
        self.look_at_audit(&mut looks);
        if let Some(address) = address {
            #[cfg(feature = "tls")]
            looks.push(("tls", self.look_at_tls()));
            looks.push(("hosts", self.look_at_hosts()));
            self.look_at_addresses(address, &mut looks).await;
        } else {
            looks.push(("metrics", self.look_at_metrics().await));
        }
        looks.push(("bounds", self.look_at_bounds()));
        looks.push(("store", self.look_at_store().await));
        looks.push(("guards", self.look_at_guards()));
        looks
    }

    fn look_at_audit(&self, looks: &mut Looks) {
        if self.sinks.is_empty() {
            looks.push(("audit", Ok("the log alone".to_owned())));
        }
        for sink in &self.sinks {
            looks.push(("audit", sink.check().map(|it| format!("{}: {it}", sink.describe()))));
        }
    }

    fn look_at_hosts(&self) -> Result<String> {
        let hosts = self.http.named_hosts()?;
        Hosts::new(&hosts, &self.http.origins)?;
        Proxies::new(&self.http.proxies, self.http.forwarded)?;
        Ok(match &hosts[..] {
            [] => "none is named: this machine alone is served".to_owned(),
            hosts => hosts.join(", "),
        })
    }

    /// Both at once: they may be the same one.
    async fn look_at_addresses(&self, address: Result<String>, looks: &mut Looks) {
        let address = address.and_then(|text| Self::address(&text));
        let listening = match address {
            Ok(address) => {
                let authenticator = self.authenticator.as_deref();
                let settled = exposure::settle(&mut self.http.clone(), authenticator, address);
                let whom = if address.ip().to_canonical().is_loopback() {
                    "this machine alone"
                } else {
                    "whoever reaches the address"
                };
                looks.push(("exposure", settled.map(|()| whom.to_owned())));
                listen::bind(address)
            }
            Err(error) => Err(error),
        };
        let metrics = self.look_at_metrics().await;
        looks.push(("address", listening.and_then(|it| Ok(it.local_addr()?.to_string()))));
        looks.push(("metrics", metrics));
    }

    async fn look_at_metrics(&self) -> Result<String> {
        Ok(match Exposition::listen(&self.http).await? {
            Some(exposition) => exposition.address()?.to_string(),
            None => "none; MCP_METRICS_ADDR says where they are read".to_owned(),
        })
    }

    fn look_at_keys(&mut self) -> Result<String> {
        let audience = self.audience.as_ref().unwrap_or(&self.identity.name).clone();
        let Some(authenticator) = &mut self.authenticator else {
            return Ok("no authenticator: this machine alone is served".to_owned());
        };
        authenticator.prepare(&Audience(&audience))?;
        let what = authenticator.describe();
        Ok(match authenticator.is_ephemeral() {
            true => format!(
                "{what}, with a secret that is made up at start: set JWT_SECRET to serve beyond this machine"
            ),
            false => format!("{what}, for the audience {audience}"),
        })
    }

    #[cfg(feature = "tls")]
    fn look_at_tls(&self) -> Result<String> {
        let Some(tls) = &self.http.tls else {
            return Ok(
                "none; set ENABLE_SSL, CERT_FILE and KEY_FILE to serve beyond this machine, or \
                       name the proxy that ends it"
                    .to_owned(),
            );
        };
        crate::serve::tls::Live::new(tls.clone())?;
        Ok(tls.review().to_string())
    }

    fn look_at_bounds(&self) -> Result<String> {
        self.check_bounds()?;
        let (calls, timeout) = (self.settings.max_calls, self.settings.timeout);
        Ok(format!("{calls} calls at once, of {timeout:?} where their tool does not say"))
    }

    async fn look_at_store(&self) -> Result<String> {
        let Some(store) = &self.settings.store else {
            return Ok("none: each process counts on its own".to_owned());
        };
        // Nothing is taken by it.
        store.take(Key::of(&[b"check"]), Rate::per_second(1), 0).await?;
        Ok(store.describe())
    }

    /// Makes the gate, which starts them.
    fn look_at_guards(self) -> Result<String> {
        let authenticates = self.authenticator.is_some();
        let gate = Gate::new(self.definitions, self.states, authenticates, self.settings)?;
        let guards: usize = gate.all().map(|tool| tool.guards.len()).sum();
        Ok(format!("{guards} at {} tools", gate.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tool::Definition;

    #[tokio::test]
    async fn a_bound_of_nothing_is_seen() {
        let looks = Server::new("a", "1").max_calls(0).look(None).await;
        let wrong: Vec<_> = looks.iter().filter(|(_, it)| it.is_err()).collect();
        assert!(matches!(wrong[..], [("bounds", _)]), "{wrong:?}");
    }

    #[tokio::test]
    async fn what_keeps_the_gate_from_starting_is_seen() {
        let guards = async |names: &[&'static str]| {
            let mut server = Server::new("a", "1");
            let tool = |name: &&'static str| Definition::new(name, (), |(), _| async {});
            server.definitions = names.iter().map(tool).collect();
            let looks = server.look(None).await;
            let guards = looks.into_iter().find(|(what, _)| *what == "guards").map(|(_, it)| it);
            guards.expect("guards are looked at").map_err(|error| error.to_string())
        };
        assert_eq!(guards(&["a", "b"]).await, Ok("0 at 2 tools".to_owned()));
        assert_eq!(guards(&["a", "a"]).await, Err("two tools are named `a`".to_owned()));
    }
}
