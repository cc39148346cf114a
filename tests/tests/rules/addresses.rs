//! Every spelling of every special-use address, by the registries of IANA.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use mcp_secure::{
    address::classify,
    egress::{Egress, ErrorKind},
    rule,
};
use unicode_normalization::UnicodeNormalization;

use crate::registries::{PUBLIC, SPECIAL_V4, is_public, special_v4, special_v6};

/// What some program reads as this address, but for its one strict spelling.
fn spellings_v4(address: Ipv4Addr) -> Vec<String> {
    let whole = u32::from(address);
    let [a, b, c, d] = address.octets();
    let mut all = vec![
        whole.to_string(),
        format!("0{whole}"),
        format!("{}", u64::from(whole) + (1 << 32)),
        format!("0{whole:o}"),
        format!("0o{whole:o}"),
        format!("0x{whole:x}"),
        format!("0X{whole:X}"),
        format!("0x{whole:08x}"),
        format!("0x00000000{whole:x}"),
        format!("{a}.{}", whole & 0xff_ffff),
        format!("{a}.{b}.{}", whole & 0xffff),
        format!("0x{a:x}.{}", whole & 0xff_ffff),
        format!("0{a:o}.0x{:x}", whole & 0xff_ffff),
        format!("{a}.0x{b:x}.0{:o}", whole & 0xffff),
        format!("{a:03}.{b:03}.{c:03}.{d:03}"),
        format!("0{a}.{b}.{c}.{d}"),
        format!("{a}.{b}.{c}.0{d}"),
        format!("{}.{b}.{c}.{d}", u16::from(a) + 256),
        format!("{a}.{b}.{c}.{}", u16::from(d) + 256),
    ];
    // Each part in each base.
    let part = |part: u8, base: usize| match base {
        0 => part.to_string(),
        1 => format!("0{part:o}"),
        2 => format!("0x{part:x}"),
        3 => format!("0x{part:02X}"),
        _ => format!("0000{part:o}"),
    };
    for bases in 1..5_usize.pow(4) {
        let base = |at: u32| bases / 5_usize.pow(at) % 5;
        all.push(format!("{}.{}.{}.{}", part(a, base(0)), part(b, base(1)), part(c, base(2)), part(d, base(3))));
    }
    let strict = address.to_string();
    for text in [&strict, &whole.to_string(), &format!("0x{whole:x}")] {
        all.push(format!("{text}."));
        all.push(text.bytes().map(|byte| format!("%{byte:02x}")).collect());
        all.push(text.replace('.', "%2e"));
        all.extend(in_other_digits(text));
    }
    for dot in ["\u{3002}", "\u{ff0e}", "\u{ff61}", "\u{2024}", "%E3%80%82", ".\u{200b}", ".\u{ad}", ".."] {
        all.push(strict.replace('.', dot));
    }
    all.extend([format!("[{strict}]"), format!("{strict}%25lo"), format!("{strict}%lo"), format!("+{strict}")]);
    all.retain(|spelling| *spelling != strict);
    all
}

/// The same text in each set of digits of Unicode that is read as ASCII by IDNA or by parsers.
fn in_other_digits(text: &str) -> Vec<String> {
    // Full width, mathematical bold, double-struck, sans serif, monospace, superscript, subscript.
    let zeros = ['\u{ff10}', '\u{1d7ce}', '\u{1d7d8}', '\u{1d7e2}', '\u{1d7f6}', '\u{2080}', '\u{660}', '\u{966}'];
    let shifted = |zero: char| {
        let digit = |c: char| match c.to_digit(10) {
            Some(digit) => char::from_u32(u32::from(zero) + digit).unwrap(),
            None => c,
        };
        text.chars().map(digit).collect::<String>()
    };
    let circled = |c: char| match c {
        '0' => '\u{24ea}',
        '1'..='9' => char::from_u32(0x2460 + u32::from(c) - u32::from('1')).unwrap(),
        other => other,
    };
    zeros.map(shifted).into_iter().chain([text.chars().map(circled).collect()]).collect()
}

