#![allow(clippy::unwrap_used)]

use std::time::{Duration, UNIX_EPOCH};

use rcgen::{
    CertificateParams, CustomExtension, DnType, KeyPair, SanType, date_time_ymd, string::Ia5String,
};

use super::*;
use crate::auth::{ClientCertificate, Token};

fn params() -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.remove(DnType::CommonName);
    params.not_before = date_time_ymd(2026, 1, 2);
    params.not_after = date_time_ymd(2050, 3, 4);
    params
}

fn der(params: CertificateParams) -> Vec<u8> {
    params.self_signed(&KeyPair::generate().unwrap()).unwrap().der().to_vec()
}

fn named(names: &[SanType]) -> Vec<u8> {
    let mut params = params();
    params.subject_alt_names = names.to_vec();
    der(params)
}

fn ia5(text: &str) -> Ia5String {
    text.try_into().unwrap()
}

/// 2027-01-15.
fn now() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

fn known() -> ClientCert {
    ClientCert { clock: now, ..ClientCert::new() }
        .dns("Build.Example.com", Caller::new("dns").with_scopes(["a"]))
        .uri("spiffe://example.com/ada", Caller::new("uri"))
        .email("ada@example.com", Caller::new("email"))
        .subject("CN=ada,OU=ops,O=Example", Caller::new("subject"))
}

fn verdict(certificates: &ClientCert, der: &[u8]) -> String {
    let certificate = ClientCertificate::dangerous_from_verified_der(der);
    let credential = Credential::nothing().with_certificate(Some(&certificate));
    match certificates.judge(&credential) {
        Ok(caller) => caller.subject().to_owned(),
        Err(why) => why.to_string(),
    }
}

#[test]
fn a_certificate_is_who_its_name_is() {
    for (name, expected) in [
        (SanType::DnsName(ia5("build.example.com")), "dns"),
        (SanType::DnsName(ia5("BUILD.example.COM")), "dns"),
        (SanType::URI(ia5("spiffe://example.com/ada")), "uri"),
        (SanType::Rfc822Name(ia5("ada@example.com")), "email"),
        (SanType::DnsName(ia5("build.example.com.evil.example")), "unknown"),
        (SanType::DnsName(ia5("*.example.com")), "unknown"),
        (SanType::DnsName(ia5("example.com")), "unknown"),
        (SanType::DnsName(ia5("build.example.com\0.evil.example")), "unknown"),
        (SanType::URI(ia5("spiffe://example.com/ada/")), "unknown"),
        (SanType::URI(ia5("spiffe://example.com/ADA")), "unknown"),
        // A name is one of its kind.
        (SanType::URI(ia5("build.example.com")), "unknown"),
        (SanType::DnsName(ia5("spiffe://example.com/ada")), "unknown"),
        (SanType::Rfc822Name(ia5("build.example.com")), "unknown"),
    ] {
        assert_eq!(verdict(&known(), &named(std::slice::from_ref(&name))), expected, "{name:?}");
    }
    assert_eq!(verdict(&known(), &named(&[])), "unknown");
}

#[test]
fn one_of_several_names_is_enough_unless_they_are_two_callers() {
    let other = SanType::DnsName(ia5("other.example.com"));
    let [dns, uri] =
        [SanType::DnsName(ia5("build.example.com")), SanType::URI(ia5("spiffe://example.com/ada"))];
    assert_eq!(verdict(&known(), &named(&[other.clone(), dns.clone()])), "dns");
    assert_eq!(verdict(&known(), &named(&[dns.clone(), other])), "dns");
    assert_eq!(verdict(&known(), &named(&[dns, uri])), "malformed");
}

#[test]
fn a_subject_is_compared_as_a_whole() {
    let with = |parts: &[(DnType, &str)]| {
        let mut params = params();
        for (kind, value) in parts {
            params.distinguished_name.push(kind.clone(), *value);
        }
        verdict(&known(), &der(params))
    };
    use DnType::{CommonName, CountryName, OrganizationName, OrganizationalUnitName};
    let all = [(OrganizationName, "Example"), (OrganizationalUnitName, "ops"), (CommonName, "ada")];
    assert_eq!(with(&all), "subject");
    assert_eq!(with(&all[1..]), "unknown");
    assert_eq!(with(&[&all[..], &[(CountryName, "DE")]].concat()), "unknown");
    // What would read as the same text is not the same.
    assert_eq!(with(&[(CommonName, "ada,OU=ops,O=Example")]), "unknown");
    assert_eq!(with(&[(OrganizationName, "Example"), (CommonName, "ada,OU=ops")]), "unknown");
    assert_eq!(with(&[(CommonName, "build.example.com")]), "unknown");
}

