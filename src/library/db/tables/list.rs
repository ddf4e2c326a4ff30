//! Description of every table, in the order of the schema: [`TABLES`].

use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::description::InCopy::{Nothing, Rows};
use crate::library::db::tables::description::Missing::{self, Required, Time};
use crate::library::db::tables::description::{DescribedColumn, Table};

/// A nullable column that is exported and backed up.
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

const fn integer_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer)
}

const fn text_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Text)
}

const fn time_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Time)
}

const fn flag_column(name: &'static str, default: i64) -> DescribedColumn {
    column(name, ColumnKind::Flag).or(Missing::Number(default))
}

/// A count, or a number of a small range.
const fn count_column(name: &'static str) -> DescribedColumn {
    column(name, ColumnKind::Integer).or(Missing::Number(0))
}

const fn id_column() -> DescribedColumn {
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

/// Description of every table but those of the full-text index.
pub(in crate::library) const TABLES: &[Table] = &[
    Table {
        name: "source",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            column("kind", ColumnKind::Source).or(Missing::Text("page")),
            text_column("title").or(Required),
            text_column("user_title"),
            column("url", ColumnKind::Link),
            column("old_url", ColumnKind::Link),
            column("moved_to", ColumnKind::Link),
            time_column("moved_since"),
            column("site", ColumnKind::Link),
            column("path", ColumnKind::Path),
            flag_column("paused", 0),
            // No credential and no program is in a backup.
            column("settings", ColumnKind::Raw).copied_as(
                "iif(json_valid(settings), json_remove(settings, '$.headers', '$.user', '$.\"password-command\"', '$.\"password-file\"', '$.exec'), '{}')",
            ).or(Missing::Text("{}")),
            time_column("added").or(Time),
            time_column("removed"),
            column("etag", ColumnKind::Blob).copied_as("NULL"),
            column("last_modified", ColumnKind::Blob).copied_as("NULL"),
            time_column("unchanged_since").copied_as("NULL"),
            integer_column("user_interval"),
            integer_column("feed_interval"),
            time_column("next_fetch").copied_as("NULL"),
            time_column("last_attempt").copied_as("NULL"),
            time_column("last_success").copied_as("NULL"),
            time_column("last_new").copied_as("NULL"),
            flag_column("repeats_ids", 0),
            flag_column("repeats_links", 0),
            time_column("failing_since").copied_as("NULL"),
            count_column("failures").copied_as("0"),
            text_column("error").copied_as("NULL"),
            text_column("error_detail").copied_as("NULL"),
            text_column("entry_texts").copied_as("NULL"),
            count_column("articles").derived().copied_as("0"),
            count_column("unread").derived().copied_as("0"),
        ],
    },
    Table {
        name: "category",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            integer_column("parent").to("category"),
            text_column("name").or(Required),
            count_column("position"),
        ],
    },
    Table {
        name: "source_category",
        copy: Rows("ORDER BY source, category"),
        is_exported: true,
        columns: &[
            integer_column("source").to("source").or(Required),
            integer_column("category").to("category").or(Required),
        ],
    },
    Table {
        name: "lease",
        copy: Nothing("expires before a backup is used"),
        is_exported: false,
        columns: &[
            integer_column("source").to("source").or(Required),
            text_column("holder").or(Required),
            time_column("until").or(Required),
        ],
    },
    Table {
        name: "request",
        copy: Nothing("only a log"),
        is_exported: false,
        columns: &[
            id_column(),
            integer_column("source").to("source").or(Required),
            time_column("time").or(Required),
            integer_column("status"),
            count_column("bytes"),
            count_column("milliseconds"),
            text_column("outcome").or(Required),
            text_column("error"),
            text_column("error_detail"),
        ],
    },
    Table {
        name: "host",
        copy: Nothing("the host answers with a new wait"),
        is_exported: false,
        columns: &[
            text_column("name").or(Required),
            time_column("not_before").or(Required),
            count_column("delay"),
            text_column("reason").or(Required),
        ],
    },
    Table {
        name: "article",
        copy: Rows("JOIN temp.chosen USING (id) ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            integer_column("source").to("source"),
            flag_column("in_library", 1).copied_as(
                "in_library AND (bookmarked OR id IN (SELECT article FROM lib.document) AND level = 2)",
            ),
            time_column("deleted"),
            // Articles come back with their metadata from their sources.
            text_column("title").copied_as("iif(level = 0, '', title)").or(Required),
            text_column("title_key").derived().copied_as("iif(level = 0, '', title_key)").or(Required),
            text_column("standfirst").copied_as("iif(level < 2, NULL, standfirst)"),
            text_column("byline").copied_as("iif(level = 0, NULL, byline)"),
            text_column("publisher").copied_as("iif(level = 0, NULL, publisher)"),
            text_column("published").copied_as("iif(level = 0, NULL, published)"),
            column("url", ColumnKind::Link).copied_as("iif(level = 0, NULL, url)"),
            column("path", ColumnKind::Path),
            column("fingerprint", ColumnKind::Raw),
            column("seed", ColumnKind::Raw),
            time_column("missing"),
            time_column("added").or(Time),
            time_column("updated").or(Time),
            time_column("date").or(Time),
            integer_column("neg_date").generated(),
            integer_column("neg_opened").generated(),
            integer_column("source_or_0").generated(),
            column("words", ColumnKind::Size).or(Missing::Number(0)),
            flag_column("read", 0),
            flag_column("bookmarked", 0).derived(),
            flag_column("muted", 0),
            column("progress", ColumnKind::Fraction).or(Missing::Zero),
            time_column("opened"),
            time_column("read_at"),
            time_column("changed"),
            flag_column("has_text", 0).derived().copied_as("0"),
            count_column("indexed").derived().copied_as("0"),
            integer_column("story").derived().copied_as("NULL"),
        ],
    },
    Table {
        name: "identity",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY key"),
        is_exported: true,
        columns: &[
            column("key", ColumnKind::Blob).or(Required),
            integer_column("article").to("article").or(Required),
        ],
    },
    Table {
        name: "entry",
        // Files are found again. The entry of a feed records that an article was read even if its link and text have
        // changed.
        copy: Rows("WHERE path IS NULL AND article IN (SELECT id FROM temp.chosen) ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            integer_column("source").to("source").or(Required),
            column("key", ColumnKind::Bytes).or(Required),
            integer_column("article").to("article"),
            column("link", ColumnKind::Link),
            integer_column("position").copied_as("NULL"),
            time_column("first_seen").or(Time),
            time_column("last_seen").copied_as("first_seen").or(Time),
            column("path", ColumnKind::Path),
            column("fingerprint", ColumnKind::Raw),
            column("hash", ColumnKind::Blob),
            text_column("problem"),
            time_column("missing"),
            integer_column("id_hash"),
            integer_column("link_hash"),
            integer_column("title_hash"),
            integer_column("text_hash"),
            time_column("published"),
        ],
    },
    Table {
        name: "entry_content",
        copy: Nothing("the documents of bookmarked articles are copied; the rest comes back with the feeds"),
        is_exported: false,
        columns: &[
            integer_column("entry").to("entry").or(Required),
            column("size", ColumnKind::Size).or(Missing::Number(0)),
            column("body", ColumnKind::Blob).or(Required),
            flag_column("pending", 1),
        ],
    },
    Table {
        name: "member",
        copy: Nothing("computed from articles and entries"),
        is_exported: false,
        columns: &[
            integer_column("article").to("article").derived().or(Required),
            integer_column("source").derived().or(Required),
            flag_column("is_first", 1).derived(),
            integer_column("neg_date").derived().or(Required),
            text_column("title_key").derived().or(Required),
            integer_column("words").derived().or(Required),
            flag_column("read", 0).derived(),
            flag_column("bookmarked", 0).derived(),
            flag_column("muted", 0).derived(),
        ],
    },
    Table {
        name: "document",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen WHERE level = 2) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer_column("article").to("article").or(Required),
            count_column("extractor"),
            count_column("size"),
            column("hash", ColumnKind::Blob).derived().or(Required),
            column("body", ColumnKind::Blob).or(Required),
        ],
    },
    Table {
        name: "earlier_text",
        // Those of bookmarked articles stay for good; the others expire soon.
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen WHERE level = 2) AND article IN (SELECT id FROM lib.article WHERE bookmarked = 1) ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            integer_column("article").to("article").or(Required),
            time_column("since").or(Time),
            time_column("replaced").or(Time),
            flag_column("is_page", 0),
            flag_column("is_base", 0),
            count_column("extractor"),
            count_column("size"),
            column("body", ColumnKind::Blob).or(Required),
        ],
    },
    Table {
        name: "correction",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer_column("article").to("article").or(Required),
            text_column("corrections").or(Required),
        ],
    },
    Table {
        name: "page_document",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen WHERE level = 2) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer_column("article").to("article").or(Required),
            time_column("fetched").or(Time),
            column("url", ColumnKind::Link),
            text_column("problem"),
            flag_column("accepted", 0),
            column("words", ColumnKind::Size).or(Missing::Number(0)),
            column("feed_words", ColumnKind::Size).or(Missing::Number(0)),
            count_column("extractor"),
            count_column("size"),
            column("hash", ColumnKind::Blob).derived().or(Required),
            column("body", ColumnKind::Blob).or(Required),
        ],
    },
    Table {
        name: "page_queue",
        copy: Nothing("the pages are asked for again after the next refresh"),
        is_exported: false,
        columns: &[
            integer_column("article").to("article").or(Required),
            text_column("host").or(Required),
            time_column("not_before"),
            count_column("attempts"),
            text_column("error"),
            text_column("error_detail"),
        ],
    },
    Table {
        name: "page_lease",
        copy: Nothing("expires before a backup is used"),
        is_exported: false,
        columns: &[
            id_column(),
            text_column("holder").or(Required),
            time_column("until").or(Required),
        ],
    },
    Table {
        name: "reading_position",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY article"),
        is_exported: true,
        columns: &[
            integer_column("article").to("article").or(Required),
            text_column("anchor").or(Required),
            count_column("above"),
            time_column("updated").or(Time),
        ],
    },
    Table {
        name: "bookmark",
        copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            integer_column("article").to("article").or(Required),
            text_column("anchor"),
            text_column("section"),
            text_column("quote"),
            text_column("note"),
            time_column("created").or(Time),
        ],
    },
    Table {
        name: "bookmark_tag",
        copy: Rows("WHERE bookmark IN (SELECT id FROM main.bookmark) ORDER BY bookmark, tag"),
        is_exported: true,
        columns: &[
            integer_column("bookmark").to("bookmark").or(Required),
            text_column("tag").or(Required),
        ],
    },
    Table {
        name: "saved_search",
        copy: Rows("ORDER BY id"),
        is_exported: true,
        columns: &[
            id_column(),
            text_column("name").or(Required),
            column("query", ColumnKind::Raw).or(Required),
            time_column("created").or(Time),
            text_column("action"),
            count_column("since").derived(),
            count_column("articles").derived().copied_as("0"),
            integer_column("evaluated_on").derived().copied_as("NULL"),
            integer_column("evaluated_to").derived().copied_as("NULL"),
        ],
    },
    Table {
        name: "saved_search_article",
        copy: Nothing("the searches are evaluated again"),
        is_exported: false,
        columns: &[
            integer_column("search").to("saved_search").derived().or(Required),
            integer_column("neg_date").derived().or(Required),
            integer_column("article").to("article").derived().or(Required),
        ],
    },
    Table {
        name: "rule_match",
        copy: Nothing("rules act on articles that are new from then on"),
        is_exported: false,
        columns: &[
            integer_column("search").to("saved_search").or(Required),
            integer_column("article").to("article").or(Required),
            flag_column("is_due", 1),
        ],
    },
    Table {
        name: "saved_search_due",
        copy: Nothing("the searches are evaluated again"),
        is_exported: false,
        columns: &[id_column(), integer_column("article").derived().or(Required)],
    },
    Table {
        name: "change",
        copy: Nothing("undo refers to the library before the backup"),
        is_exported: true,
        columns: &[
            id_column(),
            text_column("session").or(Required),
            time_column("at").or(Time),
            text_column("kind").or(Required),
            count_column("state"),
        ],
    },
    Table {
        name: "change_item",
        copy: Nothing("undo refers to the library before the backup"),
        is_exported: true,
        columns: &[
            integer_column("change").to("change").or(Required),
            integer_column("number").or(Required),
            text_column("kind").or(Required),
            integer_column("target").or(Required),
            text_column("before"),
            text_column("after"),
        ],
    },
    Table {
        name: "meta",
        // The time of the last expiry is no reason for a backup.
        copy: Rows("WHERE name NOT IN ('let-go', 'import') ORDER BY name"),
        is_exported: true,
        columns: &[text_column("name").or(Required), column("value", ColumnKind::Raw).or(Required)],
    },
    Table {
        name: "story_sample",
        copy: Nothing("computed from the texts when they are indexed"),
        is_exported: false,
        columns: &[
            integer_column("article").to("article").derived().or(Required),
            integer_column("source").derived(),
            time_column("date").derived().or(Required),
            time_column("expires").derived().or(Required),
            integer_column("title").derived(),
            integer_column("link").derived(),
            column("hashes", ColumnKind::Blob).derived().or(Required),
            flag_column("round_up", 0).derived(),
            flag_column("pending", 1).derived(),
        ],
    },
    Table {
        name: "counter",
        copy: Nothing("computed by counting"),
        is_exported: false,
        columns: &[text_column("name").derived().or(Required), count_column("count").derived()],
    },
];
