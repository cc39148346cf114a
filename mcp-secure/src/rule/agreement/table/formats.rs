//! Formats that others have defined.

use super::{Case, Row, case, row};
use crate::rule::{date, datetime, email, json_pointer, mime, uuid};

pub(super) fn rows() -> Vec<Row> {
    vec![
        row(
            "date",
            [case!(String, date())
                .good(["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"])
                .untold("must have a year from 0001 to 9999", "0000-01-01")],
        ),
        row(
            "datetime",
            [case!(String, datetime())
                .good([
                    "2026-11-23T17:45:00Z",
                    "1990-12-31T23:59:60Z",
                    "1990-12-31T15:59:60-08:00",
                    "2024-02-29t00:00:00.123456789+05:30",
                    "9999-12-31T23:59:59Z",
                ])
                .untold(
                    "must have a second from 00 to 59, but for the end of a month",
                    "1990-12-13T23:59:60Z",
                )
                .untold("must be in the years 0001 to 9999 in UTC", "0001-01-01T00:00:00+00:01")],
        ),
        row(
            "email",
            [
                case!(String, email())
                    .good([
                        "ada@example.com",
                        "o'neil+news@mail.example.co.uk",
                        "a@xn--bcher-kva.example",
                        "user%example.com@example.org",
                        "first.last@3com.com",
                    ])
                    .untold(RESERVED, "a@xn--bcher--kva.example"),
                case!(String, email().unicode(true))
                    .good(["ada@example.com", "jörg@bücher.example", "用户@例子.广告"])
                    .untold(RESERVED, "a@xn--bcher--kva.example")
                    .untold("must not start with a dash", "-ada@example.com")
                    .untold("must be a mail address of the form", "ada.example")
                    .untold("must have a domain with a dot", "jörg@example")
                    .untold("must be a name by IDNA", "ada@a\u{fffc}.example")
                    .untold("must be spelled as IDNA maps it", "ada@BÜCHER.example")
                    .untold("must hold only letters, marks and digits", "ada@\u{2212}a.example")
                    .untold("must be a name, not an IP address in any spelling", "ada@ö.1")
                    .untold("must have a domain of letters, digits and dashes", "ada@exam_ple.com")
                    .untold("must have a domain that ends with a name", "jörg@a.1")
                    .untold("must hold only letters, digits, dots and", "\"jörg\"@example.com")
                    .untold("must have dots only between other characters", "jörg..a@example.com")
                    .untold("must have 1 to 64 bytes", format!("{}@example.com", "ö".repeat(33)))
                    .untold("must have at most 254 bytes", "ö".repeat(128))
                    .untold("must be in Unicode normalization form C", "jo\u{308}rg@example.com")
                    .untold("must not hold invisible", "jörg\u{200b}@example.com")
                    .untold("must not hold characters that look like", "a\u{ff0f}b@example.com")
                    .untold("must not hold private-use characters", "\u{e000}@example.com")
                    .untold(
                        "must not hold control characters or line breaks",
                        "a\u{85}@example.com",
                    ),
            ],
        ),
        row(
            "json_pointer",
            [case!(String, json_pointer())
                .good(["", "/", "/items/0/name", "/a~1b/m~0n", "//", "/résumé/😀"])
                .untold("must have at most 2048 bytes", format!("/{}", "a".repeat(2048)))
                .untold("must not hold control characters", "/a\0")
                .untold("must not hold Unicode tag characters", "/\u{e0041}")
                .untold("must not hold Unicode noncharacters", "/\u{ffff}")],
        ),
        row(
            "mime",
            [
                case!(String, mime())
                    .good([
                        "text/html",
                        "image/svg+xml",
                        "text/html; charset=utf-8",
                        "multipart/form-data; boundary=\"a \\\" b\"",
                        "a/b;c=d ;e=f",
                    ])
                    .untold("must have each parameter once", "text/html; a=1; A=2"),
                case!(String, mime().essence()).good(["text/html", "application/vnd.api+json"]),
            ],
        ),
        row(
            "uuid",
            [case!(String, uuid()).good([
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                "F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6",
                "00000000-0000-0000-0000-000000000000",
            ])],
        ),
    ]
}

const RESERVED: &str =
    "must not have `--` in the third and fourth place of a label, but for a valid `xn--`";
