//! The report's values in words, the same in every form.

use std::fmt::{self, Write as _};

use serde_json::Value;

use super::{
    Access, Annotations, Certificate, Clients, Declared, Parameter, Posture, TextBound, Tls, Tool,
    Which, Who,
};
use crate::rule::invisible::is_invisible;

pub(super) mod accepted;

impl Access {
    /// Whether no credential is needed.
    pub fn is_for_everybody(&self) -> bool {
        matches!(self.who, Who::Public | Who::Open)
    }

    /// Whether a caller needs a scope or a role.
    pub fn is_restricted(&self) -> bool {
        let is_any = self.which == Which::Any;
        !self.is_for_everybody() && (is_any || !self.scopes.is_empty() || !self.roles.is_empty())
    }
}

impl fmt::Display for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.who, self.which, &self.scopes[..]) {
            (Who::Public, ..) => f.write_str("public")?,
            (Who::Open, ..) => f.write_str("open, on this machine")?,
            (Who::Undeclared, ..) => f.write_str("any caller (undeclared)")?,
            (Who::Caller, Which::All, []) => f.write_str("any caller")?,
            (Who::Caller, Which::Any, []) => f.write_str("nobody")?,
            (Who::Caller, Which::All, scopes) => f.write_str(&scopes.join(" and "))?,
            (Who::Caller, Which::Any, scopes) => f.write_str(&scopes.join(" or "))?,
        }
        if !self.roles.is_empty() {
            write!(f, ", role {}", self.roles.join(" or "))?;
        }
        if self.hidden {
            f.write_str(", hidden")?;
        }
        Ok(())
    }
}

impl Tool {
    /// Whether it may destroy: unless it says otherwise, as clients understand the annotations.
    pub fn may_destroy(&self) -> bool {
        let hints = &self.annotations;
        hints.read_only != Some(true) && hints.destructive != Some(false)
    }
}

impl fmt::Display for Annotations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hints = [
            ("read_only", self.read_only),
            ("destructive", self.destructive),
            ("idempotent", self.idempotent),
            ("open_world", self.open_world),
        ];
        let mut said = Vec::new();
        for (name, hint) in hints {
            match hint {
                Some(true) => said.push(name.to_owned()),
                Some(false) => said.push(format!("not {name}")),
                None => {}
            }
        }
        f.write_str(if said.is_empty() { "unsaid" } else { "" })?;
        f.write_str(&said.join(", "))
    }
}

impl Parameter {
    /// Whether it is an argument of the tool itself, and not a part of one.
    pub fn is_top(&self) -> bool {
        self.pointer.starts_with('/') && self.pointer.matches('/').count() == 1
    }
}

impl fmt::Display for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.certificate {
            Certificate::None => "not declared",
            Certificate::Files => "certificate from files",
            Certificate::Development => "development certificate",
        })?;
        f.write_str(match self.clients {
            Clients::Anonymous => "",
            Clients::Optional => ", client certificates accepted",
            Clients::Required => ", client certificates required",
        })
    }
}

/// What stands in a report may come from elsewhere: on one line, nothing of it drives a terminal, and what
/// no one sees is named.
pub(super) fn shown(text: &str) -> String {
    let words: Vec<_> = text.split_whitespace().collect();
    lines(&words.join(" "))
}

/// The same, with its lines.
pub(super) fn lines(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        match c {
            '\n' => shown.push(c),
            c if c.is_control() => shown.push('\u{fffd}'),
            c if is_invisible(c) => {
                // Writing to a string cannot fail.
                let _ = write!(shown, "<U+{:04X}>", u32::from(c));
            }
            c => shown.push(c),
        }
    }
    shown
}

/// The server, line by line.
pub(super) fn server(posture: &Posture) -> Vec<(&'static str, String)> {
    let server = &posture.server;
    let or_none = |text: &Option<String>| text.clone().unwrap_or_else(|| "none".to_owned());
    let list = |texts: &[String]| match texts {
        [] => "none".to_owned(),
        texts => texts.join(", "),
    };
    let authentication = match &server.authentication {
        None => "none: everybody on this machine is answered".to_owned(),
        Some(it) => {
            let mut words = format!("{}, audience {}", it.kind, it.audience);
            for (what, is) in [("proofs of possession", it.proofs), ("revocations", it.revocations)]
            {
                words += &if is { format!(", {what}") } else { String::new() };
            }
            words
        }
    };
    let mut lines = vec![("authentication", authentication)];
    let authentication = server.authentication.as_ref();
    let accepted = authentication.and_then(|it| it.accepted.as_ref()).into_iter().flatten();
    lines.extend(accepted.map(|accepted| ("accepted", accepted::words(accepted))));
    let proofs = authentication.and_then(|it| it.proof_terms.as_ref());
    lines.extend(proofs.map(|terms| ("proofs", accepted::proofs(terms))));
    let issuers = server.authentication.iter().flat_map(|it| &it.authorization_servers);
    lines.extend(issuers.map(|issuer| ("tokens of", issuer.clone())));
    lines.push(("tls", server.tls.to_string()));
    lines.push(("public url", or_none(&server.public_url)));
    for (what, texts) in [("hosts", &server.hosts), ("origins", &server.origins)] {
        if !texts.is_empty() {
            lines.push((what, list(texts)));
        }
    }
    lines.push(("trusted proxies", list(&server.trusted_proxies)));
    lines.push(("store", or_none(&server.store)));
    lines.push(("audit", [vec!["log".to_owned()], server.audit.clone()].concat().join(", ")));
    let dangers = server.dangers.iter();
    lines.extend(dangers.map(|it| ("dangerous", format!("{} at {}", it.name, it.source))));
    lines
}