/// Addresses of version 6 that carry it.
fn carrying(address: Ipv4Addr) -> Vec<String> {
    let [a, b, c, d] = address.octets();
    let (high, low) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
    let mut all = vec![
        format!("::ffff:{address}"),
        format!("::FFFF:{address}"),
        format!("0:0:0:0:0:ffff:{address}"),
        format!("0000:0000:0000:0000:0000:ffff:{address}"),
        format!("::ffff:{high:x}:{low:x}"),
        format!("0:0:0:0:0:FFFF:{high:04X}:{low:04X}"),
        format!("::{address}"),
        format!("::{high:x}:{low:x}"),
        format!("::ffff:0:{address}"),
        format!("::ffff:0:{high:x}:{low:x}"),
        format!("64:ff9b::{address}"),
        format!("64:ff9b::{high:x}:{low:x}"),
        format!("64:ff9b:1::{address}"),
        format!("0064:FF9B:0001:0000:0000:0000:{high:x}:{low:x}"),
        format!("2002:{high:x}:{low:x}::"),
        format!("2002:{high:x}:{low:x}::1"),
        format!("2002:{high:x}:{low:x}::{high:x}:{low:x}"),
        format!("2001:0:{high:x}:{low:x}::"),
        format!("2001:0:4136:e378:8000:63bf:{:x}:{:x}", !high, !low),
        format!("2001:470::5efe:{high:x}:{low:x}"),
        format!("2001:470::200:5efe:{address}"),
        format!("fe80::5efe:{address}"),
    ];
    // `::1` and the like is an address of its own.
    all.retain(|text| text.parse::<Ipv6Addr>().is_ok());
    all
}

fn spellings_v6(address: Ipv6Addr) -> Vec<String> {
    let parts = address.segments();
    let join = |text: fn(&u16) -> String| parts.iter().map(text).collect::<Vec<_>>().join(":");
    let [.., high, low] = parts;
    let v4 = Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    let with_v4: Vec<String> = parts[..6].iter().map(|part| format!("{part:x}")).collect();
    vec![
        address.to_string(),
        address.to_string().to_uppercase(),
        join(|part| format!("{part:x}")),
        join(|part| format!("{part:04x}")),
        join(|part| format!("{part:04X}")),
        format!("{}:{v4}", with_v4.join(":")),
    ]
}

/// URLs in which the host, as somebody reads them, is this one.
fn urls(host: &str) -> Vec<String> {
    let mut urls = Vec::new();
    for scheme in ["http", "https", "HTTP"] {
        urls.extend([
            format!("{scheme}://{host}"),
            format!("{scheme}://{host}/"),
            format!("{scheme}://{host}:80/latest/meta-data/"),
            format!("{scheme}://{host}:8443?q#f"),
        ]);
    }
    urls.extend([
        format!("http://example.com@{host}/"),
        format!("http://user:pass@{host}/"),
        format!("http://{host}#@example.com/"),
        format!("http://{host}?@example.com/"),
        format!("http://{host}\\@example.com/"),
        format!("http://example.com\\@{host}/"),
        format!("http://example.com:80@{host}/"),
        format!("http:\\\\{host}/"),
        format!("http:/{host}/"),
        format!("http:{host}/"),
        format!("http:///{host}/"),
        format!("//{host}/"),
        format!("\thttp://{host}/"),
        format!("http://{host}\n/"),
        format!("http://\u{200b}{host}/"),
        format!("http://{host}\u{200b}/"),
        format!("http://{host}%00.example.com/"),
        format!("http://{host}%23.example.com/"),
        format!("http://{host} .example.com/"),
    ]);
    urls
}

fn public() -> rule::Url {
    rule::url().schemes(["http", "https"]).public()
}

#[test]
fn no_spelling_of_a_special_address_is_a_public_url() {
    for address in special_v4() {
        let strict = address.to_string();
        crate::refuses(&public(), urls(&strict));
        let spelled = spellings_v4(address);
        assert!(spelled.len() > 400);
        crate::refuses(&public(), spelled.iter().map(|host| format!("http://{host}/")));
        crate::refuses(&public(), spelled.iter().take(20).flat_map(|host| urls(host)));
        let carrying = carrying(address);
        crate::refuses(&public(), carrying.iter().map(|host| format!("http://[{host}]/")));
        crate::refuses(&public(), carrying.iter().map(|host| format!("http://[{host}%25eth0]/")));
        crate::refuses(&public(), urls(&format!("[{}]", carrying[0])));
        let dashed = strict.replace('.', "-");
        let hosts = [".nip.io", ".sslip.io", ".xip.io", ".traefik.me", ".xip.name", ".backname.io"]
            .map(|domain| [format!("{strict}{domain}"), format!("{dashed}{domain}"), format!("a.{strict}{domain}")]);
        crate::refuses(&public(), hosts.iter().flatten().map(|host| format!("http://{host}/")));
    }
    for address in special_v6() {
        for text in spellings_v6(address) {
            crate::refuses(&public(), urls(&format!("[{text}]")));
            crate::refuses(&public(), [format!("http://{text}/"), format!("http://[{text}%25eth0]/")]);
            crate::refuses(&public(), [format!("http://[{text}%eth0]/"), format!("http://[{text}")]);
        }
    }
}

