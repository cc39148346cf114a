//! A configuration is read from variables: all that is wrong is told at once, and no value.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::time::Duration;

use mcp_secure::{
    config::{SecureConfig, Source},
    secret::Secret,
};

#[derive(Debug, SecureConfig)]
#[config(prefix = "APP_")]
struct App {
    #[validate(length(1..=20))]
    name: String,
    #[default("30s".parse_duration())]
    timeout: Duration,
    tags: Option<Vec<String>>,
    #[config(nested)]
    database: Database,
}

#[derive(Debug, SecureConfig)]
#[config(prefix = "DB_")]
struct Database {
    #[default("localhost")]
    #[validate(hostname)]
    host: String,
    #[default(5432)]
    #[validate(range(1..=65_535))]
    port: u16,
    #[secret]
    password: Secret<String>,
    #[config(env = "SSL_REQUIRED")]
    ssl_required: bool,
}

/// A default may be any expression.
trait ParseDuration {
    fn parse_duration(&self) -> Duration;
}

impl ParseDuration for str {
    fn parse_duration(&self) -> Duration {
        Duration::from_secs(self.trim_end_matches('s').parse().unwrap())
    }
}

fn read(variables: &[(&str, &str)]) -> Result<App, String> {
    App::from_source(&Source::of(variables.iter().copied())).map_err(|error| error.to_string())
}

#[test]
fn a_configuration_is_read_with_its_defaults() {
    let app = read(&[
        ("APP_NAME", "notes"),
        ("APP_TAGS", "a, b"),
        ("DB_PASSWORD", "correct horse"),
        ("SSL_REQUIRED", "yes"),
    ])
    .unwrap();
    assert_eq!((&*app.name, app.timeout), ("notes", Duration::from_secs(30)));
    assert_eq!(app.tags.as_deref().unwrap(), ["a", "b"]);
    assert_eq!((&*app.database.host, app.database.port), ("localhost", 5432));
    assert!(app.database.ssl_required && app.database.password == "correct horse");
    assert!(!format!("{app:?}{}", app.summary()).contains("horse"));
}

#[test]
fn all_that_is_wrong_is_told_at_once_and_no_value() {
    let error = read(&[
        ("APP_NAME", "far too long for a name"),
        ("APP_TIMEOUT", "soon"),
        ("DB_HOST", "-evil"),
        ("DB_PORT", "0"),
        ("DB_PASWORD", "hunter2"),
        ("SSL_REQUIRED", "maybe"),
    ])
    .unwrap_err();
    let variables: Vec<&str> =
        error.lines().skip(1).map(|line| line.split(' ').next().unwrap()).collect();
    let expected = [
        "APP_NAME",
        "APP_TIMEOUT",
        "DB_HOST",
        "DB_PORT",
        "DB_PASSWORD",
        "SSL_REQUIRED",
        "DB_PASWORD",
    ];
    assert_eq!(variables, expected, "{error}");
    for value in ["far too", "soon", "evil", "hunter2", "maybe"] {
        assert!(!error.contains(value), "{error}");
    }
}
