//! The example servers do what their declarations say, and show it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on should panic")]

use std::{fs, os::unix::fs::symlink};

use serde_json::{Value, json};
use tests::{Http, Server, token::token};

fn notes(server: &Server) -> Http {
    server.http().token(token("notes", "notes:read notes:write"))
}

fn guide(server: &Server) -> Http {
    server.http().token(token("guide", ""))
}

#[test]
fn the_list_shows_exactly_what_the_attributes_say() {
    let server = Server::start("notes");
    let json = notes(&server).request("tools/list", json!({})).json();
    let tools = json["result"]["tools"].as_array().unwrap();
    let names: Vec<_> = tools.iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    let expected = ["list_notes", "read_note", "write_note", "publish_note", "whoami", "ping"];
    assert_eq!(names, expected, "in the order of their declaration");

    let publish = &tools[3];
    assert_eq!(publish["description"], "Publish a note as a web page.");
    assert_eq!(publish["annotations"], json!({ "destructiveHint": true }));
    let input = &publish["inputSchema"];
    assert_eq!(input["type"], "object");
    assert_eq!(input["additionalProperties"], false);
    assert_eq!(input["required"], json!(["name", "body"]));
    let properties = input["properties"].as_object().unwrap();
    assert_eq!(properties.len(), 3, "neither the caller nor the state: {properties:?}");
    assert_eq!(properties["name"]["type"], "string");
    assert_eq!(properties["name"]["description"], "File name of the note.");
    assert_eq!(properties["name"]["maxLength"], 255);
    assert_eq!(properties["body"]["minLength"], 1);
    assert_eq!(properties["body"].get("maxLength"), None, "a large bound is left out");
    assert_eq!(properties["overwrite"]["default"], false);
    assert_eq!(publish["outputSchema"]["required"], json!(["page", "by"]));

    let fixture = Server::start("fixture");
    let json = fixture.http().request("tools/list", json!({})).json();
    let echo = &json["result"]["tools"][0];
    assert_eq!(echo["title"], "Echo");
    assert_eq!(echo["icons"], json!([{ "src": "https://example.com/echo.png" }]));
    let hints = json!({ "readOnlyHint": true, "idempotentHint": true, "openWorldHint": false });
    assert_eq!(echo["annotations"], hints);

    let ping = &tools[5];
    assert_eq!(ping["inputSchema"], json!({ "type": "object", "additionalProperties": false }));
    assert_eq!(ping["annotations"], json!({ "readOnlyHint": true }));
}

#[test]
fn notes_are_written_read_listed_and_published() {
    let server = Server::start("notes");
    let client = notes(&server);
    let body = "# Café\n\n<b>raw</b>\n";
    client.call("write_note", json!({ "name": "résumé.md", "body": body })).text();
    assert_eq!(client.call("read_note", json!({ "name": "résumé.md" })).text(), body);
    let list = client.call("list_notes", json!({})).json();
    assert_eq!(list["result"]["structuredContent"]["notes"], json!(["résumé.md"]));

    let html = "<h1>Hi</h1><script>alert(1)</script><a href=\"javascript:x\" onclick=y>z</a>";
    let publish = |overwrite: bool| {
        client.call("publish_note", json!({ "name": "a.md", "body": html, "overwrite": overwrite }))
    };
    let published = publish(false).json();
    let expected = json!({ "page": "a.md.html", "by": "ada" });
    assert_eq!(published["result"]["structuredContent"], expected);
    let page =
        fs::read_to_string(server.directory.path().join("notes/published/a.md.html")).unwrap();
    for bad in ["script", "alert", "javascript", "onclick"] {
        assert!(!page.contains(bad), "{page}");
    }
    assert!(page.contains("<h1>Hi</h1>"), "{page}");
    let again = publish(false);
    assert!(again.is_error(), "it exists already");
    assert!(!again.body.contains("notes/"), "no path: {}", again.body);
    assert!(!publish(true).is_error());
}

/// Calls with a name that has to be refused, by its rule or by the file system; both say so.
fn refused(client: &Http, tool: &str, argument: &str, name: &str) {
    let reply = client.call(tool, json!({ argument: name }));
    assert!(reply.is_error(), "{name:?}: {reply:?}");
    assert!(!reply.body.contains("root:"), "{name:?}: {}", reply.body);
    assert!(!reply.body.contains(env!("CARGO_MANIFEST_DIR")), "{name:?}: {}", reply.body);
}

