//! Ways out of a directory, in every encoding that some program undoes.

use std::collections::BTreeSet;

use mcp_secure::rule::{self, Rule};

use crate::{oracle, refuses};

/// Everything that stands for this character once somebody has decoded it.
fn encodings(character: char) -> Vec<String> {
    let byte = u8::try_from(character).unwrap();
    let hex = |byte: u8| [format!("%{byte:02x}"), format!("%{byte:02X}")];
    let mut all = vec![character.to_string()];
    all.extend(hex(byte));
    // Encoded twice, three times, and in parts.
    let [first, second] = format!("{byte:02x}").into_bytes()[..] else { unreachable!() };
    let (first, second) = (char::from(first), char::from(second));
    let encoded = |c: char| format!("%{:02x}", u32::from(c));
    all.extend([
        format!("%25{first}{second}"),
        format!("%2525{first}{second}"),
        format!("%252525{first}{second}"),
        format!("%%25{first}{second}"),
        format!("%{}{second}", encoded(first)),
        format!("%{first}{}", encoded(second)),
        format!("%{}{}", encoded(first), encoded(second)),
        format!("%25{}{second}", encoded(first)),
        format!("%25{first}{}", encoded(second)),
        format!("%25{}{}", encoded(first), encoded(second)),
        format!("%2{}{first}{second}", encoded('5')),
        format!("%{}5{first}{second}", encoded('2')),
    ]);
    // Overlong UTF-8, of two to six bytes (RFC 3629, section 3), once and twice encoded.
    let (high, low) = (byte >> 6, 0x80 | byte & 0x3f);
    for bytes in [
        vec![0xc0 | high, low],
        vec![0xe0, 0x80 | high, low],
        vec![0xf0, 0x80, 0x80 | high, low],
        vec![0xf8, 0x80, 0x80, 0x80 | high, low],
        vec![0xfc, 0x80, 0x80, 0x80, 0x80 | high, low],
        // With a last byte that only lenient decoders take.
        vec![0xc0 | high, byte & 0x3f],
        vec![0xc0 | high, 0xc0 | byte & 0x3f],
    ] {
        let once: String = bytes.iter().map(|byte| format!("%{byte:02x}")).collect();
        all.extend([once.to_uppercase(), once.replace('%', "%25"), once]);
    }
    all.extend([
        format!("%u00{byte:02x}"),
        format!("%U00{byte:02X}"),
        format!("%u{:04x}", u32::from(byte) + 0xfee0),
        format!("%25u00{byte:02x}"),
        format!("&#{byte};"),
        format!("&#0{byte};"),
        format!("&#x{byte:x};"),
        format!("&#X{byte:04X};"),
        format!("%26%23{byte}%3b"),
        format!("&amp;#{byte};"),
    ]);
    // Full width, as it is, encoded, and encoded twice.
    let wide = char::from_u32(u32::from(byte) + 0xfee0).unwrap();
    let once: String =
        wide.to_string().bytes().map(|byte| format!("%{byte:02x}")).collect();
    all.extend([wide.to_string(), once.replace('%', "%25"), once.replace('%', "％"), once]);
    all
}

/// The characters, each in each encoding: in one for all, and in two that take turns.
fn spelled(text: &str) -> BTreeSet<String> {
    let count = encodings('.').len();
    let spell = |first: usize, second: usize| {
        let encoded = text.chars().enumerate().map(|(at, character)| match character {
            '.' | '/' | '\\' => encodings(character)[if at % 2 == 0 { first } else { second }].clone(),
            other => other.to_string(),
        });
        encoded.collect::<String>()
    };
    let pairs = (0..count).flat_map(|first| (0..count).map(move |second| (first, second)));
    pairs.map(|(first, second)| spell(first, second)).collect()
}

const WAYS: &[&str] = &[
    "../etc/passwd", "..\\windows\\win.ini", "../../../../etc/passwd", "a/../../b", "a/..", "..",
    "./../a", "..//a", "....//a", "..././a", ".../...//a", "/etc/passwd", "/", "\\", "\\\\host\\share\\a",
    "//host/share", "\\\\?\\C:\\a", "\\\\.\\pipe\\a", "C:\\a", "C:/a", "C:a", "file:///etc/passwd",
    "~/../a", "a/./../../b", "..;/a", "..\\/a", "../..\\a", "a\\..\\..\\b", "/../a", "/..", "../.",
    "a/\0/../../b", "/proc/self/environ", "/dev/null", "..\u{2215}etc", "a/../b", "..%00/a", "%00../a",
];

#[test]
fn no_way_out_is_a_file_name_or_a_path_in_any_encoding() {
    for way in WAYS {
        let all = spelled(way);
        assert!(all.len() > 40 || !way.contains(['.', '/', '\\']), "{way}");
        // With one name that has no separator as it stands, only its encodings count.
        refuses(&rule::filename(), &all);
        refuses(&rule::filename().hidden(true), &all);
        refuses(&rule::filename().dangerous_any_extension(), &all);
        if !matches!(*way, "." | "a/..") {
            refuses(&rule::relative_path(), &all);
        }
        refuses(&rule::relative_path().hidden(true), &all);
    }
}

