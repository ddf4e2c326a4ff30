//! The tables of the architecture: who may name whom, and what may be said only in some places.

/// The modules that a module may name, and what of them: a bare name is a whole module. `model`, `text` and `config` may be
/// read everywhere but in each other, where only `text` reads `model`. Modules that do not exist yet have their place already.
pub(super) const DEPENDENCIES: &[(&str, &[&str])] = &[
    ("main", &["cli", "linear", "event_loop"]),
    // Front ends that call functions: everything but the screen and the state behind it.
    (
        "cli",
        &[
            "ingest", "sync", "library", "fetch", "feed", "extract", "layout", "keymap",
            "terminal", "messages",
        ],
    ),
    (
        "linear",
        &[
            "ingest", "sync", "library", "fetch", "feed", "extract", "layout", "keymap",
            "terminal", "messages",
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
        &["ingest", "sync", "library", "fetch", "feed", "extract"],
    ),
    // Their errors alone.
    (
        "messages",
        &["library", "fetch", "feed", "extract", "ingest", "sync"],
    ),
    ("sync", &["library", "fetch", "ingest"]),
    ("ingest", &["library", "fetch", "feed", "extract"]),
    ("library", &[]),
    ("feed", &["extract"]),
    ("extract", &[]),
    ("layout", &[]),
    ("fetch", &[]),
    ("terminal", &["layout::PlacedImage"]),
    ("text", &[]),
    ("config", &["text::io_message"]),
    ("model", &[]),
];

/// Crates that only some modules may name.
pub(super) const CRATES: &[(&[&str], &[&str])] = &[
    (&["ratatui"], &["ui", "terminal", "event_loop"]),
    (&["crossterm"], &["keymap", "terminal", "event_loop"]),
    (&["filedescriptor"], &["terminal", "ingest"]),
    (&["signal_hook"], &["terminal"]),
    (
        &["dom_query", "dom_smoothie", "pulldown_cmark"],
        &["extract"],
    ),
    (&["encoding_rs", "chardetng"], &["extract"]),
    (&["quick_xml"], &["feed"]),
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
    (&["nucleo_matcher"], &["app"]),
    (&["tui_input"], &["app", "keymap"]),
    (&["directories"], &["config"]),
    (&["clap", "clap_complete", "clap_mangen"], &["cli"]),
    (&["rusqlite", "zstd", "sha2"], &["library"]),
    (&["walkdir"], &["ingest"]),
    (&["notify"], &["worker"]),
    // (`image` is also the name of modules of our own.)
    (&["imagesize", "syntect", "two_face"], &["worker"]),
    (&["base64"], &["worker", "terminal"]),
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
        ],
    ),
    // Errors are types below the front ends.
    (
        &["anyhow"],
        &["main", "cli", "linear", "event_loop", "terminal"],
    ),
];

/// Names that a module still takes against these tables. The list may only get shorter.
pub(super) const LEFT_OVER: &[(&str, &str)] = &[("library", "extract")];

/// Modules in which errors are still texts. The list may only get shorter.
pub(super) const TEXT_ERRORS: &[&str] = &["model::message"];

/// Front ends, and the state and the words of theirs: they may turn errors into text.
pub(super) const FRONT_ENDS: &[&str] = &[
    "main",
    "cli",
    "linear",
    "event_loop",
    "app",
    "ui",
    "messages",
];

/// Modules inside which files still depend on each other in a circle. The list may only get shorter.
pub(super) const CYCLIC: &[&str] = &[];

/// Modules whose functions give the same for the same, whenever and wherever they are called.
pub(super) const PURE: &[&str] = &["model", "text", "extract", "feed", "layout", "app", "ui"];

/// What would make them depend on the machine: threads, files, the network, the environment, the clock.
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

/// Where the escape character may be written out: by the terminal, and by those who recognise it in foreign text.
pub(super) const ESCAPES: &[&str] = &["terminal", "text::clean", "extract::charset"];

/// What ends the program where it should have gone on.
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

/// The top level of the repository, beside dot-files and what cargo builds.
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
