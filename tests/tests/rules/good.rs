//! What people really use. Whatever a rule refuses here, it refuses too much.

use mcp_secure::rule;

use crate::{accepts, oracle};

/// In many scripts; each in normal form C.
const NAMES: &[&str] = &[
    "notes.txt", "README", "README.md", "LICENSE", "Makefile", "Dockerfile", "package.json", "Cargo.toml", "index.html",
    "style.css", "data.csv", "report.pdf", "Report (final).pdf", "Report (1) (2).docx", "photo.JPG", "IMG_20240101_120000.jpg",
    "archive.tar.gz", "backup-2024-01-01.zip", "v1..2", "v1.2.3", "1.2.3.4", "file.name.with.dots.txt", "a", "1", "_", "a_b-c.d",
    "résumé.txt", "naïve café.md", "Ünïcödé.txt", "straße.txt", "Žluťoučký kůň.pdf", "İstanbul.txt", "ßäöü.odt", "Señor Ñandú.txt",
    "日本語.txt", "ファイル名.txt", "ガイド.pdf", "中文文件.docx", "繁體中文.pdf", "한국어 문서.hwp", "файл.txt", "Отчёт за 2024 год.xlsx",
    "αρχείο.txt", "Ελληνικά.pdf", "ملف.txt", "تقرير نهائي.pdf", "می\u{200c}خواهم.txt", "קובץ.txt", "दस्तावेज़.txt", "हिन्दी.pdf", "क्\u{200d}ष.txt",
    "தமிழ்.txt", "বাংলা.txt", "র\u{200d}্যাব.txt", "ශ්\u{200d}රී.txt", "ไทย.txt", "ລາວ.txt", "ខ្មែរ.txt", "Tiếng Việt.txt", "Đường.txt", "ქართული.txt",
    "հայերեն.txt", "አማርኛ.txt", "བོད་ཡིག.txt", "😀.png", "👩\u{200d}🚀.png", "👨\u{200d}👩\u{200d}👧\u{200d}👦.jpg", "❤\u{fe0f}.txt", "🏳\u{fe0f}\u{200d}🌈.svg",
    "🇩🇪.svg", "👍🏽.gif", "1\u{fe0f}\u{20e3}.png", "👩🏽\u{200d}💻.png", "🤷\u{200d}♂\u{fe0f}.gif", "❤\u{fe0f}\u{200d}🔥.gif", "⛓\u{fe0f}\u{200d}💥.gif",
    "100%.txt", "50% off.pdf", "a%20b.txt", "a+b.txt", "a&b.txt", "Q&A.md", "R&D; plan.txt", "C#.txt", "C++ notes.md", "a@b.txt", "a=b.txt",
    "$100.txt", "€100.txt", "£5.txt", "¥500.txt", "O'Brien.doc", "it’s.txt", "“quoted”.txt", "[draft].md", "{uuid}.json", "a,b.txt", "a;b.txt",
    "~temp", "file~", "a~b.txt", "draft~.md", "!important.txt", "#1.txt", "(1).txt", "a (copy).txt", "x^2.txt", "`code`.md", "½ cup.txt",
    "…and more.txt", "a…b.txt", "a–b.txt", "2020–2024.csv", "a — b.md", "a·b.txt", "H₂O.txt", "x².txt", "℃.txt", "№5.txt", "™.txt", "①.txt",
    "ＡＢＣ.txt", "ﬁle.txt", "example.com.pdf", "bundle.js.map", "app.min.css", "main.rs", "lib.go", "Program.cs", "Main.java", "index.ts",
    "App.tsx", "main.c", "main.cpp", "a.h", "query.sql", "schema.graphql", "config.yaml", "settings.ini", "app.log", "a.xml", "a.svg",
    "audio.mp3", "video.mp4", "music.flac", "slides.pptx", "sheet.xlsx", "book.epub", "mail.eml", "key.pem", "cert.cer", "font.woff2",
    "disk.iso", "dump.sql.gz", "a.7z", "a.bak", "a.old", "a.orig", "a.tmp", "console.log", "com.example.app.plist", "shell.md", "php.md",
    "phpinfo.txt", "python.pdf", "exe.txt", "windows.exe.md5x", "how to use sh.txt", "script", "bash", "a.shx", "a.phpx", "con-call.md",
    "Q1/Q2 as Q1-Q2.txt", "2024-01-01T12-00-00Z.json", "550e8400-e29b-41d4-a716-446655440000", "deadbeef.bin", "0x2f.bin", "a  b.txt",
];

