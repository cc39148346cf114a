#![allow(clippy::unwrap_used)]

use super::*;
use crate::auth::Token;

/// Recognizes tokens that begin with a letter and takes one of them, at once or later.
struct Letter {
    letter: char,
    takes: &'static str,
    otherwise: Rejected,
    later: bool,
}

impl Authenticator for Letter {
    fn verify<'a>(
        &'a self,
        credential: &'a Credential<'_>,
    ) -> Answer<'a, Result<Caller, Rejected>> {
        let is_taken = credential.token().unwrap().dangerous_reveal() == self.takes;
        let caller = || Caller::new(self.letter.to_string());
        let verdict = if is_taken { Ok(caller()) } else { Err(self.otherwise) };
        if self.later { Answer::later(async move { verdict }) } else { Answer::Now(verdict) }
    }

    fn recognizes(&self, credential: &Credential<'_>) -> bool {
        let first = credential.token().unwrap().dangerous_reveal().chars().next();
        first.is_some_and(|first| first == self.letter || first == '*')
    }

    fn keeps(&self, _: &Credential<'_>) -> Option<Duration> {
        (self.letter == 'a').then_some(Duration::from_secs(9))
    }
}

fn both(first: Rejected, second: Rejected, later: [bool; 2]) -> Alternatives<Letter, Letter> {
    Letter { letter: 'a', takes: "*both", otherwise: first, later: later[0] }.or(Letter {
        letter: 'b',
        takes: "*only b",
        otherwise: second,
        later: later[1],
    })
}

async fn verdict(authenticator: &impl Authenticator, token: &str) -> String {
    match authenticator.verify(&Credential::bearer(Token::new(token))).get().await {
        Ok(caller) => caller.subject().to_owned(),
        Err(why) => why.to_string(),
    }
}

const EACH: [[bool; 2]; 4] = [[false, false], [false, true], [true, false], [true, true]];

#[tokio::test]
async fn a_credential_goes_to_who_recognizes_it() {
    for later in EACH {
        let either = both(Rejected::Expired, Rejected::Unknown, later);
        for (token, expected) in [
            ("a", "expired"),
            ("b", "unknown"),
            ("c", "malformed"),
            ("*both", "a"),
            ("*only b", "b"),
        ] {
            assert_eq!(verdict(&either, token).await, expected, "{token} {later:?}");
        }
    }
}

#[tokio::test]
async fn the_reason_is_that_of_who_came_further() {
    for later in EACH {
        for (first, second, expected) in [
            (Rejected::BadSignature, Rejected::Expired, "expired"),
            (Rejected::Expired, Rejected::BadSignature, "expired"),
            (Rejected::Unavailable, Rejected::Expired, "unavailable"),
            (Rejected::Malformed, Rejected::Unavailable, "unavailable"),
        ] {
            assert_eq!(verdict(&both(first, second, later), "*").await, expected);
        }
    }
}

#[test]
fn what_one_of_them_does_not_keep_is_not_kept() {
    let either = both(Rejected::Expired, Rejected::Unknown, [false, false]);
    let keeps = |token| either.keeps(&Credential::bearer(Token::new(token)));
    assert_eq!(keeps("a"), Some(Duration::from_secs(9)));
    assert_eq!(keeps("b"), None);
    assert_eq!(keeps("*"), None);
}

#[test]
fn two_headers_for_keys_do_not_start() {
    struct Keys(HeaderName);
    impl Authenticator for Keys {
        fn verify<'a>(&'a self, _: &'a Credential<'_>) -> Answer<'a, Result<Caller, Rejected>> {
            Answer::Now(Err(Rejected::Unknown))
        }
        fn key_header(&self) -> Option<&HeaderName> {
            Some(&self.0)
        }
    }
    let keys = |name| Keys(HeaderName::from_static(name));
    let error = keys("x-a").or(keys("x-b")).prepare(&Audience("")).unwrap_err();
    assert!(error.to_string().contains("`x-a` and from `x-b`"), "{error}");
    assert!(keys("x-a").or(keys("x-a")).prepare(&Audience("")).is_ok());
}
