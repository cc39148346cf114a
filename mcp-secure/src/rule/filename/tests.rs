#![allow(clippy::unwrap_used)]

use unicode_normalization::UnicodeNormalization;

use super::*;

mod extensions;
mod generated;

fn message(rule: &Filename, name: &str) -> String {
    match rule.judge(name) {
        Ok(()) => panic!("accepted {name:?}"),
        Err(violation) => violation.message().to_owned(),
    }
}

#[track_caller]
fn accepts(rule: &Filename, names: &[&str]) {
    for name in names {
        if let Err(violation) = rule.judge(name) {
            panic!("refused {name:?}: {}", violation.message());
        }
    }
}

/// Every name is refused, and for the reason that the message names.
#[track_caller]
fn refuses(rule: &Filename, reason: &str, names: &[&str]) {
    for name in names {
        let message = message(rule, name);
        assert!(message.contains(reason), "{name:?}: {message}");
    }
}

#[test]
fn accepts_names_as_people_give_them() {
    let longest = "a".repeat(255);
    accepts(
        &filename(),
        &[
            "a", "1", "_", "~", "notes.md", "README", "Makefile", "LICENSE-MIT", "v1..2", "a..b",
            "a-b", "a.-b", "a b.txt", "my file (1).txt", "a+b=c.csv", "100%.txt", "50% off.md",
            "a%20b.txt", "100%25.txt", "%", "a%", "a%2", "%zz", "100%ef.txt", "[draft] {1}.md",
            "it's.txt", "a,b;c.txt", "a&b@c#d!.md", "$HOME.md", "`x`.md", "^a.md", "file~", "~a.md",
            "archive.tar.gz", "report.v1.2.txt", "jquery.min.css", "example.com.pdf", "photo.JPG",
            "readme.com.txt", "bundle.js.map", "README.ko.md", "README.pl.md", "com", "exe", "php",
            "Dr. Who.txt", "a.b.c.d.e", "2026-11-23T10.00.00Z.log", "song.mp3", "data.7z", "x.h264",
            "console.txt", "nullable.md", "auxiliary.md", "com.txt", "com10.txt", "lpt.txt",
            "command.txt", "conin.txt", "acon.txt", "xCON", "con1.txt", "comx.txt", "printer.prn",
            "a~b.txt", "longer-name~1.txt", "file~x.txt", &longest,
            // Other scripts, and the marks that they need.
            "résumé.txt", "naïve – “draft”.md", "日本語.md", "これは何？.md", "全角：名前.md", "한국어.txt",
            "Ελληνικά.txt", "Русский.txt", "العربية.txt", "עברית.txt", "ไทย.txt", "தமிழ்.txt",
            "हिन्दी.txt", "বাংলা.txt", "ქართული.md", "Việt Nam.txt", "ǖ.txt", "x̱.txt",
            "İstanbul.md", "¥100.txt", "½.txt", "10 km².txt", "Wait….md", "ノート.md", "一ノ瀬.md",
            "a\u{3000}b.txt", "Screenshot at 1.00.00\u{202f}PM.png",
            // The joiners where spelling needs them.
            "می\u{200c}خواهم.txt", "ශ\u{dca}\u{200d}රී.txt", "क\u{94d}\u{200c}ष.txt",
            // Emoji.
            "😀.txt", "🎉 party 🇨🇭.md", "❤\u{fe0f}.txt", "👩\u{200d}🚀.md", "🏳\u{fe0f}\u{200d}🌈.md",
            "👍🏽.txt", "1\u{fe0f}\u{20e3}.md", "👩\u{200d}❤\u{fe0f}\u{200d}👨.md",
        ],
    );
}

#[test]
fn refuses_what_leaves_the_directory() {
    refuses(&filename(), "empty", &[""]);
    refuses(&filename(), "`.` or `..`", &[".", ".."]);
    refuses(&filename().hidden(true), "`.` or `..`", &[".", ".."]);
    refuses(
        &filename(),
        "path separator",
        &[
            "/", "\\", "a/b", "a\\b", "../a", "..\\a", "/etc/passwd", "C:\\a", "\\\\host\\share",
            "./a", "a/", "a/../b", "....//a", "..;/a", "\\\\?\\C:\\a", "a/.", "..\\/a",
        ],
    );
}

