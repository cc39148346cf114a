//! What a server that is measured must refuse: no figure is bought by checking less. Sent to each of
//! ours before the load, and after it.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use serde_json::{Value, json};

use super::{
    peers::Peers,
    request::Call,
    stdio::SMALL,
    subject::{Credential, Subject},
};
use crate::Result;

/// A request that is right but for one thing.
struct Attack {
    name: &'static str,
    headers: Vec<(&'static str, String)>,
    body: String,
    /// What the answer has to be: its status, and what stands in it.
    refused: (u16, &'static str),
}

/// Fails unless each is refused as it has to be, and a right call is answered in between.
pub(super) fn check(subject: &Subject, peers: &Peers, url: &str) -> Result<()> {
    if !subject.is_ours() {
        return Ok(());
    }
    let right = Call::of(SMALL, subject.token(peers)?);
    let mut attacks = of_all(&right);
    if right.token.is_some() {
        attacks.extend(of_guarded(&right, subject, peers)?);
    }
    let who = subject.name;
    for attack in &attacks {
        let (status, body) = attack.send(url).map_err(|error| format!("{who}: {error}"))?;
        let (expected, told) = attack.refused;
        if status != expected || !body.contains(told) {
            return Err(format!("{who} has answered {status} to {}:\n{body}", attack.name));
        }
        right.make(who, url, 1)?;
    }
    println!("{who}: refuses {} attacks", attacks.len());
    Ok(())
}

/// What the front door refuses, and the rules that everything has by default.
fn of_all(right: &Call) -> Vec<Attack> {
    let body = right.message(1);
    let of = |name, refused| Attack { name, headers: right.headers(), body: body.clone(), refused };
    let with_body = |name, body, refused| Attack { body, ..of(name, refused) };
    let with_header = |name, header, value: &str, refused| {
        let mut attack = of(name, refused);
        attack.headers.retain(|(name, _)| *name != header);
        attack.headers.push((header, value.to_owned()));
        attack
    };
    let with = |argument: &str, value: &Value| edited(right, argument, value);
    vec![
        with_header("another host", "Host", "attacker.example", (403, "")),
        with_header("another origin", "Origin", "https://attacker.example", (403, "")),
        with_header("another name in the header", "Mcp-Name", "other", (400, "")),
        with_header("a body that is no JSON by its type", "Content-Type", "text/plain", (415, "")),
        with_body("half a body", body[..body.len() / 2].to_owned(), (400, "")),
        with_body("a name that comes twice", body.replacen('{', "{\"id\":1,", 1), (400, "")),
        with_body("a deep body", "[".repeat(100_000), (400, "")),
        with_body("a body of 100 MB", " ".repeat(100 << 20), (413, "")),
        with_body("a control character in a text", with("text", &json!("a\0b")), (200, TEXT)),
        with_body("a number for a text", with("text", &json!(1)), (200, TEXT)),
        with_body(
            "an argument that is unknown",
            with("more", &json!("")),
            (200, "\"pointer\":\"/more\""),
        ),
    ]
}

/// What the guards of the tool refuse.
fn of_guarded(right: &Call, subject: &Subject, peers: &Peers) -> Result<Vec<Attack>> {
    let of = |name, token: Option<String>, refused| {
        let call = Call { token, ..right.clone() };
        Attack { name, headers: call.headers(), body: call.message(1), refused }
    };
    let credential = |credential| subject.credential(peers, credential).map(Some);
    let mut forged = right.token.clone().unwrap_or_default();
    // The first character of the signature: all of its bits count.
    let signature = forged.rfind('.').map_or(0, |dot| dot + 1);
    let other = if forged[signature..].starts_with('A') { "B" } else { "A" };
    forged.replace_range(signature..=signature, other);
    let without_scope = credential(Credential { scope: "other", ..Credential::RIGHT })?;
    let of_another = credential(Credential { secret: OTHER_SECRET, ..Credential::RIGHT })?;
    let mut attacks = vec![
        of("no token", None, (401, "")),
        of("a token with another signature", Some(forged), (401, "")),
        of("a token with another secret", of_another, (401, "")),
        of("a token without the scope", without_scope, (403, "")),
    ];
    for file in
        ["../report.md", "/etc/passwd", ".env", "report.php", "nul.md", "a.md\n", "%2e%2e%2fa.md"]
    {
        let body = edited(right, "file", &json!(file));
        attacks
            .push(Attack { body, ..of("a bad name of a file", right.token.clone(), (200, FILE)) });
    }
    Ok(attacks)
}

/// The call with another argument.
fn edited(right: &Call, argument: &str, value: &Value) -> String {
    let mut message: Value = serde_json::from_str(&right.message(1)).unwrap_or_default();
    message["params"]["arguments"][argument] = value.clone();
    message.to_string()
}

impl Attack {
    /// The status and the body of the answer.
    fn send(&self, url: &str) -> std::io::Result<(u16, String)> {
        let rest = url.trim_start_matches("http://");
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let mut head = format!("POST /{path} HTTP/1.1\r\nConnection: close\r\n");
        if self.headers.iter().all(|(name, _)| *name != "Host") {
            head += &format!("Host: {host}\r\n");
        }
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        head += &format!("Content-Length: {}\r\n\r\n", self.body.len());
        let mut stream = TcpStream::connect(host)?;
        stream.write_all(head.as_bytes())?;
        // Who is refused by the head alone may not be read to the end.
        let _ = stream.write_all(self.body.as_bytes());
        let mut reply = Vec::new();
        let _ = stream.read_to_end(&mut reply);
        let reply = String::from_utf8_lossy(&reply);
        let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok());
        let body = reply.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        Ok((status.unwrap_or_default(), body.to_owned()))
    }
}

const OTHER_SECRET: &str = "W9xk2LrT7cVb4NzQ8mYp1HsJ6dFgA3eU";

const TEXT: &str = "\"pointer\":\"/text\"";

const FILE: &str = "\"pointer\":\"/file\"";
