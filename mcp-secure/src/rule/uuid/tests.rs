#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::rule::{agreement::Described, pattern};

fn described() -> Described {
    Described::text(&uuid())
}

#[test]
fn accepts_every_version_and_case() {
    let good = [
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "00000000-0000-0000-0000-000000000000",
        "ffffffff-ffff-ffff-ffff-ffffffffffff",
        "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
        "C232AB00-9414-11EC-B3C8-9F6BDECED846",
        "5df41881-3aed-3515-88a7-2f4a814cf09e",
        "919108f7-52d1-4320-9bac-f847db4148a8",
        "2ed6657d-e927-568b-95e1-2665a8aea6a2",
        "1EC9414C-232A-6B00-B3C8-9F6BDECED846",
        "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
        "2489E9AD-2EE2-8E00-8EC9-32D5F69181C0",
        "2EB8AA08-aa98-11ea-B4Aa-73B441D16380",
    ];
    for value in good {
        assert!(uuid().judge(value).is_ok(), "{value}");
        assert!(described().accepts(value), "{value}");
    }
}

#[test]
fn refuses_other_forms_and_names_what_is_broken() {
    let bad = [
        ("36 characters", ""),
        ("36 characters", "{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}"),
        ("36 characters", "(f81d4fae-7dec-11d0-a765-00a0c91e6bf6)"),
        ("36 characters", "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("36 characters", "f81d4fae7dec11d0a76500a0c91e6bf6"),
        ("36 characters", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6\n"),
        ("36 characters", " f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("36 characters", "f81d4fae-7dec-11d0-a765-00a0c91e6bf"),
        ("36 characters", "f81d4fae-7dec-11d0-a765-00a0c91e6bf6' OR 1=1 --"),
        ("dashes", "f81d4fae_7dec_11d0_a765_00a0c91e6bf6"),
        ("dashes", "f81d-4fae7dec11d0-a765-00a0c91e6bf6-"),
        ("dashes", "f81d4fae−7dec-11d0-a765-00a0c91e6b"),
        ("dashes", "f81d4fae000000-11d0-a765-00a0c91e6bf"),
        ("digits", "g81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        ("digits", "f81d4fae-7dec-11d0-a765-00a0c91e6b-6"),
        ("digits", "f81d4fae-7dec-11d0-a765-00a0c91e6bf\n"),
        ("digits", "f81d4fae-7dec-11d0-a765-00a0c91e6bf\0"),
        ("digits", "f81d4fae-7dec-11d0-a765-00a0c91e٤٢"),
        ("digits", "../../..-/etc-/pas-swd.-............"),
    ];
    for (reason, value) in bad {
        match uuid().judge(value) {
            Ok(()) => panic!("accepted {value:?}"),
            Err(violation) => {
                assert!(violation.message().contains(reason), "{value:?}: {}", violation.message());
            }
        }
    }
}

#[test]
fn one_wrong_byte_anywhere_is_refused() {
    let good = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";
    for index in 0..good.len() {
        for wrong in ['g', ' ', '\0', '\n', '/', 'G', '`', '@', ':'] {
            let mut value = good.to_owned();
            value.replace_range(index..=index, &wrong.to_string());
            assert!(uuid().judge(&value).is_err(), "{value:?}");
        }
    }
}

#[test]
fn describes_as_format_and_pattern() {
    assert_eq!(
        described().schema(),
        &json!({ "type": "string", "format": "uuid", "pattern": PATTERN })
    );
    assert!(Rule::<str>::bounds_length(&uuid()));
}

proptest! {
    #[test]
    fn agrees_with_the_schema(
        value in "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}",
        index in 0..36_usize,
        other in "[0-9a-gA-G\\-\n]{0,2}",
    ) {
        prop_assert!(uuid().judge(&value).is_ok());
        prop_assert!(described().accepts(value.as_str()));
        let mut near = value;
        near.replace_range(index..=index, &other);
        prop_assert_eq!(uuid().judge(&near).is_ok(), pattern(PATTERN).judge(&near).is_ok());
        prop_assert_eq!(uuid().judge(&near).is_ok(), described().accepts(near.as_str()));
    }
}
