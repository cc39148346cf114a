//! Issuers that fail.

use futures_util::future::join_all;

use super::*;

#[tokio::test]
async fn nothing_is_known_while_the_issuer_fails_and_all_is_well_afterwards() {
    let faults = [
        ("disconnect", Fault::Disconnect),
        ("404", Fault::Status(404)),
        ("500", Fault::Status(500)),
        ("204", Fault::Status(204)),
        ("garbage", Fault::Body(b"<html>not found</html>".to_vec())),
        ("not UTF-8", Fault::Body(vec![0xff; 1000])),
        ("deep", Fault::Body(vec![b'['; 200_000])),
        ("100 MB", Fault::Large(100 << 20)),
        ("redirect", Fault::Redirect("http://169.254.169.254/".to_owned())),
    ];
    for (what, fault) in faults {
        for path in ["/jwks", "/.well-known", "/"] {
            let issuer = AuthorizationServer::start().await.unwrap();
            issuer.fail(path, fault.clone());
            let jwks = prepared(Jwks::discover(issuer.issuer()));
            let token = good(&issuer);
            assert_eq!(refused(&jwks, &token).await, Some(Rejected::Unavailable), "{what} {path}");
            issuer.recover();
            assert!(verdict(&jwks, &token).await.is_ok(), "{what} {path}");
        }
    }
}

#[tokio::test]
async fn an_issuer_that_never_answers_is_not_waited_for_forever() {
    let waiting = [Fault::Hang, Fault::Drip].map(|fault| async move {
        let issuer = AuthorizationServer::start().await.unwrap();
        issuer.fail("/jwks", fault.clone());
        let jwks = prepared(Jwks::new([Issuer::keys_at(issuer.issuer(), issuer.keys_url())]));
        assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable), "{fault:?}");
    });
    join_all(waiting).await;
}

#[tokio::test]
async fn the_keys_stay_when_the_issuer_goes_down() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    let token = good(&issuer);
    assert!(verdict(&jwks, &token).await.is_ok());
    issuer.fail("/", Fault::Disconnect);
    issuer.rotate().unwrap();
    // A key that nobody can ask for now: it may be a good one.
    assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable));
    assert!(verdict(&jwks, &token).await.is_ok());
    issuer.recover();
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
}

#[tokio::test]
async fn nobody_is_there() {
    let jwks = prepared(Jwks::discover("http://127.0.0.1:1"));
    let issuer = AuthorizationServer::start().await.unwrap();
    assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable));
}
