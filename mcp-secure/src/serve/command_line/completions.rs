//! `completions`: what a shell offers while a command is typed, from the same [table](super::commands) as
//! `--help`.

use std::{env, fmt::Write as _, path::PathBuf};

use lexopt::{Parser, ValueExt};

use super::{
    commands::{COMMANDS, Command, Value, names},
    unknown,
};
use crate::error::{Error, Result};

/// A shell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Shell {
    Bash,
    Zsh,
    Fish,
}

impl Shell {
    /// What follows `completions`.
    pub(super) fn parse(parser: &mut Parser) -> Result<Self> {
        let shell = parser.value().map_err(|_| {
            Error::new("which shell is missing; write `completions bash`, `zsh` or `fish`")
        })?;
        let shell = Self::named(&shell.string()?)?;
        parser.next()?.map_or(Ok(shell), |other| Err(unknown(other)))
    }

    fn named(name: &str) -> Result<Self> {
        match name {
            "bash" => Ok(Self::Bash),
            "zsh" => Ok(Self::Zsh),
            "fish" => Ok(Self::Fish),
            _ => Err(Error::new(format!(
                "there is no shell `{name}`; write `bash`, `zsh` or `fish`"
            ))),
        }
    }

    /// The script for the program by the name that it was started by.
    ///
    /// # Errors
    ///
    /// That name is not one of letters, digits, dots and dashes, and would mean something to a shell.
    pub(super) fn script(self) -> Result<String> {
        let program = env::args_os().next().map(PathBuf::from).unwrap_or_default();
        let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        self.script_for(&name)
    }

    fn script_for(self, name: &str) -> Result<String> {
        let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if name.is_empty() || name.starts_with('-') || !name.chars().all(is_plain) {
            return Err(Error::new(format!("`{name}` is no name for completions")));
        }
        let mut script = String::new();
        // Writing to a string cannot fail.
        let _ = match self {
            Self::Bash => bash(name, &mut script),
            Self::Zsh => zsh(name, &mut script),
            Self::Fish => fish(name, &mut script),
        };
        Ok(script)
    }
}

/// The name of a function of shells.
fn function(name: &str) -> String {
    let word = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    format!("_complete_{}", name.chars().map(word).collect::<String>())
}

/// What can follow a command: its words and options; after none, the commands too.
fn offered(command: &Command) -> String {
    let commands = command.name.is_empty().then(names).into_iter().flatten();
    let flags = command.flags.iter().map(|flag| flag.name);
    let all = commands.chain(command.words.iter().copied()).chain(flags);
    all.collect::<Vec<_>>().join(" ")
}

/// The options that are followed by a file, by one of some words, and by a text.
fn valued() -> (Vec<&'static str>, Vec<(&'static str, String)>, Vec<&'static str>) {
    let (mut files, mut words, mut texts) = (Vec::new(), Vec::new(), Vec::new());
    for flag in COMMANDS.iter().flat_map(|command| command.flags) {
        match flag.value {
            Value::None => {}
            Value::File => files.push(flag.name),
            Value::OneOf(values) => words.push((flag.name, values.join(" "))),
            Value::Text(_) if !texts.contains(&flag.name) => texts.push(flag.name),
            Value::Text(_) => {}
        }
    }
    (files, words, texts)
}

fn bash(name: &str, script: &mut String) -> std::fmt::Result {
    let function = function(name);
    let (files, words, texts) = valued();
    writeln!(script, "{function}() {{")?;
    writeln!(
        script,
        "  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}"
    )?;
    writeln!(script, "  local word command=\n  COMPREPLY=()")?;
    writeln!(script, "  case $previous in")?;
    for (flag, values) in words {
        writeln!(
            script,
            "    {flag}) COMPREPLY=($(compgen -W '{values}' -- \"$current\")); return ;;"
        )?;
    }
    writeln!(
        script,
        "    {}) COMPREPLY=($(compgen -f -- \"$current\")); return ;;",
        files.join("|")
    )?;
    writeln!(script, "    {}) return ;;\n  esac", texts.join("|"))?;
    writeln!(script, "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do")?;
    let all = names().collect::<Vec<_>>().join("|");
    writeln!(script, "    case $word in {all}) command=$word; break ;; esac\n  done")?;
    writeln!(script, "  case $command in")?;
    for command in &COMMANDS {
        let pattern = if command.name.is_empty() { "''" } else { command.name };
        let offered = offered(command);
        writeln!(
            script,
            "    {pattern}) COMPREPLY=($(compgen -W '{offered}' -- \"$current\")) ;;"
        )?;
    }
    writeln!(script, "  esac\n}}\ncomplete -o default -F {function} {name}")
}

