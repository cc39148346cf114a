//! What issuers answer, and what attackers make of them; against a server on this machine.
#![allow(clippy::unwrap_used)]

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::UNIX_EPOCH,
};

use serde_json::{Value, json};

use super::*;
use crate::{auth::Token, complaints::heard::Heard};

const AUDIENCE: &str = "https://notes.example/mcp";
const ISSUER: &str = "https://login.example";

/// Answers every question in the same way, and counts them.
struct Issuer {
    address: SocketAddr,
    asked: Arc<AtomicUsize>,
    last: Arc<Mutex<String>>,
    answer: Arc<Mutex<String>>,
}

impl Issuer {
    fn start(claims: &Value) -> Self {
        Self::answering(&ok(claims), Duration::ZERO)
    }

    fn answering(answer: &str, after: Duration) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (asked, last) = (Arc::<AtomicUsize>::default(), Arc::<Mutex<String>>::default());
        let answer = Arc::new(Mutex::new(answer.to_owned()));
        let shared = (Arc::clone(&asked), Arc::clone(&last), Arc::clone(&answer));
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (asked, last, answer) = shared.clone();
                thread::spawn(move || {
                    let mut stream = stream;
                    let mut request = Vec::new();
                    let mut buffer = [0; 4096];
                    while !is_whole(&request) {
                        match stream.read(&mut buffer) {
                            Ok(0) | Err(_) => return,
                            Ok(read) => request.extend_from_slice(&buffer[..read]),
                        }
                    }
                    asked.fetch_add(1, Ordering::SeqCst);
                    *last.lock().unwrap() = String::from_utf8(request).unwrap();
                    thread::sleep(after);
                    let answer = answer.lock().unwrap().clone();
                    let _ = stream.write_all(answer.as_bytes());
                });
            }
        });
        Self { address, asked, last, answer }
    }

    fn url(&self) -> String {
        format!("http://{}/introspect", self.address)
    }

    fn introspection(&self) -> Introspection {
        Introspection::at(self.url(), "no:tes", Secret::new("p%ss".to_owned()))
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(": ")?;
        name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().ok())?
    });
    body.len() >= length.unwrap_or(0)
}

fn ok(body: impl ToString) -> String {
    http("200 OK", &body.to_string())
}

fn http(status: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n{body}"
    )
}

fn good() -> Value {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    json!({
        "active": true, "sub": "ada", "aud": AUDIENCE, "iss": ISSUER, "scope": "a:read a:write",
        "exp": now + 600, "iat": now, "client_id": "c", "token_type": "Bearer", "jti": "1",
    })
}

fn changed(claim: &str, value: Value) -> Value {
    let mut claims = good();
    claims[claim] = value;
    if claims[claim].is_null() {
        claims.as_object_mut().unwrap().remove(claim);
    }
    claims
}

fn prepared(mut introspection: Introspection) -> Introspection {
    introspection.prepare(&Audience(AUDIENCE)).unwrap();
    introspection
}

async fn verdict(introspection: &Introspection, token: &str) -> Result<Caller, Rejected> {
    introspection.verify(&Credential::bearer(Token::new(token))).get().await
}

#[tokio::test]
async fn an_active_token_is_its_caller() {
    let issuer = Issuer::start(&good());
    let introspection = prepared(issuer.introspection().issuer(ISSUER));
    let caller = verdict(&introspection, "opaque+/=").await.unwrap();
    assert_eq!(caller.subject(), "ada");
    assert_eq!(caller.scopes().collect::<Vec<_>>(), ["a:read", "a:write"]);
    assert!(caller.expires().is_some());
    let request = issuer.last.lock().unwrap().clone();
    assert!(request.starts_with("POST /introspect HTTP/1.1\r\n"), "{request}");
    assert!(
        request.ends_with("\r\n\r\ntoken=opaque%2B%2F%3D&token_type_hint=access_token"),
        "{request}"
    );
    // `no%3Ates:p%25ss`, by Python's `base64`.
    assert!(request.contains("authorization: Basic bm8lM0F0ZXM6cCUyNXNz\r\n"), "{request}");
}