#[test]
fn a_thumbprint_is_one_certificate() {
    let (mine, other) = (named(&[]), named(&[]));
    let known = known().thumbprint(thumbprint(&mine), Caller::new("thumbprint"));
    assert_eq!(verdict(&known, &mine), "thumbprint");
    assert_eq!(verdict(&known, &other), "unknown");
}

#[test]
fn a_certificate_has_its_time() {
    let der = named(&[SanType::DnsName(ia5("build.example.com"))]);
    let certificate = Certificate::read(&der).unwrap();
    assert_eq!(moment(certificate.not_before), "2026-01-02T00:00:00Z");
    assert_eq!(moment(certificate.not_after), "2050-03-04T00:00:00Z");
    let at = |clock| verdict(&ClientCert { clock, ..known() }, &der);
    assert_eq!(at(|| UNIX_EPOCH), "not_yet_valid");
    assert_eq!(at(|| UNIX_EPOCH + Duration::from_secs(2_530_000_000)), "expired");
}

fn moment(moment: SystemTime) -> String {
    crate::moment::write(moment)
}

#[test]
fn a_caller_ends_and_can_be_revoked_with_the_certificate() {
    let der = named(&[SanType::DnsName(ia5("build.example.com"))]);
    let certificate = ClientCertificate::dangerous_from_verified_der(&der);
    let credential = Credential::nothing().with_certificate(Some(&certificate));
    let caller = known().judge(&credential).unwrap();
    assert!(caller.has_scope("a"));
    assert_eq!(moment(caller.expires().unwrap()), "2050-03-04T00:00:00Z");
    assert_eq!(caller.claim::<String>("jti").unwrap(), thumbprint(&der));
    assert_eq!(caller.claim::<u64>("iat").unwrap(), 1_767_312_000);
}

#[test]
fn what_is_no_certificate_is_nobody() {
    let der = named(&[SanType::DnsName(ia5("build.example.com"))]);
    for length in 0..der.len() {
        assert_eq!(verdict(&known(), &der[..length]), "malformed", "{length}");
    }
    // No byte makes it panic.
    for place in 0..der.len() {
        for value in [0, 0x7f, 0x80, 0x84, 0xff] {
            let mut changed = der.clone();
            changed[place] = value;
            verdict(&known(), &changed);
        }
    }
}

#[test]
fn an_extension_that_is_there_twice_is_not_read() {
    let name = |text: &str| {
        let mut content = vec![0x30, u8::try_from(text.len() + 2).unwrap(), 0x82];
        content.push(u8::try_from(text.len()).unwrap());
        content.extend_from_slice(text.as_bytes());
        CustomExtension::from_oid_content(&[2, 5, 29, 17], content)
    };
    let with = |extensions: &[CustomExtension]| {
        let mut params = params();
        params.custom_extensions = extensions.to_vec();
        verdict(&known(), &der(params))
    };
    assert_eq!(with(&[name("build.example.com")]), "dns");
    assert_eq!(with(&[name("other.example.com"), name("build.example.com")]), "malformed");
}

#[test]
fn lines_that_say_nothing_or_two_things_do_not_start() {
    let prepare = |mut certificates: ClientCert| certificates.prepare(&Audience("")).err();
    assert!(prepare(ClientCert::new()).is_some());
    assert!(prepare(known()).is_none());
    let twice = known().dns("build.example.COM", Caller::new("another"));
    assert!(prepare(twice).unwrap().to_string().contains("two callers"));
}

#[test]
fn a_token_is_none_of_its_affairs() {
    assert!(!known().recognizes(&Credential::bearer(Token::new("any"))));
    assert!(known().recognizes(&Credential::nothing()));
}
