//! Metadata: where it is, and whose it is.

use super::*;

fn metadata(name: &str, keys: &str) -> Fault {
    Fault::Body(json!({ "issuer": name, "jwks_uri": keys }).to_string().into_bytes())
}

#[tokio::test]
async fn metadata_is_found_with_a_path_too() {
    for unknown in [vec![], vec!["/.well-known/oauth-authorization-server"], vec!["/.well-known"]] {
        let issuer = AuthorizationServer::start_at(Algorithm::Es256, "/realms/a").await.unwrap();
        for path in &unknown {
            issuer.fail(path, Fault::Status(404));
        }
        let jwks = prepared(Jwks::discover(issuer.issuer()));
        assert!(verdict(&jwks, &good(&issuer)).await.is_ok(), "{unknown:?}");
    }
}

#[tokio::test]
async fn metadata_of_another_issuer_is_not_believed() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let name = issuer.issuer();
    for other in [
        format!("{name}/"),
        name.replace("127.0.0.1", "localhost"),
        name.to_uppercase(),
        "https://login.example.com".to_owned(),
        String::new(),
    ] {
        issuer.recover();
        issuer.fail("/.well-known", metadata(&other, &issuer.keys_url()));
        let jwks = prepared(Jwks::discover(name));
        assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable), "{other}");
    }
    assert_eq!(issuer.requests("/jwks"), 0, "nothing of it was followed");
}

#[tokio::test]
async fn keys_are_not_fetched_from_elsewhere() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let other = AuthorizationServer::start().await.unwrap();
    let port = other.issuer().rsplit(':').next().unwrap().to_owned();
    for keys in [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        "https://169.254.169.254/latest/meta-data/".to_owned(),
        "https://evil.example/jwks".to_owned(),
        "https://127.0.0.1.evil.example/jwks".to_owned(),
        "http://[::1]:1/jwks".to_owned(),
        "http://10.0.0.1/jwks".to_owned(),
        "file:///etc/passwd".to_owned(),
        "//evil.example/jwks".to_owned(),
        "/jwks".to_owned(),
        String::new(),
        format!("http://user@127.0.0.1:{port}/jwks"),
        // Another port of the same machine is another server.
        other.keys_url(),
    ] {
        issuer.recover();
        issuer.fail("/.well-known", metadata(issuer.issuer(), &keys));
        let jwks = prepared(Jwks::discover(issuer.issuer()));
        assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable), "{keys}");
    }
    assert_eq!(other.requests("/"), 0);
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let elsewhere = AuthorizationServer::start().await.unwrap();
    for location in [
        "http://169.254.169.254/latest/meta-data/".to_owned(),
        elsewhere.keys_url(),
        issuer.keys_url() + "?again",
        "/jwks?again".to_owned(),
    ] {
        issuer.recover();
        issuer.fail("/jwks", Fault::Redirect(location.clone()));
        let jwks = prepared(Jwks::discover(issuer.issuer()));
        assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable), "{location}");
    }
    assert_eq!(elsewhere.requests("/"), 0);
}

#[tokio::test]
async fn metadata_is_one_strict_object() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let (name, keys) = (issuer.issuer(), issuer.keys_url());
    for document in [
        format!(r#"{{"issuer":"{name}","issuer":"{name}","jwks_uri":"{keys}"}}"#),
        format!(r#"{{"issuer":"{name}","jwks_uri":"https://evil.example","jwks_uri":"{keys}"}}"#),
        format!(r#"[{{"issuer":"{name}","jwks_uri":"{keys}"}}]"#),
        format!(r#"{{"issuer":"{name}","jwks_uri":["{keys}"]}}"#),
        format!(r#"{{"issuer":["{name}"],"jwks_uri":"{keys}"}}"#),
        format!(r#"{{"issuer":"{name}"}}"#),
        "<html>".to_owned(),
    ] {
        issuer.recover();
        issuer.fail("/.well-known", Fault::Body(document.clone().into_bytes()));
        let jwks = prepared(Jwks::discover(name));
        let why = refused(&jwks, &good(&issuer)).await;
        assert_eq!(why, Some(Rejected::Unavailable), "{document}");
    }
}

#[tokio::test]
async fn keys_on_another_host_are_fetched_where_it_is_named() {
    let issuer = AuthorizationServer::start().await.unwrap();
    let keys = issuer.keys_url().replace("127.0.0.1", "localhost");
    issuer.fail("/.well-known", metadata(issuer.issuer(), &keys));
    let jwks = prepared(Jwks::discover(issuer.issuer()));
    assert_eq!(refused(&jwks, &good(&issuer)).await, Some(Rejected::Unavailable));
    assert_eq!(issuer.requests("/jwks"), 0);
    let named = Issuer::discover(issuer.issuer()).host("localhost");
    let jwks = prepared(Jwks::new([named]));
    assert!(verdict(&jwks, &good(&issuer)).await.is_ok());
    assert_eq!(issuer.requests("/jwks"), 1);
}
