//! What the environment asks of the transport: `ENABLE_SSL`, `CERT_FILE`, `KEY_FILE`,
//! `CLIENT_CA_FILE`.

use std::{ffi::OsString, path::PathBuf};

use crate::error::{Error, Result};

/// What the environment says of TLS.
#[derive(Debug, PartialEq)]
pub(super) enum Encryption {
    /// Nothing.
    Unsaid,
    /// No TLS.
    Off,
    /// TLS, with these files; without them, what the program has declared.
    On(Option<Files>),
}

/// The PEM files of TLS.
#[derive(Debug, PartialEq)]
pub(super) struct Files {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
    /// Whose certificates clients have to show.
    pub(super) authorities: Option<PathBuf>,
}

impl Encryption {
    /// # Errors
    ///
    /// A variable that is not understood, or that stands without the others.
    pub(super) fn read() -> Result<Self> {
        Self::of(|name| std::env::var_os(name))
    }

    fn of(variable: impl Fn(&str) -> Option<OsString>) -> Result<Self> {
        let file = |name| variable(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let files = [CERTIFICATE, KEY, AUTHORITIES];
        let given = files.into_iter().find(|name| file(name).is_some());
        let is_on = match (variable(ENABLE), given) {
            (Some(value), _) => boolean(ENABLE, &value)?,
            (None, None) => return Ok(Self::Unsaid),
            // What is declared is not to be forgotten.
            (None, Some(given)) => {
                return Err(Error::new(format!(
                    "{given} is set and {ENABLE} is not; set {ENABLE}=yes to serve over TLS, or \
                     {ENABLE}=no"
                )));
            }
        };
        if !is_on {
            return Ok(Self::Off);
        }
        match (file(CERTIFICATE), file(KEY)) {
            (Some(certificate), Some(key)) => {
                let authorities = file(AUTHORITIES);
                Ok(Self::On(Some(Files { certificate, key, authorities })))
            }
            (None, None) if given.is_none() => Ok(Self::On(None)),
            (certificate, _) => {
                let missing = if certificate.is_none() { CERTIFICATE } else { KEY };
                Err(Error::new(format!(
                    "{ENABLE} is on and {missing} is not set; {CERTIFICATE} and {KEY} name the PEM \
                     files of the certificate and of its private key"
                )))
            }
        }
    }
}

/// The words of people and of programs for yes and no. Anything else is an error: a wish for TLS
/// that is not understood must not end in plain text.
fn boolean(name: &str, value: &OsString) -> Result<bool> {
    let value = value.to_str().unwrap_or_default().to_ascii_lowercase();
    match value.as_str() {
        "yes" | "true" | "on" | "1" => Ok(true),
        "no" | "false" | "off" | "0" => Ok(false),
        _ => Err(Error::new(format!(
            "{name} is neither yes nor no; write yes, true, on or 1, or no, false, off or 0"
        ))),
    }
}

const ENABLE: &str = "ENABLE_SSL";
const CERTIFICATE: &str = "CERT_FILE";
const KEY: &str = "KEY_FILE";
const AUTHORITIES: &str = "CLIENT_CA_FILE";

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Encryption> {
        let find = |name: &str| variables.iter().find(|(key, _)| *key == name);
        Encryption::of(|name| find(name).map(|(_, value)| OsString::from(value)))
    }

    #[test]
    fn the_words_for_yes_and_no() {
        for yes in ["yes", "1", "TRUE", "on", "True", "YES"] {
            assert!(matches!(read(&[(ENABLE, yes)]).unwrap(), Encryption::On(None)), "{yes}");
        }
        for no in ["no", "0", "FALSE", "off", "Off"] {
            let files = [(ENABLE, no), (CERTIFICATE, "c"), (KEY, "k")];
            assert!(matches!(read(&files).unwrap(), Encryption::Off), "{no}");
        }
    }

    #[test]
    fn what_is_neither_is_an_error_that_names_the_variable_and_not_the_value() {
        for neither in ["maybe", "", " ", "2", "yes ", "y", "enabled"] {
            let error = read(&[(ENABLE, neither)]).unwrap_err().to_string();
            assert!(error.starts_with("ENABLE_SSL is neither yes nor no"), "{error}");
            assert!(!error.contains("maybe"), "{error}");
        }
    }

    #[test]
    fn what_stands_alone_is_an_error_that_names_the_other() {
        let missing = |variables: &[(&str, &str)]| read(variables).unwrap_err().to_string();
        assert!(missing(&[(ENABLE, "1"), (CERTIFICATE, "c")]).contains("KEY_FILE is not set"));
        assert!(missing(&[(ENABLE, "1"), (KEY, "k")]).contains("CERT_FILE is not set"));
        assert!(missing(&[(ENABLE, "1"), (AUTHORITIES, "a")]).contains("CERT_FILE is not set"));
        for file in [CERTIFICATE, KEY, AUTHORITIES] {
            assert!(missing(&[(file, "c")]).contains("ENABLE_SSL is not"), "{file}");
        }
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(matches!(read(&[]).unwrap(), Encryption::Unsaid));
        assert!(matches!(read(&[(CERTIFICATE, "")]).unwrap(), Encryption::Unsaid));
    }
}
