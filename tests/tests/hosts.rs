//! Only requests to this server's own names, and not from another site's pages, are answered:
//! on every route.

use serde_json::json;
use tests::{Server, http::Reply};

fn refused(reply: &Reply, what: &str) {
    assert_eq!((reply.status, reply.code()), (403, -31403), "{what}");
}

#[test]
fn another_host_is_refused_on_every_route() {
    let server = Server::start("notes");
    for host in ["evil.example", "evil.example:8000", "localhost.evil.example", "0.0.0.0", "[::2]"]
    {
        let client = server.http().header("host", host);
        refused(&client.call("ping", json!({})), host);
        for path in ["/mcp", "/.well-known/oauth-protected-resource", "/", "/anything"] {
            refused(&client.get(path), &format!("{host} {path}"));
        }
    }
}

#[test]
fn the_names_of_this_machine_are_answered() {
    let server = Server::start("notes");
    let port = server.address.port();
    for host in
        ["localhost".to_owned(), format!("127.0.0.1:{port}"), "[::1]:1".into(), "LocalHost".into()]
    {
        assert_eq!(server.http().header("host", &host).call("ping", json!({})).text(), "pong");
    }
}

#[test]
fn pages_of_other_origins_are_refused() {
    let server = Server::start("notes");
    let port = server.address.port();
    for origin in [
        "http://evil.example".to_owned(),
        "null".into(),
        "http://127.0.0.1".into(),
        format!("http://127.0.0.1:{}", port.wrapping_add(1)),
        format!("http://127.0.0.1:{port}.evil.example"),
    ] {
        refused(&server.http().header("origin", &origin).call("ping", json!({})), &origin);
    }
    let own = format!("http://127.0.0.1:{port}");
    assert_eq!(server.http().header("origin", &own).call("ping", json!({})).text(), "pong");
}

#[test]
fn other_methods_and_paths_have_nothing() {
    let server = Server::start("notes");
    let reply = server.http().get("/mcp");
    assert_eq!((reply.status, reply.header("allow")), (405, Some("POST")));
    assert_eq!(server.http().get("/").status, 404);
    assert_eq!(server.http().get("/mcp/").status, 404);
}
