#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rule::{agreement::Described, pattern};

fn described() -> Described {
    Described::text(&date())
}

#[test]
fn accepts_days_of_the_calendar() {
    let good = [
        "2026-11-23",
        "2024-02-29",
        "2000-02-29",
        "0004-02-29",
        "9996-02-29",
        "0001-01-01",
        "9999-12-31",
        "1582-10-10",
        "1900-02-28",
        "2026-01-31",
        "2026-04-30",
        "1969-12-31",
    ];
    for value in good {
        assert!(date().judge(value).is_ok(), "{value}");
    }
}

#[test]
fn refuses_and_names_what_is_broken() {
    let bad = [
        ("form", ""),
        ("form", "2026-11-23T00:00:00Z"),
        ("form", "2026-11-23\n"),
        ("form", " 2026-11-23"),
        ("form", "2026-11-2"),
        ("form", "2026-1-23"),
        ("form", "26-11-23"),
        ("form", "+2026-11-23"),
        ("form", "-0001-01-01"),
        ("form", "12026-11-23"),
        ("form", "20261123"),
        ("form", "2026/11/23"),
        ("form", "23.11.2026"),
        ("form", "2026-W48-1"),
        ("form", "2026-327"),
        ("form", "2026-11-+1"),
        ("form", "2026-11- 1"),
        ("form", "२०२६-११-२३"),
        ("form", "2026-11-1\0"),
        ("form", "2026‐11‐23"),
        ("form", "today"),
        ("year", "0000-01-01"),
        ("month", "2026-00-01"),
        ("month", "2026-13-01"),
        ("day", "2026-01-00"),
        ("day", "2026-01-32"),
        ("day", "2026-04-31"),
        ("day", "2026-02-29"),
        ("day", "1900-02-29"),
        ("day", "2100-02-29"),
        ("day", "2024-02-30"),
    ];
    for (reason, value) in bad {
        match date().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

/// Every text of the form, in years that are and are not leap years, against a validator.
#[test]
fn every_day_of_some_years_is_judged_as_by_the_schema() {
    let described = described();
    for year in [1, 4, 100, 400, 1900, 2000, 2023, 2024, 9999] {
        for month in 0..=13 {
            for day in 0..=32 {
                let value = format!("{year:04}-{month:02}-{day:02}");
                assert_eq!(
                    date().judge(&value).is_ok(),
                    described.accepts(value.as_str()),
                    "{value}"
                );
            }
        }
    }
}

#[test]
fn describes_as_format_and_pattern() {
    assert_eq!(
        described().schema(),
        &json!({ "type": "string", "format": "date", "pattern": PATTERN })
    );
    assert!(Rule::<str>::bounds_length(&date()));
}

proptest! {
    #[test]
    fn accepts_nothing_that_the_schema_refuses(
        value in "[0-9]{4}-[01][0-9]-[0-3][0-9]",
        near in "[0-9]{3,5}[-/ ]?[01]?[0-9]-[0-3][0-9T\n]{1,2}",
    ) {
        for value in [value, near] {
            if date().judge(&value).is_ok() {
                prop_assert!(described().accepts(value.as_str()), "{}", value);
                prop_assert!(pattern(PATTERN).judge(&value).is_ok());
            }
        }
    }
}
