//! Replicas that count together in a real Redis.

use crate::{
    Result,
    command::{cargo, run},
    package,
    workspace::Workspace,
};

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let redis = package::program("redis-server", "redis-server")?;
    let mut build = cargo(workspace);
    run(build.args(["build", "--quiet", "--package", "tests", "--bins"]))?;
    let mut check = cargo(workspace);
    check.args(["run", "--quiet", "--package", "tests", "--bin", "replicas", "--"]).arg(redis);
    run(&mut check)
}
