//! TLS as other programs see it, and certificates that are changed under load.

use crate::{
    Result,
    command::{cargo, run},
    package,
    workspace::Workspace,
};

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let openssl = package::program("openssl", "openssl")?;
    let sslscan = package::program("sslscan", "sslscan")?;
    let testssl = package::program("testssl", "testssl.sh")?;
    workspace.build_servers()?;
    let mut check = cargo(workspace);
    check.args(["run", "--quiet", "--package", "tests", "--bin", "handshakes", "--"]);
    run(check.arg(openssl).arg(sslscan).arg(testssl))
}
