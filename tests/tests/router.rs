//! A server as a part of somebody's own axum application.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use axum::{Router, routing::get};
use mcp_secure::prelude::*;
use serde_json::json;
use tests::{
    Http,
    prometheus::Page,
    token::{SECRET, token},
};

/// Tell who the caller is.
#[tool]
async fn whoami(caller: Caller) -> String {
    caller.subject().to_owned()
}

/// Answer.
#[tool(public)]
async fn ping(call: Call) -> String {
    format!("{:?}", call.origin())
}

async fn application() -> Http {
    let server = Server::new("part", "1")
        .auth(Jwt::hs256(SECRET).unwrap())
        .tools(tools![whoami, ping])
        .into_router()
        .unwrap();
    let application = Router::new()
        .route("/health", get(|| async { "healthy" }))
        .fallback(|| async { (axum::http::StatusCode::IM_A_TEAPOT, "nothing here") })
        .merge(server);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, application).await.unwrap() });
    Http::new(address)
}

#[tokio::test(flavor = "multi_thread")]
async fn its_routes_are_served_and_the_others_are_left_alone() {
    let client = application().await;
    tokio::task::spawn_blocking(move || {
        assert_eq!(client.get("/health").body, "healthy");
        // The application's own routes are the application's to protect.
        assert_eq!(client.clone().header("host", "other.example").get("/health").status, 200);
        let nothing = client.clone().header("host", "other.example").get("/nothing");
        assert_eq!((nothing.status, nothing.body.as_str()), (418, "nothing here"));
        assert_eq!(client.call("ping", json!({})).text(), "Http(None)");
        assert_eq!(client.clone().token(token("part", "")).call("whoami", json!({})).text(), "ada");
        assert_eq!(client.call("whoami", json!({})).status, 401);
        assert_eq!(client.get("/.well-known/oauth-protected-resource/mcp").status, 200);
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_and_origins_are_checked_on_its_routes() {
    let client = application().await;
    tokio::task::spawn_blocking(move || {
        for (name, value) in [("host", "evil.example"), ("origin", "https://evil.example")] {
            let client = client.clone().header(name, value);
            assert_eq!(client.call("ping", json!({})).status, 403, "{name}");
            let metadata = client.get("/.well-known/oauth-protected-resource/mcp");
            assert_eq!(metadata.status, 403, "{name}");
        }
    })
    .await
    .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn its_metrics_are_the_applications_to_serve() {
    let server = || Server::new("part", "1").tools(tools![ping]);
    let (routes, metrics) = server().into_router_with_metrics().unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
    tokio::task::spawn_blocking(move || {
        let client = Http::new(address);
        client.call("ping", json!({}));
        let page = Page::parse(&metrics.render());
        let ok = [("tool", "ping"), ("verdict", "ok")];
        assert_eq!(page.value("mcp_secure_calls_total", &ok), 1.0);
        assert_eq!(page.value("mcp_secure_answers_total", &[("status", "200")]), 1.0);
        // Not by the routes themselves.
        assert_eq!(client.get("/metrics").status, 404);
    })
    .await
    .unwrap();
    // Where nobody would read them, they are not asked for.
    let error = server().metrics("127.0.0.1:0").into_router().unwrap_err().to_string();
    assert!(error.contains("into_router_with_metrics"), "{error}");
}
