//! [`Access`]: who may call a tool. One object answers for the list, the call and the challenge.

use std::borrow::Cow;

use crate::{caller::Caller, refusal::Refusal, scope::Hierarchy};

mod review;

/// Who may call a tool, and who is told that it exists.
#[derive(Clone, Debug, Default)]
pub struct Access {
    who: Who,
    scopes: Scopes,
    /// One of these, if there are any.
    roles: Names,
    hidden: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Who {
    /// Everybody: `#[tool(public)]`.
    Public,
    /// Nothing is declared: any caller, where the server has an authenticator.
    #[default]
    Undeclared,
    /// A caller: `#[require_auth]`.
    Caller,
}

/// Which scopes a caller needs.
#[derive(Clone, Debug)]
enum Scopes {
    /// `#[require_auth(scope = "..")]`, `all = [..]`.
    All(Names),
    /// `#[require_auth(any = [..])]`.
    Any(Names),
}

type Names = Vec<Cow<'static, str>>;

impl Default for Scopes {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

impl Access {
    /// Everybody, without a credential.
    pub fn public() -> Self {
        Self { who: Who::Public, ..Self::default() }
    }

    /// Any authenticated caller.
    pub fn caller() -> Self {
        Self { who: Who::Caller, ..Self::default() }
    }

    /// A caller with all of these scopes.
    pub fn all_of<I: IntoIterator<Item: Into<Cow<'static, str>>>>(scopes: I) -> Self {
        Self { scopes: Scopes::All(names(scopes)), ..Self::caller() }
    }

    /// A caller with at least one of these scopes. An empty list admits nobody.
    pub fn any_of<I: IntoIterator<Item: Into<Cow<'static, str>>>>(scopes: I) -> Self {
        Self { scopes: Scopes::Any(names(scopes)), ..Self::caller() }
    }

    /// The same, and the caller has at least one of these roles too.
    #[must_use]
    pub fn role<I: IntoIterator<Item: Into<Cow<'static, str>>>>(mut self, roles: I) -> Self {
        self.roles = names(roles);
        self
    }

    pub(crate) fn hide(&mut self) {
        self.hidden = true;
    }

    /// Asks for no scope that another one which it asks for implies.
    pub(crate) fn minimise(&mut self, hierarchy: &Hierarchy) {
        if let Scopes::All(scopes) = &mut self.scopes {
            let all = scopes.clone();
            scopes.retain(|scope| !all.iter().any(|other| hierarchy.implies(other, scope)));
        }
    }

    pub(crate) fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Whether no credential is needed.
    pub(crate) fn is_public(&self, server_authenticates: bool) -> bool {
        match self.who {
            Who::Public => true,
            Who::Undeclared => !server_authenticates,
            Who::Caller => false,
        }
    }

    /// Admits the caller, or says what is missing.
    pub(crate) fn check(
        &self,
        caller: Option<&Caller>,
        server_authenticates: bool,
    ) -> Result<(), Refusal> {
        if self.is_public(server_authenticates) {
            return Ok(());
        }
        let refusal = match caller {
            Some(caller) if !self.scopes.are_granted_to(caller) => {
                Refusal::InsufficientScope { scopes: self.challenge() }
            }
            Some(caller) if !self.has_role(caller) => Refusal::MissingRole,
            Some(_) => return Ok(()),
            None => Refusal::Unauthenticated { scopes: self.challenge() },
        };
        Err(if self.hidden { Refusal::UnknownTool } else { refusal })
    }

    /// The scopes to ask for: all that the call needs. Of alternatives, the first: it is the
    /// one that the author prefers.
    pub(crate) fn challenge(&self) -> Vec<String> {
        let scopes = match &self.scopes {
            Scopes::All(scopes) => &scopes[..],
            Scopes::Any(scopes) => &scopes[..scopes.len().min(1)],
        };
        scopes.iter().map(|scope| scope.to_string()).collect()
    }

    fn has_role(&self, caller: &Caller) -> bool {
        self.roles.is_empty() || self.roles.iter().any(|role| caller.has_role(role))
    }
}

impl Scopes {
    fn are_granted_to(&self, caller: &Caller) -> bool {
        match self {
            Self::All(scopes) => scopes.iter().all(|scope| caller.has_scope(scope)),
            Self::Any(scopes) => scopes.iter().any(|scope| caller.has_scope(scope)),
        }
    }
}

fn names<I: IntoIterator<Item: Into<Cow<'static, str>>>>(list: I) -> Names {
    list.into_iter().map(Into::into).collect()
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
