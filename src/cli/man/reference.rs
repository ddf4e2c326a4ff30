//! Reference text of the man page that the arguments do not contain: searches, the library, JSON, exit status, files,
//! environment.

/// A section of the man page.
pub(super) struct ManSection {
    /// Heading, in capitals.
    pub(super) name: &'static str,
    /// Paragraphs that precede the entries.
    pub(super) paragraphs: &'static [&'static str],
    /// Entries: a term, and what it means.
    pub(super) entries: &'static [(&'static str, &'static str)],
}

/// Sections that precede the keys.
pub(super) const USE: &[ManSection] = &[
    ManSection {
        name: "READING",
        paragraphs: &[
            "Without a path, newsprint opens the library, or the tour if the library is empty. If standard input is a pipe or a file, \
             it reads that instead, and shows it while it arrives. If standard output is not a terminal, it prints the articles as \
             plain text. A folder stands for the articles in it and in the folders below it. To open a file named like a command, \
             write ./extract or -- extract.",
            "newsprint reads plain text, HTML, Markdown, feeds and tables (CSV, TSV). It recognises them by their content, not by the file name, and decodes \
             UTF-8, UTF-16 and the encoding that a page declares. It finds the title, standfirst, byline, publisher, date, sections \
             and paragraphs, and leaves out boilerplate such as menus, share buttons and related links.",
            "A section is a heading of any level and the text below it. The keys ] and [, the digits, the outline and the count in \
             the border (section 2 of 5) count the same headings.",
            "Every article opens where you left it. The position is stored with its words, so it survives another window size, a \
             restart and an edited text. H and L go back and forward through the positions you came from, also in other articles \
             and in earlier sessions.",
            "An article is marked as read when you opened it and reached its end, or by the key r; the setting mark-read changes \
             that. A preview beside the list never marks it. In the view of unread articles, what you have read stays listed until \
             you leave the view.",
            "Following a link with Enter goes to a section or footnote of the article, to an article of the list, to a local file, \
             or else to the browser.",
        ],
        entries: &[],
    },
    ManSection {
        name: "LIBRARY",
        paragraphs: &[
            "newsprint add makes a folder a source, or adds a single file. A folder is watched while newsprint runs: new and \
             changed files are in the library a moment later. A file that is moved within the folder stays the same article, and \
             the same article in two files is one article. If a file, or the whole folder, disappears, its articles stay.",
            "A bookmark (s) stores the text of the article for good, whatever happens to the file or page. A place (S in the text) is \
             a bookmarked position, with a note and #tags. A file that you only open keeps its position and its read mark in the \
             library; its text is stored when you bookmark it.",
            "Any number of newsprints and scripts can use the library at the same time. Changes of one appear in the others within \
             two seconds. u undoes any change, also one of an earlier session, which is named first; Ctrl-r redoes it.",
            "newsprint sources lists the sources; its commands rename, tag, pause, remove and set one, which u undoes. Credentials (headers, \
             user, password-command, password-file) and programs (exec) of a source are in the library alone: no export and no backup \
             contains them.",
            "Once a day, if the library has changed, its sources, bookmarks with their texts, notes, tags, positions, read marks and \
             saved searches are copied to backups/library-DAY.db. Three backups are kept, and the newest one from before the \
             library was damaged or lost.",
            "A damaged library is renamed to library.db.broken-TIME, never overwritten and never deleted, and newsprint goes on \
             with a new one. Commands that only read leave it in place and report it. newsprint doctor --recover restores what can \
             be read of it, row by row, and the rest from the backups; running it twice restores nothing twice.",
            "If nothing can be written (a read-only folder, a full disk), articles can still be read, and each change reports why it \
             is not saved. A library of a newer newsprint, and a file of that name that newsprint did not write, are left alone.",
            "Nothing is deleted because a file, folder or source is missing. If the setting keep-days is not 0, read articles of feeds \
             are deleted after so many days, but never one that is bookmarked, tagged or added by hand.",
        ],
        entries: &[],
    },
    ManSection {
        name: "SEARCH",
        paragraphs: &[
            "A query of F in newsprint, of newsprint search and of a saved search is made of these terms. Articles must match all \
             of them. Case and accents are ignored. The part of a query that is not valid is ignored; newsprint search \
             reports it on standard error and exits with status 1.",
        ],
        entries: &[
            (
                "harbour bri",
                "Both words, or words that begin so. Chinese, Japanese and Korean are also found inside a run of characters.",
            ),
            (
                "\"harbour bridge\"",
                "The phrase: these whole words, in this order. \"harbour bri\"* lets the last word go on.",
            ),
            ("title:WORD", "A word in the title."),
            ("source:NAME", "A word in the name of the source."),
            ("tag:TAG", "A tag of the article or of a place in it."),
            ("note:WORD", "A word in your notes."),
            (
                "is:unread, is:read, is:bookmarked, is:muted",
                "The state of the article.",
            ),
            (
                "after:DATE, before:DATE",
                "From that date on; before that date. DATE is 2026, 2026-03, 2026-03-01, today, yesterday, 7d, 2w, 3m or 1y.",
            ),
            (
                "-TERM",
                "Articles that do not match the term, which may be any of these.",
            ),
            ("A OR B", "Articles that match either term."),
        ],
    },
];

