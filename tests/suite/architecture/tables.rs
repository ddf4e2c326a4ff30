//! Tables of the architecture rules: dependencies between modules, and names that are used only in some modules.

/// Modules on which a module may depend; a bare name is a whole module. `model`, `text` and `config` may be used
/// everywhere except in each other, where only `text` uses `model`. Modules that do not exist yet are listed already.
pub(super) const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("main", &["cli", "linear", "event_loop"]),
    // Front ends that call functions may use everything but the screen and its state.
    (
        "cli",
        &[
            "ingest",
            "sync",
            "library",
            "fetch",
            "feed",
            "extract",
            "comparison",
            "layout",
            "keymap",
            "terminal",
            "messages",
        ],
    ),
    (
        "linear",
        &[
            "ingest",
            "sync",
            "library",
            "fetch",
            "feed",
            "extract",
            "comparison",
            "layout",
            "keymap",
            "terminal",
            "messages",
        ],
    ),
    (
        "event_loop",
        &["app", "keymap", "ui", "worker", "terminal", "messages"],
    ),
    ("ui", &["app", "keymap", "layout"]),
    ("app", &["layout", "messages"]),
    ("keymap", &["app::Action", "app::Scope"]),
    (
        "worker",
        &[
            "ingest",
            "sync",
            "library",
            "fetch",
            "feed",
            "extract",
            "comparison",
        ],
    ),
    // Errors and results, to word them.
    (
        "messages",
        &["library", "fetch", "feed", "extract", "ingest", "sync"],
    ),
    ("sync", &["library", "fetch", "ingest"]),
    ("ingest", &["library", "fetch", "feed", "extract"]),
    // A changed text replaces the stored one.
    ("library", &["comparison"]),
    ("comparison", &["extract::dates"]),
    ("feed", &["extract"]),
    ("extract", &[]),
    ("layout", &[]),
    ("fetch", &[]),
    ("terminal", &["layout::PlacedImage"]),
    ("text", &[]),
    ("config", &["text::io_message"]),
    ("model", &[]),
];

/// Crates that only some modules may use.
pub(super) const CRATES: &[(&[&str], &[&str])] = &[
    (&["ratatui"], &["ui", "terminal", "event_loop"]),
    (&["crossterm"], &["keymap", "terminal", "event_loop"]),
    (&["filedescriptor"], &["terminal", "ingest"]),
    (&["signal_hook"], &["terminal"]),
    (&["dom_query", "pulldown_cmark"], &["extract"]),
    (&["encoding_rs", "chardetng"], &["extract"]),
    (&["markup5ever"], &["extract", "feed"]),
    (&["ureq", "reqwest", "rustls"], &["fetch"]),
    (
        &[
            "textwrap",
            "icu_segmenter",
            "unicode_bidi",
            "unicode_bidi_mirroring",
            "hypher",
        ],
        &["layout"],
    ),
    (&["whatlang"], &["extract", "layout"]),
    (&["imara_diff"], &["comparison"]),
    (&["nucleo_matcher"], &["app"]),
    (&["tui_input"], &["app", "keymap"]),
    (&["directories"], &["config"]),
    (&["clap", "clap_complete", "clap_mangen"], &["cli"]),
    (&["rusqlite", "zstd", "sha2"], &["library"]),
    (&["md5"], &["sync"]),
    (&["walkdir"], &["ingest"]),
    (&["notify"], &["worker"]),
    // (`image` is also the name of modules of our own.)
    (&["imagesize", "syntect", "two_face"], &["worker"]),
    (&["base64"], &["worker", "terminal", "fetch", "feed"]),
    (&["flate2", "brotli_decompressor"], &["fetch"]),
    (
        &["tracing"],
        &[
            "main",
            "cli",
            "linear",
            "event_loop",
            "terminal",
            "worker",
            "ingest",
            "library",
            "fetch",
            "sync",
        ],
    ),
    // Errors are types below the front ends.
    (
        &["anyhow"],
        &["main", "cli", "linear", "event_loop", "terminal"],
    ),
];

/// Exceptions from these tables. The list may only get shorter.
pub(super) const LEFT_OVER: &[(&str, &str)] = &[("library", "extract")];

/// Pure modules: their functions return the same result for the same arguments.
pub(super) const TEXT_ERRORS: &[&str] = &["model::message"];

/// Front ends with their state and messages: they may turn errors into text.
pub(super) const FRONT_ENDS: &[&str] = &[
    "main",
    "cli",
    "linear",
    "event_loop",
    "app",
    "ui",
    "messages",
];

/// Pure modules: their functions return the same result for the same arguments.
pub(super) const CYCLIC: &[&str] = &[];

/// Pure modules: their functions return the same result for the same arguments.
pub(super) const PURE: &[&str] = &[
    "model",
    "text",
    "extract",
    "comparison",
    "feed",
    "layout",
    "app",
    "ui",
];

/// Uses that would make a module impure: threads, files, the network, the environment, the clock.
pub(super) const IMPURE: &[&str] = &[
    "std::thread",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::time::Instant",
    "std::time::SystemTime",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
];
pub(super) const CLOCKS: &[&[&str]] = &[
    &["Instant", "::", "now"],
    &["SystemTime", "::", "now"],
    &["Local", "::", "now"],
    &["Utc", "::", "now"],
];

/// Modules that may write the escape character: the terminal, and those that recognise it in foreign text.
pub(super) const ESCAPES: &[&str] = &["terminal", "text::clean", "extract::charset"];

/// Calls that panic.
pub(super) const PANICS: &[&[&str]] = &[
    &[".", "unwrap", "("],
    &[".", "expect", "("],
    &[".", "unwrap_err", "("],
    &[".", "expect_err", "("],
    &["panic", "!"],
    &["todo", "!"],
    &["unimplemented", "!"],
    &["unreachable", "!"],
    &["dbg", "!"],
];

/// Top level of the repository, except dot-files and build output.
pub(super) const TOP_LEVEL: &[&str] = &[
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE",
    "README.md",
    "src",
    "assets",
    "tests",
    "seeds",
];
