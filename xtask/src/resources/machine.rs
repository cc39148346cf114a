//! A virtual machine with a kernel of its own, for what the kernel of this machine does not give.
//!
//! Debian's kernel, busybox, the server and this program itself, started by QEMU without hardware
//! support (which a machine that is a virtual one itself seldom has). There is no network in it; the
//! verdict comes over the serial line.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::mpsc::{self, RecvTimeoutError},
    thread,
    time::{Duration, Instant},
};

use super::shown;
use crate::{Result, command, package, workspace::Workspace};

/// What the machine is made of.
pub(super) struct Machine {
    qemu: PathBuf,
    kernel: PathBuf,
    busybox: PathBuf,
    directory: PathBuf,
}

impl Machine {
    /// Gets what is missing from Debian; the kernel is unpacked, not installed.
    pub(super) fn get(workspace: &Workspace) -> Result<Self> {
        if env::consts::ARCH != "x86_64" {
            return Err("the virtual machine is for x86_64 alone".to_owned());
        }
        let qemu = package::program("qemu-system-x86_64", "qemu-system-x86")?;
        let directory = workspace.directory("machine")?;
        let packages = directory.join("packages");
        let kernel = || first(&packages.join("boot"), "vmlinuz-");
        let busybox = packages.join("bin/busybox");
        if kernel().is_none() || !busybox.is_file() {
            package::update()?;
            let image = package::dependency("linux-image-cloud-amd64", "linux-image-")?;
            package::unpack(&[&image, "busybox-static"], &packages)?;
        }
        let kernel = kernel().ok_or("the package of the kernel has no kernel")?;
        Ok(Self { qemu, kernel, busybox, directory })
    }

    /// Starts it with these programs in it. `Ok` is that the checks were made and have passed.
    pub(super) fn run(&self, programs: &[PathBuf]) -> Result<()> {
        let files = self.files(programs)?;
        let disk = self.directory.join("disk");
        let made = fs::File::create(&disk).and_then(|file| file.set_len(DISK));
        made.map_err(|error| format!("{}: {error}", shown(&disk)))?;
        let mut qemu = Command::new(&self.qemu);
        qemu.args(["-accel", "tcg", "-m", "1024", "-nographic", "-no-reboot", "-nic", "none"])
            .arg("-kernel")
            .arg(&self.kernel)
            .arg("-initrd")
            .arg(files)
            .arg("-drive")
            .arg(format!("file={},if=none,id=disk,format=raw", shown(&disk)))
            .args(["-device", "nvme,serial=1,drive=disk"])
            .args(["-append", "console=ttyS0 quiet loglevel=1 panic=-1"]);
        verdict(&mut qemu)
    }

    /// The archive of the files that it has, as its kernel takes them.
    fn files(&self, programs: &[PathBuf]) -> Result<PathBuf> {
        let root = self.directory.join("root");
        let _ = fs::remove_dir_all(&root);
        for directory in ["bin", "dev", "disk", "proc", "sys"] {
            let directory = root.join(directory);
            fs::create_dir_all(&directory)
                .map_err(|error| format!("{}: {error}", shown(&directory)))?;
        }
        copy(&self.busybox, &root.join("bin/busybox"))?;
        for program in programs {
            let name = program.file_name().ok_or("a program without a name")?;
            copy(program, &root.join("bin").join(name))?;
            for library in libraries(program)? {
                copy(&library, &root.join(library.strip_prefix("/").unwrap_or(&library)))?;
            }
        }
        let init = root.join("init");
        let written = fs::write(&init, INIT)
            .and_then(|()| fs::set_permissions(&init, fs::Permissions::from_mode(0o755)));
        written.map_err(|error| format!("{}: {error}", shown(&init)))?;
        let archive = self.directory.join("files.cpio");
        let mut shell = Command::new("sh");
        shell
            .args(["-c", "find . | \"$0\" cpio -o -H newc > \"$1\""])
            .args([&self.busybox, &archive])
            .current_dir(&root);
        command::output(&mut shell)?;
        Ok(archive)
    }
}

/// Shows what the machine writes, and waits for its last word.
fn verdict(qemu: &mut Command) -> Result<()> {
    println!("$ {}", command::line(qemu));
    qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut process = Running(qemu.spawn().map_err(|error| format!("QEMU: {error}"))?);
    let output = process.0.stdout.take();
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let lines = output.into_iter().flat_map(|output| BufReader::new(output).split(b'\n'));
        for line in lines.map_while(std::io::Result::ok) {
            let _ = sender.send(String::from_utf8_lossy(&line).trim().to_owned());
        }
    });
    let deadline = Instant::now() + PATIENCE;
    loop {
        match receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
            Ok(line) => match line.strip_prefix("verdict: ") {
                Some("0") => return Ok(()),
                Some(code) => return Err(format!("the checks in the machine failed ({code})")),
                None => println!("  | {line}"),
            },
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("the machine has no verdict after {PATIENCE:?}"));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err("the machine has ended without a verdict".to_owned());
            }
        }
    }
}

/// Dropped, it is killed.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The libraries that a program is linked to, and what loads them.
fn libraries(program: &Path) -> Result<Vec<PathBuf>> {
    let list = command::output(Command::new("ldd").arg(program))?;
    let path =
        |line: &str| line.split_whitespace().find(|word| word.starts_with('/')).map(Into::into);
    Ok(list.lines().filter_map(path).collect())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let directory = to.parent().unwrap_or(to);
    let copied = fs::create_dir_all(directory).and_then(|()| fs::copy(from, to));
    copied.map(drop).map_err(|error| format!("{} to {}: {error}", shown(from), shown(to)))
}

fn first(directory: &Path, prefix: &str) -> Option<PathBuf> {
    let files = fs::read_dir(directory).ok()?;
    files.filter_map(|file| Some(file.ok()?.path())).find(|path| {
        path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(prefix))
    })
}

const INIT: &str = include_str!("machine.sh");
const DISK: u64 = 512 << 20;
/// It takes a minute or two; more on a loaded machine.
const PATIENCE: Duration = Duration::from_secs(600);
