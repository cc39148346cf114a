//! Configuration: the reader of `.env` files, and settings of each type.
//!
//! An input is, behind its first byte, the text of such a file. What is read of it can be written again and says the same; a
//! message about it never has a value in it, however the variables are called.
#![no_main]

use std::time::Duration;

use libfuzzer_sys::fuzz_target;
use mcp_secure::{
    config::{SecureConfig, Source},
    secret::Secret,
};

#[derive(Debug, SecureConfig)]
#[config(prefix = "A_")]
struct Settings {
    #[validate(hostname)]
    host: Option<String>,
    port: Option<u16>,
    ratio: Option<f64>,
    on: Option<bool>,
    wait: Option<Duration>,
    list: Option<Vec<String>>,
    #[secret]
    key: Option<Secret<String>>,
}

fuzz_target!(|data: &[u8]| {
    let text = data.split_first().and_then(|(_, rest)| str::from_utf8(rest).ok());
    let Some(text) = text else { return };
    let Some(variables) = mcp_secure::__fuzz::variables(text) else { return };
    let again: String = variables.iter().map(|(name, value)| line(name, value)).collect();
    assert_eq!(mcp_secure::__fuzz::variables(&again).as_ref(), Some(&variables), "{again:?}");

    // Each value twice: as the file has it, and where it can be recognized in a message.
    settings(&variables);
    let marked = variables.iter().map(|(name, value)| (name.clone(), format!("{value}{MARK}")));
    settings(&marked.collect::<Vec<_>>());
});

fn settings(variables: &[(String, String)]) {
    let get = |name: &str| {
        let found = variables.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| &**value).filter(|value| !value.is_empty())
    };
    // A file that the input names is nobody's affair here, and a name is told.
    if variables.iter().any(|(name, _)| name.ends_with("_FILE") || name.contains(MARK)) {
        return;
    }
    let read = Settings::from_source(&Source::of(variables.iter().cloned()));
    let settings = match read {
        Err(error) => return assert!(!error.to_string().contains(MARK), "{error}"),
        Ok(settings) => settings,
    };
    assert_eq!(settings.host.as_deref(), get("A_HOST").map(str::trim));
    assert_eq!(settings.port, get("A_PORT").map(|port| port.trim().parse().expect("a port")));
    assert!(settings.ratio.is_none_or(f64::is_finite));
    let word = |on: &str| on.trim().to_ascii_lowercase();
    match settings.on {
        None => assert_eq!(get("A_ON"), None),
        Some(true) => {
            assert!(["true", "yes", "on", "1"].contains(&&*word(get("A_ON").expect("set"))))
        }
        Some(false) => {
            assert!(["false", "no", "off", "0"].contains(&&*word(get("A_ON").expect("set"))))
        }
    }
    assert_eq!(settings.wait.is_some(), get("A_WAIT").is_some());
    assert_eq!(settings.list.is_some(), get("A_LIST").is_some());
    assert_eq!(settings.key.as_ref().map(|key| &**key.expose()), get("A_KEY"));
    if settings.key.as_ref().is_some_and(|key| key.expose().contains(MARK)) {
        let others = Settings { host: None, list: None, ..settings };
        assert!(!format!("{others:?}{}", others.summary()).contains(MARK));
    }
}

/// As a line of the file: in single quotes where that can be, or else with escapes.
fn line(name: &str, value: &str) -> String {
    if value.contains(['\'', '\n', '\r']) {
        let escaped = value.replace('\\', "\\\\").replace('"', "\\\"");
        return format!("{name}=\"{}\"\n", escaped.replace('\n', "\\n").replace('\r', "\\r"));
    }
    format!("export {name} = '{value}' # what it was\n")
}

const MARK: &str = "mark5150mark";
