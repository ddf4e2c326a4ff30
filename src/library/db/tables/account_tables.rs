//! Description of the tables of accounts on servers.

use crate::library::db::columns::ColumnKind;
use crate::library::db::tables::described::{
    column, count_column, flag_column, id_column, integer_column, text_column, time_column,
};
use crate::library::db::tables::description::InCopy::Rows;
use crate::library::db::tables::description::Missing::{self, Required, Time};
use crate::library::db::tables::description::Table;

/// Accounts.
pub(super) const ACCOUNT: Table = Table {
    name: "account",
    copy: Rows("ORDER BY id"),
    is_exported: false,
    columns: &[
        id_column(),
        text_column("kind").or(Required),
        column("url", ColumnKind::Link).or(Required),
        text_column("user").or(Missing::Text("")),
        // No credential and no program is in a backup.
        column("settings", ColumnKind::Raw)
            .copied_as("'{}'")
            .or(Missing::Text("{}")),
        flag_column("paused", 0),
        time_column("added").or(Time),
        count_column("seq"),
        column("cursor", ColumnKind::Raw)
            .copied_as("'{}'")
            .or(Missing::Text("{}")),
        text_column("holder").copied_as("NULL"),
        time_column("held_until").copied_as("NULL"),
        time_column("next_sync").copied_as("NULL"),
        time_column("not_before").copied_as("NULL"),
        time_column("last_attempt").copied_as("NULL"),
        time_column("last_success").copied_as("NULL"),
        time_column("failing_since").copied_as("NULL"),
        count_column("failures").copied_as("0"),
        text_column("error").copied_as("NULL"),
        text_column("error_detail").copied_as("NULL"),
    ],
};

/// Feeds of accounts.
pub(super) const REMOTE_FEED: Table = Table {
    name: "remote_feed",
    copy: Rows("ORDER BY account, remote_id"),
    is_exported: false,
    columns: &[
        integer_column("account").to("account").or(Required),
        text_column("remote_id").or(Required),
        integer_column("source").to("source").or(Required),
        text_column("title").or(Missing::Text("")),
        column("url", ColumnKind::Link),
        text_column("folders").or(Missing::Text("[]")),
        time_column("absent_since").copied_as("NULL"),
        time_column("detached"),
        time_column("linked").copied_as("NULL"),
    ],
};

/// Folders of accounts.
pub(super) const REMOTE_FOLDER: Table = Table {
    name: "remote_folder",
    copy: Rows("ORDER BY account, remote_id"),
    is_exported: false,
    columns: &[
        integer_column("account").to("account").or(Required),
        text_column("remote_id").or(Required),
        text_column("name").or(Required),
        integer_column("category").to("category"),
    ],
};

/// Items of accounts, with the marks of the server.
pub(super) const REMOTE_ITEM: Table = Table {
    name: "remote_item",
    copy: Rows("WHERE article IN (SELECT id FROM temp.chosen) ORDER BY account, remote_id"),
    is_exported: false,
    columns: &[
        integer_column("account").to("account").or(Required),
        text_column("remote_id").or(Required),
        integer_column("article").to("article"),
        integer_column("read"),
        integer_column("starred"),
        count_column("read_seq"),
        count_column("star_seq"),
        count_column("wanted"),
    ],
};

/// Marks to be sent.
pub(super) const OUTBOX: Table = Table {
    name: "outbox",
    copy: Rows("ORDER BY seq"),
    is_exported: false,
    columns: &[
        integer_column("seq").or(Required),
        integer_column("account").to("account").or(Required),
        text_column("remote_id").or(Required),
        text_column("kind").or(Required),
        flag_column("value", 1).or(Required),
    ],
};
