//! A server of tools with limits, and of tools that use things up, for the tests of limits.

use std::{
    env,
    fs::File,
    hint, io,
    io::Write,
    path::PathBuf,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use mcp_secure::prelude::*;

/// Work while there is room on the disk.
#[tool(public)]
#[resource_guard(memory = "100%", cpu = "100%", disk(directory() = "60%"))]
async fn writes() -> &'static str {
    "admitted"
}

/// Work while there is memory.
#[tool(public)]
#[resource_guard(memory = "70%", cpu = "100%", disk = "100%")]
async fn remembers() -> &'static str {
    "admitted"
}

/// Work while files can be opened.
#[tool(public)]
#[resource_guard(memory = "100%", cpu = "100%", disk = "100%", files = "70%")]
async fn opens() -> &'static str {
    "admitted"
}

/// Work while there is time of the processors.
#[tool(public)]
#[resource_guard(memory = "100%", cpu = "80%", disk = "100%")]
async fn computes() -> &'static str {
    "admitted"
}

/// Work while nothing waits for a processor.
#[tool(public)]
#[resource_guard(memory = "100%", cpu = "100%", disk = "100%", pressure(cpu = "30%"))]
async fn hurries() -> &'static str {
    "admitted"
}

/// Write so many bytes to the disk.
#[tool(public)]
fn fill_disk(bytes: usize) -> Result<()> {
    File::create(directory().join("full"))?.write_all(&vec![1; bytes])?;
    Ok(())
}

/// Write so many bytes to the disk, and read them twice: they stay in the cache of the kernel.
#[tool(public)]
#[timeout("1m")]
fn fill_cache(bytes: usize) -> Result<()> {
    let path = directory().join("cached");
    let mut file = File::create(&path)?;
    let block = vec![1; 1 << 20];
    for _ in 0..bytes / block.len() {
        file.write_all(&block)?;
    }
    file.sync_all()?;
    for _ in 0..2 {
        io::copy(&mut File::open(&path)?, &mut io::sink())?;
    }
    Ok(())
}

/// Take so many bytes of memory.
#[tool(public)]
#[timeout("1m")]
fn fill_memory(bytes: usize, used: State<Used>) {
    let mut memory = used.memory.lock().unwrap_or_else(PoisonError::into_inner);
    // First without the last ones: never both.
    *memory = Vec::new();
    *memory = vec![1; bytes];
}

/// Open so many files.
#[tool(public)]
fn open_files(count: usize, used: State<Used>) -> Result<()> {
    let mut files = used.files.lock().unwrap_or_else(PoisonError::into_inner);
    *files = Vec::new();
    for _ in 0..count {
        files.push(File::open("/dev/null")?);
    }
    Ok(())
}

/// Keep so many threads busy.
#[tool(public)]
#[timeout("1m")]
fn burn_cpu(threads: usize, used: State<Used>) {
    let mut burning = used.burning.lock().unwrap_or_else(PoisonError::into_inner);
    burning.store(false, Ordering::Relaxed);
    *burning = Arc::new(AtomicBool::new(true));
    for _ in 0..threads {
        let burning = Arc::clone(&burning);
        thread::spawn(move || {
            while burning.load(Ordering::Relaxed) {
                hint::spin_loop();
            }
        });
    }
}

#[derive(Default)]
struct Used {
    memory: Mutex<Vec<u8>>,
    files: Mutex<Vec<File>>,
    burning: Mutex<Arc<AtomicBool>>,
}

/// Where `fill_disk` writes.
fn directory() -> PathBuf {
    env::var_os("LIMITED_DIRECTORY").map_or_else(|| ".".into(), PathBuf::from)
}

/// Hang for as long as it may, and say on standard error when it is stopped.
#[tool(public)]
#[timeout("1h")]
async fn hang() -> String {
    let _stopped = Stopped("hang");
    eprintln!("hang has begun");
    std::future::pending().await
}

/// Hang for a moment.
#[tool(public)]
#[timeout("300ms")]
async fn hang_briefly() -> String {
    let _stopped = Stopped("hang_briefly");
    eprintln!("hang_briefly has begun");
    std::future::pending().await
}

/// Hang, and tell the client that it does.
#[tool(public)]
#[timeout("1h")]
async fn hang_and_tell(call: Call) -> String {
    let _stopped = Stopped("hang_and_tell");
    eprintln!("hang_and_tell has begun");
    call.progress(0.0, None, None).await;
    std::future::pending().await
}

/// Hang in a plain function, which asks whether anybody waits.
#[tool(public)]
#[timeout("1h")]
fn hang_plainly(call: Call) {
    let _stopped = Stopped("hang_plainly");
    eprintln!("hang_plainly has begun");
    while !call.has_ended() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// One at a time, and one that waits.
#[tool(public)]
#[timeout("1h")]
#[concurrency(1, queue = 1)]
async fn hang_alone() -> String {
    let _stopped = Stopped("hang_alone");
    eprintln!("hang_alone has begun");
    std::future::pending().await
}

/// Answer with the text.
#[tool(public)]
async fn echo(text: String) -> String {
    text
}

struct Stopped(&'static str);

impl Drop for Stopped {
    fn drop(&mut self) {
        eprintln!("{} is stopped", self.0);
    }
}

#[tokio::main]
async fn main() -> mcp_secure::Result<()> {
    let mut server = Server::new("limited", "0")
        .auth(Jwt::from_env()?)
        .state(Used::default())
        .timeout(Duration::from_secs(1))
        .tools(tools![writes, remembers, opens, computes])
        .tools(tools![fill_disk, fill_cache, fill_memory, open_files, burn_cpu])
        .tools(tools![hang, hang_briefly, hang_and_tell, hang_plainly, hang_alone, echo]);
    // On a kernel that does not tell of pressure, the server would not start.
    if env::var_os("LIMITED_PRESSURE").is_some() {
        server = server.tools(tools![hurries]);
    }
    server.run().await
}
