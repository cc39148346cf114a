//! [`Window`]: hours, days, weeks and months of the calendar, in UTC.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Window {
    Hour,
    Day,
    Week,
    Month,
}

/// One window, in seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) start: u64,
    pub(super) end: u64,
}

impl Window {
    /// The one that this moment is in.
    pub(super) fn around(self, now: SystemTime) -> Period {
        // A clock before 1970 tells no time.
        let now = now.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let days = now / DAY;
        match self {
            Self::Hour => Period::of(now / HOUR * HOUR, HOUR),
            Self::Day => Period::of(days * DAY, DAY),
            Self::Week => {
                // The first of January 1970 was a Thursday.
                let since_monday = (days + 3) % 7;
                let monday = (days * DAY).saturating_sub(since_monday * DAY);
                Period { start: monday, end: (days + 7 - since_monday) * DAY }
            }
            Self::Month => {
                let (start, length) = month(days);
                Period::of(start * DAY, length * DAY)
            }
        }
    }
}

impl Period {
    fn of(start: u64, length: u64) -> Self {
        Self { start, end: start + length }
    }

    pub(super) fn ends(self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.end)
    }
}

/// The first day of the month that this day is in, and how many days it has; both since 1970.
fn month(day: u64) -> (u64, u64) {
    // 400 years have 146,097 days, and all of them begin alike: one such time is enough to walk.
    let (times, day) = (day / DAYS_OF_400_YEARS, day % DAYS_OF_400_YEARS);
    let (mut first, mut year) = (0, 1970);
    loop {
        for month in 1..=12 {
            let length = match month {
                2 if is_leap(year) => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            if day < first + length {
                return (times * DAYS_OF_400_YEARS + first, length);
            }
            first += length;
        }
        year += 1;
    }
}

fn is_leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        })
    }
}

const HOUR: u64 = 60 * 60;
const DAY: u64 = 24 * HOUR;
const DAYS_OF_400_YEARS: u64 = 146_097;
