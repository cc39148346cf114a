use super::*;

fn with_nonces() -> Dpop {
    dpop().nonces_by("q4l6m0dGnA2Vw7sYt1ZkC9xRbE5uHfJ3pTgLoQiX").unwrap()
}

fn after(seconds: u64) -> SystemTime {
    now() + Duration::from_secs(seconds)
}

#[test]
fn a_nonce_is_needed_where_there_are_nonces() {
    let (holder, dpop) = (Holder::new(), with_nonces());
    let nonce = dpop.nonce().unwrap();
    assert_eq!(wrong(&dpop, &holder.proof(&claims())), "nonce needed");
    for other in ["", "x", &nonce[1..], &format!("{nonce} ")] {
        assert_eq!(wrong(&dpop, &holder.proof(&with("nonce", other.into()))), "nonce needed");
    }
    assert_eq!(wrong(&dpop, &holder.proof(&with("nonce", nonce.clone().into()))), "");
    assert_eq!(wrong(&dpop, &holder.proof(&with("nonce", json!([nonce])))), "nonce");
}

#[test]
fn a_nonce_is_good_for_its_turn_and_the_next() {
    let nonces = with_nonces().nonces.unwrap();
    let nonce = nonces.current(now());
    // `NOW` is the start of a turn.
    for (seconds, expected) in [(0, true), (299, true), (300, true), (599, true), (600, false)] {
        assert_eq!(nonces.knows(&nonce, after(seconds)), expected, "{seconds}");
    }
    assert_ne!(nonces.current(after(300)), nonce, "it changes");
    assert!(!nonces.knows(&nonces.current(after(300)), now()), "of a turn to come");
    let before = now() - Duration::from_secs(1);
    assert!(!nonces.knows(&nonce, before), "of a turn to come");
}

#[test]
fn replicas_with_a_secret_know_each_others_nonces_and_nobody_else_does() {
    let [here, there] = [with_nonces(), with_nonces()].map(|dpop| dpop.nonces.unwrap());
    assert!(there.knows(&here.current(now()), now()));
    let [one, other] = [(); 2].map(|()| dpop().nonces().unwrap().nonces.unwrap());
    assert!(!one.knows(&other.current(now()), now()));
}

#[test]
fn without_nonces_one_changes_nothing() {
    let holder = Holder::new();
    assert_eq!(dpop().nonce(), None);
    assert_eq!(wrong(&dpop(), &holder.proof(&with("nonce", "any".into()))), "");
}

#[test]
fn a_secret_that_can_be_guessed_is_not_taken() {
    for secret in ["", "short", "your-256-bit-secret", &"a".repeat(64)] {
        assert!(dpop().nonces_by(secret).is_err(), "{secret}");
    }
}