#[tokio::test]
async fn an_answer_is_judged_as_claims_are() {
    for (claim, value, why) in [
        ("active", json!(false), Rejected::Unknown),
        ("active", json!("true"), Rejected::MissingClaim("active")),
        ("active", json!(1), Rejected::MissingClaim("active")),
        ("active", Value::Null, Rejected::MissingClaim("active")),
        ("aud", json!("https://other.example"), Rejected::WrongAudience),
        ("aud", json!([]), Rejected::WrongAudience),
        ("aud", Value::Null, Rejected::WrongAudience),
        ("iss", json!("https://login.example/"), Rejected::WrongIssuer),
        ("iss", Value::Null, Rejected::WrongIssuer),
        ("exp", json!(1), Rejected::Expired),
        ("exp", Value::Null, Rejected::MissingClaim("exp")),
        ("nbf", json!(9_999_999_999_u64), Rejected::NotYetValid),
        ("sub", Value::Null, Rejected::MissingClaim("sub")),
        ("sub", json!(" "), Rejected::MissingClaim("sub")),
        ("scope", json!(["a"]), Rejected::MissingClaim("scope")),
        ("token_type", json!("refresh_token"), Rejected::WrongType),
        ("token_type", json!(["Bearer"]), Rejected::WrongType),
        ("token_use", json!("refresh_token"), Rejected::WrongType),
        ("typ", json!("Refresh"), Rejected::WrongType),
        ("typ", json!("ID"), Rejected::WrongType),
    ] {
        let issuer = Issuer::start(&changed(claim, value.clone()));
        let introspection = prepared(issuer.introspection().issuer(ISSUER));
        assert_eq!(verdict(&introspection, "opaque").await.err(), Some(why), "{claim} {value}");
    }
    for (claim, value) in [
        ("token_type", json!("bearer")),
        ("token_type", json!("DPoP")),
        ("token_type", Value::Null),
        ("token_use", json!("access_token")),
        ("aud", json!(["https://other.example", AUDIENCE])),
        ("scope", Value::Null),
    ] {
        let issuer = Issuer::start(&changed(claim, value.clone()));
        let introspection = prepared(issuer.introspection().issuer(ISSUER));
        assert!(verdict(&introspection, "opaque").await.is_ok(), "{claim} {value}");
    }
}

#[tokio::test]
async fn an_answer_that_is_to_say_its_type_says_it() {
    for (value, expected) in [(json!("Bearer"), None), (Value::Null, Some(Rejected::WrongType))] {
        let issuer = Issuer::start(&changed("token_type", value));
        let introspection = prepared(issuer.introspection().access_tokens_only());
        assert_eq!(verdict(&introspection, "opaque").await.err(), expected);
    }
}

