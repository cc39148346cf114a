use mcp_secure::{
    auth::{Credential, Token},
    prelude::*,
};

/// Take the token from the model.
#[tool]
async fn from_the_model(token: Token) {
    let _ = token;
}

/// Take the credential of the request, to pass it on.
#[tool]
async fn from_the_request(credential: Credential<'static>) {
    let _ = credential;
}

fn main() {}
