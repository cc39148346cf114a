//! What is wrong with a configuration as a whole.

use quote::ToTokens;
use syn::DeriveInput;

use crate::{
    model::{Config, ConfigField},
    report::Report,
    syntax::literal,
};

pub(crate) fn config(item: &DeriveInput, config: &Config, report: &mut Report) {
    if !item.generics.params.is_empty() {
        let help = "name the types";
        report.error_with_help(&item.generics, "a configuration cannot be generic", help);
    }
    if let Some(prefix) = &config.prefix {
        let _ = literal::read(prefix, mcp_secure_grammar::variable, report);
    }
    for (index, field) in config.fields.iter().enumerate() {
        self::field(field, report);
        let same = |other: &ConfigField| {
            other.nested.is_none() && field.nested.is_none() && other.variable == field.variable
        };
        if config.fields[..index].iter().any(same) {
            let message = format!("an earlier field is read from `{}` too", field.variable);
            match &field.env {
                Some(env) => report.error(env, message),
                None => report.error(&field.declared.ident, message),
            }
        }
    }
}

fn field(field: &ConfigField, report: &mut Report) {
    let ConfigField { declared, env, nested, .. } = field;
    if let Some(env) = env {
        let _ = literal::read(env, mcp_secure_grammar::variable, report);
    }
    let sanitizer = declared.sanitizers.first().map(|item| item.to_token_stream());
    let header = declared.header.as_ref().map(|item| item.to_token_stream());
    for at in [sanitizer, header].into_iter().flatten() {
        report.error_with_help(&at, "not for a setting", "an operator's value is taken as it is");
    }
    if nested.is_none() {
        return;
    }
    let others = [
        env.as_ref().map(|item| item.to_token_stream()),
        declared.default.as_ref().map(|item| item.to_token_stream()),
        declared.rules.first().map(|item| item.to_token_stream()),
        declared.secret.as_ref().map(|item| item.to_token_stream()),
    ];
    for at in others.into_iter().flatten() {
        let message = format!("`{}` is not one variable", declared.name);
        report.error_with_help(&at, message, "declare it at the fields of its type");
    }
}
