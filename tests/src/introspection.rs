//! An issuer of opaque tokens, which says what they are when it is asked.

use std::{
    collections::HashMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

use serde_json::{Value, json};

use crate::token::claims;

/// Dropped, it still answers: as long as the test's process lives.
pub struct Issuer {
    address: SocketAddr,
    tokens: Tokens,
}

type Tokens = Arc<Mutex<HashMap<String, Value>>>;

impl Issuer {
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let issuer = Self { address: listener.local_addr().unwrap(), tokens: Tokens::default() };
        let tokens = Arc::clone(&issuer.tokens);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let tokens = Arc::clone(&tokens);
                thread::spawn(move || answer(stream, &tokens));
            }
        });
        issuer
    }

    pub fn url(&self) -> String {
        format!("http://{}/introspect", self.address)
    }

    /// Issues a token, after a change of what it says.
    pub fn issue(&self, token: &str, scope: &str, change: impl FnOnce(&mut Value)) {
        let mut claims = claims("verified", scope);
        claims["active"] = json!(true);
        change(&mut claims);
        self.tokens.lock().unwrap().insert(token.to_owned(), claims);
    }
}

fn answer(mut stream: TcpStream, tokens: &Tokens) -> Option<()> {
    let mut request = String::new();
    let mut buffer = [0; 4096];
    let token = loop {
        let read = stream.read(&mut buffer).ok().filter(|read| *read > 0)?;
        request += std::str::from_utf8(&buffer[..read]).ok()?;
        // The hint comes last.
        if let Some((_, form)) = request.split_once("\r\n\r\ntoken=")
            && let Some((token, _)) = form.split_once("&token_type_hint=access_token")
        {
            break token.to_owned();
        }
    };
    let claims = tokens.lock().unwrap().get(&token).cloned();
    let body = claims.unwrap_or_else(|| json!({ "active": false })).to_string();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).ok()
}
