//! The page of the posture report in a real Chromium: at the width of a phone and of a desk, light and
//! dark, nothing runs over, nothing is asked for from elsewhere, and the browser has nothing to say.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use crate::{Result, command, package, sarif, workspace::Workspace};

/// Whose reports are looked at.
const SERVERS: [&str; 3] = ["notes", "guide", "inputs"];

/// Of the widths in CSS pixels, how high the picture is.
const WIDTHS: [(u32, u32); 2] = [(390, 6_000), (1440, 4_000)];

pub(crate) fn run(workspace: &Workspace) -> Result<()> {
    workspace.build_servers()?;
    let directory = workspace.empty_directory("posture")?;
    sarif::check(workspace, &SERVERS, &directory)?;
    let browser = package::program("chromium", "chromium")?;
    for server in SERVERS {
        let page = page(workspace, server, &directory)?;
        measure(&browser, &page)?;
        for (width, height) in WIDTHS {
            for scheme in ["light", "dark"] {
                let picture = directory.join(format!("{server}-{width}-{scheme}.png"));
                take(&browser, &page, &picture, (width, height), scheme)?;
            }
        }
    }
    println!("the pictures are in {}", directory.display());
    Ok(())
}

/// The page of a server, against an older report in which something was stricter.
fn page(workspace: &Workspace, server: &str, directory: &Path) -> Result<PathBuf> {
    let posture = |arguments: &[&str]| {
        let mut command = Command::new(workspace.program(server));
        command.arg("posture").args(arguments).current_dir(directory).env_remove("JWT_SECRET");
        command::output(&mut command)
    };
    let old = posture(&["--format", "json"])?;
    let old = old.replacen("\"maxCalls\": 128", "\"maxCalls\": 64", 1);
    let old = old.replacen("\"readTimeoutMs\": 10000", "\"readTimeoutMs\": 60000", 1);
    let older = directory.join(format!("{server}.json"));
    write(&older, &old)?;
    let page = directory.join(format!("{server}.html"));
    let older = older.to_string_lossy().into_owned();
    let output = page.to_string_lossy().into_owned();
    posture(&["--format", "html", "--diff", &older, "--output", &output])?;
    Ok(page)
}

/// Looks into the page from around it: its own policy forbids scripts.
fn measure(browser: &Path, page: &Path) -> Result<()> {
    let text = fs::read_to_string(page).map_err(|error| format!("{}: {error}", page.display()))?;
    let attribute = text.replace('&', "&amp;").replace('"', "&quot;");
    for (width, height) in WIDTHS {
        let frame = page.with_extension(format!("{width}.frame.html"));
        let around =
            FRAME.replace("WIDTH", &width.to_string()).replace("HEIGHT", &height.to_string());
        write(&frame, &around.replace("PAGE", &attribute))?;
        let mut chromium = chromium(browser, 2_000, height);
        let seen = command::output(chromium.arg("--dump-dom").arg(url(&frame)))?;
        let told = seen.split("<output>").nth(1).and_then(|rest| rest.split("</output>").next());
        let told =
            told.ok_or_else(|| format!("the page at {width} pixels told nothing:\n{seen}"))?;
        println!("{}: {told}", frame.display());
        let expected = format!("width {width} of {width}, styled true, asked for 0, forbidden 0");
        if !told.starts_with(&expected) {
            return Err(format!("at {width} pixels: `{told}` instead of `{expected}`"));
        }
    }
    Ok(())
}

/// A picture for a person; the browser's console has to be empty.
fn take(
    browser: &Path,
    page: &Path,
    picture: &Path,
    (width, height): (u32, u32),
    scheme: &str,
) -> Result<()> {
    let mut chromium = chromium(browser, width, height);
    if scheme == "dark" {
        chromium.arg("--force-dark-mode");
    }
    chromium.arg("--enable-logging=stderr");
    chromium.arg(format!("--screenshot={}", picture.display())).arg(url(page));
    let output = chromium.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("chromium does not start: {error}"))?;
    let log = String::from_utf8_lossy(&output.stderr);
    if let Some(line) = log.lines().find(|line| line.contains("CONSOLE")) {
        return Err(format!("{}: the console says: {line}", page.display()));
    }
    if !output.status.success() || !picture.is_file() {
        return Err(format!("no picture of {}:\n{}", page.display(), log.trim_end()));
    }
    Ok(())
}

/// Without a window and without a way out of this machine.
fn chromium(browser: &Path, width: u32, height: u32) -> Command {
    let mut chromium = Command::new(browser);
    chromium.args([
        "--headless=new",
        "--disable-gpu",
        "--hide-scrollbars",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        "--virtual-time-budget=5000",
    ]);
    chromium.arg(format!("--window-size={width},{height}"));
    if package::is_root() {
        // Its sandbox is not for root; the page is ours.
        chromium.arg("--no-sandbox");
    }
    chromium
}

fn url(file: &Path) -> String {
    format!("file://{}", file.display())
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).map_err(|error| format!("{}: {error}", file.display()))
}

/// A page around the page, of the width that is meant, which tells what it sees: how wide the content is,
/// whether its style is used, what was asked for, what its policy has forbidden, and which element runs over.
const FRAME: &str = r#"<!doctype html><meta charset="utf-8"><title>frame</title>
<iframe style="border:0;width:WIDTHpx;height:HEIGHTpx" srcdoc="PAGE"></iframe>
<p><script>
const frame = document.querySelector("iframe");
let forbidden = 0;
frame.contentWindow.document.addEventListener("securitypolicyviolation", () => forbidden++);
addEventListener("load", () => {
  const inner = frame.contentDocument, root = inner.documentElement;
  inner.addEventListener("securitypolicyviolation", () => forbidden++);
  inner.querySelectorAll("details").forEach((it) => { it.open = true; });
  const card = inner.querySelector(".card");
  const styled = frame.contentWindow.getComputedStyle(card).borderRadius === "12px";
  const asked = frame.contentWindow.performance.getEntriesByType("resource").length;
  const over = [...inner.querySelectorAll("body *")].filter((it) => it.getBoundingClientRect().right > WIDTH + 1);
  const names = over.slice(0, 3).map((it) => it.tagName + "." + it.className);
  const told = document.createElement("output");
  told.textContent = `width ${root.scrollWidth} of ${root.clientWidth}, styled ${styled}, ` +
    `asked for ${asked}, forbidden ${forbidden}, over ${names}`;
  document.body.append(told);
});
</script>
"#;
