//! `#[derive(SecureConfig)]`: a struct of settings.

use syn::{Ident, LitStr};

use super::Parameter;

/// The struct.
pub(crate) struct Config {
    pub(crate) ident: Ident,
    pub(crate) prefix: Option<LitStr>,
    pub(crate) fields: Vec<ConfigField>,
}

pub(crate) struct ConfigField {
    /// What is declared at it, as at a parameter.
    pub(crate) declared: Parameter,
    /// Its variable.
    pub(crate) variable: String,
    /// Where the variable is named.
    pub(crate) env: Option<LitStr>,
    /// It is a struct of settings too.
    pub(crate) nested: Option<Ident>,
}
