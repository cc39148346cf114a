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
             user-agent: mcp-secure\r\nx-one: 1\r\naccept-encoding: identity\r\n\r\n"
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
