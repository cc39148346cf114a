//! What credentials are held to is told, and whatever lets in more is weaker.

use std::time::Duration;

use mcp_secure::{
    auth::{
        Accepted, ApiKeys, Authenticator, ClientCert, Dpop, Introspection, Jwks, Jwt,
        jwks::Issuer,
        jwt::{Algorithm, Key},
    },
    posture::{Direction, Posture, Review},
    prelude::{Caller, Server},
    secret::Secret,
};
use serde_json::Value;

const ISSUER: &str = "https://login.example.com";

fn report(authenticator: impl Authenticator) -> Posture {
    Server::new("shop", "1").auth(authenticator).posture()
}

fn with_proofs(dpop: Dpop) -> Posture {
    Server::new("shop", "1").auth(jwt()).dpop(dpop).posture()
}

fn jwt() -> Jwt {
    Jwt::hs256(SECRET).unwrap()
}

fn keys(algorithms: &[Algorithm]) -> Jwt {
    let keys = algorithms.iter().enumerate().map(|(index, algorithm)| {
        // Of 64 bytes, as the longest of them takes.
        let secret = format!("{SECRET}{SECRET}");
        Key::secret(*algorithm, secret).unwrap().id(index.to_string())
    });
    Jwt::keys(keys.collect::<Vec<_>>())
}

fn issuer() -> Issuer {
    Issuer::discover(ISSUER)
}

fn introspection() -> Introspection {
    let secret = Secret::new(SECRET.to_owned());
    Introspection::at("https://login.example.com/introspect", "shop", secret)
}

fn certificates() -> ClientCert {
    ClientCert::new().dns("build.example.com", Caller::new("bot").with_scopes(["read"]))
}

/// From the stricter server to the other one: that is weaker, and back it is stronger.
#[test]
fn what_lets_in_more_is_weaker() {
    let seconds = Duration::from_secs;
    let cases = [
        ("access tokens only", report(jwt().access_tokens_only()), report(jwt())),
        ("leeway", report(jwt()), report(jwt().leeway(seconds(60)))),
        ("lifetime", report(jwt().max_lifetime(seconds(900))), report(jwt())),
        ("issuer", report(jwt().issuer(ISSUER)), report(jwt())),
        ("tenant", report(jwt().tenant("tid")), report(jwt())),
        ("roles in", report(jwt()), report(jwt().roles("roles"))),
        ("keys", report(keys(&[Algorithm::Hs256])), report(keys(&[Algorithm::Hs256; 2]))),
        (
            "algorithm",
            report(keys(&[Algorithm::Hs512; 2])),
            report(keys(&[Algorithm::Hs512, Algorithm::Hs256])),
        ),
        (
            "accepted",
            report(Jwks::new([issuer()])),
            report(Jwks::new([issuer(), Issuer::discover("https://other.example.com")])),
        ),
        (
            "access tokens only",
            report(Jwks::new([issuer().access_tokens_only()])),
            report(Jwks::new([issuer()])),
        ),
        ("host", report(Jwks::new([issuer()])), report(Jwks::new([issuer().host("x.example")]))),
        (
            "authorities",
            report(Jwks::new([issuer().trust_only("an authority")])),
            report(Jwks::new([issuer()])),
        ),
        (
            "network of the inside",
            report(Jwks::new([issuer()])),
            report(Jwks::new([issuer().dangerous_allow_networks(["10.0.0.0/8"])])),
        ),
        ("remembered", report(introspection()), report(introspection().keep(seconds(60)))),
        ("issuer", report(introspection().issuer(ISSUER)), report(introspection())),
        ("accepted", report(jwt()), report(jwt().or(introspection()))),
        ("access tokens only", report(jwt().access_tokens_only().or(certificates())), {
            report(jwt().or(certificates()))
        }),
        ("caller", report(certificates()), {
            report(certificates().uri("spiffe://x.example/ada", Caller::new("ada")))
        }),
        ("proofs of possession", with_proofs(Dpop::new()), report(jwt())),
        ("proofs required", with_proofs(Dpop::new().required()), with_proofs(Dpop::new())),
        ("nonces", with_proofs(Dpop::new().nonces().unwrap()), with_proofs(Dpop::new())),
        (
            "window",
            with_proofs(Dpop::new()),
            with_proofs(Dpop::new().window(seconds(300)).unwrap()),
        ),
    ];
    for (what, strict, loose) in cases {
        let told = |old: &Posture, new: &Posture, direction| {
            let mut changes = new.changes_since(old);
            // What is told besides; a call that is dangerous is told of the whole process.
            let besides = ["authentication", "authorization servers", "dangerous"];
            changes.retain(|it| !besides.contains(&&*it.what));
            let [change] = &changes[..] else { panic!("{what}: {changes:?}") };
            assert!(change.what.contains(what), "{what}: {change}");
            assert_eq!(change.direction, direction, "{change}");
        };
        told(&strict, &loose, Direction::Weaker);
        told(&loose, &strict, Direction::Stronger);
    }
}

