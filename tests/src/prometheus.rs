//! What Prometheus reads, read strictly: its text format 0.0.4, and what it asks of names and
//! histograms (<https://prometheus.io/docs/instrumenting/exposition_formats/>).

use std::collections::{BTreeMap, BTreeSet};

use crate::{Http, Server, planted};

/// One family of metrics.
#[derive(Debug)]
pub struct Family {
    pub name: String,
    pub kind: String,
    pub help: String,
    pub samples: Vec<Sample>,
}

#[derive(Debug)]
pub struct Sample {
    /// What stands behind the name of the family, as `_bucket`.
    pub suffix: String,
    pub labels: BTreeMap<String, String>,
    pub value: f64,
}

/// A page of metrics.
#[derive(Debug)]
pub struct Page(pub Vec<Family>);

impl Page {
    /// Reads it.
    ///
    /// # Panics
    ///
    /// It is not well-formed.
    pub fn parse(text: &str) -> Self {
        assert!(text.ends_with('\n'), "the last line has no end");
        let mut families: Vec<Family> = Vec::new();
        let mut lines = text.lines().peekable();
        while let Some(line) = lines.next() {
            let (name, help) = line
                .strip_prefix("# HELP ")
                .and_then(|rest| rest.split_once(' '))
                .unwrap_or_else(|| panic!("not the begin of a family: {line}"));
            assert!(is_name(name, true) && !help.is_empty(), "{line}");
            assert!(families.iter().all(|family| family.name != name), "twice: {name}");
            let kind = lines.next().and_then(|line| line.strip_prefix("# TYPE "));
            let kind = kind.and_then(|rest| rest.strip_prefix(name)).unwrap_or_default().trim();
            assert!(["counter", "gauge", "histogram"].contains(&kind), "{name}: {kind}");
            assert_eq!(name.ends_with("_total"), kind == "counter", "{name}");
            let mut samples = Vec::new();
            while let Some(line) = lines.next_if(|line| !line.starts_with('#')) {
                samples.push(Sample::parse(name, line));
            }
            let (name, kind, help) = (name.into(), kind.into(), help.into());
            families.push(Family { name, kind, help, samples });
        }
        families.iter().for_each(Family::check);
        Self(families)
    }

    /// The value of the series with these labels and no others; 0 where there is none.
    pub fn value(&self, name: &str, labels: &[(&str, &str)]) -> f64 {
        let labels: BTreeMap<String, String> =
            labels.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        let samples = self.0.iter().flat_map(|family| {
            family.samples.iter().filter(move |sample| family.name.clone() + &sample.suffix == name)
        });
        samples.filter(|sample| sample.labels == labels).map(|sample| sample.value).sum()
    }

    /// How many series there are.
    pub fn series(&self) -> usize {
        self.0.iter().map(|family| family.samples.len()).sum()
    }
}

impl Family {
    /// The names of its labels, but for those of buckets.
    pub fn labels(&self) -> BTreeSet<&str> {
        let names = self.samples.iter().flat_map(|sample| sample.labels.keys());
        names.map(String::as_str).filter(|name| *name != "le").collect()
    }

    fn check(&self) {
        let mut seen = BTreeSet::new();
        for Sample { suffix, labels, value } in &self.samples {
            assert!(seen.insert((suffix, labels)), "twice: {} {labels:?}", self.name);
            assert!(self.kind == "gauge" || *value >= 0.0, "{} {labels:?} {value}", self.name);
        }
        if self.kind != "histogram" {
            return assert!(seen.iter().all(|(suffix, _)| suffix.is_empty()), "{}", self.name);
        }
        for sample in self.samples.iter().filter(|sample| sample.suffix == "_count") {
            let of_it = |other: &&Sample| {
                let mut labels = other.labels.clone();
                labels.remove("le");
                labels == sample.labels
            };
            let buckets = self.samples.iter().filter(|other| other.suffix == "_bucket");
            let buckets: Vec<(f64, f64)> = buckets
                .filter(of_it)
                .map(|bucket| (bucket.labels["le"].parse().unwrap(), bucket.value))
                .collect();
            assert!(buckets.is_sorted_by(|a, b| a.0 < b.0 && a.1 <= b.1), "{buckets:?}");
            assert_eq!(buckets.last(), Some(&(f64::INFINITY, sample.value)), "{}", self.name);
            let sums = self.samples.iter().filter(|other| other.suffix == "_sum");
            assert_eq!(sums.filter(of_it).count(), 1, "{}", self.name);
        }
    }
}

impl Sample {
    fn parse(family: &str, line: &str) -> Self {
        let rest = line.strip_prefix(family).unwrap_or_else(|| panic!("not of {family}: {line}"));
        let end = rest.find(['{', ' ']).unwrap();
        let (suffix, mut rest) = rest.split_at(end);
        assert!(["", "_bucket", "_sum", "_count"].contains(&suffix), "{line}");
        let mut labels = BTreeMap::new();
        if rest.starts_with('{') {
            loop {
                let (name, after) = rest[1..].split_once("=\"").unwrap();
                assert!(is_name(name, false), "{line}");
                let (value, after) = quoted(after);
                assert!(labels.insert(name.to_owned(), value).is_none(), "{line}");
                rest = after;
                match rest.as_bytes()[0] {
                    b',' => {}
                    b'}' => break,
                    _ => panic!("{line}"),
                }
            }
            rest = &rest[1..];
        }
        let value = rest.strip_prefix(' ').unwrap_or_else(|| panic!("no value: {line}"));
        let value = value.parse().unwrap_or_else(|_| panic!("no number, or more: {line}"));
        Self { suffix: suffix.to_owned(), labels, value }
    }
}

/// The text up to the closing quote, and what comes after it.
fn quoted(text: &str) -> (String, &str) {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return (value, &text[at + 1..]),
            '\\' => match chars.next().unwrap().1 {
                'n' => value.push('\n'),
                c @ ('\\' | '"') => value.push(c),
                other => panic!("\\{other} is no escape"),
            },
            c => value.push(c),
        }
    }
    panic!("a label has no end: {text}")
}

fn is_name(name: &str, may_have_colons: bool) -> bool {
    let is_fit = |c: char| c.is_ascii_alphabetic() || c == '_' || (may_have_colons && c == ':');
    name.starts_with(is_fit) && name.chars().all(|c| is_fit(c) || c.is_ascii_digit())
}

/// A client of the address where a server tells its metrics.
pub fn exposition(server: &mut Server) -> Http {
    client_at(&server.wait_for("Metrics are at http://"))
}

/// The same, from the line that says where.
pub fn client_at(line: &str) -> Http {
    let (_, rest) = line.split_once("://").unwrap();
    Http::new(rest.split('/').next().unwrap().parse().unwrap())
}

/// Reads the metrics, in which no secret is.
pub fn scrape(exposition: &Http) -> Page {
    let reply = exposition.get("/metrics");
    assert_eq!(reply.status, 200, "{reply:?}");
    assert_eq!(reply.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    planted::search("the metrics", &reply.body);
    Page::parse(&reply.body)
}
