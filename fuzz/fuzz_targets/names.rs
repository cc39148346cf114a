//! Names of files, paths, segments of URLs, arguments of programs, and Git references.
//!
//! The first byte chooses the rule, modulo their number; the rest is the text.
#![no_main]

use std::sync::LazyLock;

use fuzz::{Judged, check_one};
use libfuzzer_sys::fuzz_target;
use mcp_secure::rule::{command_arg, filename, git_ref, relative_path, url_segment};

static RULES: LazyLock<[Judged; 8]> = LazyLock::new(|| {
    [
        Judged::new("filename", filename(), is_file),
        Judged::new("filename().unicode(false)", filename().unicode(false), |name| {
            name.is_ascii() && is_file(name)
        }),
        Judged::new("filename().extensions", filename().extensions(["txt", "png"]), |name| {
            let name = name.to_lowercase();
            is_name(&name) && (name.ends_with(".txt") || name.ends_with(".png"))
        }),
        Judged::new("relative_path", relative_path(), is_path),
        Judged::new("relative_path().depth(2)", relative_path().depth(2), |path| {
            is_path(path) && path.split('/').count() <= 2
        }),
        Judged::new("url_segment", url_segment(), is_segment),
        Judged::new("command_arg", command_arg(), |argument| {
            !argument.starts_with('-') && !argument.contains(char::is_control)
        }),
        Judged::new("git_ref", git_ref(), is_git_ref),
    ]
});

fuzz_target!(|data: &[u8]| check_one(&*RULES, data));

/// One component that stays where it is put, on every system.
fn is_name(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_ascii_uppercase();
    let numbered = |device: &str| {
        stem.strip_prefix(device).is_some_and(|rest| {
            matches!(
                rest,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"
            )
        })
    };
    let is_device = matches!(&*stem, "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$")
        || numbered("COM")
        || numbered("LPT");
    let path = std::path::Path::new(name);
    !name.is_empty()
        && name.len() <= 255
        && !name.starts_with(['-', '.'])
        && !name.ends_with(['.', ' '])
        && !name.contains(['/', '\\', ':', '\0'])
        && !name.contains(char::is_control)
        && !name.contains(['\u{202e}', '\u{200b}', '\u{2066}', '\u{feff}', '\u{e0041}'])
        && !is_device
        && path.components().count() == 1
        && path.file_name().is_some_and(|last| last == name)
}

/// One file, which nothing runs.
fn is_file(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let runs = [".exe", ".bat", ".cmd", ".sh", ".ps1", ".php", ".js", ".py"];
    is_name(&name) && !runs.iter().any(|extension| name.ends_with(extension))
}

/// Directories, and a file in the last one.
fn is_path(path: &str) -> bool {
    path.split('/').all(is_name) && path.rsplit('/').next().is_some_and(is_file)
}

/// What stays between two slashes of a URL, also if it is decoded too often.
fn is_segment(segment: &str) -> bool {
    let mut decoded = segment.as_bytes().to_vec();
    for _ in 0..4 {
        let ends = [&b"/"[..], b"\\", b"?", b"#", b";", b"\r", b"\n", b"\0"];
        let is_dots = decoded.iter().all(|&byte| byte == b'.');
        if is_dots || decoded.iter().any(|byte| ends.contains(&&[*byte][..])) {
            return false;
        }
        decoded = decode(&decoded);
    }
    segment.len() <= 255 && segment.trim() == segment && !segment.contains(char::is_control)
}

/// Percent-decodes once.
fn decode(bytes: &[u8]) -> Vec<u8> {
    let digit = |byte: Option<&u8>| char::from(*byte?).to_digit(16);
    let mut decoded = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(bytes.get(at + 1)), digit(bytes.get(at + 2))) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

/// By git-check-ref-format(1).
fn is_git_ref(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(['-', '/'])
        && !name.ends_with(['/', '.'])
        && name != "@"
        && !name.contains("..")
        && !name.contains("@{")
        && !name.contains("//")
        && !name.contains([' ', '~', '^', ':', '?', '*', '[', '\\', '\x7f'])
        && !name.contains(char::is_control)
        && name.split('/').all(|part| !part.starts_with('.') && !part.ends_with(".lock"))
}
