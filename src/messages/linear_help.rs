//! Help of linear mode, shared by the command `h` of that mode and the man page: [`LINEAR_HELP`].

/// Commands of linear mode and their meanings, in the order of the help.
pub const LINEAR_HELP: &[(&str, &str)] = &[
    (
        "NUMBER",
        "open that article; after v, show that view; after a search, open that match.",
    ),
    ("Enter", "read on, to the rest or to the next section."),
    ("n, next", "next section."),
    ("p, previous", "previous section."),
    (
        "s 3, section 3",
        "go to section 3. s alone: read this section again.",
    ),
    ("o, outline", "the sections of the article."),
    (
        "/WORDS",
        "find words in the article or in the titles. / alone: find the next match.",
    ),
    (
        "f WORDS, find WORDS",
        "the same; in the list of the library, search all articles.",
    ),
    ("search WORDS", "search all articles, from anywhere."),
    ("a, all", "read the rest of the article."),
    ("m, more", "the next lines."),
    (
        "u, links",
        "the links of this section. u 3: open link 3 in the browser.",
    ),
    ("w, where", "where you are."),
    ("l, list", "the articles."),
    (
        "v, views",
        "unread, bookmarks, history, sources, tags. v 2: show view 2.",
    ),
    (
        "b, bookmark",
        "bookmark the article, or remove its bookmark; bookmarked places stay. b 3: article 3, or place 3 of the bookmarks.",
    ),
    ("b NOTE #TAG", "bookmark this place with a note and tags."),
    (
        "r, read",
        "mark the article as read or unread. r 3: article 3.",
    ),
    ("z, undo", "undo the last change."),
    ("redo", "redo the last undone change."),
    ("h, help", "this help."),
    ("q, quit", "quit."),
];
