//! URLs, hosts and addresses.

use mcp_secure::rule;

use crate::{accepts, refuses};

#[test]
fn urls() {
    accepts(&rule::url(), [
        "https://EXAMPLE.com/Foo?bar=baz#frag", "https://example.com:8443/x", "https://a-b.example.com/", "https://xn--nxasmq6b.example/",
        "https://example.com/%E4%BD%A0", "https://example.com/a(b)c", "https://example.com/?a%5B%5D=1&a%5B%5D=2", "https://example.com/?q=a%7Cb",
        "https://example.com/search?q=hello+world", "https://example.com/path;param=1", "https://example.com/@user",
        "https://sub_domain.example.com/", "https://example.com/#:~:text=foo", "https://example.com/a'b", "https://example.com/a!b*c",
        "https://example.com/%20", "https://1.1.1.1/", "https://docs.rs/url/latest/url/struct.Url.html#method.parse",
        "https://news.ycombinator.com/item?id=1", "https://x.com/a/status/1?s=20", "https://s3.amazonaws.com/bucket/key%20name",
        "https://storage.googleapis.com/b/o.png?X-Goog-Signature=abc%2Fdef", "https://example.com:65535/", "https://example.com/a,b",
        "https://example.com/~", "https://[2001:4860:4860::8888]/", "https://crates.io/crates/serde/1.0.0",
        "https://www.rfc-editor.org/rfc/rfc3986#section-3.1", "https://example.com/?url=http%3A%2F%2F127.0.0.1",
        "https://hooks.slack.com/services/T000/B000/XXX",
        "https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=a&scope=openid%20profile", "https://example.co.jp/",
        "https://mxnnchen.example/", "https://www.gov.uk", "https://t.co/abc", "https://example.com/index.php?title=A&action=edit",
        "https://example.com/a..b", "https://example.com/...", "https://web.archive.org/web/20200101000000/https://example.com/",
        "https://raw.githubusercontent.com/a/b/main/c.md", "https://fonts.googleapis.com/css2?family=Roboto:wght@400;700&display=swap",
        "https://example.com/?filter=%7B%22a%22:1%7D", "https://api.example.com/v1/items/$metadata", "https://example.com/a=b",
        "https://example.com/?", "https://example.com/#", "https://example.com/?a=1",
    ]);
    refuses(&rule::url(), [
        "http://example.com", "ftp://example.com", "file://localhost/etc", "javascript://example.com/%0aalert(1)", "gopher://x:70/_", "dict://x",
        "ldap://x", "jar:https://x!/", "blob:https://x", "about:blank", "view-source:https://x", "mailto:a@b.c", "//example.com",
        "https:/example.com", "https:example.com", "https:///example.com", "https:////example.com", "https://?x", "https://#",
        "https:// example.com", " https://example.com", "https://example.com ", "https://example.com\n", "https://exa\nmple.com",
        "https://example.com/\n", "https://example.com/\t", "https://example.com/\0", "https://example.com\\a", "https:\\\\example.com",
        "https://good.com\\@evil.com/", "https://user@example.com", "https://user:pw@example.com", "https://:@example.com", "https://@example.com",
        "https://good.com@evil.com", "https://good.com%2f@evil.com", "https://example.com:0/", "https://example.com:99999/",
        "https://example.com:-1/", "https://example.com:abc/", "https://example.com: 443/", "https://exam ple.com", "https://exa%6dple.com",
        "https://example%2ecom", "https://example.com%00.evil.com", "https://example.com%0a", "https://example。com", "https://ｅｘａｍｐｌｅ.com",
        "https://①②⑦.⓪.⓪.①/", "https://127。0。0。1", "https://[::1", "https://[fe80::1%eth0]/", "https://[::ffff:127.0.0.1]x/", "https://1.2.3/",
        "https://256.1.1.1/", "https://.a/", "https://xn--/", "https://example.com:443:443/", "https://exam<ple>.com", "https://e|x.com",
        "https://ex^am.com", "https://exa`m.com", "https://$HOST/", "https://a;b/", "https://a&b.com/", "https://a'b.com/", "https://a(b).com",
        "https://*.example.com/", "https://exa\u{ad}mple.com", "https://exa\u{200b}mple.com", "https://exa\u{202e}mple.com",
        "https://example.com/\u{202e}", "https://example.com/\u{200b}",
        "https://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", "ht\ttps://example.com", "hTTp://example.com",
        "https：//example.com", "https://example.com/%", "https://ﬀ.com", "https://a̸b.com", "feed:https://x",
    ]);
    accepts(&rule::url().schemes(["http", "https"]).public(), [
        "https://www.bbc.co.uk/", "https://1.1.1.1/", "https://9.255.255.255/", "https://11.0.0.1/", "https://172.15.0.1/", "https://172.32.0.1/",
        "https://192.167.1.1/", "https://169.253.1.1/", "https://100.63.255.255/", "https://100.128.0.1/", "https://198.17.0.1/",
        "https://198.20.0.1/", "https://223.255.255.254/", "https://192.0.1.1/", "https://192.0.3.1/", "https://[2606:4700::1]/",
        "https://[2a00:1450:4001::200e]/", "https://[2400:cb00::1]/", "https://[2001:4860:4860::8888]/", "https://[2001:200::1]/",
        "https://[2003::1]/", "https://localhost.com/", "https://mylocalhost.net/", "https://local.example/", "https://test.com/",
        "https://metadata.example.com/", "https://corp.example.com/", "https://lan.example.net/", "https://onion.com/", "https://in-addr.com/",
        "https://xn--bcher-kva.de/", "https://127.0.0.1.example.com/",
    ]);
    refuses(&rule::url().schemes(["http", "https"]).public(), [
        "http://127.1/", "http://127.0.1/", "http://0/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://0177.0.0.1/", "http://017700000001/",
        "http://2130706433/", "http://127.255.255.254/", "http://10.1/", "http://172.31.255.255/", "http://192.168.1/", "http://169.254.169.254/",
        "http://0xa9fea9fe/", "http://2852039166/", "http://0251.0376.0251.0376/", "http://169.254.43518/", "http://100.127.255.254/",
        "http://198.19.255.255/", "http://192.0.0.1/", "http://192.0.0.8/", "http://192.0.0.170/", "http://198.51.100.1/", "http://203.0.113.9/",
        "http://192.88.99.1/", "http://239.255.255.250/", "http://[::ffff:10.0.0.1]/", "http://[::ffff:169.254.169.254]/", "http://[::7f00:1]/",
        "http://[64:ff9b::10.0.0.1]/", "http://[64:ff9b:1::1]/", "http://[2002:a00:1::1]/", "http://[2002:a9fe:a9fe::]/",
        "http://[2001:0:7f00:1::]/", "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[2001::1]/", "http://[2001:10::1]/",
        "http://[2001:20::1]/", "http://[3fff::1]/", "http://[5f00::1]/", "http://[ff0e::1]/", "http://[100:0:0:1::1]/", "http://[::ffff:0:7f00:1]/",
        "http://[::ffff:8.8.8.8]/", "http://[2002:808:808::1]/", "http://[2001:2::1]/", "http://[2001:db8:a::123]/",
        "http://[fe80::1ff:fe23:4567:890a]/", "http://[0000:0000:0000:0000:0000:ffff:7f00:0001]/", "http://[::169.254.169.254]/",
        "http://[2001:5::1]/", "http://[4000::1]/", "http://[8000::1]/", "http://LOCALHOST/", "http://localhost./", "http://foo.localhost/",
        "http://a.b.localhost/", "http://localhost6/", "http://metadata.google.internal/", "http://metadata.google.internal./",
        "http://foo.internal/", "http://a.local./", "http://host.home/", "http://x.corp/", "http://x.intranet/", "http://wpad/", "http://server/",
        "http://db/", "http://redis/", "http://kubernetes/", "http://svc.cluster.local/", "http://gateway.docker.internal/",
        "http://instance-data.ec2.internal/", "http://x.test/", "http://x.invalid/", "http://example.invalid/", "http://x.onion/",
        "http://broadcasthost/", "http://x.alt/", "http://x.private/", "http://localhost%2e/", "http://169.254.169.254.nip.io/", "http://lvh.me/",
        "http://10-0-0-1.sslip.io/", "http://vcap.me/",
    ]);
    accepts(&rule::url().hosts(["example.com", "*.example.org"]), [
        "https://EXAMPLE.com:443/",
    ]);
    refuses(&rule::url().hosts(["example.com", "*.example.org"]), [
        "https://evil.com/", "https://example.com.evil.com/", "https://evilexample.com/", "https://sub.example.com/", "https://example.org.evil/",
        "https://xexample.org/", "https://example.com@evil.com/", "https://evil.com#example.com", "https://evil.com?example.com",
        "https://evil.com\\.example.org/", "https://example.com%2eevil.com",
    ]);
    accepts(&rule::url_segment(), [
        "~a", "(x)", "v1.0",
    ]);
    refuses(&rule::url_segment(), [
        "%2e%2e", "%2E.", "a%00", "..%00", ".;x", "／", "a\u{2028}", "&#47;",
    ]);
}