/// Neither of both is stricter, so a person reads it.
#[test]
fn what_cannot_be_compared_is_weaker_both_ways() {
    let rsa = |algorithm| report(Jwks::new([issuer().rsa_algorithm(algorithm)]));
    for (one, other) in [
        (report(jwt().issuer(ISSUER)), report(jwt().issuer("https://other.example.com"))),
        (report(jwt()), report(jwt().audience("api://shop"))),
        (report(introspection()), report(introspection().of_any_form())),
        (rsa(Algorithm::Rs256), rsa(Algorithm::Ps256)),
        (report(Jwks::new([issuer()])), {
            report(Jwks::new([Issuer::keys_at(ISSUER, "https://login.example.com/keys")]))
        }),
        (report(jwt().or(certificates())), report(certificates().or(jwt()))),
    ] {
        for (old, new) in [(&one, &other), (&other, &one)] {
            let changes = new.changes_since(old);
            assert_eq!(
                changes.first().map(|it| it.direction),
                Some(Direction::Weaker),
                "{changes:?}"
            );
        }
    }
}

/// Reports of before what is told here are read; that it was not told is told.
#[test]
fn an_older_report_without_it_is_read_and_the_gap_is_told() {
    let new = report(jwt());
    let mut old: Value = serde_json::from_str(&new.to_json()).unwrap();
    let authentication = old["server"]["authentication"].as_object_mut().unwrap();
    authentication.remove("accepted").unwrap();
    authentication.remove("proofTerms").unwrap();
    let old = Posture::from_json(&old.to_string()).unwrap();
    for (old, new) in [(&old, &new), (&new, &old)] {
        let changes = new.changes_since(old);
        let [change] = &changes[..] else { panic!("{changes:?}") };
        assert_eq!((&*change.what, change.direction), ("accepted", Direction::Weaker));
    }
}

#[test]
fn it_stands_in_every_form() {
    let keys = tempfile::NamedTempFile::new().unwrap();
    let jwt = jwt().issuer(ISSUER).access_tokens_only().max_lifetime(Duration::from_secs(900));
    let all = jwt.or(ApiKeys::from_file(keys.path()).unwrap()).or(certificates());
    let server = Server::new("shop", "1").auth(all);
    let posture = server.dpop(Dpop::new().nonces().unwrap().required()).posture();
    let review = Review::new(posture.clone(), None, &[]).unwrap();
    for form in [review.to_table(false), review.to_markdown(), review.to_html()] {
        for words in [
            "Jwt: JSON Web Tokens, of https://login.example.com, access tokens only, HS256, 1 key, \
             live 900 s, leeway 30 s, remembered 300 s",
            "ApiKeys: keys of a file",
            "ClientCert: certificates of clients, dns build.example.com: bot, scope read",
            "required, with nonces, within 60 s",
        ] {
            assert!(form.contains(words), "{form}");
        }
        assert!(!form.contains(SECRET) && !form.contains(keys.path().to_str().unwrap()));
    }
    let json = posture.to_json();
    assert_eq!(Posture::from_json(&json).unwrap(), posture);
    assert!(!json.contains(SECRET), "{json}");
}

/// An address that would not start is not shown: who wrote a password into it finds it nowhere.
#[test]
fn no_secret_of_an_address_is_told() {
    let secret = Secret::new(SECRET.to_owned());
    let url = format!("https://shop:{SECRET}@login.example.com/introspect");
    let posture = report(Introspection::at(url, "shop", secret));
    assert!(!posture.to_json().contains(SECRET), "{}", posture.to_json());
}

/// One of the user's own says nothing but its type, unless it does.
#[test]
fn an_authenticator_of_the_users_own_may_say_what_it_accepts() {
    let accepted = &report(Own(false)).server.authentication.unwrap().accepted.unwrap()[0];
    assert_eq!((&*accepted.by, &accepted.what), ("Own", &None));
    let (silent, tells) = (report(Own(false)), report(Own(true)));
    assert!(silent.changes_since(&tells).iter().any(|it| it.direction == Direction::Weaker));
}

struct Own(bool);

impl Authenticator for Own {
    fn verify<'a>(
        &'a self,
        _: &'a mcp_secure::auth::Credential<'_>,
    ) -> mcp_secure::answer::Answer<'a, Result<Caller, mcp_secure::auth::Rejected>> {
        mcp_secure::answer::Answer::Now(Err(mcp_secure::auth::Rejected::Unknown))
    }

    fn accepts(&self) -> Vec<Accepted> {
        let mut accepted = Accepted::by(self.describe());
        accepted.issuer = self.0.then(|| ISSUER.to_owned());
        vec![accepted]
    }
}

const SECRET: &str = "KqT0vN2mHc8RzE5bLwXy7JpUdS4a-5150";
