//! What a reviewer would stop at.

use std::fmt;

use super::{Declared, Posture, Source, TextBound, Tool};

/// What is looked for. Each has a name, for `--allow` and for the identifiers of SARIF.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum FindingKind {
    /// `public-tool`: a tool that everybody may call, without a credential.
    PublicTool,
    /// `unbounded-text`: a text that no rule, list of values or type bounds, at any depth. The default of
    /// 64 KiB bounds it all the same; nobody has said that it is meant. To say so, write `text()`, or
    /// `any_text()`, which count as bounds; a `pattern` does if it matches no endless text.
    UnboundedText,
    /// `missing-timeout`: a tool without a time of its own, on a server that declares none. The default of
    /// 30 s holds all the same.
    MissingTimeout,
    /// `destructive-without-scope`: a tool that may destroy, for which a caller needs neither scope nor
    /// role. A tool may destroy unless it says `read_only` or `destructive = false`: so clients
    /// understand it too.
    DestructiveWithoutScope,
    /// `dangerous`: something is called that is named `dangerous_…`.
    Dangerous,
    /// `weaker`: something is weaker than it was in an older report.
    Weaker,
    /// `stale-exception`: an `--allow` that names a tool or a place, and accepts nothing there: the place is
    /// gone, or mended. It would accept what is made there next. Without an older report nobody can tell
    /// of those of `weaker`.
    StaleException,
}

/// Something that a rule has found.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Finding {
    /// Which rule.
    pub rule: FindingKind,
    /// At which tool; `None` for the server.
    pub tool: Option<String>,
    /// Where in it: the pointer of a parameter, or the name of what was called.
    pub place: Option<String>,
    /// What is wrong.
    pub message: String,
    /// In the program.
    pub source: Source,
}

impl FindingKind {
    /// All of them, in the order in which they are told.
    pub const ALL: [Self; 7] = [
        Self::PublicTool,
        Self::UnboundedText,
        Self::MissingTimeout,
        Self::DestructiveWithoutScope,
        Self::Dangerous,
        Self::Weaker,
        Self::StaleException,
    ];

    /// Its name.
    pub fn id(self) -> &'static str {
        match self {
            Self::PublicTool => "public-tool",
            Self::UnboundedText => "unbounded-text",
            Self::MissingTimeout => "missing-timeout",
            Self::DestructiveWithoutScope => "destructive-without-scope",
            Self::Dangerous => "dangerous",
            Self::Weaker => "weaker",
            Self::StaleException => "stale-exception",
        }
    }

    /// What it looks for, in a line.
    pub fn about(self) -> &'static str {
        match self {
            Self::PublicTool => "a tool that everybody may call",
            Self::UnboundedText => "a text whose length nobody has bounded",
            Self::MissingTimeout => "a tool whose time nobody has bounded",
            Self::DestructiveWithoutScope => "a tool that may destroy and needs no scope",
            Self::Dangerous => "something that lowers a guarantee",
            Self::Weaker => "something that was stricter in the older report",
            Self::StaleException => "an exception that accepts nothing",
        }
    }

    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::PublicTool => {
                "remove `public` and add `#[require_auth(scope = \"..\")]`, or, of a server without an \
                 authenticator, add `.auth(..)`"
            }
            Self::UnboundedText => {
                "add a rule that bounds it, as `#[validate(length(..=1000))]`, or `#[validate(text)]` \
                 where 64 KiB are meant"
            }
            Self::MissingTimeout => "add `#[timeout(\"5s\")]`, or `.timeout(..)` at the server",
            Self::DestructiveWithoutScope => {
                "add `#[require_auth(scope = \"..\")]`, or say `read_only` or `destructive = false`"
            }
            Self::Dangerous => "do without it, or say why it has to be by `--allow`",
            Self::Weaker => "put it back, or say that it is meant by `--allow`",
            Self::StaleException => "remove the `--allow`",
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, tool, message, source, .. } = self;
        let whose = tool.as_deref().unwrap_or("the server");
        write!(f, "{}: {whose}: {message} ({source})", rule.id())
    }
}

/// All findings: of the server first, then tool by tool.
pub(super) fn check(posture: &Posture) -> Vec<Finding> {
    let dangers = posture.server.dangers.iter().map(|danger| Finding {
        rule: FindingKind::Dangerous,
        tool: None,
        place: Some(danger.name.clone()),
        message: format!("`{}` is called", danger.name),
        source: danger.source.clone(),
    });
    dangers.chain(posture.tools.iter().flat_map(of_tool)).collect()
}

fn of_tool(tool: &Tool) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut find = |rule, place: Option<&str>, message: String| {
        let (tool, source) = (Some(tool.name.clone()), tool.source.clone());
        let place = place.map(str::to_owned);
        found.push(Finding { rule, tool, place, message, source });
    };
    if tool.access.is_for_everybody() {
        find(FindingKind::PublicTool, None, format!("everybody may call it: {}", tool.access));
    }
    for place in tool.parameters.iter().filter(|place| place.text == Some(TextBound::Default)) {
        let pointer = &place.pointer;
        find(
            FindingKind::UnboundedText,
            Some(pointer),
            format!("nothing bounds the text at `{pointer}`"),
        );
    }
    if tool.timeout.declared == Declared::Default {
        find(
            FindingKind::MissingTimeout,
            None,
            "neither it nor the server declares a timeout".to_owned(),
        );
    }
    if tool.may_destroy() && !tool.access.is_restricted() {
        let why = match tool.annotations.destructive {
            Some(true) => "it destroys",
            _ => "it may destroy, since nothing says that it does not",
        };
        let message = format!("{why}, and needs neither scope nor role");
        find(FindingKind::DestructiveWithoutScope, None, message);
    }
    for danger in &tool.dangers {
        find(FindingKind::Dangerous, Some(danger), format!("`{danger}` is declared"));
    }
    found
}
