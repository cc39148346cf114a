//! The dashboard and the alerts name only what a server really tells: metrics, labels and words.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use serde_json::Value;

use super::*;

/// Members of a dashboard that are expressions, or name what these give.
const TEXTS: [&str; 4] = ["expr", "definition", "query", "legendFormat"];

/// What the expressions of a text select.
#[derive(Default)]
struct Selected {
    metrics: BTreeSet<String>,
    /// Label and value, of a metric; of an alternation each.
    words: BTreeSet<(String, String, String)>,
    /// Labels by which something is grouped, or that are shown.
    labels: BTreeSet<String>,
}

impl Selected {
    fn read(&mut self, text: &str) {
        for (at, _) in text.match_indices("mcp_secure_") {
            let rest = &text[at..];
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            let (metric, rest) = rest.split_at(end);
            self.metrics.insert(metric.to_owned());
            let Some(matchers) = rest.strip_prefix('{') else { continue };
            let (matchers, _) = matchers.split_once('}').unwrap();
            for matcher in matchers.split(',') {
                let (label, value) = matcher.split_once('"').unwrap();
                let label = label.trim_end_matches(['=', '~', '!']);
                for word in value.trim_end_matches('"').split('|') {
                    self.words.insert((metric.to_owned(), label.to_owned(), word.to_owned()));
                }
            }
        }
        let groups = text.split("by (").skip(1).map(|rest| rest.split(')').next().unwrap());
        let shown = text.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap());
        let values = text.split("label_values(").skip(1);
        let values = values.filter_map(|rest| rest.split(')').next()?.rsplit(',').next());
        for list in groups.chain(shown).chain(values) {
            let labels = list.split([',', ' ']).map(|label| label.trim_start_matches("$labels."));
            self.labels.extend(labels.filter(|label| !label.is_empty()).map(str::to_owned));
        }
    }

    /// All texts of a JSON document that are expressions.
    fn read_json(&mut self, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    match member.as_str() {
                        Some(text) if TEXTS.contains(&&**name) => {
                            self.read(text);
                        }
                        _ => self.read_json(member),
                    }
                }
            }
            Value::Array(list) => list.iter().for_each(|value| self.read_json(value)),
            _ => {}
        }
    }

    /// What of it no server tells.
    fn unknown(&self, page: &Page) -> Vec<String> {
        let mut known: BTreeMap<String, BTreeSet<(&str, &str)>> = BTreeMap::new();
        for family in &page.0 {
            for sample in &family.samples {
                let labels = known.entry(family.name.clone() + &sample.suffix).or_default();
                labels.extend(sample.labels.iter().map(|(name, value)| (&**name, &**value)));
            }
        }
        let all: BTreeSet<&str> = known.values().flatten().map(|(name, _)| *name).collect();
        // The scraper's own, and one that stands at every bucket.
        let is_label = |name: &str| name == "instance" || all.contains(name);
        let metrics = self.metrics.iter().filter(|metric| !known.contains_key(*metric));
        let labels = self.labels.iter().filter(|label| !is_label(label));
        let words = self.words.iter().filter(|(metric, label, word)| {
            let Some(known) = known.get(metric) else { return true };
            match word.starts_with('$') {
                true => label != "instance" && !known.iter().any(|(name, _)| name == label),
                false => !known.contains(&(label, word)),
            }
        });
        let words = words.map(|(metric, label, word)| format!("{metric}{{{label}=\"{word}\"}}"));
        metrics.chain(labels).cloned().chain(words).collect()
    }
}

fn document(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs").join(name);
    fs::read_to_string(path).unwrap()
}

#[test]
fn the_dashboard_and_the_alerts_name_only_what_is_served() {
    let page = decided();
    let mut dashboard = Selected::default();
    dashboard.read_json(&serde_json::from_str(&document("grafana-dashboard.json")).unwrap());
    assert_eq!(dashboard.unknown(&page), [""; 0]);
    let mut alerts = Selected::default();
    alerts.read(&document("alerts.yml"));
    assert_eq!(alerts.unknown(&page), [""; 0]);
    assert!(alerts.metrics.len() > 5 && alerts.words.len() > 5);
    // And everything that is served is shown.
    let shown = |family: &str| dashboard.metrics.iter().any(|metric| metric.starts_with(family));
    let hidden: Vec<_> = page.0.iter().filter(|family| !shown(&family.name)).collect();
    assert!(hidden.is_empty(), "{hidden:#?}");
}

#[test]
fn a_name_that_nobody_serves_is_found() {
    let page = decided();
    let unknown = |expression: &str| {
        let mut selected = Selected::default();
        selected.read(expression);
        selected.unknown(&page)
    };
    for wrong in [
        "rate(mcp_secure_call_total[5m])",
        "mcp_secure_calls_total{verdict=\"refused\"}",
        "mcp_secure_calls_total{verdict=~\"ok|refused\"}",
        "mcp_secure_calls_total{caller=~\"$tool\"}",
        "mcp_secure_calls_running{verdict=\"ok\"}",
        "sum by (caller) (mcp_secure_calls_total)",
        "{{caller}}",
        "label_values(mcp_secure_calls_total, caller)",
    ] {
        assert_eq!(unknown(wrong).len(), 1, "{wrong}");
    }
    assert_eq!(unknown("sum by (tool) (mcp_secure_calls_total{verdict!=\"ok\"})"), [""; 0]);
}
