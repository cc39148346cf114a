//! What must pass, whatever the baseline says.

/// Revisions, each with the scenarios that must have run and passed.
pub(super) const REVISIONS: [(&str, &[&str]); 2] = [
    (
        "2026-07-28",
        &[
            "server-stateless",
            "tools-list",
            "tools-call-simple-text",
            "tools-call-image",
            "tools-call-audio",
            "tools-call-embedded-resource",
            "tools-call-mixed-content",
            "tools-call-error",
            "tools-call-with-progress",
            "dns-rebinding-protection",
            "caching",
            "http-header-validation",
            "json-schema-2020-12",
        ],
    ),
    (
        "2025-11-25",
        &[
            "server-initialize",
            "ping",
            "logging-set-level",
            "tools-list",
            "tools-call-simple-text",
            "tools-call-image",
            "tools-call-audio",
            "tools-call-embedded-resource",
            "tools-call-mixed-content",
            "tools-call-with-logging",
            "tools-call-error",
            "tools-call-with-progress",
            "dns-rebinding-protection",
            "json-schema-2020-12",
        ],
    ),
];
