//! Identifiers of SQL, and statements that only read.
//!
//! The first byte chooses the rule and the dialect, modulo their number; the rest is the text.
#![no_main]

use std::sync::LazyLock;

use fuzz::{Judged, check_one};
use libfuzzer_sys::fuzz_target;
use mcp_secure::rule::{Dialect, sql_identifier, sql_read_only};

static RULES: LazyLock<[Judged; 10]> = LazyLock::new(|| {
    let read_only = |dialect| sql_read_only().dialect(dialect);
    let identifier = |dialect| sql_identifier().dialect(dialect);
    [
        Judged::new("sql_read_only, standard", read_only(Dialect::Ansi), only_reads),
        Judged::new(
            "sql_read_only, PostgreSQL",
            read_only(Dialect::Postgres),
            only_reads_with_operators,
        ),
        Judged::new("sql_read_only, MySQL", read_only(Dialect::MySql), only_reads),
        Judged::new("sql_read_only, SQLite", read_only(Dialect::Sqlite), only_reads_with_brackets),
        Judged::new(
            "sql_read_only, SQL Server",
            read_only(Dialect::SqlServer),
            only_reads_with_brackets,
        ),
        Judged::new("sql_identifier, standard", identifier(Dialect::Ansi), |name| {
            is_name(name, 128)
        }),
        Judged::new("sql_identifier, PostgreSQL", identifier(Dialect::Postgres), |name| {
            is_name(name, 63)
        }),
        Judged::new("sql_identifier, MySQL", identifier(Dialect::MySql), |name| is_name(name, 64)),
        Judged::new("sql_identifier, SQLite", identifier(Dialect::Sqlite), |name| {
            is_name(name, 128)
        }),
        Judged::new("sql_identifier, SQL Server", identifier(Dialect::SqlServer), |name| {
            is_name(name, 128)
        }),
    ]
});

fuzz_target!(|data: &[u8]| check_one(&*RULES, data));

fn is_name(name: &str, max: usize) -> bool {
    let lower = name.to_ascii_lowercase();
    (1..=max).contains(&name.len())
        && !name.starts_with(|first: char| first.is_ascii_digit())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !WORDS.contains(&&*lower)
}

/// Begin or extend a statement in every dialect.
const WORDS: [&str; 12] = [
    "select", "insert", "update", "delete", "drop", "create", "alter", "union", "where", "from",
    "into", "limit",
];

/// Without a parser: what stands outside of quotes is cut into words and signs.
fn only_reads(statement: &str) -> bool {
    reads(statement, false, false)
}

/// In PostgreSQL, `?` and `@` begin operators: `data ? 'key'`.
fn only_reads_with_operators(statement: &str) -> bool {
    reads(statement, false, true)
}

/// In SQLite and SQL Server, a name may stand in brackets.
fn only_reads_with_brackets(statement: &str) -> bool {
    reads(statement, true, false)
}

fn reads(statement: &str, brackets: bool, operators: bool) -> bool {
    let Some(words) = words(statement, brackets) else { return false };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let first = words.iter().find(|&&word| word != "(").copied();
    let has = |run: &[&str]| words.windows(run.len()).any(|window| window == run);
    let body = words.strip_suffix(&[";"]).unwrap_or(&words);
    statement.len() <= 64 * 1024
        && matches!(first, Some("select" | "with" | "values" | "value" | "table"))
        && !body.contains(&";")
        && !words.contains(&COMMENT)
        && !words.contains(&"into")
        && !has(&["for", "update"])
        && !has(&["for", "share"])
        && !words.contains(&"$")
        && (operators || !words.contains(&"?") && !words.contains(&"@"))
        && !CALLS.iter().any(|name| has(&[name, "("]))
        && !WRITES.iter().any(|run| has(run))
        // Behind a dot it is a name.
        && !words.windows(3).any(|words| words[0] != "." && words[1..] == ["returning", "*"])
        // A name of a column in PostgreSQL, as in `SELECT a delete FROM t`.
        && !has(if operators { &["(", "delete", "from"] } else { &["delete", "from"] })
}

/// They read files, wait, connect, write or run.
const CALLS: [&str; 20] = [
    "pg_read_file",
    "pg_read_binary_file",
    "pg_ls_dir",
    "pg_sleep",
    "pg_terminate_backend",
    "nextval",
    "setval",
    "set_config",
    "lo_import",
    "lo_export",
    "dblink",
    "query_to_xml",
    "load_file",
    "sleep",
    "benchmark",
    "load_extension",
    "readfile",
    "writefile",
    "openrowset",
    "get_lock",
];

const WRITES: [&[&str]; 4] =
    [&["insert", "into"], &["drop", "table"], &["create", "table"], &["alter", "table"]];

/// Begins with a sign, so that no word is it.
const COMMENT: &str = "--";

/// Words in lower case and single signs; quoted text is one `'`. `None` if a quote stays open.
fn words(statement: &str, brackets: bool) -> Option<Vec<String>> {
    let mut words = Vec::new();
    let mut rest = statement.chars().peekable();
    while let Some(character) = rest.next() {
        match character {
            '\'' | '"' | '`' => {
                rest.find(|&next| next == character)?;
                words.push("'".to_owned());
            }
            '[' if brackets => {
                rest.find(|&next| next == ']')?;
                words.push("'".to_owned());
            }
            _ if character.is_whitespace() => {}
            _ if character.is_alphanumeric() || character == '_' => {
                let mut word = character.to_lowercase().to_string();
                while let Some(next) =
                    rest.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '$'))
                {
                    word.extend(next.to_lowercase());
                }
                words.push(word);
            }
            // Of these two, a comment begins only where nothing stands between. One that begins with
            // a space is skipped, to where everybody ends it.
            '-' | '/' => {
                let opens = if character == '-' { '-' } else { '*' };
                if rest.next_if_eq(&opens).is_none() {
                    words.push(character.to_string());
                } else if rest.peek().is_some_and(|next| next.is_ascii_whitespace()) {
                    skip_comment(&mut rest, opens)?;
                } else {
                    words.push(COMMENT.to_owned());
                }
            }
            _ => words.push(character.to_string()),
        }
    }
    Some(words)
}

/// `None` if it stays open.
fn skip_comment(rest: &mut impl Iterator<Item = char>, opens: char) -> Option<()> {
    let mut before = ' ';
    let mut is_end = |next: char| match opens {
        '-' => next == '\n',
        _ => std::mem::replace(&mut before, next) == '*' && next == '/',
    };
    rest.find(|&next| is_end(next)).map(drop)
}
