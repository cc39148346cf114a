//! The same cases for criterion: `cargo bench --manifest-path benches/Cargo.toml`.

use std::time::Instant;

use benches::{Case, auth, guards, rules};
use criterion::{Criterion, criterion_group, criterion_main};

fn costs(criterion: &mut Criterion) {
    for group in rules::groups() {
        bench(criterion, group.input, group.cases);
    }
    bench(criterion, "auth", auth::cases());
    bench(criterion, "guards", guards::cases());
}

fn bench(criterion: &mut Criterion, name: &str, cases: Vec<Case>) {
    let mut group = criterion.benchmark_group(name);
    for case in cases {
        group.bench_function(&case.name, |bencher| {
            bencher.iter_custom(|times| {
                let start = Instant::now();
                (case.run)(usize::try_from(times).expect("fits"));
                start.elapsed()
            });
        });
    }
}

criterion_group!(all, costs);
criterion_main!(all);
