//! [`Access`]: who may call a tool. One object answers for the list and for the call.

use std::borrow::Cow;

use crate::{caller::Caller, refusal::Refusal};

/// Who may call a tool, and who is told that it exists.
#[derive(Clone, Debug, Default)]
pub struct Access {
    who: Who,
    hidden: bool,
}

#[derive(Clone, Debug, Default)]
enum Who {
    /// Everybody: `#[tool(public)]`.
    Public,
    /// Nothing is declared: any caller, where the server has an authenticator.
    #[default]
    Undeclared,
    /// Any caller: `#[require_auth]`.
    Caller,
    /// A caller with all of these: `#[require_auth(scope = "..")]`.
    AllOf(Vec<Cow<'static, str>>),
    /// A caller with one of these: `#[require_auth(any = [..])]`.
    AnyOf(Vec<Cow<'static, str>>),
}

impl Access {
    /// Everybody, without a credential.
    pub fn public() -> Self {
        Self { who: Who::Public, hidden: false }
    }

    /// Any authenticated caller.
    pub fn caller() -> Self {
        Self { who: Who::Caller, hidden: false }
    }

    /// A caller with all of these scopes.
    pub fn all_of<I: IntoIterator<Item: Into<Cow<'static, str>>>>(scopes: I) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        Self { who: Who::AllOf(scopes), hidden: false }
    }

    /// A caller with at least one of these scopes. An empty list admits nobody.
    pub fn any_of<I: IntoIterator<Item: Into<Cow<'static, str>>>>(scopes: I) -> Self {
        let scopes = scopes.into_iter().map(Into::into).collect();
        Self { who: Who::AnyOf(scopes), hidden: false }
    }

    pub(crate) fn hide(&mut self) {
        self.hidden = true;
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether no credential is needed.
    pub(crate) fn is_public(&self, server_authenticates: bool) -> bool {
        match self.who {
            Who::Public => true,
            Who::Undeclared => !server_authenticates,
            Who::Caller | Who::AllOf(_) | Who::AnyOf(_) => false,
        }
    }

    /// Admits the caller, or says what is missing.
    pub(crate) fn check(
        &self,
        caller: Option<&Caller>,
        server_authenticates: bool,
    ) -> Result<(), Refusal> {
        if self.is_public(server_authenticates) || caller.is_some_and(|caller| self.admits(caller))
        {
            return Ok(());
        }
        if self.hidden {
            return Err(Refusal::UnknownTool);
        }
        let scopes = self.challenge();
        Err(match caller {
            None => Refusal::Unauthenticated { scopes },
            Some(_) => Refusal::InsufficientScope { scopes },
        })
    }

    /// The scopes to ask for: all that the call needs. Of alternatives, the first: it is the
    /// one that the author prefers.
    pub(crate) fn challenge(&self) -> Vec<String> {
        match &self.who {
            Who::Public | Who::Undeclared | Who::Caller => Vec::new(),
            Who::AllOf(scopes) => scopes.iter().map(|scope| scope.to_string()).collect(),
            Who::AnyOf(scopes) => scopes.iter().take(1).map(|scope| scope.to_string()).collect(),
        }
    }

    fn admits(&self, caller: &Caller) -> bool {
        match &self.who {
            Who::Public | Who::Undeclared | Who::Caller => true,
            Who::AllOf(scopes) => scopes.iter().all(|scope| caller.has_scope(scope)),
            Who::AnyOf(scopes) => scopes.iter().any(|scope| caller.has_scope(scope)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scopes(list: &[&str]) -> Option<Caller> {
        Some(Caller::new("ada").with_scopes(list.iter().copied()))
    }

    /// The verdict for a caller; a challenge with its scopes.
    fn verdict(access: &Access, caller: Option<Caller>, authenticates: bool) -> String {
        match access.check(caller.as_ref(), authenticates) {
            Ok(()) => "ok".into(),
            Err(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn who_may_call() {
        let public = Access::public();
        let undeclared = Access::default();
        let caller = Access::caller();
        let all = Access::all_of(["a", "b"]);
        let any = Access::any_of(["a", "b"]);
        let nobody = Access::any_of([""; 0]);
        let (none, few, one, both) =
            (None, scopes(&["c", "A"]), scopes(&["b"]), scopes(&["a", "b"]));
        // No credential, other scopes, one of the two, both; on a server that authenticates.
        for (access, expected) in [
            (&public, ["ok"; 4]),
            (&undeclared, ["unauthenticated", "ok", "ok", "ok"]),
            (&caller, ["unauthenticated", "ok", "ok", "ok"]),
            (&all, {
                let (nobody, few) = ("unauthenticated: a b", "insufficient_scope: a b");
                [nobody, few, few, "ok"]
            }),
            (&any, ["unauthenticated: a", "insufficient_scope: a", "ok", "ok"]),
            (&nobody, {
                let few = "insufficient_scope";
                ["unauthenticated", few, few, few]
            }),
        ] {
            let callers = [none.clone(), few.clone(), one.clone(), both.clone()];
            let verdicts = callers.map(|caller| verdict(access, caller, true));
            assert_eq!(verdicts, expected, "{access:?}");
        }
    }

    #[test]
    fn without_an_authenticator_only_what_declares_nothing_is_open() {
        assert_eq!(verdict(&Access::default(), None, false), "ok");
        for access in [Access::caller(), Access::all_of(["a"]), Access::any_of(["a"])] {
            assert_ne!(verdict(&access, None, false), "ok", "{access:?}");
        }
    }

    #[test]
    fn a_hidden_tool_is_unknown_to_those_who_may_not_call_it() {
        let mut access = Access::all_of(["a"]);
        access.hide();
        assert_eq!(verdict(&access, None, true), "unknown_tool");
        assert_eq!(verdict(&access, scopes(&["b"]), true), "unknown_tool");
        assert_eq!(verdict(&access, scopes(&["a"]), true), "ok");
    }
}
