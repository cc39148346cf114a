//! A program and what it starts, from the beginning to the end.

use std::{io, process::ExitStatus, time::Duration};

use tokio::{
    process::{Child, ChildStderr, ChildStdin, ChildStdout, Command},
    runtime::Handle,
    sync::OwnedSemaphorePermit,
    time::timeout,
};

/// A running program. Dropped, it is asked to end, and killed if it does not.
pub(super) struct Group(Option<Leader>);

impl Group {
    pub(super) fn spawn(command: &mut Command, place: OwnedSemaphorePermit) -> io::Result<Self> {
        #[cfg(unix)]
        command.process_group(0);
        command.kill_on_drop(true);
        // Before the program starts, so that its end is not missed.
        let end = End::watch()?;
        // Files that other code has opened without it, or that came from who started us.
        #[cfg(unix)]
        close_fds::set_fds_cloexec_threadsafe(FIRST_OF_OTHERS, &[]);
        let child = command.spawn()?;
        #[cfg(unix)]
        let id = child.id().and_then(|id| rustix::process::Pid::from_raw(id.cast_signed()));
        Ok(Self(Some(Leader {
            child,
            #[cfg(unix)]
            id,
            end,
            _place: place,
        })))
    }

    pub(super) fn pipes(
        &mut self,
    ) -> (Option<ChildStdin>, Option<ChildStdout>, Option<ChildStderr>) {
        match &mut self.0 {
            Some(Leader { child, .. }) => {
                (child.stdin.take(), child.stdout.take(), child.stderr.take())
            }
            None => (None, None, None),
        }
    }

    /// Waits for the end of the program, and kills what it left behind.
    pub(super) async fn ended(&mut self) -> io::Result<ExitStatus> {
        let Some(leader) = &mut self.0 else { return Err(io::ErrorKind::NotFound.into()) };
        leader.ended().await?;
        leader.kill();
        let status = leader.child.wait().await?;
        leader.is_reaped();
        self.0 = None;
        Ok(status)
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        // Without a runtime, as while one shuts down, the leader's own drop kills.
        if let Some(leader) = self.0.take()
            && let Ok(runtime) = Handle::try_current()
        {
            runtime.spawn(leader.end());
        }
    }
}

/// The program that was started. Dropped, its group is killed.
struct Leader {
    child: Child,
    /// Of the program and of its group. As long as the program is not waited for, nobody else
    /// gets it.
    #[cfg(unix)]
    id: Option<rustix::process::Pid>,
    end: End,
    /// One of those that run at once, until it is over.
    _place: OwnedSemaphorePermit,
}

impl Leader {
    /// Asks the group to end, and kills it if it does not.
    async fn end(mut self) {
        self.ask();
        let _ = timeout(GRACE, self.ended()).await;
        self.kill();
        if self.child.wait().await.is_ok() {
            self.is_reaped();
        }
    }
}

#[cfg(unix)]
impl Leader {
    /// Waits until the program has ended, and leaves it to be waited for.
    async fn ended(&mut self) -> io::Result<()> {
        use rustix::process::{WaitId, WaitIdOptions, waitid};

        let Some(id) = self.id else { return Ok(()) };
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT | WaitIdOptions::NOHANG;
        while waitid(WaitId::Pid(id), options)?.is_none() {
            self.end.0.recv().await;
        }
        Ok(())
    }

    fn ask(&self) {
        self.signal(rustix::process::Signal::TERM);
    }

    fn kill(&mut self) {
        self.signal(rustix::process::Signal::KILL);
    }

    fn signal(&self, signal: rustix::process::Signal) {
        if let Some(id) = self.id {
            // Who is not there any more is not missed.
            let _ = rustix::process::kill_process_group(id, signal);
        }
    }

    /// The id is free for others: nothing is sent to it any more.
    fn is_reaped(&mut self) {
        self.id = None;
    }
}

#[cfg(not(unix))]
impl Leader {
    async fn ended(&mut self) -> io::Result<()> {
        self.child.wait().await.map(drop)
    }

    /// There is no way to ask.
    fn ask(&self) {}

    fn kill(&mut self) {
        let _ = self.child.start_kill();
    }

    fn is_reaped(&mut self) {}
}

impl Drop for Leader {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Tells that some program has ended.
#[cfg(unix)]
struct End(tokio::signal::unix::Signal);

#[cfg(not(unix))]
struct End(());

impl End {
    #[cfg(unix)]
    fn watch() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self(signal(SignalKind::child())?))
    }

    #[cfg(not(unix))]
    fn watch() -> io::Result<Self> {
        Ok(Self(()))
    }
}

/// How long a program may take to end after it was asked to.
const GRACE: Duration = Duration::from_secs(2);

/// After standard input, output and error.
#[cfg(unix)]
const FIRST_OF_OTHERS: i32 = 3;
