use super::*;

const PATIENCE: Duration = Duration::from_secs(10);

fn after(activity: &Activity, seconds: u64) -> Option<Verdict> {
    activity.judge(Instant::now() + Duration::from_secs(seconds)).err()
}

#[test]
fn a_connection_without_requests_is_idle() {
    let activity = Activity::new(PATIENCE);
    assert_eq!(after(&activity, 9), None);
    assert_eq!(after(&activity, 10), Some(Verdict::Idle));
}

#[test]
fn one_with_a_running_request_is_not() {
    let activity = Activity::new(PATIENCE);
    let running = activity.begin();
    assert_eq!(after(&activity, 1000), None);
    drop(running.answered(Some(100)));
    assert_eq!(after(&activity, 9), None);
    assert_eq!(after(&activity, 11), Some(Verdict::Idle));
}

#[test]
fn a_reply_has_time_by_its_size() {
    let activity = Activity::new(PATIENCE);
    let small = activity.begin().answered(Some(10));
    assert_eq!(after(&activity, 9), None);
    assert_eq!(after(&activity, 11), Some(Verdict::Slow));
    drop(small);
    let _large = activity.begin().answered(Some(4 << 20));
    assert_eq!(after(&activity, 200), None);
    assert_eq!(after(&activity, 300), Some(Verdict::Slow));
}

#[test]
fn a_stream_has_time_while_its_client_waits() {
    let activity = Activity::new(PATIENCE);
    let reply = activity.begin().answered(None);
    assert_eq!(after(&activity, 1000), None);
    reply.hand_over(10);
    assert_eq!(after(&activity, 11), Some(Verdict::Slow));
    reply.wait();
    assert_eq!(after(&activity, 1000), None);
}

#[test]
fn requests_that_are_only_given_up_end_it() {
    let activity = Activity::new(PATIENCE);
    for _ in 0..FORGIVEN {
        drop(activity.begin());
    }
    assert_eq!(after(&activity, 0), None);
    drop(activity.begin().answered(Some(1)));
    drop(activity.begin());
    assert_eq!(after(&activity, 0), None);
    drop(activity.begin());
    assert_eq!(after(&activity, 0), Some(Verdict::Abused));
}

#[test]
fn frames_that_cost_their_client_nothing_end_it() {
    let activity = Activity::new(PATIENCE);
    let running = activity.begin();
    let spent = (0..10_000).take_while(|_| activity.spend(1)).count();
    assert!((1_000..1_100).contains(&spent), "{spent}");
    assert_eq!(after(&activity, 0), Some(Verdict::Flooded));
    // What comes now does not buy it off.
    let reply = running.answered(Some(16 << 10));
    reply.takes(16 << 10);
    assert!(!activity.spend(1));
    assert_eq!(after(&activity, 0), Some(Verdict::Flooded));
}

#[test]
fn who_takes_its_reply_by_small_windows_is_no_flood() {
    let activity = Activity::new(PATIENCE);
    let reply = activity.begin().answered(Some(4 << 20));
    for _ in 0..256 {
        reply.takes(16 << 10);
        // Of itself, and of the connection, for each kibibyte.
        assert!(activity.spend(2 * 16));
    }
}

#[tokio::test]
async fn the_verdict_on_a_flood_comes_at_once() {
    let activity = Activity::new(Duration::from_secs(1000));
    let judging = tokio::spawn({
        let activity = Arc::clone(&activity);
        async move { activity.verdict().await }
    });
    tokio::task::yield_now().await;
    assert!(!activity.spend(u32::MAX));
    assert_eq!(judging.await.ok(), Some(Verdict::Flooded));
}

#[tokio::test]
async fn the_verdict_on_abuse_comes_at_once() {
    let activity = Activity::new(Duration::from_secs(1000));
    let judging = tokio::spawn({
        let activity = Arc::clone(&activity);
        async move { activity.verdict().await }
    });
    tokio::task::yield_now().await;
    (0..=FORGIVEN).for_each(|_| drop(activity.begin()));
    assert_eq!(judging.await.ok(), Some(Verdict::Abused));
}

#[test]
fn what_streams_of_many_threads_do_adds_up() {
    let activity = Activity::new(PATIENCE);
    std::thread::scope(|scope| {
        for thread in 0..8_u64 {
            let activity = &activity;
            scope.spawn(move || {
                for turn in 0..3_000 {
                    let running = activity.begin();
                    if (turn + thread) % 3 == 0 {
                        continue; // Given up.
                    }
                    let reply = running.answered((turn % 2 == 0).then_some(turn));
                    reply.hand_over(100);
                    reply.wait();
                    assert_ne!(after(activity, 1000), Some(Verdict::Idle), "one waits");
                }
            });
        }
    });
    {
        let state = activity.lock();
        assert_eq!((state.running, state.replies.len()), (0, 0));
        assert_eq!((state.answered, state.given_up), (16_000, 8_000));
    }
    assert_eq!(after(&activity, 11), Some(Verdict::Idle));
}
