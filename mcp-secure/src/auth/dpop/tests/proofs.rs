use super::*;

#[test]
fn the_request_is_the_one_that_the_proof_is_for() {
    let holder = Holder::new();
    let verdict = |claim, value| wrong(&dpop(), &holder.proof(&with(claim, value)));
    for method in ["GET", "post", "POST ", ""] {
        assert_eq!(verdict("htm", method.into()), "htm", "{method}");
    }
    for url in [
        "https://mcp.example.com/mcp",
        "HTTPS://MCP.EXAMPLE.COM/mcp",
        "https://mcp.example.com:443/mcp",
        "https://mcp.example.com/./mcp",
        "https://mcp.example.com/%6dcp/../mcp",
        "https://mcp.example.com/mcp?a=b",
        "https://mcp.example.com/mcp#c",
    ] {
        assert_eq!(verdict("htu", url.into()), "", "{url}");
    }
    for url in [
        "http://mcp.example.com/mcp",
        "https://mcp.example.com:444/mcp",
        "https://mcp.example.com.evil.example/mcp",
        "https://mcp.example.com@evil.example/mcp",
        "https://user@mcp.example.com/mcp",
        "https://:password@mcp.example.com/mcp",
        "https://mcp.example.com/mcp/",
        "https://mcp.example.com/MCP",
        "https://mcp.example.com/",
        "/mcp",
        "",
        &format!("{URL}?{}", "x".repeat(2048)),
    ] {
        assert_eq!(verdict("htu", url.into()), "htu", "{url}");
    }
}

#[test]
fn the_token_is_the_one_that_the_proof_is_for() {
    let holder = Holder::new();
    for other in ["another token", "a token, as it came in ", ""] {
        let claims = with("ath", thumbprint(other.as_bytes()).into());
        assert_eq!(wrong(&dpop(), &holder.proof(&claims)), "ath");
    }
    let padded = format!("{}=", thumbprint(TOKEN.as_bytes()));
    assert_eq!(wrong(&dpop(), &holder.proof(&with("ath", padded.into()))), "ath");
}

#[test]
fn a_proof_is_of_now() {
    let holder = Holder::new();
    for (issued, expected) in [
        (json!(NOW - 60), ""),
        (json!(NOW + 60), ""),
        (json!(NOW as f64 - 59.5), ""),
        (json!(NOW - 61), "iat"),
        (json!(NOW + 61), "iat"),
        (json!(NOW * 1000), "iat"),
        (json!(-1), "iat"),
        (json!(1e300), "iat"),
        (json!(NOW.to_string()), "iat"),
        (json!(null), "iat"),
    ] {
        assert_eq!(
            wrong(&dpop(), &holder.proof(&with("iat", issued.clone()))),
            expected,
            "{issued}"
        );
    }
}

#[test]
fn every_claim_is_there_and_of_its_type() {
    let holder = Holder::new();
    for claim in ["jti", "htm", "htu", "iat", "ath"] {
        let mut without = claims();
        without.as_object_mut().unwrap().remove(claim);
        assert_eq!(wrong(&dpop(), &holder.proof(&without)), claim);
        for value in [json!(null), json!([claims()[claim]]), json!({}), json!(true)] {
            assert_eq!(wrong(&dpop(), &holder.proof(&with(claim, value))), claim);
        }
    }
    for id in ["", &"x".repeat(257)] {
        assert_eq!(wrong(&dpop(), &holder.proof(&with("jti", id.into()))), "jti");
    }
}

#[test]
fn a_proof_is_one_by_its_type_and_its_algorithm() {
    let holder = Holder::new();
    let verdict = |member: &str, value: Value| {
        let mut header = holder.header();
        header[member] = value;
        wrong(&dpop(), &holder.sign(&header, &claims()))
    };
    for kind in ["JWT", "at+jwt", "dpop", "DPOP+JWT", "application/dpop+jwt", ""] {
        assert_eq!(verdict("typ", kind.into()), "typ", "{kind}");
    }
    for algorithm in ["none", "None", "HS256", "es256", "ES256K", "", "RSA-OAEP"] {
        assert_eq!(verdict("alg", algorithm.into()), "alg", "{algorithm}");
    }
    // Of another algorithm than the key's curve, or than it says.
    for algorithm in ["ES384", "EdDSA", "RS256", "PS256"] {
        assert_eq!(verdict("alg", algorithm.into()), "jwk", "{algorithm}");
    }
    for member in ["crit", "b64", "enc", "zip", "jku", "x5c", "x5u"] {
        assert_eq!(verdict(member, json!(["x"])), "form", "{member}");
    }
    assert_eq!(verdict("kid", json!("mine")), "", "has no meaning here");
}

#[test]
fn the_key_is_a_public_one_that_has_signed() {
    let (holder, other) = (Holder::new(), Holder::new());
    let verdict = |jwk: Value| {
        let mut header = holder.header();
        header["jwk"] = jwk;
        wrong(&dpop(), &holder.sign(&header, &claims()))
    };
    assert_eq!(verdict(other.jwk()), "signature");
    let with = |member: &str, value: Value| {
        let mut jwk = holder.jwk();
        jwk[member] = value;
        jwk
    };
    for (member, value) in [
        ("d", json!("AQ")),
        ("alg", json!("ES384")),
        ("alg", json!("ECDH-ES")),
        ("use", json!("enc")),
        ("key_ops", json!(["sign"])),
        ("crv", json!("P-384")),
        ("kty", json!("RSA")),
        ("kty", json!("oct")),
        ("x", json!("AQ")),
        ("y", json!(URL_SAFE_NO_PAD.encode([0; 32]))),
    ] {
        assert_eq!(verdict(with(member, value)), "jwk", "{member}");
    }
    assert_eq!(verdict(json!({ "kty": "oct", "k": URL_SAFE_NO_PAD.encode([7; 32]) })), "jwk");
    for jwk in [json!(null), json!("key"), json!([holder.jwk()]), json!({})] {
        assert_eq!(verdict(jwk), "jwk");
    }
}

#[test]
fn garbage_is_no_proof() {
    let holder = Holder::new();
    let good = holder.proof(&claims());
    let segments: Vec<_> = good.split('.').collect();
    for garbage in [
        "",
        ".",
        "..",
        "a.b.c",
        &good[..good.len() - 1],
        &format!("{good}="),
        &format!("{good},{good}"),
        &format!("{good}.{good}"),
        &format!(" {good}"),
        &format!("{}.{}.", segments[0], segments[1]),
        &format!("{}.{}", segments[0], segments[1]),
        &"x".repeat(100_000),
    ] {
        assert_eq!(wrong(&dpop(), garbage), "form", "{garbage:.60}");
    }
    // A name that is there twice, in the header and in the claims.
    let encode = |text: String| URL_SAFE_NO_PAD.encode(text);
    let twice = holder.header().to_string().replacen('{', r#"{"typ":"JWT","#, 1);
    let message = format!("{}.{}", encode(twice), segments[1]);
    assert_eq!(wrong(&dpop(), &format!("{message}.{}", segments[2])), "form");
}

#[test]
fn each_changed_byte_is_noticed() {
    let good = Holder::new().proof(&claims());
    for place in (0..good.len()).step_by(3) {
        let mut changed = good.clone().into_bytes();
        changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert_ne!(wrong(&dpop(), &changed), "", "at {place}");
    }
}
