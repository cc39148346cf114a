//! What is sent.

use super::*;

#[tokio::test]
async fn a_request_arrives_as_it_was_made_and_its_response_comes_back() {
    let stub =
        Stub::answering(["HTTP/1.1 418 No\r\nX-A: b\r\nContent-Length: 7\r\n\r\n{\"a\":1}"]).await;
    let egress = stub.egress().build().unwrap();
    let response = egress
        .get(&stub.url("/v1/?x=%41"))
        .segment("a b[]'%")
        .query("q", "a&b=c #é\r\n")
        .header("X-One", "1")
        .send()
        .await
        .unwrap();
    assert_eq!(response.status(), 418);
    assert_eq!(response.headers()["x-a"], "b");
    assert_eq!(response.json::<serde_json::Value>().unwrap()["a"], 1);
    let host = stub.address;
    assert_eq!(
        stub.asked(),
        [format!(
            "GET /v1/a%20b%5B%5D%27%25?x=%41&q=a%26b%3Dc+%23%C3%A9%0D%0A HTTP/1.1\r\nhost: {host}\r\naccept: */*\r\n\
             user-agent: mcp-secure\r\nx-one: 1\r\naccept-encoding: identity\r\nconnection: close\r\n\r\n"
        )]
    );
}

#[tokio::test]
async fn bodies_are_sent_with_their_length_and_type() {
    let stub = Stub::answering([ok("")]).await;
    let egress = stub.egress().build().unwrap();
    let url = stub.url("/");
    egress.post(&url).form([("a", "1&2"), ("b", "ü")]).send().await.unwrap();
    egress.post(&url).json(&["a"]).send().await.unwrap();
    egress.post(&url).send().await.unwrap();
    egress.request(Method::DELETE, &url).send().await.unwrap();
    let asked = stub.asked();
    assert!(asked[0].contains("content-type: application/x-www-form-urlencoded\r\n"));
    assert!(asked[0].contains("content-length: 16\r\n"));
    assert!(asked[0].ends_with("\r\n\r\na=1%262&b=%C3%BC"), "{}", asked[0]);
    assert!(
        asked[1].contains("content-type: application/json\r\n") && asked[1].ends_with("[\"a\"]")
    );
    assert!(asked[2].contains("content-length: 0\r\n"), "{}", asked[2]);
    assert!(asked[3].starts_with("DELETE / HTTP/1.1\r\n"));
}

/// A line break anywhere would be a header or a request of somebody else's.
#[tokio::test]
async fn nothing_breaks_out_of_its_place() {
    let stub = Stub::answering([ok("")]).await;
    let egress = stub.egress().build().unwrap();
    let url = stub.url("/");
    for bad in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "a\u{7f}", "\r\n\r\nGET /evil HTTP/1.1"] {
        refused(egress.get(&url).header("X-A", bad).send().await, ErrorKind::Request);
        refused(egress.get(&url).header(bad, "a").send().await, ErrorKind::Request);
        refused(egress.get(&url).body(bad, "a").send().await, ErrorKind::Request);
        refused(egress.get(&url).segment(bad).send().await, ErrorKind::Request);
        refused(egress.get(&format!("{url}{bad}")).send().await, ErrorKind::Url);
        egress.get(&url).query(bad, bad).send().await.unwrap();
    }
    for bad in ["a b", "a:b", "", "ü", "a\tb"] {
        refused(egress.get(&url).header(bad, "a").send().await, ErrorKind::Request);
    }
    for bad in ["..", ".", "a/b", "%2e%2e", r"..\a", "", "a?b", "a#b", "..;"] {
        refused(egress.get(&url).segment(bad).send().await, ErrorKind::Request);
    }
    let asked = stub.asked();
    assert_eq!(asked.len(), 6);
    for request in asked {
        assert_eq!(request.matches("\r\n").count(), 7, "{request:?}");
        assert_eq!(request.matches('\n').count(), 7, "{request:?}");
    }
}

#[tokio::test]
async fn credentials_and_what_http_is_made_of_are_not_set_as_headers() {
    let stub = Stub::answering([ok("")]).await;
    let egress = stub.egress().build().unwrap();
    for name in [
        "Authorization", "AUTHORIZATION", "Proxy-Authorization", "Cookie", "Host", "Content-Length",
        "Transfer-Encoding", "Connection", "Keep-Alive", "Proxy-Connection", "TE", "Trailer", "Upgrade",
        "Expect", "Accept-Encoding", "HTTP2-Settings",
    ] {
        let text = refused(egress.get(&stub.url("/")).header(name, "secret").send().await, ErrorKind::Request);
        assert!(!text.contains("secret"), "{text}");
    }
    assert_eq!(stub.connections(), 0);
}

#[tokio::test]
async fn only_what_is_listed_is_fetched() {
    let stub = Stub::answering([ok("")]).await;
    let port = stub.address.port();
    let egress = stub.egress().build().unwrap();
    for url in [
        "https://example.com/".to_owned(),
        format!("http://127.0.0.2:{port}/"),
        format!("http://localhost:{port}/"),
        format!("http://127.0.0.1.example.com:{port}/"),
        "http://127.0.0.1/".to_owned(),
        "https://127.0.0.1/".to_owned(),
        format!("http://user@127.0.0.1:{port}/"),
        format!("http://user:secret@127.0.0.1:{port}/"),
        format!(r"http://127.0.0.1:{port}\@evil.com/"),
        format!("http://evil.com#@127.0.0.1:{port}/"),
        format!("ftp://127.0.0.1:{port}/"),
        format!("127.0.0.1:{port}/"),
        format!("//127.0.0.1:{port}/"),
        format!(" http://127.0.0.1:{port}/"),
        format!("http://127.0.0.1:{port}/a/../b"),
        format!("http://127.0.0.1:{port}/a/%2e%2E/b"),
        format!("http://127.0.0.1:{port}/."),
        format!("http://127.0.0.1:{port}/{}", "a".repeat(3000)),
    ] {
        let text = refused(egress.get(&url).send().await, ErrorKind::Url);
        assert!(!text.contains("secret"), "{text}");
    }
    refused(egress.request(Method::CONNECT, &stub.url("/")).send().await, ErrorKind::Request);
    refused(egress.request(Method::TRACE, &stub.url("/")).send().await, ErrorKind::Request);
    refused(egress.get(&stub.url("/")).query("a", &"b".repeat(9000)).send().await, ErrorKind::Url);
    assert_eq!(stub.connections(), 0);
    egress.get(&stub.url("/")).send().await.unwrap();
}

#[tokio::test]
async fn what_is_not_said_is_closed() {
    for (egress, closed) in [
        (Egress::builder(), "https://example.com/"),
        (Egress::builder().hosts::<&str>([]), "https://example.com/"),
        (Egress::builder().dangerous_allow_networks(["127.0.0.1"]), "https://127.0.0.1/"),
        (Egress::builder().any_public_host(), "http://example.com/"),
        (Egress::builder().any_public_host(), "https://example.com:8443/"),
        (Egress::builder().any_public_host(), "https://127.0.0.1/"),
        (Egress::builder().any_public_host(), "https://a.internal/"),
        (Egress::builder().hosts(["localhost"]), "https://localhost/"),
        (Egress::builder().any_public_host().ports([]), "https://example.com:8443/"),
    ] {
        refused(egress.build().unwrap().get(closed).send().await, ErrorKind::Url);
    }
}
