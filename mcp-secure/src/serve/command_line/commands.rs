//! What the command line understands, once: for `--help`, for completions and for near names.

/// One command; the first has no name, and is what is done without one.
pub(super) struct Command {
    pub(super) name: &'static str,
    /// What follows its name.
    pub(super) usage: &'static str,
    pub(super) about: &'static str,
    /// Words that may follow it.
    pub(super) words: &'static [&'static str],
    pub(super) flags: &'static [Flag],
}

/// An option.
pub(super) struct Flag {
    /// With its dashes.
    pub(super) name: &'static str,
    pub(super) value: Value,
    pub(super) about: &'static str,
}

/// What follows an option.
pub(super) enum Value {
    None,
    Text(&'static str),
    File,
    OneOf(&'static [&'static str]),
}

const ADDRESS: Flag = Flag {
    name: "--addr",
    value: Value::Text("ADDRESS"),
    about: "where to listen; 127.0.0.1:8000 by default",
};
const STDIO: Flag =
    Flag { name: "--stdio", value: Value::None, about: "serve over standard input and output" };
const AUDIENCE: Flag = Flag {
    name: "--audience",
    value: Value::Text("NAME"),
    about: "what tokens must carry in `aud`; the server's name by default",
};
const SUBJECT: Flag = Flag { name: "--sub", value: Value::Text("NAME"), about: "whom it is for" };
const SCOPE: Flag =
    Flag { name: "--scope", value: Value::Text("\"A B\""), about: "what it is good for" };
const LIFETIME: Flag =
    Flag { name: "--ttl", value: Value::Text("1h"), about: "for how long it is good" };

/// All of them.
pub(super) static COMMANDS: [Command; 7] = [
    Command {
        name: "",
        usage: "[--addr ADDRESS | --stdio] [--audience NAME]",
        about: "serve: over HTTP, at /mcp, or over standard input and output",
        words: &[],
        flags: &[
            ADDRESS,
            STDIO,
            AUDIENCE,
            Flag { name: "--help", value: Value::None, about: "this text, as `-h`" },
            Flag { name: "--version", value: Value::None, about: "the version, as `-V`" },
        ],
    },
    Command {
        name: "check",
        usage: "[--addr ADDRESS | --stdio] [--audience NAME]",
        about: "look at all that serving so would need, without serving",
        words: &[],
        flags: &[ADDRESS, STDIO, AUDIENCE],
    },
    Command {
        name: "posture",
        usage: "[--format FORMAT] [--output FILE] [--check] [--diff OLD.json] [--allow RULE[:TOOL[:PLACE]]]",
        about: "print what is declared, for a reviewer",
        words: &[],
        flags: &[
            Flag {
                name: "--format",
                value: Value::OneOf(&["table", "json", "markdown", "sarif", "html"]),
                about: "table, json, markdown, sarif or html; a table by default",
            },
            Flag {
                name: "--output",
                value: Value::File,
                about: "where to write it; to standard output by default",
            },
            Flag {
                name: "--check",
                value: Value::None,
                about: "fail if something is found, or is weaker than it was",
            },
            Flag {
                name: "--diff",
                value: Value::File,
                about: "an older report, as JSON, to compare with",
            },
            Flag {
                name: "--allow",
                value: Value::Text("RULE"),
                about: "accept what this rule finds; `RULE:TOOL` at one tool, `RULE:TOOL:PLACE` at one place",
            },
        ],
    },
    Command {
        name: "token",
        usage: "--sub NAME [--scope \"A B\"] [--ttl 1h] [--audience NAME]",
        about: "print a token signed with JWT_SECRET",
        words: &[],
        flags: &[SUBJECT, SCOPE, LIFETIME, AUDIENCE],
    },
    Command {
        name: "apikey",
        usage: "--sub NAME [--scope \"A B\"] [--ttl 90d]",
        about: "print a key, and its line for the file of keys",
        words: &[],
        flags: &[SUBJECT, SCOPE, LIFETIME],
    },
    Command {
        name: "audit",
        usage: "verify FILE... [--hash HASH]",
        about: "tell whether files of audit events are whole, the oldest first",
        words: &["verify"],
        flags: &[Flag {
            name: "--hash",
            value: Value::Text("HASH"),
            about: "the hash that the last line has to have",
        }],
    },
    Command {
        name: "completions",
        usage: "bash|zsh|fish",
        about: "print completions for a shell",
        words: &["bash", "zsh", "fish"],
        flags: &[],
    },
];

/// The names of all commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    COMMANDS.iter().map(|command| command.name).filter(|name| !name.is_empty())
}

/// The text of `--help`, for a server of this name.
pub(super) fn help(server: &str) -> String {
    let mut text = format!("{server}: a server for the Model Context Protocol\n\nUsage:\n");
    for Command { name, usage, about, .. } in &COMMANDS {
        let words = [server, name, usage].into_iter().filter(|word| !word.is_empty());
        text += &format!("  {}\n      {about}\n", words.collect::<Vec<_>>().join(" "));
    }
    text += "\nOptions:\n";
    let mut told = Vec::new();
    for flag in COMMANDS.iter().flat_map(|command| command.flags) {
        if told.contains(&flag.name) {
            continue;
        }
        told.push(flag.name);
        let value = match flag.value {
            Value::None => "",
            Value::Text(value) => value,
            Value::File => "FILE",
            Value::OneOf(_) => "FORMAT",
        };
        text += &format!("  {:<22} {}\n", format!("{} {value}", flag.name), flag.about);
    }
    text + ENVIRONMENT
}

const ENVIRONMENT: &str = "
Environment:
  JWT_SECRET    the key of tokens, 32 bytes or more; without it, one is made up at start
  MCP_TOKEN     the caller's token with --stdio
  MCP_ADDR, MCP_AUDIENCE    instead of the options
  ENABLE_SSL    `yes` to serve over TLS, with the PEM files named by
                CERT_FILE, KEY_FILE; CLIENT_CA_FILE: only clients with a
                certificate of these authorities
  MCP_AUDIT_FILE    where audit events go beside the log; MCP_AUDIT_KEY: the key of
                their chain of hashes, 32 bytes or more; MCP_AUDIT_NAME: what the chain says it
                is of, where several servers of one name have one key
  MCP_METRICS_ADDR    where metrics are read by Prometheus, at /metrics, as 127.0.0.1:9464
  OTEL_EXPORTER_OTLP_ENDPOINT    where calls are sent to as spans of OpenTelemetry, as
                http://127.0.0.1:4318
  RUST_LOG      what is logged to standard error; `info` by default
  NO_COLOR      no colours, also on a terminal";

/// The name of a command or an option that is nearly this one.
pub(super) fn near(given: &str) -> Option<&'static str> {
    let options = COMMANDS.iter().flat_map(|command| command.flags).map(|flag| flag.name);
    let known: Vec<&'static str> = names().chain(options).collect();
    // What is known and does not fit here is no slip.
    mcp_secure_grammar::similar(given, &known).filter(|name| *name != given)
}
