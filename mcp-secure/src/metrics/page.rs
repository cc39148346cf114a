//! [`Page`]: what Prometheus reads, in its text format 0.0.4
//! (<https://prometheus.io/docs/instrumenting/exposition_formats/>).

use std::fmt::{Display, Write};

use super::cells::Durations;

/// The families of metrics so far.
#[derive(Default)]
pub(crate) struct Page(String);

/// What the values of a family are.
#[derive(Clone, Copy)]
pub(crate) enum Kind {
    Counter,
    Gauge,
    Histogram,
}

/// A family, to which samples are added.
pub(crate) struct Family<'a> {
    page: &'a mut String,
    name: &'static str,
}

type Label<'a> = (&'a str, &'a str);

impl Page {
    /// A family of this name. `help` says what is counted, in which unit.
    pub(crate) fn family(&mut self, kind: Kind, name: &'static str, help: &str) -> Family<'_> {
        let kind = match kind {
            Kind::Counter => "counter",
            Kind::Gauge => "gauge",
            Kind::Histogram => "histogram",
        };
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
        Family { page: &mut self.0, name }
    }

    pub(crate) fn finish(self) -> String {
        self.0
    }
}

impl Family<'_> {
    pub(crate) fn sample(&mut self, labels: &[Label<'_>], value: impl Display) {
        self.write("", labels, value);
    }

    /// One sample for each word.
    pub(crate) fn each(
        &mut self,
        labels: &[Label<'_>],
        by: &str,
        counts: impl IntoIterator<Item = (&'static str, u64)>,
    ) {
        for (word, count) in counts {
            self.sample(&[labels, &[(by, word)]].concat(), count);
        }
    }

    pub(crate) fn durations(&mut self, labels: &[Label<'_>], durations: &Durations) {
        let (buckets, count, sum) = durations.read();
        for (bound, count) in buckets {
            self.write("_bucket", &[labels, &[("le", &bound.to_string())]].concat(), count);
        }
        self.write("_bucket", &[labels, &[("le", "+Inf")]].concat(), count);
        self.write("_sum", labels, sum);
        self.write("_count", labels, count);
    }

    fn write(&mut self, suffix: &str, labels: &[Label<'_>], value: impl Display) {
        let _ = write!(self.page, "{}{suffix}", self.name);
        for (index, (label, text)) in labels.iter().enumerate() {
            let begin = if index == 0 { '{' } else { ',' };
            let _ = write!(self.page, "{begin}{label}=\"{}\"", escaped(text));
        }
        let end = if labels.is_empty() { "" } else { "}" };
        let _ = writeln!(self.page, "{end} {value}");
    }
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\n', "\\n").replace('"', "\\\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_its_line() {
        let mut page = Page::default();
        page.family(Kind::Gauge, "a", "Of a.").sample(&[("b", "\"} 1\n\\"), ("c", "é")], 2.5);
        let expected = "# HELP a Of a.\n# TYPE a gauge\na{b=\"\\\"} 1\\n\\\\\",c=\"é\"} 2.5\n";
        assert_eq!(page.finish(), expected);
    }
}