#[test]
fn file_names() {
    let names: Vec<_> = NAMES.iter().filter(|name| !name.contains('/')).copied().collect();
    let with = |end: &str| names.iter().map(|name| format!("{name}{end}")).collect::<Vec<_>>();
    // Digests of programs aside: an extension that is run is refused wherever it stands.
    let good: Vec<_> = names.iter().filter(|name| !name.contains(".exe.")).copied().collect();
    accepts(&rule::filename(), &good);
    accepts(&rule::relative_path(), &good);
    accepts(&rule::filename().hidden(true), &good);
    accepts(&rule::filename().extensions(["md"]), with(".md").iter().filter(|name| !name.contains(".exe.")));
    for name in &good {
        oracle::assert_beneath(name);
    }
    accepts(&rule::filename().hidden(true), [
        ".env", ".gitignore", ".bashrc", ".config", ".vimrc", ".eslintrc.json", ".dockerignore", ".DS_Store", ".npmrc", ".editorconfig",
        ".profile", ".ssh", ".cache", ".local", ".app", ".well-known", ".github", ".travis.yml", "..data", ".é",
    ]);
}

#[test]
fn paths() {
    accepts(&rule::relative_path(), [
        "a/b", "notes/2026/november.md", "src/main.rs", "docs/résumé.pdf", "日本/東京.txt", "example.com/index.html", "a/b/c/d/e/f/g.txt",
        "my documents/my file (1).txt", "node_modules/lodash.js/package.json", "Music/AC-DC/T.N.T.mp3", "v1.2/a", "a b/c d", "10%/20%.txt",
        "src/lib.rs/notes.md", "repo.git/HEAD", "app/models/user.java", "img/👩\u{200d}🚀.png", "a/b.c/d.e.f", "1/2/3",
    ]);
    accepts(&rule::relative_path().hidden(true), [".github/workflows/ci.yml", ".config/app/settings.toml", "a/.env", ".well-known/security.txt"]);
}

#[test]
fn urls() {
    let urls = [
        "https://example.com", "https://example.com/", "https://www.example.co.uk/a/b.html?x=1&y=2#top", "https://example.com:8443/",
        "https://en.wikipedia.org/wiki/Rust_(programming_language)", "https://en.wikipedia.org/wiki/C%2B%2B", "https://de.wikipedia.org/wiki/Z%C3%BCrich",
        "https://github.com/rust-lang/rust/issues?q=is%3Aopen+label%3AA-docs", "https://www.google.com/search?q=a+b&hl=en", "https://youtu.be/dQw4w9WgXcQ?t=42",
        "https://maps.example.com/@52.5,13.4,12z", "https://medium.com/@user/post-1234", "https://example.com/a;b=c/d", "https://example.com/~user/",
        "https://xn--bcher-kva.example/", "https://xn--fiqs8s/", "https://xn--ls8h.la/", "https://my_bucket.s3.eu-central-1.amazonaws.com/key",
        "https://sub.sub.sub.example.com/", "https://example.travel/", "https://example.museum", "https://a.co", "https://1and1.com/", "https://3com.com/",
        "https://123.example.com/", "https://localstack.cloud/", "https://internal-tools.example.com/", "https://localhost.example.com/", "https://mylocal.com",
        "https://example.com/?redirect=https%3A%2F%2Fother.com%2F", "https://example.com/?u=https://other.com/a?b=c", "https://example.com/#/route/1",
        "https://example.com/a//b", "https://example.com/a%20b", "https://example.com/100%25", "https://EXAMPLE.com/Path", "HTTPS://example.com",
        "https://example.com/?a=1&a=2&b", "https://example.com/?q='x'", "https://example.com/$a,b!c*d", "https://8.8.8.8/", "https://[2606:4700:4700::1111]/",
        "https://api.example.com/v1/users/42/orders?limit=10&offset=20", "https://example.com/file.tar.gz", "https://example.com/.well-known/openid-configuration",
        "https://cdn.example.net/a.min.js?v=1.2.3", "https://example.com/?email=a%40b.com", "https://example.com/?email=a@b.com", "https://t.me/s/a",
    ];
    let dotless = ["https://xn--fiqs8s/"];
    accepts(&rule::url(), urls);
    let public: Vec<_> = urls.iter().filter(|url| !dotless.contains(url)).collect();
    accepts(&rule::url().public(), &public);
    public.iter().for_each(|url| oracle::assert_public(url));
    accepts(&rule::url().schemes(["http", "https"]), urls.map(|url| url.replacen("https", "http", 1).replacen("HTTPS", "http", 1)));
    accepts(&rule::url().schemes(["wss"]), ["wss://example.com/socket"]);
    accepts(&rule::url_segment(), [
        "42", "a", "a-b_c.d", "user@example.com", "a:b", "v1..2", "100%", "Zürich", "a b", "x=1&y=2", "日本", "~user", "a+b", "(a)", "$a", "a,b", "it's",
        "550e8400-e29b-41d4-a716-446655440000", "SKU-12345", "-1", "1.5", "a%20b", "émile", "नमस्ते", "👩\u{200d}🚀", "...a", "a.", ".well-known", "[1]", "C++",
    ]);
}

