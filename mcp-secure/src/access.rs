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
