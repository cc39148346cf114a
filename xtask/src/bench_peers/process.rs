//! What Linux tells of a process.

use std::{fs, process::Command, sync::OnceLock};

use crate::{Result, command};

/// The processor time that it has used, in seconds, of all its threads, in and out of the kernel
/// (`proc_pid_stat(5)`, fields 14 and 15).
pub(crate) fn cpu(id: u32) -> Result<f64> {
    let stat = read(&format!("/proc/{id}/stat"))?;
    // The name may have anything in it but its end is the last parenthesis.
    let rest = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
    let mut ticks = rest.split_whitespace().skip(11).take(2).map(str::parse::<u64>);
    match (ticks.next(), ticks.next()) {
        (Some(Ok(user)), Some(Ok(system))) => Ok((user + system) as f64 / ticks_per_second()?),
        _ => Err(format!("/proc/{id}/stat is not as expected: {stat}")),
    }
}

/// The most memory that it has had, in bytes.
pub(crate) fn peak_memory(id: u32) -> Result<u64> {
    let status = read(&format!("/proc/{id}/status"))?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kibibytes.map(|kibibytes: u64| kibibytes << 10).ok_or_else(|| format!("no VmHWM of {id}"))
}

/// The load of the machine (1, 5 and 15 minutes), and its processor.
pub(crate) fn machine() -> Result<(String, String)> {
    let load = read("/proc/loadavg")?;
    let load: Vec<&str> = load.split_whitespace().take(3).collect();
    let processors = read("/proc/cpuinfo")?;
    let field = |name: &str| processors.lines().find(|line| line.starts_with(name));
    let model = field("model name").and_then(|line| Some(line.split_once(':')?.1.trim()));
    let count = processors.lines().filter(|line| line.starts_with("processor")).count();
    let model = model.unwrap_or("a processor without a name");
    Ok((format!("{count} processors ({model})"), load.join(", ")))
}

fn ticks_per_second() -> Result<f64> {
    static TICKS: OnceLock<Result<f64>> = OnceLock::new();
    let read = || {
        let text = command::output(Command::new("getconf").arg("CLK_TCK"))?;
        text.trim().parse().map_err(|_| format!("CLK_TCK is {text}"))
    };
    TICKS.get_or_init(read).clone()
}

fn read(path: &str) -> Result<String> {
    fs::read_to_string(path).map_err(|error| format!("{path}: {error}; only Linux has it"))
}
