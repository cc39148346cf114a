//! Measures, and writes the tables of `docs/`: ratios of medians of one interleaved run, and
//! instructions, which do not depend on what else the machine does.
//!
//! `cargo run --release --manifest-path benches/Cargo.toml`; it needs valgrind and
//! redis-server. With `store` as its argument it writes that table alone; with the beginning of an
//! input, as `filename`, it prints the tables of these rules and writes nothing.

use std::{
    env, fs,
    process::Command,
    time::{Duration, Instant},
};

use benches::{Case, auth, guards, rules, store};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    if let [count, name, index, times] = &arguments[..]
        && count == "count"
    {
        let cases = cases(name);
        counted(
            &cases[index.parse::<usize>().expect("an index")],
            times.parse().expect("a number"),
        );
        return;
    }
    let of_group =
        |group: &rules::Group| table(&format!("{} | ", group.input), group.input, &group.cases);
    if let [input] = &arguments[..]
        && input != "store"
    {
        for group in rules::groups().iter().filter(|group| group.input.starts_with(input)) {
            of_group(group);
        }
        return;
    }
    let docs = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/");
    let head = format!(
        "Measured on {}, two shared cores, by `cargo run --release --manifest-path benches/Cargo.toml` \
         (the profile of a release as it is by itself). A ratio is one of medians of an interleaved \
         run; instructions are per call, of callgrind, which are exact and the better figure on a \
         busy machine.\n",
        today(),
    );
    write_store(docs);
    if arguments == ["store"] {
        return;
    }
    let mut page = format!(
        "# What rules cost\n\n{head}\nThe scan is `memchr` over the same bytes, for one that is not there. `jsonschema` judges the\nschema that the rule emits, which for most rules is less than the rule.\n\n`filename`, `length` and `one_of` stay within three scans, and `text` where it is ASCII: other\ncharacters cost more. Loops over many bytes are compiled for AVX2 and AVX-512 too, and chosen at run\ntime, as `memchr` chooses; where there is neither, a name of 240 bytes is at about four.\nA name that is not plain ASCII, or has a `%` or `&`, is decoded until nothing changes, and each\nreading is judged.\n\n| input | | time / scan | instructions | instructions / scan |\n|---|---|---|---|---|\n"
    );
    for group in rules::groups() {
        page += &of_group(&group);
    }
    fs::write(format!("{docs}rules-cost.md"), page).expect("writes");
    let page = format!(
        "# What credentials cost\n\n{head}\nEach is `Client::with_token`: the verifier with its memory, without the transport.\n\n| credential | time / first | instructions | instructions / first |\n|---|---|---|---|\n{}",
        table("", "auth", &auth::cases())
    );
    fs::write(format!("{docs}auth-cost.md"), page).expect("writes");
    let page = format!(
        "# What guards cost\n\n{head}\nEach is a call of a tool that answers at once, by the client in the same process, in memory.\nThose that count in a shared Redis: [store-cost.md](store-cost.md).\n\n| guard | time / no guard | instructions | instructions / no guard |\n|---|---|---|---|\n{}",
        table("", "guards", &guards::cases())
    );
    fs::write(format!("{docs}guards-cost.md"), page).expect("writes");
}

fn write_store(docs: &str) {
    let page = format!(
        "# What guards cost that count in Redis\n\nMeasured on {}, two shared cores, by `cargo run --release --manifest-path benches/Cargo.toml store` (the profile of a release as it is by itself). Times are medians of an interleaved run.\n\nRedis is on the same machine, and takes of the same two cores. Each is a call of a tool that answers at\nonce, by the client in the same process; of the guards, `rate_limit` and `budget` ask the store, each by one script.\n\n{}\nAll decisions go over one connection. Those that are made at the same time are sent together, and none waits\nfor the answer to another. Two guards of one call ask one after the other: the second is asked only if the\nfirst admits.\n",
        today(),
        store::page()
    );
    print!("{page}");
    fs::write(format!("{docs}store-cost.md"), page).expect("writes");
}

fn cases(name: &str) -> Vec<Case> {
    match name {
        "auth" => auth::cases(),
        "guards" => guards::cases(),
        input => {
            rules::groups().into_iter().find(|group| group.input == input).expect("a group").cases
        }
    }
}

/// What valgrind collects.
#[inline(never)]
fn counted(case: &Case, times: usize) {
    (case.run)(times);
    // So that this is no tail call.
    std::hint::black_box(());
}

fn table(prefix: &str, name: &str, cases: &[Case]) -> String {
    let times = ratios(cases);
    let counts: Vec<Option<f64>> =
        (0..cases.len()).map(|index| instructions(name, index)).collect();
    let mut rows = String::new();
    for ((case, time), count) in cases.iter().zip(times).zip(&counts) {
        let (count, ratio) = match (count, counts[0]) {
            (Some(count), Some(first)) => (format!("{count:.0}"), format!("{:.2}", count / first)),
            _ => ("not counted".to_owned(), String::new()),
        };
        rows += &format!("| {prefix}{} | {time:.2} | {count} | {ratio} |\n", case.name);
    }
    print!("{rows}");
    rows
}

/// Medians, as ratios to the first.
fn ratios(cases: &[Case]) -> Vec<f64> {
    let sizes: Vec<usize> = cases.iter().map(iterations).collect();
    let mut samples = vec![Vec::new(); cases.len()];
    for _ in 0..ROUNDS {
        for ((case, &size), samples) in cases.iter().zip(&sizes).zip(&mut samples) {
            let start = Instant::now();
            (case.run)(size);
            samples.push(start.elapsed().as_secs_f64() / size as f64);
        }
    }
    let medians = samples.into_iter().map(|mut samples| {
        samples.sort_by(f64::total_cmp);
        samples[ROUNDS / 2]
    });
    let medians: Vec<f64> = medians.collect();
    medians.iter().map(|median| median / medians[0]).collect()
}

/// How many make a sample of at least a millisecond.
fn iterations(case: &Case) -> usize {
    let mut size = 1;
    loop {
        let start = Instant::now();
        (case.run)(size);
        if start.elapsed() >= Duration::from_millis(1) {
            return size;
        }
        size *= 2;
    }
}

/// Per call: the difference of N and 2N.
fn instructions(name: &str, index: usize) -> Option<f64> {
    let collected = |times: usize| {
        let output = Command::new("valgrind")
            .args([
                "--tool=callgrind",
                "--callgrind-out-file=/dev/null",
                "--toggle-collect=*counted*",
            ])
            .arg(env::current_exe().ok()?)
            .args(["count", name, &index.to_string(), &times.to_string()])
            .output()
            .ok()?;
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let line = told.lines().find_map(|line| line.split_once("Collected :"))?;
        line.1.trim().parse::<f64>().ok()
    };
    Some((collected(2 * CALLS)? - collected(CALLS)?) / CALLS as f64)
}

fn today() -> String {
    let output = Command::new("date").arg("+%Y-%m-%d").output().expect("date");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

const ROUNDS: usize = 31;

const CALLS: usize = 50;
