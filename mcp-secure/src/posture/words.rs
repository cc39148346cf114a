//! The report's values in words, the same in every form.

use std::fmt;

use super::{Access, Certificate, Clients, Parameter, Tls, Tool, Which, Who};

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
