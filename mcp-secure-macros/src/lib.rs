//! The attributes of mcp-secure. Their documentation stands where they are re-exported, in
//! the `mcp-secure` crate; no generated code works without it.
//!
//! The story of an expansion is in `expand`: read, check, emit.

use proc_macro::TokenStream;

mod check;
mod emit;
mod expand;
mod guard;
mod model;
mod paths;
mod read;
mod report;
mod scope;
mod syntax;

#[proc_macro_attribute]
#[expect(missing_docs, reason = "documented in mcp-secure, beside what it makes")]
pub fn tool(arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::tool(arguments.into(), item.into()).into()
}

#[proc_macro_derive(Input, attributes(validate, input, default, secret, header, serde))]
#[expect(missing_docs, reason = "documented in mcp-secure, beside what it makes")]
pub fn input(item: TokenStream) -> TokenStream {
    expand::input(item.into()).into()
}

#[proc_macro]
#[expect(missing_docs, reason = "documented in mcp-secure, beside what it makes")]
pub fn tools(input: TokenStream) -> TokenStream {
    expand::tools(input.into()).into()
}

#[proc_macro_derive(SecureConfig, attributes(config, validate, input, default, secret, header))]
#[expect(missing_docs, reason = "documented in mcp-secure, beside the trait")]
pub fn secure_config(item: TokenStream) -> TokenStream {
    expand::config(item.into()).into()
}

#[proc_macro_derive(Scope, attributes(scope))]
#[expect(missing_docs, reason = "documented in mcp-secure, beside the trait")]
pub fn scope(item: TokenStream) -> TokenStream {
    expand::scopes(item.into()).into()
}

macro_rules! guards {
    ($($name:ident)*) => {$(
        #[proc_macro_attribute]
        #[expect(missing_docs, reason = "documented in mcp-secure, beside what it makes")]
        pub fn $name(arguments: TokenStream, item: TokenStream) -> TokenStream {
            expand::guard(stringify!($name), arguments.into(), item.into()).into()
        }
    )*};
}

// One for each line of `guard::table`.
guards! { require_auth rate_limit resource_guard timeout budget limit concurrency circuit_breaker sanitize_output authorize guard }
