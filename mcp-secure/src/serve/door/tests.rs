#![allow(clippy::unwrap_used)]

use super::*;
use crate::{
    access::Access,
    answer::Answer,
    auth::{Authenticator, Rejected, Token},
    call::States,
    gate::Settings,
    guard::rate_limit::RateLimits,
    json::Message,
    tool::Definition,
};

/// Takes the token `ada` for one of hers.
struct Names;

impl Authenticator for Names {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        match credential.token().unwrap().dangerous_reveal() {
            "ada" => Answer::Now(Ok(Caller::new("ada"))),
            "fresh" => Answer::Now(Err(Rejected::NonceNeeded)),
            "panics" => panic!("an authenticator panics"),
            "panics later" => Answer::later(async { panic!("an authenticator panics") }),
            _ => Answer::Now(Err(Rejected::Expired)),
        }
    }
}

fn door(accesses: &[(&'static str, Access)]) -> Door {
    let tool = |(name, access): &(&'static str, Access)| {
        Definition::new(name, (), |(), _| async {}).access(access.clone())
    };
    let tools = accesses.iter().map(tool).collect();
    let gate = Gate::new(tools, States::default(), true, Settings::default()).unwrap();
    let identity = Identity {
        name: String::new(),
        version: String::new(),
        instructions: None,
        lists_nothing_else: false,
    };
    let rates = Wide::new(&RateLimits::new(), "", None);
    Door::new(gate, Some(Verifier::new(Box::new(Names))), identity, rates)
}

/// Who comes in with the message, or why nobody does.
async fn admit(door: &Door, token: Option<&str>, method: &str, tool: &str) -> String {
    let body = serde_json::json!({
        "jsonrpc": "2.0", "id": 1, "method": method, "params": { "name": tool },
    });
    let body = body.to_string();
    let Message::Request(envelope) = Message::parse(body.as_bytes()).unwrap() else { panic!() };
    let credential = token.map(|token| Credential::bearer(Token::new(token)));
    match door.admit(credential.as_ref(), Some(&envelope), Origin::Stdio, None).await {
        Ok(caller) => caller.map_or("nobody".into(), |caller| caller.subject().to_owned()),
        Err(refusal) => refusal.to_string(),
    }
}

#[tokio::test]
async fn a_call_is_admitted_by_the_tool_that_it_names() {
    let door = door(&[("open", Access::public()), ("closed", Access::all_of(["a:read"]))]);
    for (token, tool, expected) in [
        (None, "open", "nobody"),
        (Some("ada"), "open", "ada"),
        (None, "closed", "unauthenticated: a:read"),
        (Some("ada"), "closed", "insufficient_scope: a:read"),
        // The protocol has an answer to this.
        (None, "no_such_tool", "nobody"),
    ] {
        assert_eq!(admit(&door, token, "tools/call", tool).await, expected, "{token:?} {tool}");
    }
}

/// Keeps the names of tools.
#[derive(Clone, Default)]
struct Named(std::sync::Arc<std::sync::Mutex<Vec<String>>>);

impl crate::audit::Sink for Named {
    fn record(&self, event: &crate::audit::Event<'_>) {
        self.0.lock().unwrap().extend(event.tool.as_deref().map(str::to_owned));
    }
}

#[tokio::test]
async fn what_a_refused_list_names_is_recorded_as_no_tool() {
    let named = Named::default();
    let mut door = door(&[("closed", Access::all_of(["a:read"]))]);
    let audit = crate::audit::Audit::new(vec![Box::new(named.clone())]);
    door.gate = door.gate.audited(audit).unwrap();
    for method in ["tools/list", "tools/call"] {
        for name in ["closed", "canary"] {
            admit(&door, None, method, name).await;
        }
    }
    assert_eq!(*named.0.lock().unwrap(), ["", "", "closed"]);
}

#[tokio::test]
async fn a_bad_credential_is_refused_where_none_is_needed() {
    let door = door(&[("open", Access::public())]);
    for method in ["tools/call", "tools/list", "ping"] {
        let refused = admit(&door, Some("stale"), method, "open").await;
        assert_eq!(refused, "invalid_token: expired", "{method}");
    }
}

#[tokio::test]
async fn an_authenticator_that_panics_has_verified_nothing() {
    let door = door(&[("open", Access::public())]);
    for token in ["panics", "panics later"] {
        let refused = admit(&door, Some(token), "tools/call", "open").await;
        assert_eq!(refused, "invalid_token: unavailable", "{token}");
    }
}

#[tokio::test]
async fn a_list_for_nobody_is_challenged_where_nothing_is_public() {
    let closed = door(&[("closed", Access::caller())]);
    assert_eq!(admit(&closed, None, "tools/list", "").await, "unauthenticated");
    assert_eq!(admit(&closed, Some("ada"), "tools/list", "").await, "ada");
    assert_eq!(admit(&closed, None, "ping", "").await, "nobody");
    let mixed = door(&[("closed", Access::caller()), ("open", Access::public())]);
    assert_eq!(admit(&mixed, None, "tools/list", "").await, "nobody");
}

#[tokio::test]
async fn who_needs_a_nonce_has_guessed_nothing() {
    let door = door(&[("open", Access::public())]);
    let origin = Origin::Http(Some([192, 0, 2, 1].into()));
    let come = async |token: &str| {
        let credential = Credential::bearer(Token::new(token));
        let admitted = door.admit(Some(&credential), None, origin, None).await;
        admitted.map_or_else(|refusal| refusal.to_string(), |_| "admitted".to_owned())
    };
    for _ in 0..100 {
        assert_eq!(come("fresh").await, "invalid_token: nonce_needed");
    }
    assert_eq!(come("ada").await, "admitted");
    for _ in 0..100 {
        come("stale").await;
    }
    assert_eq!(come("stale").await, "rate_limited");
}
