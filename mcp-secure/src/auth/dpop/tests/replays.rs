use super::{super::replay::Memory, *};
use crate::{answer::Answer, complaints::heard::Heard};

async fn spend(dpop: &Dpop, proof: &str) -> Result<(), Rejected> {
    dpop.spend(&check(dpop, proof).unwrap()).await
}

/// With the clock of the system, as the memory has it.
fn live() -> (Dpop, Value) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    (Dpop::new(), with("iat", now.into()))
}

#[tokio::test]
async fn a_proof_is_taken_once() {
    let (holder, (dpop, claims)) = (Holder::new(), live());
    let proof = holder.proof(&claims);
    assert_eq!(spend(&dpop, &proof).await, Ok(()));
    assert_eq!(spend(&dpop, &proof).await, Err(Rejected::BadProof("replayed")));
    // Signed anew, with another date: it is the name that counts.
    let mut again = claims.clone();
    again["iat"] = json!(claims["iat"].as_u64().unwrap() + 1);
    assert_eq!(spend(&dpop, &holder.proof(&again)).await, Err(Rejected::BadProof("replayed")));
    again["jti"] = json!("2");
    assert_eq!(spend(&dpop, &holder.proof(&again)).await, Ok(()));
}

#[tokio::test]
async fn nobody_spends_the_names_of_another_key() {
    let (dpop, claims) = live();
    assert_eq!(spend(&dpop, &Holder::new().proof(&claims)).await, Ok(()));
    assert_eq!(spend(&dpop, &Holder::new().proof(&claims)).await, Ok(()));
}

#[tokio::test]
async fn of_many_at_once_one_is_taken() {
    let memory = Memory::default();
    let until = SystemTime::now() + Duration::from_secs(60);
    let taken = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    (0..1000u32)
                        .filter(|i| {
                            let mut id = [0; 16];
                            id[..4].copy_from_slice(&i.to_be_bytes());
                            matches!(memory.spend(id, until), Answer::Now(Ok(true)))
                        })
                        .count()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).sum::<usize>()
    });
    assert_eq!(taken, 1000);
}

/// Of one of a hundred keys.
fn id(number: u64) -> [u8; 16] {
    of(number % 100, number)
}

fn of(holder: u64, number: u64) -> [u8; 16] {
    let mut id = [0; 16];
    id[..8].copy_from_slice(&holder.to_be_bytes());
    id[8..].copy_from_slice(&number.to_be_bytes());
    id
}

#[test]
fn one_key_shuts_nobody_else_out() {
    let memory = Memory::default();
    let spent = (0..1_000_000).take_while(|n| memory.spend_at(of(1, *n), at(100), at(0)).is_ok());
    assert_eq!(spent.count(), 50_000);
    assert!(!memory.spend_at(of(1, 0), at(100), at(0)).unwrap(), "the first is known");
    assert!(memory.spend_at(of(2, 0), at(100), at(0)).unwrap());
    assert!(memory.spend_at(of(1, 50_000), at(200), at(101)).unwrap(), "it goes on when they end");
}

#[tokio::test]
async fn the_id_of_a_proof_tells_its_key_and_its_name_apart() {
    let (dpop, claims) = live();
    let mut other = claims.clone();
    other["jti"] = json!("2");
    let (ada, bob) = (Holder::new(), Holder::new());
    let id = |holder: &Holder, claims| check(&dpop, &holder.proof(claims)).unwrap().id;
    let [one, two, third] = [id(&ada, &claims), id(&ada, &other), id(&bob, &claims)];
    assert!(one[..8] == two[..8] && one[8..] != two[8..]);
    assert!(one[..8] != third[..8] && one[8..] != third[8..]);
}

fn at(seconds: u64) -> SystemTime {
    now() + Duration::from_secs(seconds)
}

#[test]
fn a_proof_is_remembered_for_as_long_as_it_could_be_taken() {
    let memory = Memory::default();
    for second in 0..1000 {
        // Each could be taken for a hundred seconds; one comes each second.
        assert!(memory.spend_at(id(second), at(second + 100), at(second)).unwrap());
        for before in second.saturating_sub(100)..=second {
            let again = memory.spend_at(id(before), at(before + 100), at(second)).unwrap();
            assert!(!again, "{before} at {second}");
        }
    }
    assert!(memory.len() <= 300, "what has ended is forgotten: {}", memory.len());
}

#[test]
fn a_full_memory_takes_no_more_and_forgets_nothing() {
    let memory = Memory::default();
    let mut number = 0;
    while memory.spend_at(id(number), at(100), at(0)).is_ok() {
        number += 1;
        assert!(number <= 1_000_000, "it has no bound");
    }
    assert!(number >= 500_000);
    assert!(!memory.spend_at(id(0), at(100), at(0)).unwrap(), "the first is known");
    assert!(!memory.spend_at(id(number - 1), at(100), at(0)).unwrap(), "the last is known");
    assert!(memory.spend_at(id(number), at(200), at(101)).unwrap(), "it goes on when they end");
}

#[tokio::test]
async fn a_store_that_fails_takes_nothing() {
    struct Away;
    impl ReplayStore for Away {
        fn spend(&self, _: [u8; 16], _: SystemTime) -> Answer<'_, Result<bool>> {
            Answer::later(async { Err(Error::new("away")) })
        }
    }
    let (dpop, claims) = live();
    let dpop = dpop.store(Away);
    let (heard, _guard) = Heard::begin();
    let proof = Holder::new().proof(&claims);
    for _ in 0..100 {
        assert_eq!(spend(&dpop, &proof).await, Err(Rejected::Unavailable));
    }
    assert_eq!(heard.count("cannot be remembered"), 1, "not a line for each");
}

#[test]
fn the_window_is_bounded() {
    for seconds in [0, 301, u64::MAX] {
        assert!(Dpop::new().window(Duration::from_secs(seconds)).is_err(), "{seconds}");
    }
}
