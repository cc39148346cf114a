//! What a rule promises, by the judgement of others: the standard library, the file system, other
//! parsers, and the registries.

use std::{
    ffi::OsStr,
    fs,
    net::IpAddr,
    path::{Component, Path},
};

use mcp_secure::{root::Root, rule::Dialect};
use sqlparser::{
    ast::{Expr, SelectItem, SetExpr, Statement, TableFactor},
    dialect as theirs,
    parser::Parser,
};
use unicode_normalization::UnicodeNormalization;

use crate::registries;

/// The text as each of a row of lenient programs may read it: percent-decoded once and again, with
/// broken UTF-8 replaced, and folded to compatible characters at any step.
pub(crate) fn readings(text: &str) -> Vec<String> {
    let mut readings = vec![text.to_owned()];
    let mut next = 0;
    while next < readings.len() {
        let text = readings[next].clone();
        for read in [percent_decoded(&text), text.nfkc().collect()] {
            if !readings.contains(&read) {
                readings.push(read);
            }
        }
        next += 1;
    }
    readings
}

fn percent_decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let hex = text.get(at + 1..at + 3).filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()));
        match hex.filter(|_| bytes[at] == b'%') {
            Some(hex) => {
                decoded.push(u8::from_str_radix(hex, 16).unwrap());
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// Asserts that the name is that of one file, however it is read, also for Windows.
pub(crate) fn assert_one_file(name: &str) {
    for read in readings(name) {
        let path = Path::new(&read);
        let components: Vec<_> = path.components().collect();
        assert_eq!(components, [Component::Normal(OsStr::new(&read))], "{name:?} as {read:?}");
        let has_bad = read.contains(|c: char| c.is_control() || matches!(c, '/' | '\\'));
        assert!(!has_bad && !read.starts_with('-'), "{name:?} as {read:?}");
        assert!(!read.trim_matches(['.', ' ']).is_empty(), "{name:?} as {read:?}");
        let stem = read.split(['.', ':']).next().unwrap().trim().to_uppercase();
        let has_digit = stem.len() == 4 && stem.ends_with(|c: char| c.is_ascii_digit());
        let is_port = has_digit && (stem.starts_with("COM") || stem.starts_with("LPT"));
        let is_device = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&&*stem);
        assert!(!is_device && !is_port, "{name:?} as {read:?}");
    }
}

/// Asserts that the text is one segment of a path, however often it is decoded and folded. `？` is
/// folded to what ends a path, but nobody folds without having parsed.
pub(crate) fn assert_one_segment(text: &str) {
    for read in readings(text) {
        let is_out = read.contains(['/', '\\']) || read.trim_matches('.').is_empty();
        assert!(!is_out, "{text:?} as {read:?}");
    }
    let mut read = text.to_owned();
    loop {
        let ends = |c: char| matches!(c, '?' | '#' | ';') || c.is_control();
        assert!(!read.contains(ends), "{text:?} as {read:?}");
        match percent_decoded(&read) {
            same if same == read => break,
            decoded => read = decoded,
        }
    }
}

/// Asserts that the path leads to a file beneath the directory, and makes it there and only there.
pub(crate) fn assert_beneath(path: &str) {
    let outside = tempfile::tempdir().unwrap();
    let inside = outside.path().join("inside");
    let root = Root::create(&inside).unwrap();
    if let Some((directories, _)) = path.rsplit_once('/') {
        root.create_dir_all(directories).unwrap();
    }
    root.write(path, "content").unwrap_or_else(|error| panic!("{path:?}: {error}"));
    assert_eq!(fs::read(inside.join(path)).unwrap(), b"content", "{path:?}");
    let names: Vec<_> =
        fs::read_dir(outside.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, ["inside"], "{path:?}");
    let names: Vec<_> = fs::read_dir(&inside).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names, [path.split('/').next().unwrap()], "{path:?}");
}

