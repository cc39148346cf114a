//! A tool as a reviewer sees it.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Map, Value};

use super::Definition;
use crate::{
    gate::Settings,
    guard::Guard,
    moment::millis,
    posture::{self, Declared, Source},
    rule::review::for_review,
    schema,
    scope::Hierarchy,
};

impl Definition {
    /// What stands in the [posture](crate::posture) of a server with these settings.
    pub(crate) fn review(
        &self,
        server_authenticates: bool,
        settings: &Settings,
        hierarchy: &Hierarchy,
    ) -> posture::Tool {
        let mut access = self.access.clone();
        access.minimise(hierarchy);
        let (schema, told) = self.reviewed_schema();
        let (parameters, input_schema) = posture::parameters(schema);
        let hints = &self.annotations;
        let timeout = settings.timeout_of(self.timeout);
        let declared = match self.timeout {
            Some(_) => Declared::Tool,
            None if settings.is_timeout_declared || settings.max_timeout < Duration::MAX => {
                Declared::Server
            }
            None => Declared::Default,
        };
        let max_input = self.max_input.min(settings.max_input);
        let written = parameters.iter().flat_map(|it| it.rules.iter().chain(&it.sanitizers));
        let mut dangers = dangers(written.map(String::as_str));
        dangers.extend(self::dangers(self.policies.iter().copied()));
        let output = self.outgoing.describe();
        dangers.extend(self::dangers([&*output]));
        dangers.extend(told.into_iter().map(str::to_owned));
        dangers.sort_unstable();
        dangers.dedup();
        posture::Tool {
            name: self.name.to_string(),
            title: self.title.map(str::to_owned),
            description: self.description.to_owned(),
            source: Source::of(self.source),
            annotations: posture::Annotations {
                read_only: hints.read_only_hint,
                destructive: hints.destructive_hint,
                idempotent: hints.idempotent_hint,
                open_world: hints.open_world_hint,
            },
            access: access.review(server_authenticates),
            policies: self.policies.iter().map(|&policy| policy.to_owned()).collect(),
            guards: self.reviewed_guards(settings),
            timeout: posture::Timeout { ms: millis(timeout), declared },
            max_input_bytes: (max_input < usize::MAX).then_some(max_input),
            max_output_bytes: self.max_output.min(settings.max_output),
            max_calls: settings.places_of_a_tool(),
            output,
            parameters,
            input_schema,
            output_schema: self.output_schema.clone().map(Value::Object),
            dangers,
        }
    }

    /// In the order in which the gate asks them.
    fn reviewed_guards(&self, settings: &Settings) -> Vec<posture::DeclaredGuard> {
        let of_server: Vec<_> = settings.everywhere.declared_before(&self.name).collect();
        let review = |guard: &dyn Guard, declared| {
            let order = (guard.stage(), guard.comes_back());
            let says = match guard.written() {
                "" => guard.describe(),
                expressions => format!("{}; {expressions}", guard.describe()),
            };
            (order, posture::DeclaredGuard { name: guard.name().to_owned(), says, declared })
        };
        let of_server = of_server.iter().map(|(guard, declared)| review(&**guard, *declared));
        let own = self.guards.iter().map(|guard| review(&**guard, Declared::Tool));
        let mut all: Vec<_> = of_server.chain(own).collect();
        // As in `stand_behind`: stable, so that of two in one place the server's comes first.
        all.sort_by_key(|(order, _)| *order);
        all.into_iter().map(|(_, guard)| guard).collect()
    }

    /// The input schema with all that is enforced, and with what is declared beside it; and what is
    /// dangerous in it.
    fn reviewed_schema(&self) -> (Map<String, Value>, BTreeSet<&'static str>) {
        for_review(|| {
            let mut generator = schema::generator();
            let mut described = Vec::new();
            self.runner.describe(&mut generator, &mut described);
            schema::input(&described, generator)
        })
    }
}

/// The names in these texts of what lowers a guarantee.
fn dangers<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = texts.into_iter().flat_map(|text| text.split(move |c| !is_word(c)));
    words.filter(|word| word.starts_with("dangerous_")).map(str::to_owned).collect()
}
