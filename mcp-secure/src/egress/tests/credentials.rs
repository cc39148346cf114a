//! Who asks, and who learns it.

use super::*;
use crate::secret::Secret;

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

#[tokio::test]
async fn credentials_are_sent_as_their_schemes_say() {
    let stub = Stub::answering([ok("")]).await;
    let egress = stub.egress().build().unwrap();
    let get = || egress.get(&stub.url("/"));
    get().bearer(&secret("abc.def")).send().await.unwrap();
    // RFC 7617, section 2.
    get().basic("Aladdin", &secret("open sesame")).send().await.unwrap();
    get().secret_header("X-Api-Key", &secret("k")).send().await.unwrap();
    get().secret_header("Authorization", &secret("Other k")).send().await.unwrap();
    for (request, line) in stub.asked().iter().zip([
        "\r\nauthorization: Bearer abc.def\r\n",
        "\r\nauthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n",
        "\r\nx-api-key: k\r\n",
        "\r\nauthorization: Other k\r\n",
    ]) {
        assert!(request.contains(line), "{request}");
    }
}

#[tokio::test]
async fn another_origin_does_not_get_them() {
    let other_host = Stub::at("127.0.0.2", [ok("")]).await;
    let other_port = Stub::answering([ok("")]).await;
    for to in [other_host, other_port] {
        let stub = Stub::answering([format!(
            "HTTP/1.1 302 Found\r\nLocation: {}\r\nContent-Length: 0\r\n\r\n",
            to.url("/")
        )])
        .await;
        let egress = stub
            .egress()
            .hosts(["127.0.0.2"])
            .ports([stub.address.port(), to.address.port()])
            .dangerous_allow_networks(["127.0.0.2"])
            .redirects(1)
            .build()
            .unwrap();
        let request = egress.get(&stub.url("/")).bearer(&secret("hunter2"));
        request.secret_header("X-Api-Key", &secret("hunter2")).send().await.unwrap();
        assert!(stub.asked()[0].contains("hunter2"));
        assert!(!to.asked()[0].contains("hunter2"), "{:?}", to.asked());
    }
}

#[tokio::test]
async fn what_is_no_credential_is_told_without_it() {
    let stub = Stub::answering([ok("")]).await;
    let egress = stub.egress().build().unwrap();
    let get = || egress.get(&stub.url("/"));
    for bad in ["hunter2\r\nX-Evil: 1", "hunter2\n", "hunter2\0", "hunter2\u{7f}"] {
        for request in [
            get().bearer(&secret(bad)),
            get().basic("ada", &secret(bad)),
            get().basic(bad, &secret("")),
            get().secret_header("X-Api-Key", &secret(bad)),
        ] {
            let text = refused(request.send().await, ErrorKind::Request);
            assert!(!text.contains("hunter2"), "{text}");
        }
    }
    refused(get().basic("a:b", &secret("c")).send().await, ErrorKind::Request);
    for name in ["Host", "Content-Length", "Transfer-Encoding", "Connection", "Cookie", "a b"] {
        refused(get().secret_header(name, &secret("a")).send().await, ErrorKind::Request);
    }
    let request = get().bearer(&secret("hunter2"));
    assert!(!format!("{request:#?}").contains("hunter2"));
    assert_eq!(stub.connections(), 0);
}
