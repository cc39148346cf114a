//! What is told, and to whom.

use super::*;

/// Not even that there is a name, or who listens.
#[tokio::test]
async fn the_model_learns_nothing_of_the_network() {
    let stub = Stub::answering(["no http"]).await;
    let egress = stub.egress().hosts(["nobody.invalid"]).max_body(1).build().unwrap();
    for url in
        [stub.url("/"), "http://127.0.0.1:1/".to_owned(), "http://user:pw@10.0.0.1/".to_owned()]
    {
        let error = crate::Error::from(egress.get(&url).send().await.unwrap_err());
        assert!(error.tool_error().is_none());
        assert!(error.context("fetching").tool_error().is_none());
    }
}

#[tokio::test]
async fn the_operator_learns_who_was_wanted_and_no_secret() {
    let egress = Egress::builder().hosts(["api.example.com"]).build().unwrap();
    let error =
        egress.get("https://user:hunter2@evil.com/hunter2?hunter2").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the URL of \"evil.com\" must not hold a user name or password, nor `@` before the path"
    );
    let error = egress.get("https://evil.com/hunter2?hunter2").send().await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the URL of \"evil.com\" must have one of the hosts: api.example.com"
    );
    for bad in ["hunter2", "https://\u{202e}\u{1b}[2J/", "https://a\n.com/"] {
        let text = format!("{}", egress.get(bad).send().await.unwrap_err());
        assert!(
            !text.contains("hunter2") && !text.contains(['\u{1b}', '\u{202e}', '\n']),
            "{text:?}"
        );
    }
}

#[test]
fn debug_shows_neither_urls_nor_headers_nor_bodies() {
    let egress = Egress::builder().any_public_host().build().unwrap();
    let request =
        egress.post("https://example.com/hunter2").header("X-A", "hunter2").body("a/b", "hunter2");
    let response = Response {
        status: http::StatusCode::OK,
        headers: [(http::header::ETAG, "hunter2".parse().unwrap())].into_iter().collect(),
        body: "hunter2".into(),
    };
    for text in [format!("{egress:#?}"), format!("{request:#?}"), format!("{response:#?}")] {
        assert!(!text.contains("hunter2"), "{text}");
    }
}

#[test]
fn a_body_that_is_not_what_was_expected_is_not_repeated() {
    let response = |body: &'static [u8]| Response {
        status: http::StatusCode::NOT_FOUND,
        headers: http::HeaderMap::new(),
        body: body.into(),
    };
    refused(response(b"\xff").text().map(str::to_owned), ErrorKind::Content);
    let text = refused(response(b"{\"a\":\"hunter2\"}").json::<u8>(), ErrorKind::Content);
    assert!(!text.contains("hunter2"), "{text}");
    let text = refused(response(b"hunter2").success(), ErrorKind::Content);
    assert_eq!(text, "the server answers with status 404");
}

#[test]
fn a_wrong_declaration_is_told_as_a_whole() {
    let error = Egress::builder()
        .hosts(["https://example.com"])
        .dangerous_allow_networks([
            "10.0.0.1/8",
            "10.0.0.0/33",
            "::ffff:10.0.0.0/104",
            "x",
            "10.0.0.0/08",
        ])
        .max_head(1)
        .redirects(100)
        .max_concurrent(0)
        .build()
        .unwrap_err()
        .to_string();
    for part in [
        "`https://example.com`",
        "`10.0.0.1/8`",
        "`10.0.0.0/33`",
        "`::ffff:10.0.0.0/104`",
        "`x`",
        "`10.0.0.0/08`",
        "max_head",
        "redirects",
        "max_concurrent",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
}