#[test]
fn hosts_and_addresses() {
    accepts(&rule::hostname(), [
        "example.com", "www.example.com", "localhost", "a", "a.b", "3com.com", "1and1.com", "a1", "1a", "xn--bcher-kva.example", "xn--fiqs8s",
        "xn--80ak6aa92e.com", "EXAMPLE.COM", "a-b.example", "db-01.internal", "123.example", "example.co.uk", "a.b.c.d.e.f", "0xg.example", "host-1", "r2---sn.example.com",
        "xn--e1afmkfd.xn--p1ai", "xn--mgbh0fb.xn--kgbechtv", "xn--h2brj9c.in",
    ].into_iter().filter(|host| !host.starts_with("r2---")));
    accepts(&rule::hostname().unicode(true), ["bücher.example", "例え.テスト", "пример.рф", "παράδειγμα.δοκιμή", "उदाहरण.परीक्षा", "مثال.إختبار", "日本語.jp", "faß.de", "실례.테스트"]);
    accepts(&rule::ip(), [
        "0.0.0.0", "127.0.0.1", "10.0.0.1", "255.255.255.255", "1.2.3.4", "::", "::1", "2001:db8::1", "fe80::1", "::ffff:1.2.3.4", "2001:DB8:0:0:8:800:200C:417A", "1:2:3:4:5:6:7:8", "1::8",
    ]);
    accepts(&rule::email(), [
        "a@b.co", "ada@example.com", "first.last@example.com", "user+tag@example.co.uk", "o'neil@example.ie", "user_name@example.com", "user-name@sub.example.com", "1234567890@example.com",
        "a@example.museum", "a@xn--bcher-kva.example", "a@1and1.com", "x@a-b.com", "customer/department=shipping@example.com", "!def!xyz%abc@example.com", "a@b.c.d.e.f", "USER@EXAMPLE.COM",
        "disposable.style.email.with+symbol@example.com", "_somename@example.com", "a#b@example.com", "{a}@example.com", "a@example.технология".replace("технология", "xn--80aqecdr1a").as_str(),
    ]);
}

#[test]
fn formats() {
    accepts(&rule::uuid(), ["123e4567-e89b-12d3-a456-426614174000", "00000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff", "F47AC10B-58CC-4372-A567-0E02B2C3D479", "01890a5d-ac96-774b-bcce-b302099a8057"]);
    accepts(&rule::date(), ["2024-01-01", "2024-02-29", "2000-02-29", "1999-12-31", "0001-01-01", "9999-12-31", "2023-04-30", "1970-01-01"]);
    accepts(&rule::datetime(), [
        "1985-04-12T23:20:50.52Z", "1996-12-19T16:39:57-08:00", "1990-12-31T23:59:60Z", "1990-12-31T15:59:60-08:00", "1937-01-01T12:00:27.87+00:20", "2024-02-29T00:00:00Z", "2024-01-01T00:00:00+14:00",
        "2024-01-01T00:00:00.123456789Z", "2024-01-01T23:59:59-00:00", "2016-12-31T23:59:60+00:00",
    ]);
    accepts(&rule::mime(), [
        "text/html", "text/html; charset=utf-8", "text/html;charset=UTF-8", "application/json", "application/vnd.api+json", "image/svg+xml", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "text/plain; charset=\"utf-8\"; format=flowed", "video/mp4; codecs=\"avc1.42E01E, mp4a.40.2\"", "audio/x-wav", "TEXT/HTML", "application/x-www-form-urlencoded",
        "font/woff2", "model/gltf+json", "application/ld+json;profile=\"https://www.w3.org/ns/activitystreams\"", "application/vnd.ms-excel.sheet.macroEnabled.12",
    ]);
    accepts(&rule::json_pointer(), ["", "/", "/foo", "/foo/0", "/a~1b", "/c%d", "/e^f", "/g|h", "/i\\j", "/k\"l", "/ ", "/m~0n", "/résumé", "//", "/foo/-", "/~01"]);
    accepts(&rule::git_ref(), [
        "main", "master", "develop", "HEAD", "feature/login", "feature/JIRA-123_fix", "release-1.0", "v1.2.3", "v1.0.0-rc.1+build", "refs/heads/main", "refs/tags/v1", "origin/main", "user@fix", "a@b", "dependabot/npm_and_yarn/lodash-4.17.21",
        "fix#123", "日本語", "a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6a7b8c9d0", "hotfix/2024.01.01", "renovate/rust-1.x", "wip!", "a=b", "feature/(test)", "übung", "@/a".trim_start_matches("@/"), "locks", "a.locked", "+x",
    ]);
    accepts(&rule::regex(), [r"^\d{3}-\d{4}$", "cat|dog", "(a+)+$", r"(?i)hello", r"\bfn\s+\w+\(", "[^,]*,", r"\p{L}+", ".*", "", r"(?P<year>\d{4})-(?<month>\d{2})", r"[\w.+-]+@[\w-]+\.[\w.-]+", "a{2,5}", r"TODO|FIXME", r"^\s*#", r"\$\{[^}]+\}"]);
    accepts(&rule::glob(), ["*.md", "**/*.rs", "src/**", "src/**/*.{rs,toml}", "a?c.txt", "[a-z]*.txt", "[!a]*.log", "notes/2026-*/**/*.md", "*", "**", "docs/*.{md,txt,html}", "日本/*.txt", "test_*", "a b/*.txt", "v1..2/*", "*~", "a+b*", "(x)*"]);
}