const BAD_NAMES: [&str; 26] = [
    "",
    ".",
    "..",
    "../secret",
    "/etc/passwd",
    "..\\secret",
    "C:\\x",
    "a/b",
    "a\\b",
    "a\0.md",
    "a.md\n",
    "a\u{202e}dm.exe",
    ".env",
    "-rf",
    "CON",
    "nul.txt",
    "COM¹",
    "a.txt.",
    "a.txt ",
    "a:b",
    "%2e%2e%2fsecret",
    "..%2fsecret",
    "shell.php",
    "x.phtml",
    "photo.php.jpg",
    "a\u{2215}b",
];

#[test]
fn bad_names_are_refused_wherever_a_name_is_taken() {
    let server = Server::start("notes");
    for name in BAD_NAMES {
        refused(&notes(&server), "read_note", "name", name);
    }
    refused(&notes(&server), "read_note", "name", &"x".repeat(256));
    let server = Server::start("guide");
    for name in BAD_NAMES {
        refused(&guide(&server), "safe_file_access", "filename", name);
    }
}

#[test]
fn files_outside_of_the_directory_cannot_be_read_through_links() {
    let server = Server::start("guide");
    let outside = server.directory.path();
    let directory = outside.join("safe_directory");
    fs::write(outside.join("secret.txt"), "root: secret").unwrap();
    fs::write(directory.join("plain.txt"), "plain").unwrap();
    symlink(outside.join("secret.txt"), directory.join("link.txt")).unwrap();
    symlink("../secret.txt", directory.join("relative.txt")).unwrap();
    fs::create_dir(directory.join("folder.txt")).unwrap();
    let client = guide(&server);
    assert_eq!(client.call("safe_file_access", json!({ "filename": "plain.txt" })).text(), "plain");
    for name in ["link.txt", "relative.txt", "folder.txt", "missing.txt"] {
        refused(&client, "safe_file_access", "filename", name);
        let reply = client.call("safe_file_access", json!({ "filename": name }));
        assert_eq!(reply.text(), "no such file or directory", "all the same from outside");
    }
}

#[test]
fn a_fifo_does_not_hang() {
    let server = Server::start("guide");
    let fifo = server.directory.path().join("safe_directory/fifo.txt");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().unwrap().success());
    let reply = guide(&server).call("safe_file_access", json!({ "filename": "fifo.txt" }));
    assert_eq!(reply.text(), "no such file or directory");
}

#[test]
fn the_guides_operations_work_for_any_caller() {
    let server = Server::start("guide");
    let client = guide(&server);
    let operation = client.call("authenticated_operation", json!({ "data": "x" })).text();
    assert!(operation.contains("ada"), "{operation}");
    let html =
        client.call("safe_html_operation", json!({ "content": "<b>x</b><script>y</script>" }));
    assert_eq!(html.text(), "<b>x</b>");
    // A busy machine may refuse; nothing else may come back.
    let resources = client.call("resource_conscious_operation", json!({ "data": "x" }));
    assert!(["1 bytes processed", "busy, try again"].contains(&resources.text().as_str()));
    for tool in ["authenticated_operation", "safe_html_operation", "safe_file_access"] {
        assert_eq!(server.http().call(tool, json!({})).status, 401, "{tool}");
    }
}

#[test]
fn older_clients_are_served_in_their_version() {
    let server = Server::start("notes");
    for version in ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] {
        let client = notes(&server).header("mcp-protocol-version", version);
        let send = |method: &str, params: Value| {
            let message = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
            client.post(message.to_string().as_bytes())
        };
        let info = json!({ "name": "test", "version": "0" });
        let params = json!({ "protocolVersion": version, "capabilities": {}, "clientInfo": info });
        assert_eq!(send("initialize", params).json()["result"]["protocolVersion"], version);
        let initialized = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
        assert_eq!(client.post(initialized.to_string().as_bytes()).status, 202);
        assert_eq!(send("tools/call", json!({ "name": "ping" })).text(), "pong", "{version}");
        assert_eq!(send("ping", json!({})).json()["result"], json!({}), "{version}");
    }
}