/// Asserts that another parser reads the URL, and finds a public host in it.
pub(crate) fn assert_public(url: &str) {
    // It has no fragments.
    let before = url.split('#').next().unwrap();
    let read: http::Uri = before.parse().unwrap_or_else(|error| panic!("{url:?}: {error}"));
    assert!(matches!(read.scheme_str(), Some("http" | "https")), "{url:?}");
    let authority = read.authority().unwrap();
    assert!(!authority.as_str().contains('@'), "{url:?}");
    let host = authority.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    match bare.parse::<IpAddr>() {
        Ok(address) => assert!(registries::is_public(address), "{url:?}"),
        Err(_) => assert_public_name(host, url),
    }
}

fn assert_public_name(host: &str, url: &str) {
    let last = host.rsplit('.').next().unwrap().to_ascii_lowercase();
    // "Ends in a number", by the URL Standard.
    let is_number = match last.strip_prefix("0x") {
        Some(hex) => hex.bytes().all(|byte| byte.is_ascii_hexdigit()),
        None => last.bytes().all(|byte| byte.is_ascii_digit()),
    };
    assert!(host.contains('.') && !is_number, "{url:?}");
    // RFC 6761, RFC 6762, RFC 8375, RFC 9476; `internal` by ICANN.
    let special = ["localhost", "local", "internal", "test", "invalid", "alt"];
    assert!(!special.contains(&&*last), "{url:?}");
}

/// Asserts that a list of registries, as mail programs read it, has one entry without a name or a
/// comment, that no line ends within, and that the domain is no IP address.
pub(crate) fn assert_one_mailbox(address: &str) {
    let (local, domain) = address.split_once('@').unwrap();
    let special = |c: char| c.is_whitespace() || c.is_control() || "()<>[]:;,\\\"".contains(c);
    assert!(address.is_ascii() && !address.contains(special), "{address:?}");
    assert!(!local.is_empty() && !domain.contains('@') && !address.starts_with('-'), "{address:?}");
    assert!(domain.contains('.') && domain.parse::<IpAddr>().is_err(), "{address:?}");
}

/// Asserts that the name stands for itself, as a table and as a column, in the dialect.
pub(crate) fn assert_names_itself(name: &str, dialect: Dialect) {
    let sql = format!("SELECT {name} FROM {name}");
    let read = match dialect {
        Dialect::Postgres => Parser::parse_sql(&theirs::PostgreSqlDialect {}, &sql),
        Dialect::MySql => Parser::parse_sql(&theirs::MySqlDialect {}, &sql),
        Dialect::Sqlite => Parser::parse_sql(&theirs::SQLiteDialect {}, &sql),
        Dialect::SqlServer => Parser::parse_sql(&theirs::MsSqlDialect {}, &sql),
        // Theirs has no underscore in front.
        _ if name.starts_with('_') => Parser::parse_sql(&theirs::GenericDialect {}, &sql),
        _ => Parser::parse_sql(&theirs::AnsiDialect {}, &sql),
    };
    let read = read.unwrap_or_else(|error| panic!("{dialect:?} {sql:?}: {error}"));
    let [Statement::Query(query)] = &read[..] else { panic!("{sql}") };
    let SetExpr::Select(select) = &*query.body else { panic!("{sql}") };
    let [SelectItem::UnnamedExpr(Expr::Identifier(column))] = &select.projection[..] else {
        panic!("{dialect:?} {sql:?}: {:?}", select.projection)
    };
    assert_eq!((&*column.value, column.quote_style), (name, None), "{sql}");
    let [table] = &select.from[..] else { panic!("{sql}") };
    let TableFactor::Table { name: table, alias: None, args: None, .. } = &table.relation else {
        panic!("{dialect:?} {sql:?}: {table:?}")
    };
    assert_eq!(table.to_string(), name, "{sql}");
}

/// Asserts that no program takes the argument for an option, and that it ends where it ends.
pub(crate) fn assert_operand(argument: &str) {
    let folded: String = argument.nfkc().collect();
    assert!(!argument.is_empty() && !argument.starts_with('-'), "{argument:?}");
    assert!(!folded.starts_with('-') && !argument.contains(char::is_control), "{argument:?}");
}
