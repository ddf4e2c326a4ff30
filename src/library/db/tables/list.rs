//! The description of every table, in the order of the schema: [`TABLES`].

use crate::library::db::columns::Kind;
use crate::library::db::tables::description::InCopy::{Nothing, Rows};
use crate::library::db::tables::description::Missing::{self, Lost, Time};
use crate::library::db::tables::description::{Described, Table};

const fn column(name: &'static str, kind: Kind) -> Described {
    Described {
        name,
        kind,
        references: None,
        is_generated: false,
        is_derived: false,
        in_copy: None,
        missing: Missing::Null,
    }
}

const fn integer(name: &'static str) -> Described {
    column(name, Kind::Integer)
}

const fn text(name: &'static str) -> Described {
    column(name, Kind::Text)
}

const fn time(name: &'static str) -> Described {
    column(name, Kind::Time)
}

const fn flag(name: &'static str, usual: i64) -> Described {
    column(name, Kind::Flag).or(Missing::Number(usual))
}

/// A count, or a number of a small range.
const fn count(name: &'static str) -> Described {
    column(name, Kind::Integer).or(Missing::Number(0))
}

const fn id() -> Described {
    column("id", Kind::Integer).or(Missing::Lost)
}

impl Described {
    const fn or(mut self, missing: Missing) -> Self {
        self.missing = missing;
        self
    }

    const fn to(mut self, table: &'static str) -> Self {
        self.references = Some(table);
        self
    }

    const fn derived(mut self) -> Self {
        self.is_derived = true;
        self
    }

    const fn generated(mut self) -> Self {
        self.is_generated = true;
        self
    }

    const fn copied_as(mut self, sql: &'static str) -> Self {
        self.in_copy = Some(sql);
        self
    }
}

