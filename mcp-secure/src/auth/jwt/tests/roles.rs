//! Roles and tenants, from the claims that the program names.

use super::*;

fn caller(jwt: Jwt, claim: &str, value: Value) -> Result<Caller, Rejected> {
    verify(&prepared(jwt), &forge(HEADER, changed(claim, value).to_string()))
}

fn hs256() -> Jwt {
    Jwt::hs256(SECRET).unwrap()
}

fn roles(path: &str, claim: &str, value: Value) -> Result<Vec<String>, Rejected> {
    let caller = caller(hs256().roles(path), claim, value)?;
    Ok(caller.roles().map(str::to_owned).collect())
}

#[test]
fn roles_are_where_the_program_says() {
    let keycloak = json!({ "roles": ["b", "a", "b"] });
    assert_eq!(roles("realm_access.roles", "realm_access", keycloak.clone()).unwrap(), ["a", "b"]);
    assert_eq!(roles("/realm_access/roles", "realm_access", keycloak).unwrap(), ["a", "b"]);
    let name = "https://example.com/roles";
    assert_eq!(roles("/https:~1~1example.com~1roles", name, json!(["a"])).unwrap(), ["a"]);
    assert_eq!(roles("role", "role", json!("a b")).unwrap(), ["a b"], "one text is one role");
    for (path, claim) in [("roles", "role"), ("a.b.c", "a"), ("0", "roles"), ("sub.x", "y")] {
        assert_eq!(roles(path, claim, json!({ "b": { "d": ["x"] } })).unwrap(), [""; 0], "{path}");
    }
    let caller = caller(hs256(), "roles", json!(["admin"])).unwrap();
    assert!(!caller.has_role("admin"), "nobody said where roles are");
}

#[test]
fn several_places_are_one_set() {
    let jwt = hs256().roles("realm_access.roles").roles("groups");
    let claims = json!({ "roles": ["a", "b"] });
    let mut all = changed("realm_access", claims);
    all["groups"] = json!(["c"]);
    let caller = verify(&prepared(jwt), &forge(HEADER, all.to_string())).unwrap();
    assert_eq!(caller.roles().collect::<Vec<_>>(), ["a", "b", "c"]);
    for other in ["A", "a ", "", "a b", "realm_access"] {
        assert!(!caller.has_role(other), "{other}");
    }
}

#[test]
fn what_is_no_role_is_refused() {
    for wrong in [
        json!(7),
        json!(true),
        json!({ "a": true }),
        json!(["a", 7]),
        json!([["a"]]),
        json!([null]),
        json!(""),
        json!(["a", ""]),
        json!(["a\nb"]),
        json!(["\u{202e}nimda"]),
        json!(["x".repeat(257)]),
    ] {
        let refused = roles("roles", "roles", wrong.clone());
        assert_eq!(refused, Err(Rejected::MissingClaim("roles")), "{wrong}");
    }
}

#[test]
fn the_tenant_is_one_name_and_has_to_be_there() {
    let tenant = |value: Value| {
        caller(hs256().tenant("org.id"), "org", json!({ "id": value }))
            .map(|caller| caller.tenant().map(str::to_owned))
    };
    assert_eq!(tenant(json!("acme")), Ok(Some("acme".to_owned())));
    for wrong in [json!(""), json!(7), json!(["acme"]), json!(null), json!("a\nb"), json!({})] {
        assert_eq!(tenant(wrong.clone()), Err(Rejected::MissingClaim("tenant")), "{wrong}");
    }
    let none = caller(hs256().tenant("tid"), "org", json!("acme"));
    assert_eq!(none.err(), Some(Rejected::MissingClaim("tenant")));
    assert_eq!(caller(hs256(), "tid", json!("acme")).unwrap().tenant(), None);
}

#[test]
fn a_path_names_a_claim() {
    for path in ["", ".", "a.", ".a", "a..b", "/", "/a//b", "/a~2b", "/a~"] {
        for jwt in [hs256().roles(path), hs256().tenant(path)] {
            let mut jwt = jwt;
            let error = jwt.prepare(&Audience(AUDIENCE)).unwrap_err().to_string();
            assert!(error.contains("path of a claim"), "{path}: {error}");
        }
    }
    assert_eq!(roles("/a~1b~0c~01", "a/b~c~1", json!("x")).unwrap(), ["x"]);
}
