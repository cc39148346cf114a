//! Every guard there is, several rules and sanitizers, and chained audit events.

use mcp_secure::{
    answer::Answer, audit::JsonLines, call::Call, guard::Guard, prelude::*, refusal::Refusal,
    typestate::Authenticating,
};

/// Answers with its text.
#[tool]
#[require_auth(scope = "echo:call")]
#[authorize(caller.subject() != "nobody" && !file.is_empty())]
#[rate_limit("1000000/s", per = caller)]
#[rate_limit("2000000/s", per = tool)]
#[budget("1000000000000/day", per = caller)]
#[concurrency(64, queue = 64)]
#[circuit_breaker(failures = 5, cooldown = "30s")]
#[resource_guard(files = "80%")]
#[limit(input = "128KiB", output = "1MiB")]
#[timeout("5s")]
#[sanitize_output(redact_secrets)]
#[guard(Open)]
async fn echo(
    #[sanitize(trim, nfc, strip_invisible)]
    #[validate(length(1..=65_536), text)]
    text: String,
    #[validate(filename().extensions(["md", "txt"]), length(1..=64))] file: String,
    caller: Caller,
) -> String {
    let _ = (file, caller);
    text
}

/// A guard of one's own, that admits.
struct Open;

impl Guard for Open {
    fn name(&self) -> &'static str {
        "open"
    }

    fn describe(&self) -> String {
        "always".to_owned()
    }

    fn admit<'a>(&'a self, _: &'a Call) -> Answer<'a, std::result::Result<(), Refusal>> {
        Answer::Now(Ok(()))
    }
}

pub(crate) fn server<S>(
    server: Server<S, Authenticating>,
    audit: &str,
) -> Server<S, Authenticating> {
    server.tools(tools![echo]).audit(JsonLines::new(audit).chained())
}
