#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rule::{agreement::Described, pattern};

fn described() -> Described {
    Described::text(&datetime())
}

#[test]
fn accepts_moments() {
    let longest = format!("2026-11-23T17:31:27.{}Z", "1".repeat(43));
    assert_eq!(longest.len(), 64);
    let good = [
        // RFC 3339, section 5.8.
        "1985-04-12T23:20:50.52Z",
        "1996-12-19T16:39:57-08:00",
        "1990-12-31T23:59:60Z",
        "1990-12-31T15:59:60-08:00",
        "1937-01-01T12:00:27.87+00:20",
        // Others.
        "2026-11-23T17:31:27Z",
        "2026-11-23t17:31:27z",
        "2026-11-23T17:31:27-00:00",
        "2026-11-23T17:31:27.123456789+05:45",
        "2024-02-29T00:00:00+23:59",
        "2024-02-29T00:00:00-23:59",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00-23:59",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59+00:01",
        &longest,
    ];
    for value in good {
        assert!(datetime().judge(value).is_ok(), "{value}");
        assert!(described().accepts(value), "{value}");
    }
}

#[test]
fn refuses_and_names_what_is_broken() {
    let long = format!("2026-11-23T17:31:27.{}Z", "1".repeat(44));
    let bad = [
        ("64 bytes", long.as_str()),
        ("form", ""),
        ("form", "2026-11-23"),
        ("form", "17:31:27Z"),
        ("form", "2026-11-23 17:31:27Z"),
        ("form", "2026-11-23_17:31:27Z"),
        ("form", "2026-11-23T17:31Z"),
        ("form", "20261123T173127Z"),
        ("form", "2026-11-23T17:31:27.Z"),
        ("form", "2026-11-23T17:31:2\nZ"),
        ("form", "+2026-11-23T17:31:27Z"),
        ("form", "-0001-01-01T00:00:00Z"),
        ("form", "2026-11-23T1７:31:27Z"),
        ("form", "２026-11-23T17:31:27Z"),
        ("form", "2026/11-23T17:31:27Z"),
        ("form", "1795455087"),
        ("form", "Mon, 23 Nov 2026 17:31:27 GMT"),
        ("offset", "2026-11-23T17:31:27"),
        ("offset", "2026-11-23T17:31:27.5"),
        ("offset", "2026-11-23T17:31:27,5Z"),
        ("offset", "2026-11-23T17:31:27Z\n"),
        ("offset", "2026-11-23T17:31:27Z "),
        ("offset", "2026-11-23T17:31:27Z\0"),
        ("offset", "2026-11-23T17:31:27ZZ"),
        ("offset", "2026-11-23T17:31:27+01"),
        ("offset", "2026-11-23T17:31:27+0100"),
        ("offset", "2026-11-23T17:31:27+1:00"),
        ("offset", "2026-11-23T17:31:27Z+01:00"),
        ("offset", "2026-11-23T17:31:27−01:00"),
        ("offset", "2026-11-23T17:31:27 +01:00"),
        ("offset", "2026-11-23T17:31:27+01:00[Europe/Zurich]"),
        ("offset", "2026-11-23T17:31:27+01:00:00"),
        ("-23:59 to +23:59", "2026-11-23T17:31:27+24:00"),
        ("-23:59 to +23:59", "2026-11-23T17:31:27-01:60"),
        ("-23:59 to +23:59", "2026-11-23T17:31:27+-1:00"),
        ("year", "0000-01-01T00:00:00Z"),
        ("month", "2026-13-23T17:31:27Z"),
        ("day", "2026-02-29T17:31:27Z"),
        ("time", "2026-11-23T24:00:00Z"),
        ("time", "2026-11-23T17:60:00Z"),
        ("time", "2026-11-23T17:31:61Z"),
        ("in UTC", "0001-01-01T00:00:00+00:01"),
        ("in UTC", "9999-12-31T23:59:59-00:01"),
    ];
    for (reason, value) in bad {
        match datetime().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

#[test]
fn a_leap_second_is_at_the_end_of_a_month_in_utc() {
    let good = [
        "1998-12-31T23:59:60Z",
        "1998-12-31T23:59:60.999Z",
        "2016-06-30T23:59:60+00:00",
        "2016-12-31T15:59:60-08:00",
        "2017-01-01T00:59:60+01:00",
        "2017-01-01T05:44:60+05:45",
        "2024-02-29T23:59:60Z",
        "2024-03-01T00:59:60+01:00",
        "2024-02-29T00:00:60-23:59",
        "2023-02-28T23:59:60Z",
        "2024-03-01T23:58:60+23:59",
    ];
    for value in good {
        assert!(datetime().judge(value).is_ok(), "{value}");
        assert!(described().accepts(value), "{value}");
    }
    let bad = [
        "1998-12-31T23:58:60Z",
        "1998-12-31T22:59:60Z",
        "1998-12-30T23:59:60Z",
        "1998-12-31T23:59:60-08:00",
        "1998-12-31T23:59:60+01:00",
        "2024-02-28T23:59:60Z",
        "2016-12-31T16:00:60-08:00",
        "2017-01-02T00:59:60+01:00",
        "2016-12-31T23:59:61Z",
        "0001-01-01T00:59:60+01:00",
    ];
    for value in bad {
        assert!(datetime().judge(value).is_err(), "{value}");
    }
}

#[test]
fn describes_as_format_and_pattern() {
    assert_eq!(
        described().schema(),
        &json!({ "type": "string", "format": "date-time", "maxLength": 64, "pattern": PATTERN })
    );
    assert!(Rule::<str>::bounds_length(&datetime()));
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(
        good in "20[0-9]{2}-(0[1-9]|1[0-2])-[012][0-9][Tt][01][0-9]:[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?([Zz]|[+-][01][0-9]:[0-5][0-9])",
        near in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt ][0-2][0-9]:[0-6][0-9]:[0-6][0-9](\\.[0-9]{0,9})?([Zz]|[+-][0-2][0-9]:[0-6][0-9])\n?",
        leap in "2016-(06-30|12-31|07-01)T[0-2][0-9]:[0-5]9:60[+-][0-2][0-9]:[0-5]9",
    ) {
        for value in [good, near, leap] {
            if datetime().judge(&value).is_ok() {
                prop_assert!(described().accepts(value.as_str()), "{}", value);
                prop_assert!(pattern(PATTERN).judge(&value).is_ok());
            }
        }
    }

    #[test]
    fn never_panics(value: String) {
        let _ = datetime().judge(&value);
    }
}
