//! The header of a well-signed token.

use super::*;

fn with_header(header: &str) -> Result<(), Rejected> {
    verdict(&forge(header, good().to_string()))
}

#[test]
fn the_type_is_that_of_a_token() {
    for typ in ["JWT", "jwt", "Jwt", "at+jwt", "AT+JWT", "application/jwt", "Application/AT+JWT"] {
        assert_eq!(with_header(&format!(r#"{{"typ":"{typ}","alg":"HS256"}}"#)), Ok(()), "{typ}");
    }
    assert_eq!(with_header(r#"{"alg":"HS256"}"#), Ok(()));
    for typ in [
        "",
        "JWE",
        "dpop+jwt",
        "id_token+jwt",
        "logout+jwt",
        "JOSE",
        "secevent+jwt",
        " JWT",
        "application/application/jwt",
        "text/jwt",
    ] {
        let header = format!(r#"{{"alg":"HS256","typ":"{typ}"}}"#);
        assert_eq!(with_header(&header), Err(Rejected::WrongType), "{typ}");
    }
    for typ in ["null", "1", r#"["JWT"]"#] {
        let header = format!(r#"{{"alg":"HS256","typ":{typ}}}"#);
        assert_eq!(with_header(&header), Err(Rejected::Malformed), "{typ}");
    }
}

#[test]
fn extensions_are_refused() {
    for extension in [
        r#""crit":["exp"],"exp":1"#,
        r#""crit":[]"#,
        r#""crit":null"#,
        r#""crit":["b64"],"b64":false"#,
        r#""b64":false"#,
        r#""b64":true"#,
        r#""zip":"DEF""#,
        r#""enc":"A128GCM""#,
    ] {
        let header = format!(r#"{{"alg":"HS256",{extension}}}"#);
        assert_eq!(with_header(&header), Err(Rejected::Malformed), "{extension}");
    }
}

#[test]
fn keys_are_not_taken_from_the_token() {
    let own = URL_SAFE_NO_PAD.encode("the attacker's own key, 32 bytes");
    for key in [
        format!(r#""jwk":{{"kty":"oct","k":"{own}"}}"#),
        r#""jku":"https://evil.example/keys""#.to_owned(),
        r#""x5u":"https://evil.example/chain""#.to_owned(),
        r#""x5c":["MII"]"#.to_owned(),
        r#""jwk":null"#.to_owned(),
    ] {
        let header = format!(r#"{{"alg":"HS256",{key}}}"#);
        assert_eq!(with_header(&header), Err(Rejected::Malformed), "{key}");
        let message = unsigned(&header, good().to_string());
        let token = sign(&message, hmac::HMAC_SHA256, "the attacker's own key, 32 bytes");
        assert_eq!(verdict(&token), Err(Rejected::BadSignature), "{key}");
    }
}

#[test]
fn the_key_id_is_not_looked_up() {
    for kid in [
        r#""2026-07""#,
        r#""../../../../dev/null""#,
        r#""' UNION SELECT 'x' --""#,
        r#""| id""#,
        r#""\u0000""#,
        r#""""#,
        "7",
    ] {
        let header = format!(r#"{{"alg":"HS256","kid":{kid}}}"#);
        assert_eq!(with_header(&header), Ok(()), "{kid}");
        // The classic: the empty file as the key.
        let token = sign(&unsigned(&header, good().to_string()), hmac::HMAC_SHA256, "");
        assert_eq!(verdict(&token), Err(Rejected::BadSignature), "{kid}");
    }
}

#[test]
fn tokens_do_not_nest() {
    for cty in ["JWT", "jwt", "application/jwt"] {
        let header = format!(r#"{{"alg":"HS256","cty":"{cty}"}}"#);
        assert_eq!(with_header(&header), Err(Rejected::Malformed), "{cty}");
    }
    let inner = forge(HEADER, good().to_string());
    assert_eq!(verdict(&forge(HEADER, inner)), Err(Rejected::Malformed));
}
