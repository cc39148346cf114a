//! One run, within the bounds.

use std::{future, io, pin::pin, process::Stdio, sync::Arc, time::Duration};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    process::ChildStdin,
    time::timeout,
};

use super::{Command, Error, ErrorKind, Output, group::Group};

pub(super) async fn run(command: Command) -> Result<Output, Error> {
    let name = command.program.name();
    let limit = command.program.timeout;
    let running = run_in_a_place(command, &name);
    timeout(limit, running)
        .await
        .unwrap_or_else(|_| Err(Error::new(ErrorKind::TimedOut, format!("`{name}` took too long"))))
}

async fn run_in_a_place(mut command: Command, name: &str) -> Result<Output, Error> {
    let failed = |error| Error::new(ErrorKind::Io, format!("`{name}` failed")).caused_by(error);
    let place = Arc::clone(&command.program.running).acquire_owned().await;
    let place = place.map_err(|error| failed(io::Error::other(error)))?;
    let mut group = Group::spawn(&mut started(&command)?, place).map_err(|error| {
        Error::new(ErrorKind::Start, format!("cannot start `{name}`")).caused_by(error)
    })?;
    let (stdin, stdout, stderr) = group.pipes();

    let mut output = Kept { bytes: Vec::new(), at_most: command.program.max_output };
    let mut errors = Kept { bytes: Vec::new(), at_most: MAX_STDERR };
    let mut is_stderr_cut = false;
    let status = {
        let mut feed = pin!(feed(stdin, std::mem::take(&mut command.stdin)));
        let mut read = pin!(async {
            let stdout = async {
                match output.read(stdout).await.map_err(failed)? {
                    true => Err(Error::new(
                        ErrorKind::TooLarge,
                        format!("`{name}` writes more than allowed"),
                    )),
                    false => Ok(()),
                }
            };
            let stderr = async {
                is_stderr_cut = errors.read_and_drop_the_rest(stderr).await.map_err(failed)?;
                Ok(())
            };
            tokio::try_join!(stdout, stderr).map(drop)
        });
        let mut is_read = false;
        let status = {
            let mut ended = pin!(group.ended());
            loop {
                tokio::select! {
                    result = &mut read, if !is_read => {
                        result?;
                        is_read = true;
                    }
                    status = &mut ended => break status.map_err(failed)?,
                    () = &mut feed => {}
                }
            }
        };
        // Only who has left the group can still hold the other end.
        if !is_read && let Ok(result) = timeout(LAST_READ, read).await {
            result?;
        }
        status
    };
    Ok(Output {
        program: name.to_owned(),
        status,
        stdout: output.bytes,
        stderr: errors.bytes,
        is_stderr_cut,
    })
}

fn started(command: &Command) -> Result<tokio::process::Command, Error> {
    let program = &command.program;
    let mut started = tokio::process::Command::new(&*program.path);
    started
        .args(command.os_arguments())
        .env_clear()
        .current_dir(command.directory()?)
        .stdin(if command.stdin.is_empty() { Stdio::null() } else { Stdio::piped() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if cfg!(windows)
        && let Some(root) = std::env::var_os("SystemRoot")
    {
        started.env("SystemRoot", root);
    }
    started.envs(
        program
            .environment
            .iter()
            .chain(&command.environment)
            .map(|(name, value)| (name, value.as_str())),
    );
    Ok(started)
}

/// Writes, closes, and never returns: that the program has read it is not waited for.
async fn feed(stdin: Option<ChildStdin>, bytes: Vec<u8>) {
    if let Some(mut stdin) = stdin {
        // A program need not read it all.
        let _ = stdin.write_all(&bytes).await;
    }
    future::pending().await
}

/// What is read, up to a bound.
struct Kept {
    bytes: Vec<u8>,
    at_most: usize,
}

impl Kept {
    /// Reads to the end; whether there is more than the bound, as soon as there is.
    async fn read(&mut self, from: Option<impl AsyncRead + Unpin>) -> io::Result<bool> {
        let Some(mut from) = from else { return Ok(false) };
        let mut part = vec![0; PART];
        loop {
            let length = from.read(&mut part).await?;
            if length == 0 {
                return Ok(false);
            }
            let room = self.at_most - self.bytes.len();
            self.bytes.extend_from_slice(&part[..length.min(room)]);
            if length > room {
                return Ok(true);
            }
        }
    }

    /// The same, but to the end in any case.
    async fn read_and_drop_the_rest(
        &mut self,
        from: Option<impl AsyncRead + Unpin>,
    ) -> io::Result<bool> {
        let Some(mut from) = from else { return Ok(false) };
        let is_more = self.read(Some(&mut from)).await?;
        if is_more {
            tokio::io::copy(&mut from, &mut tokio::io::sink()).await?;
        }
        Ok(is_more)
    }
}

const MAX_STDERR: usize = 64 << 10;

/// As much as is read at once.
const PART: usize = 16 << 10;

/// How long what is already written may take to be read.
const LAST_READ: Duration = Duration::from_secs(1);
