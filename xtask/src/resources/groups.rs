//! A server in control groups that run short: of memory, of processors, and of neither where it
//! only seems so.

use std::{path::Path, process::Command};

use serde_json::json;

use super::{cgroup::Cgroup, eventually, runs_short};
use crate::{Result, call, server::Server};

/// With a server `limited` that may write to the directory, on a disk.
pub(super) fn check(limited: &Path, directory: &Path) -> Result<()> {
    let checks = Checks { limited, directory };
    checks.memory()?;
    checks.memory_above()?;
    checks.cache()?;
    checks.processors()
}

struct Checks<'a> {
    limited: &'a Path,
    directory: &'a Path,
}

impl Checks<'_> {
    /// 256 MiB, which the server fills.
    fn memory(&self) -> Result<()> {
        let group = Cgroup::make(&limits("memory.max"))?;
        let mut server = self.start_in(&group)?;
        let amounts = [MEMORY / 10 * 9, 0];
        runs_short(&mut server, "remembers", "memory", ("fill_memory", "bytes"), amounts)
    }

    /// The same limit in the group above, and the one from which on the kernel holds back: nobody
    /// dies of that, but nothing gets on any more.
    fn memory_above(&self) -> Result<()> {
        let group = Cgroup::make(&limits("memory.high"))?;
        let inner = group.within()?;
        let mut server = self.start_in(&inner)?;
        let amounts = [MEMORY / 10 * 9, 0];
        let what = "memory of the group above";
        runs_short(&mut server, "remembers", what, ("fill_memory", "bytes"), amounts)
    }

    /// What the kernel keeps of files is not memory that is short.
    fn cache(&self) -> Result<()> {
        let group = Cgroup::make(&limits("memory.max"))?;
        let mut server = self.start_in(&group)?;
        eventually(&server.url, "remembers", "admitted")?;
        let reply = call::tool(&server.url, "fill_cache", &json!({ "bytes": MEMORY / 10 * 9 }))?;
        if reply["isError"] == true {
            return Err(format!("`fill_cache` failed: {reply}"));
        }
        stays(&server.url, "remembers", "admitted")?;
        println!("cache: admitted while files fill the group");
        // Nor is it in the way of what is asked for.
        let amounts = [MEMORY / 10 * 9, 0];
        let what = "memory beside the cache";
        runs_short(&mut server, "remembers", what, ("fill_memory", "bytes"), amounts)
    }

    /// Half a processor, which the server uses up and waits for, while the machine has the other half.
    fn processors(&self) -> Result<()> {
        let group = Cgroup::make(&[("cpu.max", "50000 100000".to_owned())])?;
        let mut server = self.start_in(&group)?;
        runs_short(&mut server, "computes", "cpu", ("burn_cpu", "threads"), [1, 0])?;
        let what = "pressure of processors";
        runs_short(&mut server, "hurries", what, ("burn_cpu", "threads"), [1, 0])
    }

    fn start_in(&self, group: &Cgroup) -> Result<Server> {
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "echo $$ > \"$GROUP\" && exec \"$0\" \"$@\""])
            .arg(self.limited)
            .env("GROUP", group.processes())
            .env("LIMITED_PRESSURE", "1")
            .env("LIMITED_DIRECTORY", self.directory);
        Server::start(&mut shell)
    }
}

fn limits(file: &str) -> [(&str, String); 2] {
    // What is over the limit shall not hide in swap.
    [(file, MEMORY.to_string()), ("memory.swap.max", "0".to_owned())]
}

/// For some looks of the sampler.
fn stays(url: &str, tool: &str, expected: &str) -> Result<()> {
    for _ in 0..4 {
        std::thread::sleep(std::time::Duration::from_millis(500));
        let reply = call::tool(url, tool, &json!({}))?;
        if reply["content"][0]["text"] != expected {
            return Err(format!("`{tool}` did not say \"{expected}\", but {reply}"));
        }
    }
    Ok(())
}

const MEMORY: usize = 256 << 20;
