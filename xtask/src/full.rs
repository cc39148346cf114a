//! All tasks, one after the other.

use std::time::{Duration, Instant};

use crate::{Result, Task, unshown, workspace::Workspace};

pub(crate) fn run(workspace: &Workspace, tasks: &[Task]) -> Result<()> {
    let mut times = Vec::new();
    for task in tasks {
        println!("\n=== {}: {}\n", task.name, task.about);
        let start = Instant::now();
        let outcome = (task.run)(workspace);
        times.push((task.name, start.elapsed()));
        if let Err(message) = outcome {
            return Err(format!(
                "{message}\n\n`cargo xtask {0}` failed, and what comes after it did not run\n\n{1}",
                task.name,
                table(&times)
            ));
        }
    }
    match unshown::list() {
        None => println!("\n=== all passed\n\n{}", table(&times)),
        Some(list) => {
            println!("\n=== passed, but for what could not be shown here\n\n{}", table(&times));
            println!("Not shown on this machine, neither passed nor failed:\n{list}");
        }
    }
    // Few machines allow everything; one that is set up to is told so.
    if std::env::var_os("XTASK_SHOW_ALL").is_some() { unshown::none() } else { Ok(()) }
}

fn table(times: &[(&str, Duration)]) -> String {
    times.iter().map(|(name, time)| format!("{name:12} {:4} s\n", time.as_secs())).collect()
}
