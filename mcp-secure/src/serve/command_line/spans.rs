//! Spans of OpenTelemetry, as its environment variables ask for them.

use super::{Server, variable};
use crate::{
    audit::Spans,
    error::{Error, Result},
};

/// Sends spans where there is a collector.
pub(super) fn trace<S, A>(server: &mut Server<S, A>) -> Result<()> {
    let Some(spans) = of(variable)? else { return Ok(()) };
    let name = variable("OTEL_SERVICE_NAME")?.unwrap_or_else(|| server.name().to_owned());
    let version = server.version().to_owned();
    server.add_sink(spans.service(name, version));
    Ok(())
}

/// What is set and not understood is an error: spans are not to go missing, and nothing is to go
/// where it should not.
fn of(variable: impl Fn(&str) -> Result<Option<String>>) -> Result<Option<Spans>> {
    let is = |name: &str, word: &str| -> Result<bool> {
        Ok(variable(name)?.is_some_and(|text| text.eq_ignore_ascii_case(word)))
    };
    if is("OTEL_SDK_DISABLED", "true")? || is("OTEL_TRACES_EXPORTER", "none")? {
        return Ok(None);
    }
    let spans = match (variable(OF_TRACES)?, variable(OF_ALL)?) {
        (Some(url), _) => Spans::at(&url).map_err(|error| error.context(OF_TRACES))?,
        (None, Some(url)) => Spans::to(&url).map_err(|error| error.context(OF_ALL))?,
        (None, None) => return Ok(None),
    };
    for name in ["OTEL_EXPORTER_OTLP_TRACES_HEADERS", "OTEL_EXPORTER_OTLP_HEADERS"] {
        if variable(name)?.is_some() {
            return Err(Error::new(format!(
                "{name} is set, and would cross the network as plain text; let a collector on this \
                 machine add what the next one asks for"
            )));
        }
    }
    for name in ["OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"] {
        if variable(name)?.is_some_and(|protocol| protocol != PROTOCOL) {
            return Err(Error::new(format!(
                "{name} is another one than {PROTOCOL}, the one there is"
            )));
        }
    }
    Ok(Some(spans))
}

const OF_TRACES: &str = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
const OF_ALL: &str = "OTEL_EXPORTER_OTLP_ENDPOINT";
const PROTOCOL: &str = "http/json";

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Option<Spans>> {
        of(|name| {
            let found = variables.iter().find(|(key, _)| *key == name);
            Ok(found.map(|(_, text)| (*text).to_owned()))
        })
    }

    #[test]
    fn spans_are_sent_where_an_endpoint_is_named() {
        assert!(matches!(read(&[]), Ok(None)));
        assert!(matches!(read(&[(OF_ALL, "http://127.0.0.1:4318")]), Ok(Some(_))));
        assert!(matches!(read(&[(OF_TRACES, "http://127.0.0.1:4318/a")]), Ok(Some(_))));
        let endpoint = (OF_ALL, "http://127.0.0.1:4318");
        for off in [("OTEL_SDK_DISABLED", "TRUE"), ("OTEL_TRACES_EXPORTER", "none")] {
            assert!(matches!(read(&[endpoint, off]), Ok(None)), "{off:?}");
        }
        assert!(read(&[endpoint, ("OTEL_EXPORTER_OTLP_PROTOCOL", PROTOCOL)]).is_ok());
    }

    #[test]
    fn what_is_not_understood_is_an_error_without_its_value() {
        let endpoint = (OF_ALL, "http://127.0.0.1:4318");
        for wrong in [
            (OF_TRACES, "https://canary/v1/traces"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "api-key=canary"),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "canary"),
        ] {
            let why = read(&[endpoint, wrong]).map(|_| ()).expect_err("an error").to_string();
            assert!(why.contains(wrong.0) && !why.contains("canary"), "{why}");
        }
    }
}
