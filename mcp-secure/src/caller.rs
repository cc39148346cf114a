//! Who calls.

use std::{collections::BTreeSet, fmt, sync::Arc, time::SystemTime};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// An authenticated caller: subject, scopes, roles, tenant and verified claims.
///
/// Made by an [authenticator](crate::auth) from a credential that it has verified; a tool
/// takes it as a parameter of this type. The credential itself is not in here.
#[derive(Clone)]
pub struct Caller(Arc<Verified>);

struct Verified {
    subject: String,
    scopes: BTreeSet<String>,
    roles: BTreeSet<String>,
    tenant: Option<String>,
    claims: Map<String, Value>,
    expires: Option<SystemTime>,
}

impl Caller {
    /// A caller with this subject and nothing else.
    ///
    /// For authenticators, and for tests of tools: the function stays a plain function,
    /// so a test passes the caller that it wants.
    pub fn new(subject: impl Into<String>) -> Self {
        Self(Arc::new(Verified {
            subject: subject.into(),
            scopes: BTreeSet::new(),
            roles: BTreeSet::new(),
            tenant: None,
            claims: Map::new(),
            expires: None,
        }))
    }

    /// The same caller with these scopes.
    #[must_use]
    pub fn with_scopes<I: IntoIterator<Item: Into<String>>>(self, scopes: I) -> Self {
        self.change(|verified| verified.scopes = scopes.into_iter().map(Into::into).collect())
    }

    /// The same caller with these roles.
    #[must_use]
    pub fn with_roles<I: IntoIterator<Item: Into<String>>>(self, roles: I) -> Self {
        self.change(|verified| verified.roles = roles.into_iter().map(Into::into).collect())
    }

    /// The same caller, of this tenant.
    #[must_use]
    pub fn with_tenant(self, tenant: impl Into<String>) -> Self {
        self.change(|verified| verified.tenant = Some(tenant.into()))
    }

    /// The same caller with these claims.
    #[must_use]
    pub fn with_claims(self, claims: Map<String, Value>) -> Self {
        self.change(|verified| verified.claims = claims)
    }

    /// The same caller, good until then.
    #[must_use]
    pub fn with_expiry(self, expires: SystemTime) -> Self {
        self.change(|verified| verified.expires = Some(expires))
    }

    /// The subject: `sub` of a token (RFC 7519, section 4.1.2).
    pub fn subject(&self) -> &str {
        &self.0.subject
    }

    /// Whether the caller was granted the scope. Scopes are compared exactly
    /// (RFC 6749, section 3.3: case-sensitive).
    pub fn has_scope(&self, scope: &str) -> bool {
        self.0.scopes.contains(scope)
    }

    /// The scopes that the caller was granted, sorted.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.0.scopes.iter().map(String::as_str)
    }

    /// Whether the caller has the role, compared exactly. Where roles come from, the
    /// authenticator says: [`Jwt::roles`](crate::auth::Jwt::roles).
    pub fn has_role(&self, role: &str) -> bool {
        self.0.roles.contains(role)
    }

    /// The roles of the caller, sorted.
    pub fn roles(&self) -> impl Iterator<Item = &str> {
        self.0.roles.iter().map(String::as_str)
    }

    /// The tenant that the caller belongs to. It is unique within its issuer, as the subject is.
    /// Where it comes from, the authenticator says: [`Jwt::tenant`](crate::auth::Jwt::tenant).
    pub fn tenant(&self) -> Option<&str> {
        self.0.tenant.as_deref()
    }

    /// A verified claim, or `None` if it is absent or of another type.
    pub fn claim<T: DeserializeOwned>(&self, name: &str) -> Option<T> {
        T::deserialize(self.0.claims.get(name)?).ok()
    }

    /// About how much memory it holds, in bytes.
    pub(crate) fn weight(&self) -> usize {
        let Verified { subject, scopes, roles, tenant, claims, expires: _ } = &*self.0;
        let texts = [subject].into_iter().chain(tenant).chain(scopes).chain(roles);
        let claims = claims.iter().map(|(name, value)| name.len() + PLACE + weight(value));
        texts.map(|text| text.len() + PLACE).sum::<usize>() + claims.sum::<usize>()
    }

    pub(crate) fn with_claim(self, name: &str, value: Value) -> Self {
        self.change(|verified| drop(verified.claims.insert(name.to_owned(), value)))
    }

    /// `iss`, where the credential has one.
    pub(crate) fn issuer(&self) -> Option<&str> {
        self.raw_claim("iss")?.as_str()
    }

    pub(crate) fn raw_claim(&self, name: &str) -> Option<&Value> {
        self.0.claims.get(name)
    }

    /// When the credential ends.
    pub fn expires(&self) -> Option<SystemTime> {
        self.0.expires
    }

    fn change(self, change: impl FnOnce(&mut Verified)) -> Self {
        let mut verified = Arc::try_unwrap(self.0).unwrap_or_else(|shared| Verified {
            subject: shared.subject.clone(),
            scopes: shared.scopes.clone(),
            roles: shared.roles.clone(),
            tenant: shared.tenant.clone(),
            claims: shared.claims.clone(),
            expires: shared.expires,
        });
        change(&mut verified);
        Self(Arc::new(verified))
    }
}

fn weight(value: &Value) -> usize {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => PLACE,
        Value::String(text) => text.len() + PLACE,
        Value::Array(list) => PLACE + list.iter().map(weight).sum::<usize>(),
        Value::Object(object) => {
            let members = object.iter().map(|(name, value)| name.len() + PLACE + weight(value));
            PLACE + members.sum::<usize>()
        }
    }
}

/// What a text or a value takes beside its bytes, in collections that are not full.
const PLACE: usize = 64;

/// Shows the subject and the scopes; claims may be personal and stay out of logs.
impl fmt::Debug for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Caller")
            .field("subject", &self.0.subject)
            .field("scopes", &self.0.scopes)
            .finish_non_exhaustive()
    }
}
