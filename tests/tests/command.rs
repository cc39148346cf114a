//! A program gets what it is given and nothing else, and ends when it has to.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]
#![cfg(unix)]

use std::{
    fmt::Debug,
    fs::{self, File, Permissions},
    os::unix::fs::{PermissionsExt, symlink},
    path::Path,
    sync::Arc,
    time::Duration,
};

use mcp_secure::{
    command::{Command, Error, ErrorKind, Program},
    prelude::{Root, Server, State, timeout, tool, tools},
    secret::Secret,
};
use serde_json::json;
use tokio::{
    io::AsyncReadExt,
    net::{TcpListener, TcpStream},
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_program");

fn program() -> Program {
    Program::at(PROGRAM).unwrap()
}

/// Runs it with arguments that stand in the test.
fn run(literals: &[&'static str]) -> Command {
    program().command().literals(literals.iter().copied())
}

async fn text(command: Command) -> String {
    command.run().await.unwrap().success().unwrap().text().unwrap().to_owned()
}

#[track_caller]
fn refused<T: Debug>(result: Result<T, Error>, kind: ErrorKind) -> String {
    let error = result.unwrap_err();
    assert_eq!(error.kind(), kind, "{error:?}");
    let error = mcp_secure::Error::from(error);
    assert!(error.tool_error().is_none());
    error.to_string()
}

/// Where programs connect to, that live until they are killed.
struct Held(TcpListener);

impl Held {
    async fn new() -> Self {
        Self(TcpListener::bind("127.0.0.1:0").await.unwrap())
    }

    fn address(&self) -> String {
        self.0.local_addr().unwrap().to_string()
    }

    /// A program that lives.
    async fn one(&self) -> Living {
        let (mut stream, _) = self.0.accept().await.unwrap();
        let mut byte = [0];
        stream.read_exact(&mut byte).await.unwrap();
        Living(stream)
    }
}

struct Living(TcpStream);

impl Living {
    /// Waits for its death.
    async fn dies(mut self) {
        let read = self.0.read(&mut [0]).await;
        assert!(matches!(read, Ok(0) | Err(_)), "{read:?}");
    }
}

#[tokio::test]
async fn arguments_arrive_as_they_are() {
    let odd = [
        "a b",
        "x; rm -rf /",
        "$(id)",
        "`id`",
        "it's",
        "\"",
        "*",
        "~",
        "a|b",
        "&&",
        "%PATH%",
        "résumé",
        "\\",
    ];
    let command = run(&["arguments", "--flag"])
        .args(odd)
        .option("--author", "-x y=z")
        .separator()
        .arg("last");
    let mut expected = vec!["--flag"];
    expected.extend(odd);
    expected.extend(["--author=-x y=z", "--", "last"]);
    assert_eq!(text(command).await.trim(), format!("{expected:?}"));
}

#[tokio::test]
async fn an_argument_is_no_option_and_no_second_line() {
    for bad in [
        "",
        "-",
        "--",
        "-rf",
        "--upload-pack=touch /tmp/x",
        "\u{2212}rf",
        "\u{ad}-x",
        "a\nb",
        "a\r\nb",
        "a\0b",
        "\u{1b}[2J",
        "a\u{2028}b",
        "\t",
        &"a".repeat(5000),
    ] {
        let told = refused(run(&["arguments"]).arg(bad).run().await, ErrorKind::Argument);
        assert!(bad.len() < 3 || !told.contains(bad), "{told}");
        refused(run(&["arguments"]).separator().arg(bad).run().await, ErrorKind::Argument);
        refused(run(&["arguments"]).args(["good", bad, "good"]).run().await, ErrorKind::Argument);
    }
    for bad in ["a\nb", "a\0b", "\u{1b}[2J", &"a".repeat(5000)] {
        refused(run(&["arguments"]).option("--x", bad).run().await, ErrorKind::Argument);
    }
    refused(run(&["arguments"]).env("A", "a\0b").run().await, ErrorKind::Argument);
    refused(run(&["arguments"]).env("A=B", "").run().await, ErrorKind::Argument);
    refused(run(&["arguments"]).env("", "x").run().await, ErrorKind::Argument);
}

#[tokio::test]
async fn the_environment_is_what_was_put_into_it() {
    let secret = Secret::new("s".to_owned());
    let command = run(&["environment"]).secret_env("C", &secret);
    assert_eq!(text(command).await, "C=s\n");
    let command = program().secret_env("C", &secret).command().literals(["environment"]);
    assert_eq!(text(command).await, "C=s\n");
    assert!(std::env::var_os("PATH").is_some(), "there is something to inherit");
    assert_eq!(text(run(&["environment"])).await, "");
    let command =
        program().env("A", "1").env("B", "1").command().literals(["environment"]).env("B", "2=\n3");
    assert_eq!(text(command).await, "A=1\nB=2=\n3\n");
}

#[tokio::test]
async fn no_file_is_inherited_but_the_standard_ones() {
    let file = File::open(PROGRAM).unwrap();
    rustix::io::fcntl_setfd(&file, rustix::io::FdFlags::empty()).unwrap();
    assert_eq!(text(run(&["files"])).await.trim(), "0 1 2");
    drop(file);
}

#[tokio::test]
async fn it_starts_where_it_is_told() {
    assert_eq!(text(run(&["directory"])).await, "/\n");
    let place = tempfile::tempdir().unwrap();
    let real = place.path().canonicalize().unwrap();
    let command = program().directory(&real).command().literals(["directory"]);
    assert_eq!(text(command).await.trim(), real.to_str().unwrap());

    let missing = program().directory(real.join("missing")).command().literals(["directory"]);
    refused(missing.run().await, ErrorKind::Start);
}

/// The directory itself, not its name.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn it_starts_within_a_root_wherever_that_went() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    fs::create_dir(&old).unwrap();
    let root = Root::open(&old).unwrap();
    fs::rename(&old, &new).unwrap();
    fs::create_dir(&old).unwrap();
    let command = run(&["directory"]).within(&root);
    drop(root);
    assert_eq!(text(command).await.trim(), new.canonicalize().unwrap().to_str().unwrap());
}

#[tokio::test]
async fn standard_input_is_empty_or_what_is_given() {
    assert_eq!(text(run(&["read"])).await, "0 ");
    assert_eq!(text(run(&["read"]).stdin("two\nlines\0")).await, "10 two\nlines\0");
    let large = "x".repeat(1 << 20);
    let output = text(run(&["read"]).stdin(large)).await;
    assert_eq!(output.len(), "1048576 ".len() + (1 << 20));
    // One that reads nothing of it ends all the same.
    run(&["end", "0"]).stdin("x".repeat(1 << 20)).run().await.unwrap().success().unwrap();
}

#[tokio::test]
async fn how_it_ended_is_a_value() {
    let patient = program().timeout(Duration::MAX);
    let output = patient.command().literals(["end", "7"]).run().await.unwrap();
    assert_eq!(output.status().code(), Some(7));
    let told = refused(output.success(), ErrorKind::Failed);
    assert_eq!(told, "`program` ended with exit status: 7");
    let output = run(&["abort"]).run().await.unwrap();
    assert!(!output.status().success() && output.status().code().is_none());
}

#[tokio::test]
async fn output_and_error_are_read_at_the_same_time() {
    let output = run(&["write_both"]).run().await.unwrap().success().unwrap();
    assert_eq!(output.stdout().len(), 1 << 20);
    assert_eq!(output.stderr().len(), 64 << 10);
    assert!(output.is_stderr_cut());
}

#[tokio::test]
async fn output_is_bounded_and_who_floods_is_ended() {
    let bounded =
        |bytes| program().max_output(bytes).command().literals(["write", "output", "100000"]);
    assert_eq!(bounded(100_000).run().await.unwrap().stdout().len(), 100_000);
    refused(bounded(99_999).run().await, ErrorKind::TooLarge);
    refused(bounded(0).run().await, ErrorKind::TooLarge);
    refused(run(&["write", "output", "18446744073709551615"]).run().await, ErrorKind::TooLarge);
    let output = run(&["write", "error", "65536"]).run().await.unwrap();
    assert_eq!((output.stderr().len(), output.is_stderr_cut()), (65_536, false));
    let output = run(&["write", "error", "10000000"]).run().await.unwrap();
    assert_eq!((output.stderr().len(), output.is_stderr_cut()), (65_536, true));
}

#[tokio::test]
async fn what_is_no_text_is_told() {
    let output = run(&["write_no_text"]).run().await.unwrap();
    assert_eq!(output.stdout(), b"\xff");
    refused(output.text().map(str::to_owned), ErrorKind::Content);
}

#[tokio::test]
async fn when_its_time_is_over_the_whole_group_dies() {
    let dies = async |what, processes| {
        let held = Held::new().await;
        // Long enough to start in.
        let program = program().timeout(Duration::from_secs(5));
        let run = program.command().literals([what]).arg(&held.address()).run();
        let run = tokio::spawn(run);
        let mut living = Vec::new();
        for _ in 0..processes {
            living.push(held.one().await);
        }
        refused(run.await.unwrap(), ErrorKind::TimedOut);
        for one in living {
            one.dies().await;
        }
    };
    tokio::join!(dies("hold", 1), dies("ignore_term", 1), dies("nest", 2));
}

#[tokio::test]
async fn when_nobody_waits_any_more_the_whole_group_dies() {
    for what in ["hold", "ignore_term", "nest"] {
        let held = Held::new().await;
        let run = tokio::spawn(run(&[what]).arg(&held.address()).run());
        let mut living = vec![held.one().await];
        if what == "nest" {
            living.push(held.one().await);
        }
        run.abort();
        for one in living {
            one.dies().await;
        }
    }
}

/// As when the server is told to stop.
#[test]
fn when_the_runtime_goes_away_the_whole_group_dies() {
    let outer = tokio::runtime::Runtime::new().unwrap();
    let held = outer.block_on(Held::new());
    let inner = tokio::runtime::Runtime::new().unwrap();
    inner.spawn(run(&["ignore_term"]).arg(&held.address()).run());
    let one = outer.block_on(held.one());
    inner.shutdown_background();
    outer.block_on(one.dies());
}

/// The pipes of the program are open as long as the child lives.
#[tokio::test]
async fn what_it_leaves_behind_dies_when_it_ends() {
    for what in ["leave_a_child", "leave_a_stubborn_child"] {
        let held = Held::new().await;
        let output = run(&[what]).arg(&held.address()).run().await.unwrap().success().unwrap();
        assert_eq!(output.text().unwrap(), "left\n");
        held.one().await.dies().await;
    }
}

#[tokio::test]
async fn more_than_allowed_wait_and_their_time_runs() {
    let held = Held::new().await;
    let program = program().max_concurrent(1);
    let first = tokio::spawn(program.command().literals(["hold"]).arg(&held.address()).run());
    let one = held.one().await;
    let second =
        program.clone().timeout(Duration::from_millis(50)).command().literals(["end", "0"]);
    refused(second.run().await, ErrorKind::TimedOut);
    first.abort();
    one.dies().await;
    program.command().literals(["end", "0"]).run().await.unwrap();
}

/// Run a program that never ends.
#[tool(public)]
#[timeout("5s")]
async fn holds(address: String, program: State<Program>) -> mcp_secure::Result<String> {
    let output = program.command().literals(["hold"]).arg(&address).run().await?;
    Ok(output.success()?.text()?.to_owned())
}

#[tokio::test]
async fn a_program_ends_with_the_call_that_runs_it() {
    let server = Server::new("test", "0").state(program()).tools(tools![holds]);
    let client = Arc::new(server.client().unwrap());
    let held = Held::new().await;
    let call = {
        let (client, address) = (Arc::clone(&client), held.address());
        move || {
            let (client, address) = (Arc::clone(&client), address.clone());
            tokio::spawn(async move { client.call("holds", json!({ "address": address })).await })
        }
    };

    let called = call();
    let one = held.one().await;
    assert_eq!(called.await.unwrap().unwrap_err().kind(), "timed_out");
    one.dies().await;

    let called = call();
    let one = held.one().await;
    called.abort();
    one.dies().await;
}

/// It is asked first: it may have something to put away.
#[tokio::test]
async fn a_program_may_end_in_order() {
    let held = Held::new().await;
    let run = tokio::spawn(run(&["tidy"]).arg(&held.address()).run());
    let mut one = held.one().await;
    run.abort();
    assert_eq!(one.0.read_u8().await.unwrap(), b'-');
    one.dies().await;
}

#[test]
fn a_program_is_named_by_its_path_or_found_in_fixed_directories() {
    let place = tempfile::tempdir().unwrap();
    let path = executable(place.path(), "tool", 0o755);
    assert!(Program::at(&path).is_ok());
    assert!(Program::find_in("tool", [Path::new("/nowhere"), place.path()]).is_ok());
    for (error, part) in [
        (Program::at("tool").unwrap_err(), "absolute"),
        (Program::at("./tool").unwrap_err(), "absolute"),
        (Program::at(place.path().join("missing")).unwrap_err(), "cannot find"),
        (Program::at(place.path()).unwrap_err(), "no executable file"),
        (Program::at(executable(place.path(), "data", 0o644)).unwrap_err(), "no executable file"),
        (
            Program::find("tool").unwrap_err(),
            "there is no `tool` in /usr/local/bin, /usr/bin, /bin",
        ),
        (Program::find_in("../tool", [place.path()]).unwrap_err(), "no name of a program"),
        (Program::find_in("", [place.path()]).unwrap_err(), "no name of a program"),
        (Program::find_in("..", [place.path()]).unwrap_err(), "no name of a program"),
        (Program::find_in("/bin/ls", [place.path()]).unwrap_err(), "no name of a program"),
    ] {
        assert!(error.to_string().contains(part), "{error}");
    }
}

#[test]
fn shells_and_batch_files_are_no_programs() {
    let place = tempfile::tempdir().unwrap();
    for name in ["sh", "bash", "BASH", "zsh", "cmd.exe", "PowerShell.exe", "pwsh", "fish"] {
        let error = Program::at(executable(place.path(), name, 0o755)).unwrap_err();
        assert!(error.to_string().contains("a shell"), "{error}");
    }
    for name in ["a.bat", "a.CMD", "a.bat.", "a.cmd .", "a.bat  "] {
        let error = Program::at(executable(place.path(), name, 0o755)).unwrap_err();
        assert!(error.to_string().contains("batch files"), "{error}");
    }
    // Nor by another name.
    symlink("bash", place.path().join("tool")).unwrap();
    let error = Program::at(place.path().join("tool")).unwrap_err();
    assert!(error.to_string().contains("a shell"), "{error}");
}

#[test]
fn what_everybody_may_change_is_no_program() {
    let place = tempfile::tempdir().unwrap();
    let error = Program::at(executable(place.path(), "open", 0o757)).unwrap_err();
    assert!(error.to_string().contains("everybody may change it"), "{error}");

    let directory = place.path().join("sub");
    fs::create_dir(&directory).unwrap();
    let path = executable(&directory, "tool", 0o755);
    symlink(&path, place.path().join("link")).unwrap();
    for (mode, is_refused) in [(0o777, true), (0o1777, false), (0o755, false)] {
        fs::set_permissions(&directory, Permissions::from_mode(mode)).unwrap();
        for path in [&path, &place.path().join("link")] {
            assert_eq!(Program::at(path).is_err(), is_refused, "{mode:o}");
        }
    }
}

#[tokio::test]
async fn what_is_no_program_any_more_is_told_without_its_path() {
    let place = tempfile::tempdir().unwrap();
    let path = executable(place.path(), "tool", 0o755);
    let tool = Program::at(&path).unwrap();
    fs::remove_file(path).unwrap();
    let told = refused(tool.command().run().await, ErrorKind::Start);
    assert!(told.starts_with("cannot start `tool`: "), "{told}");
    let secret = Secret::new("hunter2".to_owned());
    let command = tool
        .secret_env("TOKEN", &secret)
        .command()
        .secret_env("A", &secret)
        .arg("hunter2")
        .env("B", "hunter2");
    assert!(!format!("{command:#?}").contains("hunter2"), "{command:#?}");
}

fn executable(directory: &Path, name: &str, mode: u32) -> std::path::PathBuf {
    let path = directory.join(name);
    fs::write(&path, "").unwrap();
    fs::set_permissions(&path, Permissions::from_mode(mode)).unwrap();
    path
}
