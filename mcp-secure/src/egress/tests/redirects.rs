//! Redirects: where they may not lead, and what they may not carry.

use super::*;

fn to(status: u16, location: &str) -> String {
    format!("HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n")
}

#[tokio::test]
async fn redirects_are_not_followed_unless_asked() {
    let stub = Stub::answering([to(302, "/next")]).await;
    let egress = stub.egress().build().unwrap();
    let response = egress.get(&stub.url("/")).send().await.unwrap();
    assert_eq!(response.status(), 302);
    assert_eq!(response.headers()["location"], "/next");
    assert_eq!(stub.asked().len(), 1);
}

#[tokio::test]
async fn redirects_within_the_origin_keep_the_headers() {
    for status in [301, 302, 303, 307, 308] {
        let stub = Stub::answering([to(status, "../b?c=1#d"), ok("there")]).await;
        let egress = stub.egress().redirects(1).build().unwrap();
        let response = egress.get(&stub.url("/x/a")).header("X-Key", "k").send().await.unwrap();
        assert_eq!(response.text().unwrap(), "there");
        let asked = stub.asked();
        assert!(asked[1].starts_with("GET /b?c=1 HTTP/1.1\r\n"), "{}", asked[1]);
        assert!(asked[1].contains("x-key: k\r\n"));
    }
}

#[tokio::test]
async fn a_redirect_leads_to_nothing_that_could_not_be_fetched_itself() {
    let other = Stub::at("127.0.0.2", [ok("secret")]).await;
    let port = other.address.port();
    for location in [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "http://[::ffff:169.254.169.254]/".to_owned(),
        "http://metadata.google.internal/".to_owned(),
        "//169.254.169.254/".to_owned(),
        "///169.254.169.254/".to_owned(),
        format!("http://127.0.0.2:{port}/"),
        format!("//127.0.0.2:{port}/"),
        format!(r"\\127.0.0.2:{port}/"),
        format!(r"/\127.0.0.2:{port}/"),
        format!(r"http:\\127.0.0.2:{port}/"),
        format!("http:127.0.0.2:{port}/"),
        format!("http:/127.0.0.2:{port}/"),
        format!("http://127.0.0.1:{port}/"),
        format!("http://127.0.0.1@127.0.0.2:{port}/"),
        format!("http://user:hunter2@127.0.0.2:{port}/"),
        "http://2130706434/".to_owned(),
        "http://0x7f.2/".to_owned(),
        "file:///etc/passwd".to_owned(),
        "gopher://127.0.0.2:70/_x".to_owned(),
        "javascript:alert(1)".to_owned(),
        "data:text/plain,x".to_owned(),
        "/a b".to_owned(),
        "/caf\u{e9}".to_owned(),
    ] {
        let stub = Stub::answering([to(302, &location), ok("followed")]).await;
        let egress = stub.egress().redirects(5).build().unwrap();
        let text = refused(egress.get(&stub.url("/")).send().await, ErrorKind::Redirect);
        assert!(!text.contains("hunter2"), "{text}");
        assert_eq!(stub.asked().len(), 1, "{location}");
    }
    assert_eq!(other.connections(), 0);
}

/// Where it leads, programs do not agree on: not even to what is listed.
#[tokio::test]
async fn a_redirect_is_spelled_in_one_way() {
    for start in [r"\\", r"/\", r"\/", r"http:\\", "///", "http:", "http:/", "http:///"] {
        let stub = Stub::serving("127.0.0.1", move |request| {
            let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
            to(302, &format!("{start}{host}/")).into()
        })
        .await;
        let egress = stub.egress().redirects(1).build().unwrap();
        refused(egress.get(&stub.url("/")).send().await, ErrorKind::Redirect);
        assert_eq!(stub.asked().len(), 1, "{start}");
    }
}

#[tokio::test]
async fn a_chain_is_bounded_and_judged_to_its_end() {
    let stub = Stub::answering([to(302, "/again")]).await;
    let egress = stub.egress().redirects(3).build().unwrap();
    refused(egress.get(&stub.url("/")).send().await, ErrorKind::Redirect);
    assert_eq!(stub.asked().len(), 4);

    let stub =
        Stub::answering([to(301, "/1"), to(307, "/2"), to(302, "http://169.254.169.254/")]).await;
    let egress = stub.egress().redirects(10).build().unwrap();
    refused(egress.get(&stub.url("/")).send().await, ErrorKind::Redirect);
    assert_eq!(stub.asked().len(), 3);
}

/// Each hop resolves anew, and is judged anew.
#[tokio::test]
async fn a_redirect_to_a_name_that_leads_inside_is_refused() {
    struct ByName;
    impl Resolver for ByName {
        fn resolve<'a>(&'a self, name: &'a str) -> Resolving<'a> {
            let address = if name == "good.example.com" { [127, 0, 0, 1] } else { [10, 0, 0, 1] };
            Box::pin(async move { Ok(vec![address.into()]) })
        }
    }
    let stub = Stub::serving("127.0.0.1", |request| {
        let host = request.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
        to(302, &format!("http://{}/", host.replace("good", "evil"))).into()
    })
    .await;
    let egress =
        stub.egress().hosts(["*.example.com"]).resolver(ByName).redirects(5).build().unwrap();
    let url = format!("http://good.example.com:{}/", stub.address.port());
    let text = refused(egress.get(&url).send().await, ErrorKind::Address);
    assert!(text.contains("10.0.0.1"), "{text}");
}

#[tokio::test]
async fn another_origin_learns_nothing_of_the_request() {
    let other = Stub::at("127.0.0.2", [ok("there")]).await;
    let stub = Stub::answering([to(302, &other.url("/"))]).await;
    let egress = stub
        .egress()
        .hosts(["127.0.0.2"])
        .ports([stub.address.port(), other.address.port()])
        .dangerous_allow_networks(["127.0.0.2"])
        .redirects(1)
        .build()
        .unwrap();
    let request = egress
        .get(&stub.url("/"))
        .header("X-Api-Key", "key")
        .header("Accept", "text/plain")
        .header("Referer", "https://inside.example/");
    assert_eq!(request.send().await.unwrap().text().unwrap(), "there");
    assert!(stub.asked()[0].contains("x-api-key: key"));
    assert_eq!(
        other.asked(),
        [format!(
            "GET / HTTP/1.1\r\nhost: {}\r\naccept: text/plain\r\nuser-agent: mcp-secure\r\n\
             accept-encoding: identity\r\nconnection: close\r\n\r\n",
            other.address
        )]
    );
}

#[tokio::test]
async fn what_is_sent_is_sent_once() {
    let stub = Stub::answering([to(307, "/again"), ok("again")]).await;
    let egress = stub.egress().redirects(5).build().unwrap();
    let response = egress.post(&stub.url("/")).form([("a", "b")]).send().await.unwrap();
    assert_eq!(response.status(), 307);
    assert_eq!(stub.asked().len(), 1);
}

#[test]
fn none_leads_from_https_to_http() {
    let egress = Egress::builder().any_public_host().dangerous_plain_http().build().unwrap();
    let from = Url::parse("https://example.com/a").unwrap();
    refused(egress.next(&from, "http://example.com/"), ErrorKind::Redirect);
    egress.next(&from, "https://example.com/").unwrap();
    egress.next(&Url::parse("http://example.com/").unwrap(), "https://example.com/").unwrap();
    // A path may hold a URL.
    let next = egress.next(&from, "/login?to=https://example.com/a").unwrap();
    assert_eq!(next.as_str(), "https://example.com/login?to=https://example.com/a");
}