fn zsh(name: &str, script: &mut String) -> std::fmt::Result {
    let function = function(name);
    let (files, valued_words, texts) = valued();
    writeln!(script, "#compdef {name}\n{function}() {{")?;
    writeln!(script, "  local word command= previous=${{words[CURRENT-1]}}\n  case $previous in")?;
    for (flag, values) in valued_words {
        writeln!(script, "    {flag}) compadd -- {values}; return ;;")?;
    }
    writeln!(script, "    {}) _files; return ;;", files.join("|"))?;
    writeln!(script, "    {}) return ;;\n  esac", texts.join("|"))?;
    writeln!(script, "  for word in ${{words[2,CURRENT-1]}}; do")?;
    let all = names().collect::<Vec<_>>().join("|");
    writeln!(script, "    case $word in ({all}) command=$word; break ;; esac\n  done")?;
    writeln!(script, "  case $command in")?;
    for command in &COMMANDS {
        let pattern = if command.name.is_empty() { "''" } else { command.name };
        let more = if command.name == "audit" { "; _files" } else { "" };
        writeln!(script, "    ({pattern}) compadd -- {}{more} ;;", offered(command))?;
    }
    writeln!(script, "  esac\n}}\ncompdef {function} {name}")
}

fn fish(name: &str, script: &mut String) -> std::fmt::Result {
    writeln!(script, "complete -c {name} -f")?;
    let all = names().collect::<Vec<_>>().join(" ");
    for command in &COMMANDS {
        let when = match command.name {
            "" => format!("not __fish_seen_subcommand_from {all}"),
            command => format!("__fish_seen_subcommand_from {command}"),
        };
        if !command.name.is_empty() {
            let first = format!("not __fish_seen_subcommand_from {all}");
            writeln!(
                script,
                "complete -c {name} -n '{first}' -a {} -d '{}'",
                command.name,
                quoted(command.about)
            )?;
        }
        for word in command.words {
            writeln!(script, "complete -c {name} -n '{when}' -a {word}")?;
        }
        if command.name == "audit" {
            writeln!(script, "complete -c {name} -n '{when}' -F")?;
        }
        for flag in command.flags {
            let value = match flag.value {
                Value::None => String::new(),
                Value::Text(_) => " -x".to_owned(),
                Value::File => " -r -F".to_owned(),
                Value::OneOf(values) => format!(" -x -a '{}'", values.join(" ")),
            };
            let long = flag.name.trim_start_matches('-');
            let about = quoted(flag.about);
            writeln!(script, "complete -c {name} -n '{when}' -l {long}{value} -d '{about}'")?;
        }
    }
    Ok(())
}

/// Within single quotes of fish.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_name_that_means_something_to_a_shell_is_refused() {
        for name in ["", "-x", "a b", "a;b", "$(x)", "a'b", "a\nb"] {
            for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
                assert!(shell.script_for(name).is_err(), "{name:?}");
            }
        }
        assert!(
            Shell::Bash.script_for("my-notes_2.0").unwrap().contains("_complete_my_notes_2_0()")
        );
    }

    #[test]
    fn every_command_and_option_is_offered_by_every_shell() {
        for shell in [Shell::Bash, Shell::Zsh, Shell::Fish] {
            let script = shell.script_for("notes").unwrap();
            for command in &COMMANDS {
                assert!(script.contains(command.name), "{shell:?} {}", command.name);
                for flag in command.flags {
                    let long = flag.name.trim_start_matches('-');
                    assert!(script.contains(long), "{shell:?} {long}");
                }
            }
        }
    }
}
