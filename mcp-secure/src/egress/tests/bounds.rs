//! How much may come back, and how long it may take.

use super::*;

#[tokio::test]
async fn a_body_is_bounded_however_its_end_is_told() {
    let full = "x".repeat(1000);
    let chunked = format!("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3e8\r\n{full}\r\n0\r\n\r\n");
    let until_close = format!("HTTP/1.0 200 OK\r\nConnection: close\r\n\r\n{full}");
    for (answer, closes) in [(ok(&full), false), (chunked, false), (until_close, true)] {
        let stub = if closes { Stub::closing(answer).await } else { Stub::answering([answer]).await };
        let egress = stub.egress().max_body(1000).build().unwrap();
        let response = egress.get(&stub.url("/")).send().await.unwrap();
        assert_eq!(response.bytes().len(), 1000);
        let egress = stub.egress().max_body(999).build().unwrap();
        refused(egress.get(&stub.url("/")).send().await, ErrorKind::TooLarge);
    }
}

#[tokio::test]
async fn an_announced_body_that_is_too_large_is_not_waited_for() {
    for length in ["1001", "18446744073709551615"] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n");
        let stub = Stub::answering([answer]).await;
        let egress = stub.egress().max_body(1000).build().unwrap();
        let error = egress.get(&stub.url("/")).send().await.unwrap_err();
        // What HTTP cannot count is no HTTP.
        assert!(matches!(error.kind(), ErrorKind::TooLarge | ErrorKind::Http), "{error:?}");
    }
}

/// Chunks, lines of chunks, and trailers without end.
#[tokio::test]
async fn what_never_ends_is_cut() {
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let large = "x".repeat(0x4000);
    for (start, again, kind) in [
        ("HTTP/1.1 200 OK\r\n\r\n".to_owned(), large.clone(), ErrorKind::TooLarge),
        (chunked.to_owned(), format!("4000\r\n{large}\r\n"), ErrorKind::TooLarge),
        (format!("{chunked}1;"), large.clone(), ErrorKind::Http),
        (format!("{chunked}0\r\n"), format!("A: {large}\r\n"), ErrorKind::Http),
        ("HTTP/1.1 200 OK\r\n".to_owned(), format!("A: {large}\r\n"), ErrorKind::Http),
        ("HTTP/1.1 200 OK\r\n".to_owned(), "A: b\r\n".repeat(1000), ErrorKind::Http),
        ("HTTP/1.1 200 ".to_owned(), large.clone(), ErrorKind::Http),
        (String::new(), "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000), ErrorKind::TimedOut),
    ] {
        let stub = Stub::flooding(start.clone(), again).await;
        let limit = if kind == ErrorKind::TimedOut { 200 } else { 60_000 };
        let egress = stub.egress().timeout(Duration::from_millis(limit)).build().unwrap();
        let text = refused(egress.get(&stub.url("/")).send().await, kind);
        assert!(!text.contains("AAAA"), "{start:?}: {text}");
    }
}

#[tokio::test]
async fn a_header_section_is_bounded() {
    let answer = |bytes: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nA: {}\r\n\r\n", "x".repeat(bytes));
    let headers = |count: usize| format!("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n{}\r\n", "A: b\r\n".repeat(count));
    for (answer, is_allowed) in
        [(answer(8000), true), (answer(9000), false), (headers(99), true), (headers(100), false)]
    {
        let stub = Stub::answering([answer]).await;
        let egress = stub.egress().max_head(8 << 10).build().unwrap();
        let result = egress.get(&stub.url("/")).send().await;
        if is_allowed {
            result.unwrap();
        } else {
            refused(result, ErrorKind::Http);
        }
    }
}

#[tokio::test]
async fn nothing_is_decompressed_and_nothing_compressed_is_handed_out() {
    for encoding in ["gzip", "br", "zstd", "deflate", "identity, gzip", "GZIP", "\u{e9}"] {
        let answer = format!("HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: 2\r\n\r\n\x1f\x08");
        let stub = Stub::answering([answer]).await;
        let egress = stub.egress().build().unwrap();
        refused(egress.get(&stub.url("/")).send().await, ErrorKind::Content);
        assert!(stub.asked()[0].contains("\r\naccept-encoding: identity\r\n"));
    }
    let answer = "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 2\r\n\r\nok";
    let stub = Stub::answering([answer]).await;
    let response = stub.egress().build().unwrap().get(&stub.url("/")).send().await.unwrap();
    assert_eq!(response.text().unwrap(), "ok");
}

#[tokio::test]
async fn who_is_slow_is_left() {
    for start in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc"] {
        let stub = Stub::answering([start]).await;
        let egress = stub.egress().timeout(Duration::from_millis(100)).build().unwrap();
        let text = refused(egress.get(&stub.url("/")).send().await, ErrorKind::TimedOut);
        assert!(text.contains(&stub.address.to_string()), "{text}");
    }
}

#[tokio::test]
async fn a_resolver_that_never_answers_is_left() {
    struct Never;
    impl Resolver for Never {
        fn resolve<'a>(&'a self, _name: &'a str) -> Resolving<'a> {
            Box::pin(std::future::pending())
        }
    }
    let egress = Egress::builder()
        .hosts(["api.example.com"])
        .resolver(Never)
        .timeout(Duration::from_millis(50))
        .build()
        .unwrap();
    refused(egress.get("https://api.example.com/").send().await, ErrorKind::TimedOut);
}

#[tokio::test]
async fn who_does_not_speak_tls_is_left() {
    let stub = Stub::answering([""]).await;
    let egress = stub.egress().connect_timeout(Duration::from_millis(50)).build().unwrap();
    refused(egress.get(&stub.url("/").replace("http:", "https:")).send().await, ErrorKind::TimedOut);
}

#[tokio::test]
async fn more_requests_than_allowed_wait_and_a_dropped_one_gives_its_place_back() {
    let stub = Stub::answering(["", &ok("second")]).await;
    let egress = stub.egress().max_concurrent(1).build().unwrap();
    let first = tokio::spawn(egress.get(&stub.url("/first")).send());
    while stub.asked().is_empty() {
        tokio::task::yield_now().await;
    }
    let second = tokio::spawn(egress.get(&stub.url("/second")).send());
    for _ in 0..1000 {
        tokio::task::yield_now().await;
    }
    assert_eq!(stub.connections(), 1);
    first.abort();
    assert_eq!(second.await.unwrap().unwrap().text().unwrap(), "second");
}

/// A call that is cancelled drops what it waits for.
#[tokio::test]
async fn a_dropped_request_ends_its_connection() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let egress = Egress::builder()
        .hosts(["127.0.0.1"])
        .ports([address.port()])
        .dangerous_plain_http()
        .dangerous_allow_networks(["127.0.0.1"])
        .build()
        .unwrap();
    let request = tokio::spawn(egress.get(&format!("http://{address}/")).send());
    let (mut stream, _) = listener.accept().await.unwrap();
    read_request(&mut stream).await.unwrap();
    request.abort();
    assert_eq!(stream.read(&mut [0]).await.unwrap(), 0);
}

#[tokio::test]
async fn what_is_no_http_is_an_error() {
    for answer in [
        "SSH-2.0-OpenSSH_9.9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "\0\0\0\0",
    ] {
        let stub = Stub::closing(answer.to_owned()).await;
        let egress = stub.egress().build().unwrap();
        refused(egress.get(&stub.url("/")).send().await, ErrorKind::Http);
    }
    let stub = Stub::closing("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc".to_owned()).await;
    refused(stub.egress().build().unwrap().get(&stub.url("/")).send().await, ErrorKind::Http);
}
