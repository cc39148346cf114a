use super::{
    super::results::Check,
    Status::{Failure, Neither, Success},
    *,
};

#[test]
fn what_passes_and_is_required_is_fine() {
    let verdict = Verdict::of(&[scenario("ping", &[("a", Success)])], &["ping"], &baseline(""));
    assert_eq!(verdict, Verdict { scenarios: 1, passed: 1, checks: 1, ..Verdict::default() });
}

#[test]
fn what_fails_must_be_in_the_baseline() {
    let ran = [scenario("tasks", &[("a", Success), ("b", Failure)])];
    assert_eq!(complaints(&ran, ""), ["`tasks` fails in `b`: why"]);
    assert_eq!(complaints(&ran, "- tasks"), [""; 0]);
    assert_eq!(complaints(&ran, "- tasks:b"), [""; 0]);
    assert_eq!(complaints(&ran, "- tasks:c"), ["`tasks` fails in `b`: why"]);
}

#[test]
fn what_passes_must_not_be_in_the_baseline() {
    let ran = [scenario("tasks", &[("a", Success), ("b", Neither)])];
    assert_eq!(complaints(&ran, "- tasks"), ["`tasks` passes now; take it out of the baseline"]);
    assert_eq!(
        complaints(&ran, "- tasks:a"),
        ["`tasks:a` passes now; take it out of the baseline"]
    );
    assert_eq!(complaints(&ran, "- tasks:b"), [""; 0], "skipped is not passed");
}

#[test]
fn a_check_that_ran_twice_passes_only_if_it_did_both_times() {
    let ran = [scenario("tasks", &[("a", Success), ("a", Failure)])];
    assert_eq!(complaints(&ran, "- tasks:a"), [""; 0]);
}

#[test]
fn a_scenario_without_results_fails_although_the_baseline_names_it() {
    assert_eq!(complaints(&[scenario("a", &[])], "- a"), ["`a` did not come to its end"]);
}

#[test]
fn what_is_required_must_have_run_and_passed_outside_the_baseline() {
    let demanded =
        |ran: &[Scenario], text| Verdict::of(ran, &["ping"], &baseline(text)).complaints.join("\n");
    assert_eq!(demanded(&[], ""), "`ping` must pass, and did not run");
    let skipped = [scenario("ping", &[("a", Neither)])];
    assert_eq!(demanded(&skipped, ""), "`ping` must pass, and no check of it did");
    let excused = [scenario("ping", &[("a", Success), ("b", Failure)])];
    let expected = "`ping` must pass, and may not be in the baseline";
    assert_eq!(demanded(&excused, "- ping:b"), expected);
}

#[test]
fn the_baseline_names_only_scenarios_that_exist() {
    let baseline = baseline("# why\nserver:\n  - tasks # later\n  - tasks:b\n  - taks\n");
    assert_eq!(baseline.unknown(&["tasks".to_owned()]).collect::<Vec<_>>(), ["taks"]);
    assert!(Baseline::parse("tasks").is_err());
}

fn complaints(ran: &[Scenario], text: &str) -> Vec<String> {
    Verdict::of(ran, &[], &baseline(text)).complaints
}

fn scenario(name: &str, checks: &[(&str, Status)]) -> Scenario {
    let checks = checks.iter().map(|&(id, status)| Check {
        id: id.to_owned(),
        status,
        message: "why".to_owned(),
    });
    Scenario { name: name.to_owned(), checks: checks.collect() }
}

fn baseline(text: &str) -> Baseline {
    Baseline::parse(text).expect("a baseline")
}
