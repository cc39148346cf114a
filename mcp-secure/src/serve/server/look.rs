//! A look at what could keep a server from starting, without serving.

use super::Server;
use crate::{
    auth::Audience,
    error::Result,
    store::{Key, Place, Rate},
};

/// What was looked at, and how it is, or what is wrong with it.
pub(in crate::serve) type Looks = Vec<(&'static str, Result<String>)>;

impl<S, A> Server<S, A> {
    /// Prepares the authenticator, reads the certificate, asks the store once, and starts the guards.
    pub(in crate::serve) async fn look(mut self) -> Looks {
        let mut looks = vec![("keys", self.look_at_keys())];
        #[cfg(feature = "tls")]
        looks.push(("tls", self.look_at_tls()));
        let hosts = self.http.named_hosts().map(|hosts| match &hosts[..] {
            [] => "none is named: this machine alone is served".to_owned(),
            hosts => hosts.join(", "),
        });
        looks.push(("hosts", hosts));
        looks.push(("store", self.look_at_store().await));
        looks.push(("guards", self.look_at_guards()));
        looks
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

    async fn look_at_store(&self) -> Result<String> {
        let Some(store) = &self.settings.store else {
            return Ok("none: each process counts on its own".to_owned());
        };
        // Nothing is taken by it.
        store.take(Key::of(&[b"check"]), Rate::per_second(1), 0).await?;
        Ok(store.describe())
    }

    /// As the gate starts them.
    fn look_at_guards(&self) -> Result<String> {
        let (server, store) = (&*self.identity.name, self.settings.store.as_ref());
        self.settings.everywhere.start(|index| Place { server, tool: "", index, store })?;
        let mut count = 0;
        for tool in &self.definitions {
            let before: Vec<_> = self.settings.everywhere.before(&tool.name).collect();
            for (index, guard) in before.iter().chain(&tool.guards).enumerate() {
                guard.place(&Place { server, tool: &tool.name, index, store });
                guard
                    .start()
                    .map_err(|error| error.context(format!("{}: {}", tool.name, guard.name())))?;
                count += 1;
            }
        }
        Ok(format!("{count} at {} tools", self.definitions.len()))
    }
}