#[tokio::test]
async fn an_issuer_that_does_not_answer_says_nothing_of_a_token() {
    let twice = good().to_string().replacen('{', r#"{"active":false,"#, 1);
    for answer in [
        http("401 Unauthorized", "{}"),
        http("500 Internal Server Error", &good().to_string()),
        http("302 Found", ""),
        http("200 OK", "<html>"),
        http("200 OK", "[]"),
        http("200 OK", &twice),
        http("200 OK", &format!("{{\"x\":\"{}\"}}", "x".repeat(65 << 10))),
        "garbage".to_owned(),
        String::new(),
    ] {
        let issuer = Issuer::answering(&answer, Duration::ZERO);
        let introspection = prepared(issuer.introspection());
        let why = verdict(&introspection, "opaque").await.err();
        assert_eq!(why, Some(Rejected::Unavailable), "{answer:.60}");
        // It comes back.
        *issuer.answer.lock().unwrap() = ok(good());
        assert!(verdict(&introspection, "opaque").await.is_ok(), "{answer:.60}");
    }
    // Nobody listens.
    let url =
        format!("http://{}/", TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap());
    let introspection = Introspection::at(url, "c", Secret::new("s".to_owned()));
    let introspection = prepared(introspection);
    assert_eq!(verdict(&introspection, "opaque").await.err(), Some(Rejected::Unavailable));
}

/// As one that cannot read some tokens, which anybody can send.
#[tokio::test]
async fn an_issuer_that_answers_now_and_then_fills_no_log() {
    let issuer = Issuer::start(&good());
    let introspection = prepared(issuer.introspection());
    let (heard, _guard) = Heard::begin();
    for _ in 0..20 {
        *issuer.answer.lock().unwrap() = http("400 Bad Request", "{}");
        assert!(verdict(&introspection, "opaque").await.is_err());
        *issuer.answer.lock().unwrap() = ok(good());
        assert!(verdict(&introspection, "opaque").await.is_ok());
    }
    assert_eq!((heard.count("does not answer"), heard.count("answers again")), (1, 1));
}

#[tokio::test]
async fn many_who_come_with_one_token_ask_one_question() {
    let issuer = Issuer::answering(&ok(good()), Duration::from_millis(300));
    let introspection = Arc::new(prepared(issuer.introspection()));
    let all = (0..50).map(|_| verdict(&introspection, "opaque"));
    let all = futures_util::future::join_all(all).await;
    assert!(all.iter().all(Result::is_ok));
    assert_eq!(issuer.asked(), 1);
    // Afterwards it is the server that remembers, not this.
    assert!(verdict(&introspection, "opaque").await.is_ok());
    assert_eq!(issuer.asked(), 2);
}

#[tokio::test]
async fn who_asks_first_may_go_away() {
    let issuer = Issuer::answering(&ok(good()), Duration::from_millis(300));
    let introspection = Arc::new(prepared(issuer.introspection()));
    let first = tokio::spawn({
        let introspection = Arc::clone(&introspection);
        async move { verdict(&introspection, "opaque").await }
    });
    while issuer.asked() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    first.abort();
    assert!(verdict(&introspection, "opaque").await.is_ok());
    assert_eq!(issuer.asked(), 1);
}

#[tokio::test]
async fn so_many_tokens_are_asked_about_at_once() {
    let issuer = Issuer::answering(&ok(good()), Duration::from_millis(500));
    let introspection = prepared(issuer.introspection());
    let tokens: Vec<_> = (0..200).map(|i| format!("opaque-{i}")).collect();
    let (heard, _guard) = Heard::begin();
    let all =
        futures_util::future::join_all(tokens.iter().map(|t| verdict(&introspection, t))).await;
    let refused = all.iter().filter(|v| matches!(v, Err(Rejected::Unavailable))).count();
    assert!(refused >= 72, "{refused}");
    assert_eq!(heard.count("too many tokens"), 1, "not a line for each");
    assert!(issuer.asked() <= 128, "{}", issuer.asked());
    assert!(verdict(&introspection, "opaque-0").await.is_ok(), "there is room again");
}

#[tokio::test]
async fn what_cannot_be_a_token_is_not_asked_about() {
    let issuer = Issuer::start(&good());
    let introspection = prepared(issuer.introspection());
    for token in ["", "a b", "a\nb", "é", &"x".repeat(8 * 1024 + 1)] {
        assert_eq!(verdict(&introspection, token).await.err(), Some(Rejected::Malformed));
    }
    assert_eq!(issuer.asked(), 0);
}

#[test]
fn other_forms_of_tokens_are_left_to_others() {
    let introspection =
        || Introspection::at("https://a.example/", "c", Secret::new("s".to_owned()));
    let (key, _) = super::api_keys::NewApiKey::new("a").make().unwrap();
    let recognizes = |introspection: Introspection, token: &str| {
        introspection.recognizes(&Credential::bearer(Token::new(token)))
    };
    assert!(recognizes(introspection(), "opaque"));
    assert!(recognizes(introspection(), "v2.local"));
    assert!(!recognizes(introspection(), "a.b.c"));
    assert!(recognizes(introspection().of_any_form(), "a.b.c"));
    assert!(!recognizes(introspection().of_any_form(), key.dangerous_reveal()));
    assert!(!recognizes(introspection(), &key.dangerous_reveal()[..40]), "nor one with a mistake");
    assert!(!introspection().recognizes(&Credential::nothing()));
    assert!(!introspection().recognizes(&Credential::header(Token::new("opaque"))));
}

#[test]
fn what_cannot_be_asked_does_not_start() {
    let of = |url: &str, client: &str, secret: &str| {
        Introspection::at(url, client, Secret::new(secret.to_owned()))
    };
    let refused = |mut introspection: Introspection| {
        introspection.prepare(&Audience(AUDIENCE)).err().map(|error| error.to_string())
    };
    for url in ["http://login.example/", "https://u@login.example/", "ftp://a", "", "https://a/?b"]
    {
        assert!(refused(of(url, "c", "s")).is_some(), "{url}");
    }
    assert!(refused(of("https://login.example/", "", "s")).is_some());
    assert!(refused(of("https://login.example/", "c", "")).is_some());
    let good = || of("https://login.example/", "c", "hunter2");
    assert!(refused(good().keep(Duration::from_secs(301))).is_some());
    assert!(refused(good()).is_none());
    assert!(!format!("{:?}", good()).contains("hunter2"));
    assert_eq!(good().keep(Duration::ZERO).keeps(&Credential::nothing()), None);
}
