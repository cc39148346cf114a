//! From the tokens of a struct to the model of a configuration.

use syn::{Data, DeriveInput, Field, Fields, Ident, ext::IdentExt};

use super::parameter;
use crate::{
    model::{Config, ConfigField},
    report::Report,
    syntax::{arguments::Arguments, attribute},
};

pub(crate) fn config(item: &DeriveInput, report: &mut Report) -> Config {
    let mut arguments = arguments(&item.attrs, &item.ident, report);
    let prefix = arguments.string("prefix", report);
    arguments.finish(report);
    let begin = prefix.as_ref().map(syn::LitStr::value).unwrap_or_default();
    let fields = match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                fields.named.iter().filter_map(|field| self::field(field, &begin, report)).collect()
            }
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                let help = "a variable is named after its field: name the fields";
                report.error_with_help(fields, "settings have names", help);
                Vec::new()
            }
        },
        Data::Enum(_) | Data::Union(_) => {
            let help = "implement `mcp_secure::config::Value` for an enum of values";
            report.error_with_help(&item.ident, "a configuration is a struct", help);
            Vec::new()
        }
    };
    Config { ident: item.ident.clone(), prefix, fields }
}

fn field(field: &Field, prefix: &str, report: &mut Report) -> Option<ConfigField> {
    let ident = field.ident.clone()?;
    let mut arguments = arguments(&field.attrs, &ident, report);
    let env = arguments.string("env", report);
    let nested = arguments.flag("nested", report).and_then(|(key, set)| set.then_some(key));
    arguments.finish(report);
    let variable = match &env {
        Some(env) => env.value(),
        None => format!("{prefix}{}", ident.unraw().to_string().to_ascii_uppercase()),
    };
    Some(ConfigField { declared: parameter::of_field(ident, field, report), variable, env, nested })
}

/// Those of the one `#[config(..)]`.
fn arguments(attributes: &[syn::Attribute], at: &Ident, report: &mut Report) -> Arguments {
    let mut found = attributes.iter().filter(|found| attribute::is_named(found, "config"));
    let first = found.next();
    for second in found {
        report.error(second, "`#[config]` is given twice");
    }
    match first {
        Some(first) => Arguments::of(first, report),
        None => Arguments::parse(at.clone(), Default::default(), report),
    }
}
