//! Completions, offered by the shells themselves. Bash is tried by the tests: every machine has it.

use std::{fs, path::Path, process::Command};

use crate::{Result, command, package, workspace::Workspace};

/// What is typed before the key, and what the line is then.
const TYPED: [(&str, &str); 6] = [
    ("notes po", "notes posture"),
    ("notes posture --format ma", "notes posture --format markdown"),
    ("notes posture --di", "notes posture --diff"),
    ("notes audit ve", "notes audit verify"),
    ("notes completions zs", "notes completions zsh"),
    ("notes check --st", "notes check --stdio"),
];

pub(crate) fn check(workspace: &Workspace) -> Result<()> {
    let (zsh, fish) = (package::program("zsh", "zsh")?, package::program("fish", "fish")?);
    let directory = workspace.empty_directory("completions")?;
    let write = |name: &str, text: &str| {
        let file = directory.join(name);
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        Ok::<_, String>(file)
    };
    let typing = write("typing.zsh", TYPING)?;
    for (shell, name) in [(&zsh, "zsh"), (&fish, "fish")] {
        let mut notes = Command::new(workspace.program("notes"));
        notes.args(["completions", name]).current_dir(&directory).env_remove("JWT_SECRET");
        let script = write(&format!("notes.{name}"), &command::output(&mut notes)?)?;
        command::run(Command::new(shell).arg("-n").arg(&script))?;
        match name {
            "zsh" => typed_in_zsh(shell, &typing, &script)?,
            _ => offered_by_fish(shell, &script)?,
        }
        println!("{name}: {} lines are completed", TYPED.len());
    }
    Ok(())
}

fn typed_in_zsh(zsh: &Path, typing: &Path, script: &Path) -> Result<()> {
    let mut command = Command::new(zsh);
    command.arg("-f").arg(typing).arg(script).args(TYPED.map(|(typed, _)| typed));
    let lines = command::output(&mut command)?;
    let lines: Vec<&str> = lines.lines().map(str::trim_end).collect();
    if lines == TYPED.map(|(_, line)| line) {
        return Ok(());
    }
    Err(format!("zsh completes otherwise: {lines:#?}"))
}

fn offered_by_fish(fish: &Path, script: &Path) -> Result<()> {
    for (typed, line) in TYPED {
        let offer = format!("source {}; complete -C '{typed}'", script.display());
        let offered = command::output(Command::new(fish).args(["--no-config", "-c", &offer]))?;
        // Each with what it is about, behind a tab.
        let words: Vec<&str> = offered.lines().filter_map(|line| line.split('\t').next()).collect();
        let expected = line.rsplit(' ').next().unwrap_or_default();
        if words != [expected] {
            return Err(format!("fish offers {words:?} for `{typed}`, instead of `{expected}`"));
        }
    }
    Ok(())
}

/// Types into a zsh on a terminal of its own, presses tab, and prints the line that has become of it.
const TYPING: &str = r#"zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "PS1= PS2= RPS1=; autoload -Uz compinit && compinit -u -D; source $1"
zpty -w shell 'line() { print -r -- "line<$BUFFER>"; BUFFER=; }; zle -N line; bindkey "^X" line; bindkey "^I" complete-word; print re""ady'
zpty -r shell said '*ready*'
for typed in "${@:2}"; do
  zpty -w -n shell "$typed"$'\t\x18'
  zpty -r shell said '*line<*>*'
  said=${said##*line<}
  print -r -- "${said%%>*}"
done
zpty -d shell
"#;
