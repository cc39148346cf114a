//! `exp`, `nbf`, `iat` and the lifetime. The leeway is 30 seconds.

use super::*;

fn raw(claim: &str, value: &str) -> Result<(), Rejected> {
    let claims = changed(claim, json!("VALUE")).to_string().replace("\"VALUE\"", value);
    verdict(&forge(HEADER, claims))
}

#[test]
fn a_token_ends_with_exp_and_the_leeway() {
    assert_eq!(with("exp", json!(NOW + 1)), Ok(()));
    assert_eq!(with("exp", json!(NOW)), Ok(()));
    assert_eq!(with("exp", json!(NOW - 29)), Ok(()));
    assert_eq!(with("exp", json!(NOW - 30)), Err(Rejected::Expired));
    assert_eq!(with("exp", json!(NOW - 31)), Err(Rejected::Expired));
    assert_eq!(with("exp", json!(0)), Err(Rejected::Expired));

    let exact = prepared(Jwt::hs256(SECRET).unwrap().leeway(Duration::ZERO));
    let at = |exp: Value| verify(&exact, &forge(HEADER, changed("exp", exp).to_string())).map(drop);
    assert_eq!(at(json!(NOW)), Err(Rejected::Expired));
    assert_eq!(at(json!(NOW as f64 + 0.5)), Ok(()));
    assert_eq!(at(json!(NOW + 1)), Ok(()));
}

#[test]
fn a_token_begins_with_nbf_and_iat() {
    for claim in ["nbf", "iat"] {
        assert_eq!(
            with(claim, json!(0)),
            if claim == "nbf" { Ok(()) } else { Err(Rejected::TooLong) }
        );
        assert_eq!(with(claim, json!(NOW)), Ok(()));
        assert_eq!(with(claim, json!(NOW + 30)), Ok(()));
        assert_eq!(with(claim, json!(NOW + 31)), Err(Rejected::NotYetValid), "{claim}");
        assert_eq!(with(claim, json!(NOW as f64 + 30.5)), Err(Rejected::NotYetValid), "{claim}");
        assert_eq!(with(claim, json!(NOW + 10_000)), Err(Rejected::NotYetValid), "{claim}");
        assert_eq!(with(claim, Value::Null), Ok(()), "{claim}");
    }
}

#[test]
fn a_date_is_a_number_of_seconds() {
    for claim in ["exp", "nbf", "iat"] {
        for value in [
            "null",
            "true",
            "\"1800000600\"",
            "\"\"",
            "[1800000600]",
            "{}",
            "-1",
            "-0.5",
            "-1e300",
            "9223372036854775807",
            "9223372036854775808",
            "18446744073709551615",
            "1e300",
            "340282366920938463463374607431768211456",
            "-9223372036854775809",
            // Milliseconds: the year 59000.
            "1800000600000",
            "253402300800",
        ] {
            assert_eq!(raw(claim, value), Err(Rejected::MissingClaim(claim)), "{claim} {value}");
        }
        for value in ["1e400", "0x7fffffff", "01800000600", "+1", "1_800_000_600", "Infinity", "."]
        {
            assert_eq!(raw(claim, value), Err(Rejected::Malformed), "{claim} {value}");
        }
    }
    assert_eq!(with("exp", Value::Null), Err(Rejected::MissingClaim("exp")));
}

#[test]
fn a_date_may_have_a_fraction() {
    for value in ["1800000600.0", "1800000600.25", "1.8000006e9", "18000006e2"] {
        assert_eq!(raw("exp", value), Ok(()), "{value}");
    }
    assert_eq!(raw("iat", "1799999999.999"), Ok(()));
    assert_eq!(raw("nbf", "-0.0"), Ok(()));
    let token = forge(HEADER, changed("exp", json!(NOW as f64 + 0.5)).to_string());
    let expires = verify(&jwt(), &token).unwrap().expires();
    assert_eq!(expires, Some(now() + Duration::from_millis(500)));
}

#[test]
fn a_lifetime_is_bounded() {
    const DAY: u64 = 24 * 60 * 60;
    let lives = |iat: Value, exp: u64| {
        let mut claims = changed("iat", iat);
        claims["exp"] = json!(exp);
        claims
    };
    assert_eq!(on_claims(&lives(json!(NOW), NOW + DAY)), Ok(()));
    assert_eq!(on_claims(&lives(json!(NOW), NOW + DAY + 1)), Err(Rejected::TooLong));
    assert_eq!(on_claims(&lives(json!(NOW - DAY), NOW + 1)), Err(Rejected::TooLong));
    // To leave `iat` out does not help.
    assert_eq!(on_claims(&lives(Value::Null, NOW + DAY)), Ok(()));
    assert_eq!(on_claims(&lives(Value::Null, NOW + DAY + 30)), Ok(()));
    assert_eq!(on_claims(&lives(Value::Null, NOW + DAY + 31)), Err(Rejected::TooLong));
    assert_eq!(on_claims(&lives(Value::Null, 9_999_999_999)), Err(Rejected::TooLong));

    let lasting = prepared(Jwt::hs256(SECRET).unwrap().max_lifetime(Duration::MAX));
    let token = forge(HEADER, lives(Value::Null, 253_402_300_799).to_string());
    assert!(verify(&lasting, &token).is_ok());
}

#[test]
fn a_clock_before_1970_accepts_nothing() {
    let jwt = jwt().with_clock(|| UNIX_EPOCH - Duration::from_secs(1));
    let token = forge(HEADER, good().to_string());
    assert_eq!(verify(&jwt, &token).err(), Some(Rejected::Unavailable));
}
