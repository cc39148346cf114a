//! OpenSSL as a client, and as a server to compare with.

use std::{
    net::SocketAddr,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use tests::redis::free_port;

use crate::Secure;

/// The program `openssl`.
pub(crate) struct Openssl(pub(crate) PathBuf);

impl Openssl {
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.0);
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// What comes of a handshake in which the client offers this alone: version and suite. What the
    /// machine's configuration forbids is offered too: the server is to refuse it.
    pub(crate) fn handshake(
        &self,
        server: SocketAddr,
        offered: &[&str],
    ) -> Option<(String, String)> {
        let address = server.to_string();
        let mut client = self.command(&["s_client", "-brief", "-connect", &address]);
        client.env("OPENSSL_CONF", "/dev/null").args(offered);
        let output = client.output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        let value =
            |name| told.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "));
        let (version, suite) = (value("Protocol version")?, value("Ciphersuite")?);
        output.status.success().then(|| (version.to_owned(), suite.to_owned()))
    }

    pub(crate) fn suites(&self, version: &str) -> Vec<String> {
        let all = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
        let output = self.command(&["ciphers", "-s", version, all]).output().unwrap();
        let list = String::from_utf8(output.stdout).unwrap();
        list.trim().split(':').map(str::to_owned).collect()
    }
}

/// OpenSSL's own server, which accepts what it can: so a client that is refused has offered it.
pub(crate) struct Anything(Child);

impl Anything {
    pub(crate) fn start(openssl: &Openssl, secure: &Secure, version: &str) -> (Self, SocketAddr) {
        let port = free_port();
        let [certificate, key] = secure.files();
        let mut server = openssl.command(&["s_server", "-quiet", version]);
        server.env("OPENSSL_CONF", "/dev/null").args(["-cipher", "ALL:@SECLEVEL=0"]);
        server.args(["-accept", &format!("127.0.0.1:{port}")]);
        server.arg("-cert").arg(certificate).arg("-key").arg(key);
        server.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Self(server.spawn().unwrap());
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        (server, address)
    }
}

impl Drop for Anything {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
