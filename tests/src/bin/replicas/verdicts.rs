//! The script that decides in Redis, against the same decision in whole numbers of any size: that of the memory of
//! a process, whose tests hold it to a bucket of water. Its clock is replaced, and may be turned back.

use tests::redis::{Commands, Redis};

pub(crate) fn check(redis: &Redis) {
    let script = TAKE
        .replace("redis.call('TIME')", "{ARGV[4], ARGV[5]}")
        // The time in which keys end is that of Redis all the same.
        .replace(
            "'PX', ends)",
            &format!("'PX', ends + {LATER})\nredis.call('SET', KEYS[1] .. ':ends', ends)"),
        );
    assert_eq!(script.matches("ARGV[5]").count() + script.matches("ends +").count(), 2);
    let (mut commands, mut random, mut refused) = (redis.connect(), Random(1), 0);
    for bucket in 0..BUCKETS {
        refused += Bucket::any(bucket, &mut random).holds(&script, &mut commands, &mut random);
    }
    let all = BUCKETS * STEPS;
    assert!((all / 10..all / 10 * 9).contains(&refused), "{refused} of {all} were refused");
    println!("  {all} as in memory, of {BUCKETS} rates; {refused} refusals");
}

struct Bucket {
    key: String,
    interval: i128,
    burst: u32,
    full_at: i128,
    /// In how many milliseconds what is kept of it may be forgotten: from when it was written, it is full.
    ends: Option<i128>,
}

impl Bucket {
    fn any(number: u64, random: &mut Random) -> Self {
        // From one tick to a day, and three years at most for the burst.
        let interval = 1 + i128::from(random.of_any_size(40));
        let most = (THREE_YEARS / interval).min(u32::MAX.into());
        let burst = random.of_any_size(32).clamp(1, most as u64) as u32;
        Self { key: format!("verdicts:{number}"), interval, burst, full_at: 0, ends: None }
    }

    /// How many were refused.
    fn holds(&mut self, script: &str, commands: &mut Commands, random: &mut Random) -> u64 {
        let mut now = i128::from(random.below(20 * YEAR_OF_MICROS)) * TICKS;
        let refill = self.interval * i128::from(self.burst);
        let mut refused = 0;
        for _ in 0..STEPS {
            let step = i128::from(random.below(1 + (refill / TICKS) as u64));
            match random.below(10) {
                0 => now -= step * TICKS * 3,
                _ => now += step / 2 * TICKS,
            }
            now = now.clamp(0, LAST);
            let cost = random.below(u64::from(self.burst) + 1) as u32;
            let expected = self.take(now, cost);
            let answer = self.ask(script, commands, now, cost);
            assert_eq!(answer, expected, "{cost} of {} by {} at {now}", self.burst, self.interval);
            refused += u64::from(expected[0] == 0);
            // Kept for less, a bucket would be full too early; a cost of nothing leaves no key.
            let ends: i128 = commands.run(&["PTTL", &self.key])[0].parse().unwrap();
            let Some(expected) = self.ends else {
                assert_eq!(ends, -2);
                continue;
            };
            let later = i128::from(LATER) + expected;
            assert!((later - ELAPSED..=later).contains(&ends), "{ends} and not {later}");
            let ends = &commands.run(&["GET", &format!("{}:ends", self.key)])[0];
            assert_eq!(*ends, expected.to_string());
        }
        refused
    }

    /// Whether it was admitted, what is left, and how long to wait.
    fn take(&mut self, now: i128, cost: u32) -> [i128; 3] {
        let (refill, cost) = (self.interval * i128::from(self.burst), i128::from(cost));
        let from = self.full_at.clamp(now, now + refill);
        let after = from + self.interval * cost;
        if after > now + refill {
            return [0, (now + refill - from) / self.interval, after - now - refill];
        }
        if cost > 0 {
            self.full_at = after;
            let millis = TICKS * 1_000;
            self.ends = Some((after - now + millis - 1) / millis);
        }
        [1, (now + refill - after) / self.interval, 0]
    }

    fn ask(&self, script: &str, commands: &mut Commands, now: i128, cost: u32) -> [i128; 3] {
        let micros = now / TICKS;
        let numbers = [
            self.interval,
            self.burst.into(),
            cost.into(),
            micros / 1_000_000 + BEGIN,
            micros % 1_000_000,
        ];
        let numbers = numbers.map(|number| number.to_string());
        let command: Vec<&str> = ["EVAL", script, "1", &self.key]
            .into_iter()
            .chain(numbers.iter().map(|n| &**n))
            .collect();
        let answer: Vec<i128> =
            commands.run(&command).iter().map(|number| number.parse().unwrap()).collect();
        answer.try_into().unwrap()
    }
}

/// The same numbers each time (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end
    }

    /// Of so many bits or fewer: each number of them is as likely.
    fn of_any_size(&mut self, bits: u64) -> u64 {
        let bits = self.below(bits + 1);
        self.below(1 << bits)
    }
}

const TAKE: &str = include_str!("../../../../mcp-secure/src/store/redis/take.lua");
const BUCKETS: u64 = 300;
const STEPS: u64 = 60;
/// In a microsecond.
const TICKS: i128 = 10;
const YEAR_OF_MICROS: u64 = 365 * 24 * 60 * 60 * 1_000_000;
const THREE_YEARS: i128 = 3 * 365 * 24 * 60 * 60 * 1_000_000 * TICKS;
/// Up to there, and twice three years more, the numbers of the script are exact.
const LAST: i128 = 22 * YEAR_OF_MICROS as i128 * TICKS;
/// The first second of 2025, as the script has it.
const BEGIN: i128 = 1_735_689_600;
/// In milliseconds: long enough for the check, and how long one bucket of it may take.
const LATER: u64 = 600_000;
const ELAPSED: i128 = 60_000;
