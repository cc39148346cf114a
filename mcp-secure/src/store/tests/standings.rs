//! What clients are told of a limit.

use std::time::Duration;

use super::super::{
    Rate, Taken,
    standing::{Quota, Standing, seconds},
};

#[test]
fn a_header_of_any_rate_is_one() {
    let periods =
        [1, 999, 1_000, 1_500, 999_999, 1_000_000, 1_500_000, 1_000_000_000, 86_400_000_000_000];
    for nanos in periods.into_iter().chain([99 * 365 * 86_400_000_000_000]) {
        for count in [1, u32::MAX] {
            let rate = Rate::new(count, Duration::from_nanos(nanos)).burst(1);
            let taken = [
                Taken::Admitted { remaining: 0 },
                Taken::Refused { remaining: 0, retry_after: rate.interval() },
            ];
            for taken in taken {
                let standings = [Standing::new(&Quota::new("caller", rate), taken)];
                for header in [Standing::policies(&standings), Standing::limits(&standings)] {
                    assert!(header.to_str().is_ok_and(|text| text.is_ascii()), "{header:?}");
                }
            }
        }
    }
}

#[test]
fn seconds_are_rounded_up() {
    for (nanos, expected) in [
        (0, 0),
        (1, 1),
        (999_999_999, 1),
        (1_000_000_000, 1),
        (1_000_000_001, 2),
        (u64::MAX, 18_446_744_074),
    ] {
        assert_eq!(seconds(Duration::from_nanos(nanos)), expected, "{nanos}");
    }
    assert_eq!(seconds(Duration::MAX), u64::MAX);
}
