//! A program that does what its first argument says, for the tests of programs.

use std::{
    env, fs,
    io::{self, Read, Write},
    net::TcpStream,
    process::{self, Stdio},
    thread,
};

fn main() -> io::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let second = arguments.get(1).cloned().unwrap_or_default();
    match arguments.first().map(String::as_str).unwrap_or_default() {
        "arguments" => println!("{:?}", &arguments[1..]),
        "environment" => {
            for (name, value) in env::vars() {
                println!("{name}={value}");
            }
        }
        "files" => {
            let mut files = Vec::new();
            for entry in fs::read_dir("/dev/fd")? {
                let entry = entry?;
                // The directory that is being read is one of them, and gone a moment later.
                if let Ok(target) = fs::read_link(entry.path())
                    && !target.starts_with("/proc")
                {
                    files.push(entry.file_name().into_string().unwrap_or_default());
                }
            }
            files.sort();
            println!("{}", files.join(" "));
        }
        "directory" => println!("{}", env::current_dir()?.display()),
        "read" => {
            let mut text = String::new();
            io::stdin().read_to_string(&mut text)?;
            print!("{} {text}", text.len());
        }
        "write_no_text" => io::stdout().write_all(b"\xff")?,
        "end" => process::exit(second.parse().unwrap_or(1)),
        "abort" => process::abort(),
        "write" => write(&second, arguments[2].parse().unwrap_or(0))?,
        "write_both" => {
            let errors = thread::spawn(|| write("error", 1 << 20));
            write("output", 1 << 20)?;
            errors.join().map_err(|_| io::ErrorKind::Other)??;
        }
        "hold" => hold(&second)?,
        "tidy" => tidy(&second)?,
        "ignore_term" => ignore_term(&second)?,
        "leave_a_child" => {
            leave(&["hold", &second])?;
            println!("left");
        }
        "leave_a_stubborn_child" => {
            leave(&["ignore_term", &second])?;
            println!("left");
        }
        "nest" => {
            leave(&["hold", &second])?;
            hold(&second)?;
        }
        other => panic!("what is `{other}`"),
    }
    Ok(())
}

fn write(to: &str, bytes: usize) -> io::Result<()> {
    let part = [b'x'; 1 << 12];
    let mut left = bytes;
    while left > 0 {
        let part = &part[..left.min(part.len())];
        match to {
            "error" => io::stderr().write_all(part)?,
            _ => io::stdout().write_all(part)?,
        }
        left -= part.len();
    }
    Ok(())
}

/// Lives until it is killed, or until the test ends that it holds a connection to.
fn hold(address: &str) -> io::Result<()> {
    let mut stream = TcpStream::connect(address)?;
    stream.write_all(b"+")?;
    // For who started it.
    eprint!("+");
    stream.read(&mut [0]).map(drop)
}

/// Holds a connection until it is asked to end, and says so there.
fn tidy(address: &str) -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let mut term = signal(SignalKind::terminate())?;
            let mut stream = TcpStream::connect(address)?;
            stream.write_all(b"+")?;
            term.recv().await;
            stream.write_all(b"-")
        })
    }
    #[cfg(not(unix))]
    hold(address)
}

/// The same, whoever asks it to end.
fn ignore_term(address: &str) -> io::Result<()> {
    #[cfg(unix)]
    {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let _runtime = runtime.enter();
        // Whoever listens to the signal does not end by it.
        let _term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
        hold(address)
    }
    #[cfg(not(unix))]
    hold(address)
}

/// Starts this program again, with the same standard output, and does not wait for its end.
fn leave(arguments: &[&str]) -> io::Result<()> {
    let mut child = process::Command::new(env::current_exe()?);
    let mut child = child.args(arguments).stderr(Stdio::piped()).spawn()?;
    if let Some(stderr) = &mut child.stderr {
        // It is there.
        stderr.read_exact(&mut [0])?;
    }
    Ok(())
}
