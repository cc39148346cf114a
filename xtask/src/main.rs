//! Checks that need more than Rust. `cargo xtask` lists them.

mod bench_peers;
mod call;
mod client;
mod cluster;
mod command;
mod conformance;
mod deny;
mod features;
mod floods;
mod full;
mod fuzz;
mod lint;
mod node;
mod oauth;
mod operations;
mod package;
mod posture;
mod redis;
mod resources;
mod sarif;
mod server;
mod shells;
mod tls;
mod unshown;
mod workspace;

use std::process::ExitCode;

use workspace::Workspace;

/// What went wrong, with the remedy.
type Result<T, E = String> = std::result::Result<T, E>;

struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Result<()>,
}

/// In the order in which `full` runs them.
const TASKS: &[Task] = &[
    Task { name: "lint", about: "format, clippy, features, documentation", run: lint::run },
    Task {
        name: "conformance",
        about: "the official conformance suite, for each protocol revision",
        run: conformance::run,
    },
    Task {
        name: "client",
        about: "the official TypeScript clients against the server `notes`",
        run: client::run,
    },
    Task {
        name: "oauth",
        about: "those clients, an authorization server and `notes`: from a 401 to more scopes",
        run: oauth::run,
    },
    Task {
        name: "tls",
        about: "OpenSSL, sslscan and testssl.sh against a server; its certificate changed under load",
        run: tls::check,
    },
    Task {
        name: "operations",
        about: "metrics and alerts as promtool reads them, completions in zsh and fish",
        run: operations::check,
    },
    Task {
        name: "redis",
        about: "three replicas and a real Redis: rates together, and faults",
        run: redis::check,
    },
    Task {
        name: "cluster",
        about: "nginx, three replicas and Redis: rates, addresses, clients of 2025, a replica killed",
        run: cluster::check,
    },
    Task {
        name: "floods",
        about: "connections, heads, bodies and frames in floods: others are served, memory is bounded",
        run: floods::check,
    },
    Task {
        name: "resources",
        about: "no disk, files, memory or processors left: refused meanwhile, admitted after",
        run: resources::run,
    },
    Task {
        name: "posture",
        about: "the posture report: SARIF by its schema, the page in Chromium, with pictures of it",
        run: posture::run,
    },
    Task { name: "fuzz", about: "every fuzz target for some thousand inputs", run: fuzz::run },
    Task {
        name: "deny",
        about: "licenses, bans, sources and number of all dependencies",
        run: deny::run,
    },
];

/// Those that measure: they take minutes, say something on a quiet machine alone, and are no part of
/// `full`.
const MEASURES: [Task; 3] = [
    Task {
        name: "bench-peers",
        about: "what a call costs, here and by other frameworks",
        run: bench_peers::run,
    },
    Task {
        name: "bench-growth",
        about: "what a call costs with more tools, callers, bytes, connections",
        run: bench_peers::growth::run,
    },
    Task {
        name: "bench-build",
        about: "what a tool costs its build, by these macros and others",
        run: bench_peers::build_cost::run,
    },
];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] | ["help" | "-h" | "--help"] => {
            print!("{}", help());
            return ExitCode::SUCCESS;
        }
        ["full"] => Workspace::find().and_then(|workspace| full::run(&workspace, TASKS)),
        // By the virtual machine of `resources` alone.
        ["resources-inside"] => {
            Workspace::find().and_then(|workspace| resources::inside(&workspace))
        }
        [name] => match TASKS.iter().chain(&MEASURES).find(|task| task.name == name) {
            Some(task) => Workspace::find()
                .and_then(|workspace| (task.run)(&workspace))
                .and_then(|()| unshown::none()),
            None => Err(format!("there is no task `{name}`\n\n{}", help())),
        },
        _ => Err(format!("one task at a time\n\n{}", help())),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("error: {}", message.trim_end());
            ExitCode::FAILURE
        }
    }
}

fn help() -> String {
    let mut help = "Usage: cargo xtask TASK\n\nTasks:\n".to_owned();
    for Task { name, about, .. } in TASKS {
        help += &format!("  {name:12} {about}\n");
    }
    help +=
        "  full         all of them, in this order; ends at the first that fails\n\nMeasures:\n";
    for Task { name, about, .. } in MEASURES {
        help += &format!("  {name:12} {about}\n");
    }
    help + "\n\
            What this machine does not allow is told as not shown, and is no success of the task; \
            `full` lists it\nat its end, and fails for it only with XTASK_SHOW_ALL=1.\n"
}
