#![allow(clippy::unwrap_used)]

use super::*;

fn read(arguments: &[&str]) -> Result<Command> {
    parse(Parser::from_args(arguments))
}

fn refused(arguments: &[&str]) -> String {
    read(arguments).unwrap_err().to_string()
}

#[test]
fn without_arguments_it_serves_over_http() {
    let expected = Command::Serve { address: None, stdio: false, audience: None };
    assert_eq!(read(&[]).unwrap(), expected);
}

#[test]
fn options_of_serving() {
    let address = Some("127.0.0.1:1".to_owned());
    let expected = Command::Serve { address, stdio: true, audience: Some("a".to_owned()) };
    let given = ["--addr", "127.0.0.1:1", "--stdio", "--audience=a"];
    assert_eq!(read(&given).unwrap(), expected);
}

#[test]
fn options_of_the_token_command() {
    let given = ["token", "--sub", "ada", "--scope", "a b", "--scope=c", "--ttl", "24h"];
    let expected = TokenRequest {
        subject: "ada".to_owned(),
        scopes: ["a", "b", "c"].map(str::to_owned).into(),
        lifetime: Some(Duration::from_secs(86_400)),
        audience: None,
    };
    assert_eq!(read(&given).unwrap(), Command::Token(expected));
}

#[test]
fn a_key_is_asked_for_as_a_token() {
    let expected = TokenRequest {
        subject: "ada".to_owned(),
        scopes: vec!["a".to_owned()],
        lifetime: Some(Duration::from_secs(90 * 86_400)),
        audience: None,
    };
    let given = ["apikey", "--sub", "ada", "--scope", "a", "--ttl", "90d"];
    assert_eq!(read(&given).unwrap(), Command::ApiKey(expected));
    assert!(refused(&["apikey"]).contains("--sub NAME"));
}

#[test]
fn help_and_version_win_over_what_follows() {
    for help in ["--help", "-h"] {
        assert_eq!(read(&[help, "--nonsense"]).unwrap(), Command::Help);
    }
    assert_eq!(read(&["token", "-V"]).unwrap(), Command::Version);
}

#[test]
fn what_means_nothing_is_an_error_with_the_remedy() {
    for given in [
        &["--port", "1"][..],
        &["nonsense"],
        &["token", "token", "--sub", "a"],
        &["--sub", "a"],
        &["token", "--sub", "a", "--stdio"],
        &["--stdio", "token", "--sub", "a"],
        &["--addr", "127.0.0.1:1", "token", "--sub", "a"],
        &["apikey", "token", "--sub", "a"],
        &["apikey", "--sub", "a", "--stdio"],
    ] {
        assert!(refused(given).ends_with("; --help lists what is known"), "{given:?}");
    }
    assert!(refused(&["--addr"]).contains("--addr"));
    assert!(refused(&["token"]).contains("--sub NAME"));
    assert!(refused(&["token", "--sub", "a", "--ttl", "1 year"]).contains("write for example"));
}
