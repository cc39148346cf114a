//! The fuzz targets in `fuzz/`: each for some thousand inputs, or for as many seconds as
//! `FUZZ_SECONDS` says.

use std::{env, fs, path::Path};

use crate::{
    Result,
    command::{self, cargo},
    workspace::Workspace,
};

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    let bound = match env::var("FUZZ_SECONDS") {
        Ok(text) => {
            let seconds: u32 =
                text.parse().map_err(|_| "FUZZ_SECONDS is a number of seconds".to_owned())?;
            vec![format!("-max_total_time={seconds}")]
        }
        Err(_) => SMOKE.map(str::to_owned).to_vec(),
    };
    let package = workspace.root.join("fuzz");
    let mut build = cargo(workspace);
    // The package has flags of its own; those of the environment would take their place.
    build.current_dir(&package).env_remove("RUSTFLAGS").args(["build", "--locked", "--bins"]);
    command::run(&mut build)?;
    for target in targets(&package)? {
        let corpus = workspace.directory(&format!("fuzz/{target}"))?;
        seed(&package.join("seeds").join(&target).with_extension("txt"), &corpus)?;
        let findings = workspace.directory("fuzz-findings")?.join(format!("{target}-"));
        let mut fuzz = cargo(workspace);
        fuzz.current_dir(&package)
            .env_remove("RUSTFLAGS")
            .args(["run", "--locked", "--quiet", "--bin", &target, "--"])
            .arg(&corpus)
            .arg(format!("-artifact_prefix={}", findings.display()))
            .args(&bound)
            .args(["-timeout=60", "-print_final_stats=1"]);
        command::run(&mut fuzz).map_err(|error| {
            format!("{error}\n\nthe input that was found is {}*", findings.display())
        })?;
    }
    Ok(())
}

/// By their files, in the order of their names.
fn targets(package: &Path) -> Result<Vec<String>> {
    let directory = package.join("fuzz_targets");
    let entries =
        fs::read_dir(&directory).map_err(|error| format!("{}: {error}", directory.display()))?;
    let mut names: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path().file_stem()?.to_str()?.to_owned()))
        .collect();
    names.sort();
    Ok(names)
}

/// Writes what to start from: each line of the file behind each of the bytes that choose a rule.
/// A tab stands for a line feed.
fn seed(lines: &Path, corpus: &Path) -> Result<()> {
    let text =
        fs::read_to_string(lines).map_err(|error| format!("{}: {error}", lines.display()))?;
    for (number, line) in text.lines().enumerate() {
        for choice in 0..CHOICES {
            let path = corpus.join(format!("seed-{number}-{choice}"));
            let mut content = vec![choice];
            content.extend(line.replace('\t', "\n").bytes());
            fs::write(&path, content).map_err(|error| format!("{}: {error}", path.display()))?;
        }
    }
    Ok(())
}

/// The same inputs each time, so that what is found is found by everybody: whether the targets still
/// build, and hold for their seeds and what is near them. To look for more, `FUZZ_SECONDS` is there.
const SMOKE: [&str; 2] = ["-seed=20260728", "-runs=5000"];

/// No target has more rules.
const CHOICES: u8 = 12;