/// A tool in five cells: its name, who may call it, guards, time, arguments.
pub(super) fn row(tool: &Tool) -> [String; 5] {
    let guards = tool.guards.iter().map(|guard| guard.name.as_str());
    let policies = (!tool.policies.is_empty()).then_some("authorize");
    let guards: Vec<_> = guards.chain(policies).collect();
    let arguments = tool.parameters.iter().filter(|it| it.is_top());
    let arguments: Vec<_> = arguments.map(|it| it.pointer.trim_start_matches('/')).collect();
    [
        tool.name.clone(),
        tool.access.to_string(),
        guards.join(", "),
        timeout(tool),
        arguments.join(", "),
    ]
    .map(|cell| shown(&cell))
}

/// In parentheses, where nobody has declared it.
pub(super) fn timeout(tool: &Tool) -> String {
    match tool.timeout.declared {
        Declared::Default => format!("({})", duration(tool.timeout.ms)),
        _ => duration(tool.timeout.ms),
    }
}

/// A tool, line by line.
pub(super) fn tool(tool: &Tool) -> Vec<(&'static str, String)> {
    let mut lines = vec![("access", tool.access.to_string())];
    lines.extend(tool.policies.iter().map(|policy| ("policy", policy.clone())));
    lines.push(("does", tool.annotations.to_string()));
    let guards = tool.guards.iter();
    lines.extend(guards.map(|guard| ("guard", format!("{}: {}", guard.name, guard.says))));
    lines
        .push(("timeout", format!("{}, declared by {}", timeout(tool), by(tool.timeout.declared))));
    lines.push(("input", tool.max_input_bytes.map_or("as large as a request".to_owned(), size)));
    lines.push(("output", format!("{}, {}", size(tool.max_output_bytes), tool.output)));
    lines.push(("at once", format!("{} calls", tool.max_calls)));
    lines.extend(tool.dangers.iter().map(|danger| ("dangerous", danger.clone())));
    lines.push(("source", tool.source.to_string()));
    lines
}

fn by(declared: Declared) -> &'static str {
    match declared {
        Declared::Tool => "the tool",
        Declared::Server | Declared::PerTool => "the server",
        Declared::Default => "nobody",
    }
}

/// What is asked of the value, keyword by keyword.
pub(super) fn constraints(parameter: &Parameter) -> Vec<String> {
    let words =
        parameter.constraints.iter().filter(|(keyword, _)| *keyword != "additionalProperties");
    words
        .map(|(keyword, value)| match value {
            Value::String(text) => format!("{keyword} {text}"),
            value => format!("{keyword} {value}"),
        })
        .collect()
}

/// What else is to be said of it, in words.
pub(super) fn marks(parameter: &Parameter) -> Vec<String> {
    let Parameter { required, sanitizers, secret, header, text, .. } = parameter;
    let mut marks = Vec::new();
    marks.extend(required.then(|| "required".to_owned()));
    marks.extend(secret.then(|| "secret".to_owned()));
    marks.extend(header.as_ref().map(|header| format!("header {header}")));
    marks.extend(sanitizers.iter().map(|sanitizer| format!("sanitized: {sanitizer}")));
    marks.extend((*text == Some(TextBound::Default)).then(|| "64 KiB by default".to_owned()));
    marks
}

/// `5 s`, `250 ms`, `24 h`.
pub(super) fn duration(ms: u64) -> String {
    const HOUR: u64 = 3_600_000;
    match ms {
        ms if ms >= HOUR && ms.is_multiple_of(HOUR) => format!("{} h", ms / HOUR),
        ms if ms >= 1000 && ms.is_multiple_of(1000) => format!("{} s", ms / 1000),
        ms => format!("{ms} ms"),
    }
}

/// `64 KiB`.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        bytes if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => {
            format!("{} MiB", bytes >> 20)
        }
        bytes if bytes >= 1 << 10 && bytes.is_multiple_of(1 << 10) => {
            format!("{} KiB", bytes >> 10)
        }
        bytes => format!("{bytes} bytes"),
    }
}
