//! Where it does not lead: addresses of the inside, in URLs and in what names resolve to.

use std::{collections::VecDeque, io, net::IpAddr};

use super::*;

/// Answers the lists one after the other, the last one again and again.
struct Answers(Mutex<VecDeque<Vec<IpAddr>>>);

impl Answers {
    fn of(answers: &[&[&str]]) -> Self {
        let parse = |text: &&str| text.parse().unwrap();
        let lists = answers.iter().map(|list| list.iter().map(parse).collect());
        Self(Mutex::new(lists.collect()))
    }
}

impl Resolver for Answers {
    fn resolve<'a>(&'a self, _name: &'a str) -> Resolving<'a> {
        let mut answers = self.0.lock().unwrap();
        let answer = if answers.len() > 1 { answers.pop_front() } else { answers.front().cloned() };
        Box::pin(async { answer.ok_or_else(|| io::ErrorKind::NotFound.into()) })
    }
}

/// Every kind of address that is not public, and every way to carry one.
const INSIDE: &[&str] = &[
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.0.1",
    "169.254.169.254", "169.254.170.2", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "100.100.100.200",
    "168.63.129.16", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "::ffff:9.9.9.9", "::ffff:0:127.0.0.1", "64:ff9b::127.0.0.1",
    "64:ff9b::169.254.169.254", "64:ff9b:1::10.0.0.1", "2002:7f00:1::", "2002:909:909::1",
    "2001:0:808:808::80ff:fffe", "2001:db8::1", "2a00::5efe:10.0.0.1", "100::1", "fc00::1",
    "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "3fff::1", "5f00::1", "4000::1",
];

#[tokio::test]
async fn no_address_of_the_inside_is_fetched_in_whatever_way_it_is_written() {
    let egress = Egress::builder().any_public_host().dangerous_plain_http().build().unwrap();
    for address in INSIDE {
        let host = if address.contains(':') { format!("[{address}]") } else { (*address).to_owned() };
        for scheme in ["https", "http"] {
            let text = refused(egress.get(&format!("{scheme}://{host}/")).send().await, ErrorKind::Url);
            assert!(text.contains("public host"), "{text}");
        }
    }
    for host in [
        "localhost", "LOCALHOST", "a.localhost", "metadata.google.internal", "127.1", "2130706433",
        "0x7f000001", "0x7f.1", "0177.0.0.1", "127.0.0.1.", "localhost.", "127.0.0.1%00", "①②⑦.0.0.1",
        "[::ffff:7f00:1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]", "127.0.0.1:80:80", "%6c%6fcalhost", "intranet",
    ] {
        refused(egress.get(&format!("http://{host}/")).send().await, ErrorKind::Url);
    }
}

#[tokio::test]
async fn no_name_leads_to_an_address_of_the_inside() {
    for address in INSIDE {
        for answer in [vec![*address], vec!["9.9.9.9", address], vec![address, "9.9.9.9"]] {
            let egress = Egress::builder()
                .hosts(["api.example.com"])
                .resolver(Answers::of(&[&answer]))
                .build()
                .unwrap();
            let text = refused(egress.get("https://api.example.com/").send().await, ErrorKind::Address);
            let told: IpAddr = address.parse().unwrap();
            assert!(text.contains(&format!("`api.example.com` has the address {told}")), "{text}");
        }
    }
}

/// DNS rebinding: what was open when it was judged is another address when it is asked again.
/// (127.0.0.2 stands for a public address, where nobody listens.)
#[tokio::test]
async fn a_name_is_looked_up_once_and_its_judged_address_is_connected_to() {
    let stub = Stub::answering([ok("inside")]).await;
    let answers = Arc::new(Answers::of(&[&["127.0.0.2"], &["127.0.0.1"]]));
    struct Shared(Arc<Answers>);
    impl Resolver for Shared {
        fn resolve<'a>(&'a self, name: &'a str) -> Resolving<'a> {
            self.0.resolve(name)
        }
    }
    let egress = Egress::builder()
        .hosts(["rebind.example.com"])
        .dangerous_plain_http()
        .ports([stub.address.port()])
        .resolver(Shared(Arc::clone(&answers)))
        .dangerous_allow_networks(["127.0.0.2"])
        .build()
        .unwrap();
    let url = format!("http://rebind.example.com:{}/", stub.address.port());
    refused(egress.get(&url).send().await, ErrorKind::Connect);
    assert_eq!(answers.0.lock().unwrap().len(), 1, "one lookup");
    // And later it is judged anew.
    refused(egress.get(&url).send().await, ErrorKind::Address);
    assert_eq!(stub.connections(), 0);
}

#[tokio::test]
async fn the_connection_goes_where_the_name_was_seen_to_lead() {
    let stub = Stub::answering([ok("hello")]).await;
    let egress = stub
        .egress()
        .hosts(["api.example.com"])
        .resolver(Answers::of(&[&["127.0.0.1"]]))
        .build()
        .unwrap();
    let url = format!("http://api.example.com:{}/", stub.address.port());
    assert_eq!(egress.get(&url).send().await.unwrap().text().unwrap(), "hello");
    let host = format!("\r\nhost: api.example.com:{}\r\n", stub.address.port());
    assert!(stub.asked()[0].contains(&host));
}