#[test]
fn hosts() {
    accepts(&rule::hostname(), [
        "xn--a-0ga.de", "a-1.b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.com", "xy.com", "1.2.3.com", "0.a",
        "host.example.museum", "de", "123.456.com", "a.1a", "a1.a2", "www.3m.com",
    ]);
    refuses(&rule::hostname(), [
        "_dmarc.example.com", "a.b\n", "a.0x1", "bücher.de", "a.*", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "xn--99999",
        "xn--a-", "a。b", "а.com", "a.com..", "host.example.com/", "http://a", ".aaaaaaaaaa",
    ]);
    accepts(&rule::hostname().unicode(true), [
        "bücher.de", "例え.jp", "ελ.gr", "a.de", "اختبار.com", "उदाहरण.भारत", "中国.中国", "ไทย.ไทย", "ñandú.cl", "xn--bcher-kva.de", "øl.no", "ナナ.jp",
        "क्\u{200d}ष.com", "نامه\u{200c}ای.com",
    ]);
    refuses(&rule::hostname().unicode(true), [
        "①②⑦.⓪.⓪.①", "１２７.０.０.１", "a\u{200b}b.de", "a\u{202e}b.de", "a\u{ad}b.de", "－a.de", "̀a.com", "a\u{200d}.com", "a\u{200c}.com", "localhost․",
        "１.1", "aא.com",
    ]);
    accepts(&rule::ip(), [
        "1:2:3:4:5:6:1.2.3.4", "ABCD::1",
    ]);
    refuses(&rule::ip(), [
        "1.2.3", "256.1.1.1", "01.2.3.4", "1.2.3.04", "0x1.2.3.4", "1.2.3.4 ", " 1.2.3.4", "1.2.3.4\n", "1.2.3.-4", "1.2.3.4/24", "1.2.3.4:80",
        "1::2::3", "g::1", "::ffff:1.2.3.256", "::ffff:01.2.3.4", "１.２.３.４", "1.2.3.4\0", "1。2。3。4", "::1.2.3", "1.2.3.4::",
    ]);
    refuses(&rule::ip().public(), [
        "10.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.1", "0xa9fea9fe", "2852039166", "0251.0376.0251.0376", "169.254.43518",
        "100.127.255.254", "198.19.255.255", "192.0.0.1", "192.0.0.8", "192.0.0.170", "198.51.100.1", "203.0.113.9", "192.88.99.1",
        "239.255.255.250", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "64:ff9b:1::a00:1",
        "2002:a00:1::1", "2002:a9fe:a9fe::", "2001:0:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001::1", "2001:10::1", "2001:20::1",
        "3fff::1", "5f00::1", "fec0::1", "ff0e::1", "100::1", "100:0:0:1::1", "::ffff:0:127.0.0.1", "::ffff:0:7f00:1", "0:0:0:0:0:0:0:1",
        "::ffff:8.8.8.8", "2002:808:808::1", "2001:2::1", "2001:db8:a::123", "fe80::1ff:fe23:4567:890a", "0000:0000:0000:0000:0000:ffff:7f00:0001",
        "::169.254.169.254", "2001:5::1", "4000::1", "8000::1",
    ]);
}