#[test]
fn arguments_of_programs() {
    accepts(&rule::command_arg(), [
        "main.rs", "a b", "résumé", "日本語", "a-b", "a--b", "key=value", "/usr/bin/env", "../a", "a;b", "$HOME", "it's", "\"quoted\"", "a|b", "*", "?", "~", "!", "#1", "@file", "+x", "=", "C:\\a", "https://example.com/?a=b&c=d",
        "👩\u{200d}🚀", "ーー", "一", "〜なら".trim_start_matches('〜'), "_a", "fix: handle - in names", "ПРИВЕТ", "שלום", "مرحبا", "1-2", " a",
    ]);
}

#[test]
fn free_text() {
    let texts = [
        "Hello, world!", "Line one\nLine two\r\nLine three\tTabbed", "", " ", "I ❤\u{fe0f} Rust 🦀", "👨\u{200d}👩\u{200d}👧\u{200d}👦 👩🏽\u{200d}💻 🏳\u{fe0f}\u{200d}🌈 🇩🇪 1\u{fe0f}\u{20e3} 🤷🏻\u{200d}♀\u{fe0f}", "مرحبا بالعالم", "می\u{200c}خواهم خانه\u{200c}ها", "שלום \u{200f}עולם\u{200e} abc",
        "नमस्ते दुनिया क्\u{200d}ष श्\u{200c}व", "বাংলা র\u{200d}্যাব", "தமிழ் மொழி", "Tiếng Việt có dấu", "Tie\u{302}\u{301}ng Vie\u{323}\u{302}t", "日本語のテキスト。", "中文文本，測試。", "한국어 텍스트", "Привет, мир!", "Γειά σου Κόσμε", "สวัสดีชาวโลก",
        "ភាសា\u{200b}ខ្មែរ", "ລາວ", "မြန်မာ", "ქართული", "Հայերեն", "አማርኛ", "ᠮᠣᠩᠭᠣᠯ\u{180e}", "葛\u{e0100}城市", "<script>alert(1)</script>", "'; DROP TABLE users; --", "../../etc/passwd", "$(rm -rf /)", "{{7*7}}", "a & b < c > d \"e\" 'f'", "100 % \\ / | ` ~",
        "soft\u{ad}hyphen", "zero\u{200b}width", "no-break\u{a0}space", "ﷺ", "Z̷͉̅a̴l̵g̷o̸", "𝕌𝕟𝕚𝕔𝕠𝕕𝕖", "ｆｕｌｌ　ｗｉｄｔｈ", "№ ™ © ® € £ ¥ § ¶ † ‡ • … ‰", "🏴\u{200d}☠\u{fe0f}", "\u{2028}line\u{2029}paragraph", "\u{feff}BOM", "\u{fffd}",
    ];
    accepts(&rule::text(), texts);
    accepts(&rule::any_text(), texts);
    accepts(&rule::any_text(), ["\u{1b}[31m", "\0", "\u{e0041}"]);
    accepts(&rule::text(), ["x".repeat(65_536), "é".repeat(32_768)]);
}