/// Introduction of the keys.
pub(super) const KEYS: &[&str] = &[
    "These are the default keys. Each is followed by its action, the name by which keymap.toml and the : prompt call it. keymap.toml has \
     a table for each of the scopes below, and [global] for keys of both the list and the reader; a line is \"KEY\" = \"ACTION\". \"none\" \
     removes a binding. Several keys in a row are separated by a space: \"ctrl-x s\".",
    "A number may follow some actions: \"section 3\" in keymap.toml, :width 72 at the prompt. A number alone after : goes to that section, \
     or in the list to that row. :q quits.",
    "In popups (outline, help, views, messages) the keys of a list move, / filters the rows, Enter takes the selected row, q and Esc \
     close. While you type a line, Up and Down recall earlier lines, Tab completes tags, Esc and Ctrl-c cancel; the prompts of : and \
     F list rows, among which Up and Down select, and Ctrl-p and Ctrl-n recall earlier lines.",
    "Find (/ in the text) ignores case unless you type a capital; filters and searches always ignore it. All ignore accents, and typed \
     quotes and hyphens match typographic ones.",
    "The mouse wheel scrolls what is under it, a click selects, a second click opens; links, rows and the keys in the footer can be \
     clicked, and the border between list and reader can be dragged. Shift-drag selects text as the terminal does; m turns the mouse \
     off and on.",
];

/// Introduction of linear mode.
pub(super) const LINEAR: &[&str] = &[
    "newsprint --linear, also used where TERM=dumb, prints plain lines and prompts for commands, for screen readers and braille displays. \
     It moves no cursor and writes no escape sequences. A command is a letter or a word, and Enter.",
];

/// Introduction of the settings.
pub(super) const SETTINGS: &[&str] = &[
    "config.toml contains the settings that differ from these defaults, as KEY = VALUE. newsprint config prints the settings in use and \
     where each comes from; newsprint config --write-defaults writes this text as a file. A mistake in a file costs only the setting \
     it is in, and is reported with its file, its line and the nearest valid name. Former names of settings and actions still \
     work, with a hint.",
];

/// Introduction of the themes.
pub(super) const THEMES: &[&str] = &[
    "themes/NAME.toml is used if the setting theme names it. base names the shipped theme that it builds on; the file needs only the styles \
     that differ. A style is a table such as { fg = \"red\", bold = true }: fg and bg are a colour, and the effects below are true or false. \
     A colour is default, black, red, green, yellow, blue, magenta, cyan, white, the same with bright- before it, a number from 0 to \
     255, or \"#rrggbb\".",
];

