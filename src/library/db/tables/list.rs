//! Description of every table, in the order of the schema: [`TABLES`].

use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::description::InCopy::{Nothing, Rows};
use crate::library::db::tables::description::Missing::{self, Required, Time};
use crate::library::db::tables::description::{DescribedColumn, Table};

const fn column(name: &'static str, kind: ColumnKind) -> DescribedColumn {
    DescribedColumn {
        name,
        kind,
        references: None,
        is_generated: false,
        is_derived: false,
        in_copy: None,
        missing: Missing::Null,
    }
}

const fn integer(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer)
}

const fn text(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Text)
}

const fn time(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Time)
}

const fn flag(name: &'static str, usual: i64) -> DescribedColumn {
    column(name, ColumnKind::Flag).or(Missing::Number(usual))
}

/// A count, or a number of a small range.
const fn count(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer).or(Missing::Number(0))
}

const fn id() -> DescribedColumn {
    column("id", ColumnKind::Integer).or(Missing::Required)
}

impl DescribedColumn {
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
            column("kind", ColumnKind::Source).or(Missing::Text("page")),
            text("title").or(Required),
            text("user_title"),
            column("url", ColumnKind::Link),
            column("old_url", ColumnKind::Link),
            column("moved_to", ColumnKind::Link),
            time("moved_since"),
            column("site", ColumnKind::Link),
            column("path", ColumnKind::Path),
            flag("paused", 0),
            column("settings", ColumnKind::Raw).or(Missing::Text("{}")),
            time("added").or(Time),
            time("removed"),
            column("etag", ColumnKind::Blob).copied_as("NULL"),
            column("last_modified", ColumnKind::Blob).copied_as("NULL"),
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
            text("name").or(Required),
            count("position"),
        ],
    },
    Table {
        name: "source_category",
        copy: Rows("ORDER BY source, category"),
        is_exported: true,
        columns: &[
            integer("source").to("source").or(Required),
            integer("category").to("category").or(Required),
        ],
    },
    Table {
        name: "lease",
        copy: Nothing("it is over before a copy is used"),
        is_exported: false,
        columns: &[
            integer("source").to("source").or(Required),
            text("holder").or(Required),
            time("until").or(Required),
        ],
    },
    Table {
        name: "request",
        copy: Nothing("the next requests are told"),
        is_exported: false,
        columns: &[
            id(),
            integer("source").to("source").or(Required),
            time("time").or(Required),
            integer("status"),
            count("bytes"),
            count("milliseconds"),
            text("outcome").or(Required),
            text("error"),
            text("error_detail"),
        ],
    },
    Table {
        name: "host",
        copy: Nothing("the host asks again"),
        is_exported: false,
        columns: &[
            text("name").or(Required),
            time("not_before").or(Required),
            count("delay"),
            text("reason").or(Required),
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
            text("title").copied_as("iif(level = 0, '', title)").or(Required),
            text("title_key").derived().copied_as("iif(level = 0, '', title_key)").or(Required),
            text("standfirst").copied_as("iif(level < 2, NULL, standfirst)"),
            text("byline").copied_as("iif(level = 0, NULL, byline)"),
            text("publisher").copied_as("iif(level = 0, NULL, publisher)"),
            text("published").copied_as("iif(level = 0, NULL, published)"),
            column("url", ColumnKind::Link).copied_as("iif(level = 0, NULL, url)"),
            column("path", ColumnKind::Path),
            column("fingerprint", ColumnKind::Raw),
            column("seed", ColumnKind::Raw),
            time("missing"),
            time("added").or(Time),
            time("updated").or(Time),
            time("date").or(Time),
            integer("neg_date").generated(),
            integer("neg_opened").generated(),
            integer("source_or_0").generated(),
            column("words", ColumnKind::Size).or(Missing::Number(0)),
            flag("read", 0),
            flag("bookmarked", 0).derived(),
            column("progress", ColumnKind::Fraction).or(Missing::Zero),
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
            column("key", ColumnKind::Blob).or(Required),
            integer("article").to("article").or(Required),
        ],
    },
    Table {
        name: "entry",
        // Files are found again; an entry of a feed says that an article was read even where its link and text are others now.
        copy: Rows("WHERE path IS NULL AND article IN (SELECT id FROM temp.chosen) ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            integer("source").to("source").or(Required),
            column("key", ColumnKind::Bytes).or(Required),
            integer("article").to("article"),
            column("link", ColumnKind::Link),
            integer("position").copied_as("NULL"),
            time("first_seen").or(Time),
            time("last_seen").copied_as("first_seen").or(Time),
            column("path", ColumnKind::Path),
            column("fingerprint", ColumnKind::Raw),
            column("hash", ColumnKind::Blob),
            text("problem"),
            time("missing"),
        ],
    },
    Table {
        name: "member",
        copy: Nothing("made anew from articles and entries"),
        is_exported: false,
        columns: &[
            integer("article").to("article").derived().or(Required),
            integer("source").derived().or(Required),
            flag("is_first", 1).derived(),
            integer("neg_date").derived().or(Required),
            text("title_key").derived().or(Required),
            integer("words").derived().or(Required),
            flag("read", 0).derived(),
            flag("bookmarked", 0).derived(),
        ],
    },
    Table {
        name: "document",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen WHERE level = 2) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer("article").to("article").or(Required),
            count("extractor"),
            count("size"),
            column("hash", ColumnKind::Blob).derived().or(Required),
            column("body", ColumnKind::Blob).or(Required),
        ],
    },
    Table {
        name: "reading_position",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer("article").to("article").or(Required),
            text("anchor").or(Required),
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
            integer("article").to("article").or(Required),
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
            integer("bookmark").to("bookmark").or(Required),
            text("tag").or(Required),
        ],
    },
    Table {
        name: "saved_search",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id(),
            text("name").or(Required),
            column("query", ColumnKind::Raw).or(Required),
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
            integer("search").to("saved_search").derived().or(Required),
            integer("neg_date").derived().or(Required),
            integer("article").to("article").derived().or(Required),
        ],
    },
    Table {
        name: "saved_search_due",
        copy: Nothing("the searches are asked of everything again"),
        is_exported: false,
        columns: &[id(), integer("article").derived().or(Required)],
    },
    Table {
        name: "change",
        copy: Nothing("undo goes back to the library that was"),
        is_exported: true,
        columns: &[
            id(),
            text("session").or(Required),
            time("at").or(Time),
            text("kind").or(Required),
            count("state"),
        ],
    },
    Table {
        name: "change_item",
        copy: Nothing("undo goes back to the library that was"),
        is_exported: true,
        columns: &[
            integer("change").to("change").or(Required),
            integer("number").or(Required),
            text("kind").or(Required),
            integer("target").or(Required),
            text("before"),
            text("after"),
        ],
    },
    Table {
        name: "meta",
        // When it was last looked for what can go is no reason for a copy.
        copy: Rows("WHERE name NOT IN ('let-go', 'import') ORDER BY name"),
        is_exported: true,
        columns: &[text("name").or(Required), column("value", ColumnKind::Raw).or(Required)],
    },
    Table {
        name: "counter",
        copy: Nothing("counted anew"),
        is_exported: false,
        columns: &[text("name").derived().or(Required), count("count").derived()],
    },
];
