//! The names of a certificate, and its time (RFC 5280, section 4.1).
//!
//! TLS has verified it, so it is well formed; what is not understood all the same makes it one
//! without that name, or none.

use std::time::SystemTime;

use super::{
    Name,
    der::{
        BOOLEAN, Der, GENERALIZED_TIME, IA5_STRING, INTEGER, OBJECT_IDENTIFIER, OCTET_STRING,
        PRINTABLE_STRING, SEQUENCE, SET, UTC_TIME, UTF8_STRING,
    },
};
use crate::moment;

pub(super) struct Certificate {
    pub(super) names: Vec<Name>,
    pub(super) not_before: SystemTime,
    pub(super) not_after: SystemTime,
}

impl Certificate {
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let mut signed = Der(der).take(SEQUENCE)?.take(SEQUENCE)?;
        signed.take_optional(VERSION);
        signed.take(INTEGER)?;
        let _algorithm = signed.take(SEQUENCE)?;
        let _issuer = signed.take(SEQUENCE)?;
        let mut validity = signed.take(SEQUENCE)?;
        let subject = signed.take(SEQUENCE)?;
        let _key = signed.take(SEQUENCE)?;
        let (not_before, not_after) = (time(&mut validity)?, time(&mut validity)?);
        let mut names = Vec::new();
        signed.take_optional(ISSUER_ID);
        signed.take_optional(SUBJECT_ID);
        if let Some(mut extensions) = signed.take_optional(EXTENSIONS) {
            alternative_names(extensions.take(SEQUENCE)?, &mut names)?;
        }
        names.extend(distinguished_name(subject).map(Name::Subject));
        Some(Self { names, not_before, not_after })
    }
}

/// The names of `subjectAltName` (RFC 5280, section 4.2.1.6).
fn alternative_names(mut extensions: Der<'_>, names: &mut Vec<Name>) -> Option<()> {
    let mut was_there = false;
    while !extensions.is_empty() {
        let mut extension = extensions.take(SEQUENCE)?;
        if extension.take(OBJECT_IDENTIFIER)?.0 != ALTERNATIVE_NAME {
            continue;
        }
        // Twice, it may be read as one or the other.
        if std::mem::replace(&mut was_there, true) {
            return None;
        }
        extension.take_optional(BOOLEAN);
        let mut list = extension.take(OCTET_STRING)?.take(SEQUENCE)?;
        while !list.is_empty() {
            let (tag, content) = list.next()?;
            let text = || std::str::from_utf8(content).ok().filter(|text| text.is_ascii());
            names.extend(match tag {
                EMAIL => text().map(|text| Name::Email(text.to_owned())),
                DNS => text().map(|text| Name::Dns(text.to_ascii_lowercase())),
                URI => text().map(|text| Name::Uri(text.to_owned())),
                _ => None,
            });
        }
    }
    Some(())
}

/// The subject as RFC 4514 writes it, the last part first; `None` if it has what would have to be
/// escaped, or is empty.
fn distinguished_name(mut subject: Der<'_>) -> Option<String> {
    let mut parts = Vec::new();
    while !subject.is_empty() {
        let mut set = subject.take(SET)?;
        let mut several = Vec::new();
        while !set.is_empty() {
            let mut attribute = set.take(SEQUENCE)?;
            let kind = attribute.take(OBJECT_IDENTIFIER)?.0;
            let (_, kind) = KINDS.iter().find(|(id, _)| *id == kind)?;
            let (UTF8_STRING | PRINTABLE_STRING | IA5_STRING, value) = attribute.next()? else {
                return None;
            };
            let value = std::str::from_utf8(value).ok().filter(|value| is_plain(value))?;
            several.push(format!("{kind}={value}"));
        }
        parts.push(several.join("+"));
    }
    parts.reverse();
    (!parts.is_empty()).then(|| parts.join(","))
}

/// Whether RFC 4514, section 2.4, writes it as it is.
fn is_plain(value: &str) -> bool {
    !value.is_empty()
        && !value.starts_with([' ', '#'])
        && !value.ends_with(' ')
        && !value.contains(|c: char| c.is_control() || "\"+,;<>\\=".contains(c))
}

/// `UTCTime` until 2049, `GeneralizedTime` from then on (RFC 5280, section 4.1.2.5).
fn time(validity: &mut Der<'_>) -> Option<SystemTime> {
    let (tag, text) = validity.next()?;
    let text = std::str::from_utf8(text).ok().filter(|text| text.is_ascii())?;
    let (year, rest) = match tag {
        UTC_TIME => {
            let (year, rest) = text.split_at_checked(2)?;
            let century = if year < "50" { "20" } else { "19" };
            (format!("{century}{year}"), rest)
        }
        GENERALIZED_TIME => {
            let (year, rest) = text.split_at_checked(4)?;
            (year.to_owned(), rest)
        }
        _ => return None,
    };
    let part = |from: usize| rest.get(from..from + 2);
    let (month, day, hour) = (part(0)?, part(2)?, part(4)?);
    let (minute, second) = (part(6)?, part(8)?);
    (rest.get(10..) == Some("Z"))
        .then(|| moment::read(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")))?
}

const VERSION: u8 = 0xa0;
const ISSUER_ID: u8 = 0x81;
const SUBJECT_ID: u8 = 0x82;
const EXTENSIONS: u8 = 0xa3;

const EMAIL: u8 = 0x81;
const DNS: u8 = 0x82;
const URI: u8 = 0x86;

/// 2.5.29.17.
const ALTERNATIVE_NAME: &[u8] = &[0x55, 0x1d, 0x11];

/// RFC 4514, section 3.
const KINDS: [(&[u8], &str); 9] = [
    (&[0x55, 0x04, 0x03], "CN"),
    (&[0x55, 0x04, 0x06], "C"),
    (&[0x55, 0x04, 0x07], "L"),
    (&[0x55, 0x04, 0x08], "ST"),
    (&[0x55, 0x04, 0x09], "STREET"),
    (&[0x55, 0x04, 0x0a], "O"),
    (&[0x55, 0x04, 0x0b], "OU"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x01], "UID"),
    (&[0x09, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 0x01, 0x19], "DC"),
];