#[test]
fn no_way_out_is_a_segment_of_a_url() {
    for way in WAYS.iter().filter(|way| !way.contains(':')) {
        refuses(&rule::url_segment(), spelled(way));
    }
    // What ends a path or a segment, too.
    for character in ['?', '#', ';', '/', '\\'] {
        let all = encodings(character);
        // In full width, the latter three are punctuation of Chinese and Japanese.
        let is_wide = |it: &str| it.contains(|c| c > '\u{ff00}') || it.to_lowercase().contains("ef");
        let all = all.into_iter().filter(|it| matches!(character, '/' | '\\') || !is_wide(it));
        refuses(&rule::url_segment(), all.map(|encoded| format!("a{encoded}b")));
    }
}

#[test]
fn no_way_out_is_a_pattern_of_paths() {
    let globs: Vec<String> = WAYS
        .iter()
        .flat_map(|way| spelled(way))
        .collect();
    refuses(&rule::glob(), &globs);
    refuses(&rule::glob(), WAYS.iter().map(|way| format!("{way}/**/*.rs")));
    refuses(&rule::glob().hidden(true), ["{.,..}/a", "[.][.]/a", "..*/../a", "a/{..,b}/c", "{../a,b}", ".{.,a}/b"]);
}

/// Bytes that end a string or a line early, in every encoding.
#[test]
fn no_control_character_is_hidden_in_a_name() {
    for byte in (0..0x20).chain([0x7f]) {
        for encoded in [
            format!("%{byte:02x}"),
            format!("%{byte:02X}"),
            format!("%25{byte:02x}"),
            format!("%2525{byte:02x}"),
            format!("%%3{}{:x}", byte >> 4, byte & 0xf),
            format!("%{:02x}%{:02x}", 0xc0 | byte >> 6, 0x80 | byte & 0x3f),
            format!("%u00{byte:02x}"),
            char::from(byte).to_string(),
        ] {
            let names = [format!("a{encoded}.txt"), format!("a.php{encoded}.jpg"), format!("{encoded}a"), format!("a{encoded}")];
            refuses(&rule::filename(), &names);
            refuses(&rule::relative_path(), &names);
            refuses(&rule::url_segment(), &names);
        }
    }
}

/// Whatever percent-encoding is in a name that is accepted: one file in each reading. All names of
/// four signs out of those of which encodings are made.
#[test]
fn every_short_name_of_percent_signs_is_refused_or_one_file_in_every_reading() {
    let signs = ["%", "2", "5", "e", "f", "c", "3", "a", ".", "u", "8", "0", ";", "&", "#"];
    let mut accepted = 0;
    let mut names: Vec<String> = vec![String::new()];
    for length in 1..=5 {
        names = names.iter().flat_map(|name| signs.map(|sign| format!("{name}{sign}"))).collect();
        if length == 5 {
            // With two percent signs or more: others are in the shorter ones.
            names.retain(|name| name.matches('%').count() > 1);
        }
        for name in &names {
            if rule::filename().hidden(true).judge(name).is_ok() {
                accepted += 1;
                if name.contains('%') {
                    oracle::assert_one_file(name);
                }
            }
            if rule::url_segment().judge(name).is_ok() && name.contains('%') {
                oracle::assert_one_segment(name);
            }
        }
    }
    assert!(accepted > 10_000, "{accepted}");
}

/// As it is, by browsers and servers that decode, by Windows, and with what invisible characters or
/// doubled ones leave behind when they are taken out.
#[test]
fn known_bypasses_are_refused() {
    let both = [
        "a%%32fb", "a%25%32%66b", "%%32e%%32e%%32fetc", "..;", "..;/a", "..;a=b", "%2e%2e;", "\u{2025}", "․․/a",
        "a\u{2041}b", "a\u{2044}b", "a\u{2215}b", "a\u{29f8}b", "a\u{2216}b", "．．／a", "a%c0%afb", "a%e2%88%95b",
        "a%E2%81%84b", "a%25e2%2581%2584b", "..\u{200b}/a", ".\u{200b}./a", "\u{202e}a", "a\u{feff}b", "a%ef%bb%bfb",
    ];
    refuses(&rule::filename(), both);
    refuses(&rule::filename().hidden(true), both);
    refuses(&rule::relative_path(), both);
    refuses(&rule::relative_path().hidden(true), both);
    refuses(&rule::url_segment(), both);
    let names = [
        "shell.p%68p", "n%75l", "%2drf", "\u{2d7}rf", "\u{2010}rf", "\u{2212}rf", "－rf", "%ef%bc%8drf", "%e2%88%92rf",
        "shell.%ef%bd%90hp", "shell.ｐ%68p", "a%ff.p%68p", "%ffa.%70hp", "nul%ff%2etxt", "a.php%3a%3a$DATA", "nul%3a",
        "com1%3a.txt", "shell.php%20", "shell.php%20.jpg", "shell.php%3b.jpg", "shell.php;.jpg", "shell.php#.png",
        "shell.php%23.png", "shell%2ephp", "a.php%3f.jpg", "shell.ph%2570", "web.config", "web%2econfig", ".htaccess",
        "%2ehtaccess", "&#46;htaccess", "a&sol;b", "a&bsol;b", "a&#x2F;b", "a&#47b", "..&#47;a", "a&period;php",
    ];
    refuses(&rule::filename(), names);
    refuses(&rule::filename().hidden(true), names);
    refuses(&rule::relative_path(), names);
    refuses(&rule::relative_path(), names.map(|name| format!("a/{name}")));
    refuses(&rule::command_arg(), ["\u{2d7}rf", "\u{2212}rf", "－rf", "﹣rf", "\u{200b}-rf", "\u{feff}--help"]);
}