pub(in crate::library) const TABLES: &[Table] = &[
    Table {
        name: "source",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            column("kind", Kind::Source).or(Missing::Text("page")),
            text("title").or(Lost),
            text("user_title"),
            column("url", Kind::Link),
            column("old_url", Kind::Link),
            column("moved_to", Kind::Link),
            time("moved_since"),
            column("site", Kind::Link),
            column("path", Kind::Path),
            flag("paused", 0),
            column("settings", Kind::Raw).or(Missing::Text("{}")),
            time("added").or(Time),
            time("removed"),
            column("etag", Kind::Blob).copied_as("NULL"),
            column("last_modified", Kind::Blob).copied_as("NULL"),
            time("unchanged_since").copied_as("NULL"),
            integer("user_interval"),
            integer("feed_interval"),
            time("next_fetch").copied_as("NULL"),
            time("last_attempt").copied_as("NULL"),
            time("last_success").copied_as("NULL"),
            time("last_new").copied_as("NULL"),
            time("failing_since").copied_as("NULL"),
            count("failures").copied_as("0"),
            text("error").copied_as("NULL"),
            text("error_detail").copied_as("NULL"),
            count("articles").derived().copied_as("0"),
            count("unread").derived().copied_as("0"),
        ],
    },
    Table {
        name: "category",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            integer("parent").to("category"),
            text("name").or(Lost),
            count("position"),
        ],
    },
    Table {
        name: "source_category",
        copy: Rows("ORDER BY source, category"),
        is_exported: true,
        columns: &[
            integer("source").to("source").or(Lost),
            integer("category").to("category").or(Lost),
        ],
    },
    Table {
        name: "lease",
        copy: Nothing("it is over before a copy is used"),
        is_exported: false,
        columns: &[
            integer("source").to("source").or(Lost),
            text("holder").or(Lost),
            time("until").or(Lost),
        ],
    },
    Table {
        name: "request",
        copy: Nothing("the next requests are told"),
        is_exported: false,
        columns: &[
            id(),
            integer("source").to("source").or(Lost),
            time("time").or(Lost),
            integer("status"),
            count("bytes"),
            count("milliseconds"),
            text("outcome").or(Lost),
            text("error"),
            text("error_detail"),
        ],
    },
    Table {
        name: "host",
        copy: Nothing("the host asks again"),
        is_exported: false,
        columns: &[
            text("name").or(Lost),
            time("not_before").or(Lost),
            count("delay"),
            text("reason").or(Lost),
        ],
    },
    Table {
        name: "article",
        copy: Rows("JOIN temp.chosen USING (id) ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            integer("source").to("source"),
            flag("in_library", 1).copied_as(
                "in_library AND (bookmarked OR id IN (SELECT article FROM lib.document) AND level = 2)",
            ),
            time("deleted"),
            // Articles come back with what their rows say from where they came.
            text("title").copied_as("iif(level = 0, '', title)").or(Lost),
            text("title_key").derived().copied_as("iif(level = 0, '', title_key)").or(Lost),
            text("standfirst").copied_as("iif(level < 2, NULL, standfirst)"),
            text("byline").copied_as("iif(level = 0, NULL, byline)"),
            text("publisher").copied_as("iif(level = 0, NULL, publisher)"),
            text("published").copied_as("iif(level = 0, NULL, published)"),
            column("url", Kind::Link).copied_as("iif(level = 0, NULL, url)"),
            column("path", Kind::Path),
            column("fingerprint", Kind::Raw),
            column("seed", Kind::Raw),
            time("missing"),
            time("added").or(Time),
            time("updated").or(Time),
            time("date").or(Time),
            integer("neg_date").generated(),
            integer("neg_opened").generated(),
            integer("source_or_0").generated(),
            column("words", Kind::Size).or(Missing::Number(0)),
            flag("read", 0),
            flag("bookmarked", 0).derived(),
            column("progress", Kind::Share).or(Missing::Zero),
            time("opened"),
            time("read_at"),
            flag("has_text", 0).derived().copied_as("0"),
            count("indexed").derived().copied_as("0"),
        ],
    },
    Table {
        name: "identity",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY key"),
        is_exported: true,
        columns: &[
            column("key", Kind::Blob).or(Lost),
            integer("article").to("article").or(Lost),
        ],
    },
    Table {
        name: "entry",
        // Files are found again; an entry of a feed says that an article was read even where its link and text are others now.
        copy: Rows("WHERE path IS NULL AND article IN (SELECT id FROM temp.chosen) ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            integer("source").to("source").or(Lost),
            column("key", Kind::Bytes).or(Lost),
            integer("article").to("article"),
            column("link", Kind::Link),
            integer("position").copied_as("NULL"),
            time("first_seen").or(Time),
            time("last_seen").copied_as("first_seen").or(Time),
            column("path", Kind::Path),
            column("fingerprint", Kind::Raw),
            column("hash", Kind::Blob),
            text("problem"),
            time("missing"),
        ],
    },
    Table {
        name: "member",
        copy: Nothing("made anew from articles and entries"),
        is_exported: false,
        columns: &[
            integer("article").to("article").derived().or(Lost),
            integer("source").derived().or(Lost),
            flag("is_first", 1).derived(),
            integer("neg_date").derived().or(Lost),
            text("title_key").derived().or(Lost),
            integer("words").derived().or(Lost),
            flag("read", 0).derived(),
            flag("bookmarked", 0).derived(),
        ],
    },
    Table {
        name: "document",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen WHERE level = 2) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer("article").to("article").or(Lost),
            count("extractor"),
            count("size"),
            column("hash", Kind::Blob).derived().or(Lost),
            column("body", Kind::Blob).or(Lost),
        ],
    },
    Table {
        name: "reading_position",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer("article").to("article").or(Lost),
            text("anchor").or(Lost),
            count("above"),
            time("updated").or(Time),
        ],
    },
    Table {
        name: "bookmark",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            integer("article").to("article").or(Lost),
            text("anchor"),
            text("section"),
            text("quote"),
            text("note"),
            time("created").or(Time),
        ],
    },
    Table {
        name: "bookmark_tag",
        copy: Rows("WHERE bookmark IN (SELECT id FROM main.bookmark) ORDER BY bookmark, tag"),
        is_exported: true,
        columns: &[
            integer("bookmark").to("bookmark").or(Lost),
            text("tag").or(Lost),
        ],
    },
    Table {
        name: "saved_search",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            text("name").or(Lost),
            column("query", Kind::Raw).or(Lost),
            time("created").or(Time),
            count("articles").derived().copied_as("0"),
            integer("day").derived().copied_as("NULL"),
            integer("done_id").derived().copied_as("NULL"),
        ],
    },
    Table {
        name: "saved_search_article",
        copy: Nothing("the searches find them again"),
        is_exported: false,
        columns: &[
            integer("search").to("saved_search").derived().or(Lost),
            integer("neg_date").derived().or(Lost),
            integer("article").to("article").derived().or(Lost),
        ],
    },
    Table {
        name: "saved_search_due",
        copy: Nothing("the searches are asked of everything again"),
        is_exported: false,
        columns: &[id(), integer("article").derived().or(Lost)],
    },
    Table {
        name: "change",
        copy: Nothing("undo goes back to the library that was"),
        is_exported: true,
        columns: &[
            id(),
            text("session").or(Lost),
            time("at").or(Time),
            text("kind").or(Lost),
            count("state"),
        ],
    },
    Table {
        name: "change_item",
        copy: Nothing("undo goes back to the library that was"),
        is_exported: true,
        columns: &[
            integer("change").to("change").or(Lost),
            integer("number").or(Lost),
            text("kind").or(Lost),
            integer("target").or(Lost),
            text("before"),
            text("after"),
        ],
    },
    Table {
        name: "meta",
        // When it was last looked for what can go is no reason for a copy.
        copy: Rows("WHERE name NOT IN ('let-go', 'import') ORDER BY name"),
        is_exported: true,
        columns: &[text("name").or(Lost), column("value", Kind::Raw).or(Lost)],
    },
    Table {
        name: "counter",
        copy: Nothing("counted anew"),
        is_exported: false,
        columns: &[text("name").derived().or(Lost), count("count").derived()],
    },
];