#[test]
fn refuses_lookalikes_of_separators_and_dots() {
    for character in '\u{80}'..=char::MAX {
        let read: String = std::iter::once(character).nfkc().collect();
        let is_separator = read.contains(['/', '\\']);
        let is_dots = read == "." || read == "..";
        if is_separator || is_dots {
            let name = format!("a{character}b");
            assert!(filename().judge(&name).is_err(), "{character:?}");
        }
    }
    for character in
        "\u{2041}\u{2044}\u{2215}\u{29f8}\u{29f9}\u{2216}\u{ff0f}\u{ff3c}\u{fe68}\u{2024}".chars()
    {
        refuses(
            &filename(),
            "look like",
            &[&format!("etc{character}passwd")],
        );
    }
}

#[test]
fn refuses_control_characters_and_line_breaks_anywhere() {
    let controls = ('\0'..' ')
        .chain('\u{7f}'..'\u{a0}')
        .chain("\u{2028}\u{2029}".chars());
    for control in controls {
        for name in [
            format!("a{control}b.txt"),
            format!("{control}a.txt"),
            format!("a.txt{control}"),
            format!("é{control}.txt"),
        ] {
            assert!(filename().judge(&name).is_err(), "{name:?}");
        }
    }
    refuses(
        &filename(),
        "line breaks",
        &["shell.php\n", "a\n", "a\r\nb", "a\0.txt", "a\u{85}b"],
    );
}

#[test]
fn refuses_bad_starts_and_ends() {
    refuses(
        &filename(),
        "start with a dash",
        &["-", "-rf", "--help", "-a.txt", "－rf", "﹣a"],
    );
    refuses(
        &filename(),
        "start with a dot",
        &[".env", ".git", "..a", ".a.txt", ".…"],
    );
    refuses(
        &filename(),
        "end with a dot",
        &["a.", "a.txt.", "a..", "a. ."],
    );
    let padded = [
        " a", "a ", "a.txt ", " ", "\u{a0}a", "a\u{3000}", "é ", " é", "a\u{2003}",
    ];
    refuses(&filename(), "space", &padded);
}

#[test]
fn hidden_names_are_a_choice() {
    let rule = filename().hidden(true);
    accepts(
        &rule,
        &[".env", ".gitignore", "..a", ".a.b", ".config-old", "a"],
    );
    refuses(&rule, "`.` or `..`", &[".", ".."]);
    refuses(&rule, "end with a dot", &["...", ".a."]);
    refuses(&rule, "executable", &[".htaccess", ".php", ".a.exe", ".sh"]);
    assert!(filename().hidden(false).judge(".env").is_err());
}

#[test]
fn refuses_what_windows_opens_otherwise() {
    let devices = [
        "CON", "con", "PRN", "AUX", "NUL", "nul.txt", "Nul.tar.gz", "CON .txt", "con  .a", "aux.",
        "COM0", "com1", "COM9.log", "LPT0", "lpt5.txt", "COM¹", "com².txt", "LPT³", "CONIN$",
        "conout$.txt", "ＣＯＮ", "ｎｕｌ.txt", "nul\u{a0}.txt", "COM１",
    ];
    for name in devices {
        assert!(filename().judge(name).is_err(), "{name}");
    }
    for (device, digits) in [("com", "0123456789¹²³"), ("lpt", "0123456789¹²³")] {
        for digit in digits.chars() {
            refuses(&filename(), "device", &[&format!("{device}{digit}.md")]);
        }
    }
    refuses(
        &filename(),
        "short name",
        &["HTACCE~1", "PROGRA~1", "secret~2.txt", "a~10.md"],
    );
    refuses(
        &filename(),
        "Windows reserves",
        &[
            "a:b", "a.txt:stream", "a.php::$DATA", "c:a", "a<b", "a>b", "a\"b", "a|b", "a?b", "a*b",
            "file:a", "CON:",
        ],
    );
}

#[test]
fn counts_bytes() {
    accepts(&filename(), &[&"é".repeat(127)]);
    refuses(
        &filename(),
        "255 bytes",
        &[&"a".repeat(256), &"é".repeat(128), &"a".repeat(100_000)],
    );
}

#[test]
fn refuses_text_not_in_normal_form() {
    let decomposed = [
        "re\u{301}sume\u{301}.txt", "\u{212a}.txt", "\u{212b}", "\u{1100}\u{1161}", "\u{f900}",
    ];
    refuses(&filename(), "normalization form C", &decomposed);
}

