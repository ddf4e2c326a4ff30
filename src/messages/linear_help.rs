//! Help of linear mode, shared by the command `?` of that mode and the man page: [`LINEAR_HELP`], [`LINEAR_DIFFERENCES`].

/// Commands of linear mode and their meanings, in the order of the help.
pub const LINEAR_HELP: &[(&str, &str)] = &[
    (
        "NUMBER",
        "open that article; after v, show that view; after a search, open that match.",
    ),
    ("Enter", "read on, to the rest or to the next section."),
    ("], [", "next section, previous section."),
    (
        "section 3",
        "go to section 3. section alone: read this section again.",
    ),
    ("t, outline", "the sections of the article."),
    ("g, G", "start of the article, last section."),
    ("J, K", "next article of the list, previous one."),
    (
        "n, N",
        "next match after /, else next unread article; N goes back.",
    ),
    (
        "/WORDS, find WORDS",
        "find words in the article or in the titles. / alone: find the next match.",
    ),
    ("F WORDS, search WORDS", "search everything in the library."),
    ("a, all", "read the rest of the article."),
    ("m, more", "the next lines."),
    ("f, links", "the links of this section. f 3: open link 3."),
    (
        "o, y",
        "open the address of the article in the browser; print it.",
    ),
    ("w, where", "where you are."),
    (
        "d, story",
        "the other articles with this text. d 3: those of article 3.",
    ),
    (
        "v, views",
        "unread, bookmarks, history, sources, tags. v 2: show view 2. v unread: show that view.",
    ),
    ("l, h, list", "back to the articles."),
    (
        "s, bookmark",
        "bookmark the article, or remove its bookmark; bookmarked places stay. s 3: article 3, or place 3 of the bookmarks.",
    ),
    ("S NOTE #TAG", "bookmark this place with a note and tags."),
    (
        "r, read",
        "mark the article as read or unread. r 3: article 3.",
    ),
    (
        "x, page",
        "fetch the page of the article; then switch between its text and that of the feed.",
    ),
    (
        "c, changes",
        "what has changed in the article. c 3: in article 3.",
    ),
    ("A", "mark all articles of the view as read."),
    (
        "I, mute",
        "mute the article and its story; in the view Muted, list them again. I 3: article 3.",
    ),
    (
        "rules",
        "the saved searches and what happens to new articles they find. rule 1 mute: mute those of search 1.",
    ),
    ("D, delete", "delete the article. D 3: article 3."),
    ("u, undo", "undo the last change."),
    ("redo, Ctrl-r", "redo the last undone change."),
    ("R, fetch", "fetch the feeds."),
    ("E, sources", "the sources and their health."),
    (
        "add ADDRESS",
        "subscribe to a feed, or add a page, a file or a folder.",
    ),
    ("?, help", "this help."),
    ("q", "back to the list; from there, quit. Q, quit: quit."),
];

/// Differences between the letters of linear mode and the keys of the screen.
pub const LINEAR_DIFFERENCES: &str = "Letters are the keys of the screen, with these differences: a number opens an article and goes to no \
     section; l lists the articles, m prints more lines, a reads the rest, w says where you are; y prints the address and copies \
     nothing; Ctrl-r needs a terminal that passes it on, redo always works. What moves by lines and pages, the source, panes, colours and \
     the mouse are not here.";