/// Sections that follow the settings.
pub(super) const SCRIPTS: &[ManSection] = &[
    ManSection {
        name: "OUTPUT FOR SCRIPTS",
        paragraphs: &[
            "With --json, list, search, bookmarks, sources, rules, fetch and add print one object a line, and mark, undo, redo, config and doctor print \
             one object. extract and show do so with --format json. JSON is UTF-8, times are RFC 3339 in UTC, and missing values are null. Later \
             versions only add keys.",
            "Text goes to standard output without escape sequences. Articles are separated by a form feed. Errors are one line each on \
             standard error, as newsprint: WHAT: WHERE: what to do.",
        ],
        entries: &[
            (
                "article (list, search, show)",
                "id, title, standfirst, byline, publisher, published, added, updated, changed (the last change of the text that was not seen), url, path, source {id, title}, sources, read, \
                 bookmarked, tags, progress (0 to 1), words, story (the id of its longest article), muted, text (page or feed: which of two texts \
                 is shown; null if there is one). source is where the article was seen first. path_bytes (hexadecimal) is added if the path is not UTF-8. search adds \
                 match {section, text}; show adds blocks.",
            ),
            (
                "bookmark (bookmarks)",
                "id, article, place {section, quote, offset} or null for the article itself, note, tags, created.",
            ),
            (
                "source (sources, add)",
                "id, categories (News/Local), kind, title, url, path, tags (the categories at the top level), paused, articles, unread, \
                 last_success, next_fetch, failing_since, error. add adds the counts new, changed, known, unreadable, not_text, \
                 and for a feed new and added. sources show adds settings, unreadable {path, error} and not_text (paths), and requests {time, http, bytes, milliseconds, status, error}.",
            ),
            (
                "added article (add of a page or of -)",
                "id, kind (article), title, url, new (0 or 1), added (true if it was not in the library).",
            ),
            (
                "mark",
                "read or muted (the new state), marked (how many articles were not in it), articles (their ids).",
            ),
            (
                "rule (rules)",
                "id, name, query, action (mute, read, bookmark, tag:NAME), articles (how many it finds). rules try prints articles.",
            ),
            (
                "undo, redo",
                "result (a sentence), articles (the ids of those that changed), origin (another-window, earlier-session) of what was undone.",
            ),
            (
                "fetched source (fetch)",
                "source, title, url, status (new, updated, unchanged, gone, failed or skipped), http, new, updated, omitted (entries beyond \
                 the newest 2000), next_fetch, error (also why it was skipped).",
            ),
            (
                "extract",
                "path, ok, format, title, standfirst, byline, publisher, published, url, lang, left_out {lines, words} (what is not \
                 part of the article), blocks; if it failed path, ok (false) and error. With --explain also lines {role (title, metadata, \
                 heading, text, caption, hidden, left-out), level, lines (first and last, from 1), text, evidence {kind, name, value}}.",
            ),
            (
                "feed (extract --feed)",
                "path, ok, format (rss, rdf, atom, cdf, json), title, subtitle, link, id, lang, icon, self, updated, published, authors, \
                 interval (seconds), skip_hours, skip_days, entries {id, title, link, canonical_link, published, updated, authors, \
                 summary, content, content_src, tags, image, comments, base, lang, enclosures {url, type, length, duration, title}}, \
                 omitted_entries. Titles and texts are HTML where the feed has markup.",
            ),
            (
                "blocks",
                "Objects in reading order, each with kind and text: heading (level), paragraph, list_item (depth, number, done), quote, \
                 code (language), table (a row, cells separated by tabs), image (url, caption).",
            ),
            (
                "account",
                "id, kind (greader, miniflux, nextcloud, fever), url, user, paused, feeds, waiting_marks and waiting_changes (marks and changes of feeds that are not sent yet), last_success, next_sync, \
                 failing_since, error.",
            ),
            (
                "sync",
                "account, url, user, status (synced, failed, skipped), new, updated, marks_changed, marks_sent, feeds_added, feeds_gone, \
                 feed_changes_sent, refused, waiting_marks, waiting_changes, next_sync, error. fetch prints the same for each account.",
            ),
            (
                "config",
                "config_dir and data_dir {from, name, file, line, path, exists}, files {path, exists}, settings {NAME: value, from, \
                 name, file, line}, mistakes {file, line, what, hint}. from is default, file, environment or option; hint is true for \
                 a former name that still works.",
            ),
            (
                "doctor",
                "version, ok, checks {area, name, state, value, advice}, recovered {from, set_aside, complete, sources, articles, texts, \
                 bookmarks, places, saved_searches} or null. state is ok, note, mended or broken.",
            ),
        ],
    },
    ManSection {
        name: "EXPORT AND IMPORT",
        paragraphs: &[
            "export --format json is complete: imported into an empty library and exported again, it is the same to the byte. markdown and \
             html report what they leave out. An import into a library with articles adds to it and replaces no text, note or tag of \
             yours. The same import twice changes nothing.",
        ],
        entries: &[
            (
                "json",
                "One object: newsprint (version of the format), last, sources, categories, source_categories, articles, entries, \
                 searches, meta, changes.",
            ),
            (
                "markdown",
                "A folder with one file for each bookmarked article, or for every article with --all.",
            ),
            (
                "html",
                "The bookmarks in the Netscape format that browsers import.",
            ),
        ],
    },
    ManSection {
        name: "EXIT STATUS",
        paragraphs: &[],
        entries: &[
            ("0", "Success."),
            (
                "1",
                "Something that was named on the command line failed; the rest was done and printed. A part of a query that is not \
                 valid, and nothing to undo, count as failures. What fails inside a folder or among all sources is a warning, and a failure \
                 with --strict.",
            ),
            ("2", "The arguments are wrong; nothing was done."),
        ],
    },
    ManSection {
        name: "FILES",
        paragraphs: &[
            "The settings folder is --config-dir, else NEWSPRINT_CONFIG_DIR, else the system's: on Linux $XDG_CONFIG_HOME/newsprint or \
             ~/.config/newsprint. The data folder is --data-dir, else NEWSPRINT_DATA_DIR, else on Linux $XDG_DATA_HOME/newsprint or \
             ~/.local/share/newsprint.",
        ],
        entries: &[
            ("config.toml", "Settings, in the settings folder."),
            (
                "keymap.toml",
                "Keys, in the settings folder: a table for each scope, a line for each binding.",
            ),
            (
                "themes/NAME.toml",
                "Your own themes, in the settings folder.",
            ),
            (
                "library.db",
                "The library (SQLite), in the data folder. A damaged one is renamed to library.db.broken-TIME.",
            ),
            (
                "tokens.json",
                "Tokens and passwords of accounts, in the data folder. Only you may read it (mode 0600), and nothing copies it.",
            ),
            (
                "backups/library-DAY.db",
                "Daily backups, in the data folder.",
            ),
        ],
    },
    ManSection {
        name: "ENVIRONMENT",
        paragraphs: &[],
        entries: &[
            (
                "NEWSPRINT_CONFIG_DIR",
                "Settings folder, unless --config-dir names one.",
            ),
            (
                "NEWSPRINT_DATA_DIR",
                "Data folder, unless --data-dir names one.",
            ),
            ("NEWSPRINT_LOG", "Log file, unless --log names one."),
            ("NO_COLOR", "If set to anything, no colours are used."),
            ("TERM", "Type of the terminal. dumb starts linear mode."),
            (
                "COLORTERM",
                "If truecolor or 24bit, themes use all their colours.",
            ),
            (
                "COLORFGBG",
                "Dark or light background, until the terminal itself reports it.",
            ),
            (
                "BROWSER",
                "Programs that open links, separated by colons, tried before the system's own.",
            ),
        ],
    },
];