#[test]
fn refuses_what_cannot_be_seen() {
    let invisible = "\u{ad}\u{34f}\u{61c}\u{115f}\u{1160}\u{17b4}\u{180b}\u{180e}\u{200b}\u{200c}\u{200d}\
        \u{200e}\u{200f}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2061}\u{2064}\u{2066}\
        \u{2067}\u{2068}\u{2069}\u{206a}\u{2800}\u{3164}\u{fe00}\u{fe0e}\u{fe0f}\u{feff}\u{ffa0}\u{fff9}\
        \u{fffc}\u{1d173}\u{e0001}\u{e0041}\u{e007f}\u{e0100}\u{e01ef}";
    for character in invisible.chars() {
        refuses(&filename(), "invisible", &[&format!("a{character}b.txt")]);
    }
    refuses(
        &filename(),
        "invisible",
        &[
            // The order of the letters is a lie.
            "photo\u{202e}gpj.exe",
            // A joiner out of place.
            "\u{200d}😀", "😀\u{200d}", "😀\u{200d}a", "a\u{200d}😀", "م\u{200c}a", "a\u{200c}م",
            "e\u{fe0f}.txt", "1\u{fe0f}.txt", "\u{fe0f}", "❤\u{fe0f}\u{fe0f}",
            // A flag spelled with tags.
            "🏴\u{e0067}\u{e007f}",
        ],
    );
    for character in "\u{e000}\u{f03a}\u{f8ff}\u{f0000}\u{10fffd}\u{fdd0}\u{fdef}\u{fffe}\u{ffff}\u{1fffe}\u{10ffff}".chars() {
        refuses(&filename(), "private-use", &[&format!("a{character}b")]);
    }
}

#[test]
fn a_hidden_name_is_judged_as_any_other() {
    let hidden = filename().hidden(true);
    accepts(&hidden, &[".config", ".app", ".env", ".gitignore", ".config.md", ".a;b"]);
    refuses(&hidden, "executable", &[".php", ".htaccess", ".a.config", ".config.php", ".x.js"]);
    refuses(&hidden, "`.` or `..`", &[".", "..", ".;", "..;", "..;a", ".;.md"]);
}

#[test]
fn refuses_what_decodes_to_something_else() {
    refuses(
        &filename(),
        "percent-encoded",
        &[
            "%2e%2e%2fetc", "%2E%2E%5C", "a%2fb", "a%5cb", "a%00.txt", "a%0ab", "a%0Db", "a%7f",
            "%252f", "%25252fa", "a%252e%252e", "%25%32%66%2f", "%c0%af", "%c0%ae", "%C1%9C",
            "%e0%80%af", "%f0%80%80%af", "%u002f", "%u2215", "%U002E", "shell%2ephp", "%%2f",
            "100%25%2f", "%%32e", "%%32%65%%32%65", "%25%32%65%25%32%65", "%2%65", "%%35c", "%25%25%32%66",
            "a%%32fb", "a%25%32%66b", "%%32e%%32e%%32fetc", "%f8%80%80%80%af", "%fc%80%80%80%80%af",
            "％2e％2e", "％252f", "%ef%bc%8e%ef%bc%8e", "%e2%80%ae", "a%E2%88%95b", "%25e2%2580%25ae",
        ],
    );
    // What decodes to a name that is refused itself.
    refuses(&filename(), "executable", &["shell.p%68p", "a.%70%68%70.txt", "run.ex%2565"]);
    refuses(&filename(), "device", &["n%75l", "%6eul.txt", "%25%36eul"]);
    refuses(&filename(), "dash", &["%2drf", "%252Drf"]);
    refuses(&filename(), "short name", &["HTACCE%7e1"]);
    accepts(
        &filename(),
        &[
            "50%50.txt", "20%30%50%.txt", "a%3Ab.pdf", "100%ff.txt", "a%E2%80%93.md", "50％.md", "a%20.txt",
            "%41.txt", "%e2%82%ac.txt", "%e0%a4%85", "%f0%9f%98%80", "%uber.txt", "%25",
        ],
    );
}

#[test]
fn ascii_only_is_a_choice() {
    let rule = filename().unicode(false);
    accepts(&rule, &["a.txt", "my file (1).txt"]);
    refuses(&rule, "ASCII", &["résumé.txt", "日本語.md", "😀"]);
}

#[test]
fn the_first_broken_requirement_is_named_without_the_name() {
    let violation = filename().judge("/secret\n").unwrap_err();
    assert_eq!(violation.rule(), "filename");
    assert!(!violation.message().contains("secret"));
}