#[test]
fn only_the_strict_spelling_is_an_address_and_none_is_a_host_name() {
    for address in special_v4() {
        crate::accepts(&rule::ip(), [address.to_string()]);
        let spelled = spellings_v4(address);
        crate::refuses(&rule::ip(), &spelled);
        crate::refuses(&rule::ip().public(), &spelled);
        // A trailing dot aside, another dot, or another script, is a number at the end.
        crate::refuses(&rule::hostname(), spelled.iter().filter(|it| !it.starts_with("0o")));
        // But for digits of other scripts: they are letters of a name, and stay so (UTS 46).
        let folded = |text: &String| text.nfkc().eq(address.to_string().chars());
        crate::refuses(&rule::hostname().unicode(true), in_other_digits(&address.to_string()).iter().filter(|it| folded(it)));
        crate::refuses(&rule::hostname(), [address.to_string()]);
        crate::refuses(&rule::ip().public(), [address.to_string()]);
        crate::refuses(&rule::ip().public(), carrying(address));
        crate::accepts(&rule::ip().v6(), carrying(address));
    }
    for address in special_v6() {
        crate::accepts(&rule::ip(), spellings_v6(address));
        crate::refuses(&rule::ip().public(), spellings_v6(address));
        crate::refuses(&rule::ip(), [format!("[{address}]"), format!("{address}%eth0"), format!("{address}/64")]);
    }
}

#[test]
fn no_address_is_public_that_the_registries_do_not_call_so() {
    let mut addresses: Vec<IpAddr> = special_v4().into_iter().map(IpAddr::V4).collect();
    addresses.extend(special_v6().into_iter().map(IpAddr::V6));
    for v4 in special_v4() {
        addresses.extend(carrying(v4).iter().map(|text| text.parse::<IpAddr>().unwrap()));
    }
    for address in addresses {
        assert!(!classify(address).is_public(), "{address}");
    }
    // Near the borders of every block, and across all of version 4.
    let borders = SPECIAL_V4.iter().flat_map(|(first, length, _)| {
        let first = u32::from(first.parse::<Ipv4Addr>().unwrap());
        let last = first | u32::MAX.checked_shr(*length).unwrap_or(0);
        [first.wrapping_sub(1), first, last, last.wrapping_add(1)]
    });
    for whole in borders.chain((0..=u32::MAX).step_by(65_521)) {
        let address = IpAddr::V4(whole.into());
        if classify(address).is_public() {
            assert!(is_public(address), "{address}");
        }
    }
}

#[test]
fn public_addresses_are_accepted() {
    crate::accepts(&rule::ip().public(), PUBLIC);
    for address in PUBLIC {
        assert!(is_public(address.parse().unwrap()), "{address}");
        let host = if address.contains(':') { format!("[{address}]") } else { (*address).to_owned() };
        crate::accepts(&public(), [format!("https://{host}/"), format!("http://{host}:8080/a?b#c")]);
    }
}

/// The client for tools refuses before it connects, whatever it was told of hosts.
#[tokio::test]
async fn nothing_is_fetched_from_a_special_address() {
    let egress = Egress::builder().any_public_host().dangerous_plain_http().build().unwrap();
    let mut hosts: Vec<String> = Vec::new();
    for address in special_v4() {
        hosts.push(address.to_string());
        hosts.extend(spellings_v4(address).into_iter().take(25));
        hosts.extend(carrying(address).iter().map(|text| format!("[{text}]")));
    }
    hosts.extend(special_v6().iter().map(|address| format!("[{address}]")));
    for host in hosts {
        let error = egress.get(&format!("http://{host}/")).send().await.unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Url | ErrorKind::Address), "{host}: {error}");
    }
}

/// Names that lead inside, whoever resolves them.
#[test]
fn names_of_the_inside_are_no_public_hosts() {
    let names = [
        "localhost", "LOCALHOST", "localhost.", "localhost.localdomain", "a.localhost", "ip6-localhost",
        "metadata", "metadata.google.internal", "instance-data", "instance-data.ec2.internal",
        "kubernetes.default.svc", "kubernetes.default.svc.cluster.local", "host.docker.internal",
        "printer.local", "router.lan", "nas.home.arpa", "intranet", "intranet.corp", "db.private",
        "localtest.me", "a.localtest.me", "lvh.me", "vcap.me", "lacolhost.com", "localh.st", "localho.st",
        "fuf.me", "rbndr.us", "7f000001.c0a80001.rbndr.us", "make-127-0-0-1-rr.1u.ms", "127-0-0-1.local.gd",
        "metadata.tencentyun.com", "example.onion", "a.test", "a.invalid", "a.example.internal",
    ];
    crate::refuses(&public(), names.iter().map(|name| format!("http://{name}/")));
}
