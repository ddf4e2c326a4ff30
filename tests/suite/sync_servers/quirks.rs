//! Peculiarities of servers as switches, and the servers that were measured as sets of them.

use super::state::ItemIds;

/// Peculiarities of a server.
#[derive(Debug, Clone)]
pub struct ServerQuirks {
    /// Way in which ids of items are chosen.
    pub item_ids: ItemIds,
    /// Limit of requests a day, which headers announce (Inoreader).
    pub rate_limit: Option<RateLimit>,
    /// Answers of GET requests have an ETag, and a request with it gets 304.
    pub entity_tags: bool,
    /// Google Reader API.
    pub greader: GreaderQuirks,
    /// REST API of Miniflux.
    pub miniflux: MinifluxQuirks,
}

/// Limit of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateLimit {
    /// Requests; later ones are answered by 429.
    pub requests: u32,
    /// Seconds until the count begins anew.
    pub reset_after: u32,
}

/// Form of the ids of items in requests of the Google Reader API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemIdForm {
    /// FreshRSS: digits that do not begin with 0 are decimal; all else is hexadecimal after the last slash.
    DecimalFirst,
    /// Miniflux: sixteen characters are hexadecimal, even if all are digits; the rest is decimal.
    HexFirst,
    /// The long form alone; any other id is refused (400).
    LongOnly,
    /// Identifiers of 24 hexadecimal digits that are no numbers of 64 bits (TheOldReader).
    HexStrings,
}

/// Form of the ids of feeds in the Google Reader API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedIdForm {
    /// `feed/12`.
    Number,
    /// `feed/https://example.org/feed.xml`.
    Address,
    /// `feed/00000000000000000000000c`.
    Hex,
}

/// Member of an item that holds its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextMember {
    /// `summary.content`.
    Summary,
    /// `content.content`.
    Content,
    /// Both.
    Both,
}

/// Way in which pages follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Continuation {
    /// Id of the last item of the page; the next page begins behind it.
    LastId,
    /// Id of the last item of the page; the next page begins with it and drops its first entry, which is another one if that
    /// item is no longer in the stream (FreshRSS).
    LastIdDropsFirst,
    /// Number of entries to skip in a list that may have changed (Miniflux).
    Offset,
}

/// Fault of the continuation that is part of a server, not of one answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EndlessPages {
    /// The continuation of a page is the one that was sent: the page repeats for ever.
    Repeat,
    /// The last page has a continuation, and so have the empty ones behind it.
    Empty,
}

/// Peculiarities of the Google Reader API.
#[derive(Debug, Clone)]
pub struct GreaderQuirks {
    /// Path before `/accounts` and `/reader`.
    pub base: String,
    /// GET of the base answers `OK` (FreshRSS).
    pub base_answers_ok: bool,
    /// The API is switched off: 503 (FreshRSS).
    pub is_off: bool,
    /// `edit-tag` takes the last `a` and the last `r` only.
    pub last_tag_wins: bool,
    /// `edit-tag` sets what is not yet so, and *unsets* what is already so (Miniflux before 2026-05-02).
    pub tags_toggle: bool,
    /// POST requests are authenticated by `T` of the form alone, which is the login token (Miniflux).
    pub token_is_login: bool,
    /// An empty `T`, or `x`, is accepted (FreshRSS).
    pub token_optional: bool,
    /// `s=…/read` is a stream of all items (FreshRSS).
    pub read_stream_has_all: bool,
    /// Form of the ids of items.
    pub item_ids: ItemIdForm,
    /// Form of the ids of feeds.
    pub feed_ids: FeedIdForm,
    /// Way in which pages follow each other.
    pub continuation: Continuation,
    /// Pages without an end.
    pub endless_pages: Option<EndlessPages>,
    /// Ids of a page where the request names no `n`; all of them if none.
    pub default_page: Option<usize>,
    /// Highest `n`; a higher one is lowered without a word.
    pub max_page: Option<usize>,
    /// Highest number of ids in a write; more are refused (400).
    pub max_edited: Option<usize>,
    /// Streams of labels are an error (500; Miniflux).
    pub no_label_streams: bool,
    /// `ot` and `nt` compare the time of publication, not of arrival (Miniflux).
    pub times_are_published: bool,
    /// Streams are in the order of publication, not of ids (Miniflux).
    pub order_is_published: bool,
    /// `&`, `<` and `>` in titles are fullwidth, in titles of feeds also `?`, `\`, `/`, `,` and `;` (FreshRSS).
    pub fullwidth_titles: bool,
    /// Member with the text.
    pub text: TextMember,
    /// Every feed is in a folder; those without one are in [`super::state::DEFAULT_FOLDER`].
    pub folders_required: bool,
    /// A folder without feeds is none.
    pub empty_folders_vanish: bool,
    /// The stream of starred items takes no `xt` (Miniflux).
    pub starred_ignores_xt: bool,
    /// Renaming a label to the name of another one answers OK and does nothing.
    pub rename_conflict_is_ok: bool,
    /// Any unknown path answers `[]` with 200 (Miniflux).
    pub unknown_path_is_empty: bool,
    /// `items/contents` without any known id is refused (400; Miniflux).
    pub no_items_is_error: bool,
    /// Name of the user in ids of streams that the server sends (`-` or a number).
    pub user_in_streams: &'static str,
    /// Wrong logins are answered by JSON (Miniflux).
    pub errors_are_json: bool,
}

/// Answer to `GET /v1/entries/ids`, which is new since 2026-06-11 and was an entry with an id before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryIdsRoute {
    /// The ids.
    Exists,
    /// 400: the id is invalid.
    BadRequest,
    /// 404.
    NotFound,
    /// 200 with some entry: an id of zero is no condition.
    SomeEntry,
}

/// Peculiarities of the REST API of Miniflux.
#[derive(Debug, Clone)]
pub struct MinifluxQuirks {
    /// Path before `/v1`.
    pub base: String,
    /// Version that `/v1/version` names.
    pub version: &'static str,
    /// Highest `limit` of a list of entries; a higher one is refused (400). None in older versions.
    pub max_limit: Option<usize>,
    /// Answer to `/v1/entries/ids`.
    pub entry_ids: EntryIdsRoute,
    /// `PUT /v1/entries` takes `starred` (since 2026-06-19); else it has no such member.
    pub sets_starred: bool,
    /// `PUT /v1/entries` with unknown ids only is an error (500; older versions).
    pub unknown_only_is_error: bool,
    /// Deleting a category deletes its feeds.
    pub category_takes_feeds: bool,
}

impl MinifluxQuirks {
    /// Returns the API of version 2.3.
    pub fn newest() -> Self {
        Self {
            base: String::new(),
            version: "2.3.0",
            max_limit: Some(1_000),
            entry_ids: EntryIdsRoute::Exists,
            sets_starred: true,
            unknown_only_is_error: false,
            category_takes_feeds: true,
        }
    }
}

impl GreaderQuirks {
    /// Returns the API as its descriptions have it: the plainest server.
    pub fn plain() -> Self {
        Self {
            base: String::new(),
            base_answers_ok: false,
            is_off: false,
            last_tag_wins: false,
            tags_toggle: false,
            token_is_login: false,
            token_optional: false,
            read_stream_has_all: false,
            item_ids: ItemIdForm::DecimalFirst,
            feed_ids: FeedIdForm::Number,
            continuation: Continuation::LastId,
            endless_pages: None,
            default_page: Some(20),
            max_page: None,
            max_edited: None,
            no_label_streams: false,
            times_are_published: false,
            order_is_published: false,
            fullwidth_titles: false,
            text: TextMember::Summary,
            folders_required: false,
            empty_folders_vanish: true,
            starred_ignores_xt: false,
            rename_conflict_is_ok: false,
            unknown_path_is_empty: false,
            no_items_is_error: false,
            user_in_streams: "-",
            errors_are_json: false,
        }
    }
}

impl ServerQuirks {
    /// Returns a server without peculiarities, with ETags.
    pub fn plain() -> Self {
        Self {
            item_ids: ItemIds::Sequential,
            rate_limit: None,
            entity_tags: true,
            greader: GreaderQuirks::plain(),
            miniflux: MinifluxQuirks::newest(),
        }
    }

    /// Returns FreshRSS 1.25.
    pub fn freshrss() -> Self {
        Self {
            item_ids: ItemIds::Microseconds,
            entity_tags: false,
            greader: GreaderQuirks {
                base: "/api/greader.php".to_owned(),
                base_answers_ok: true,
                last_tag_wins: true,
                token_optional: true,
                read_stream_has_all: true,
                continuation: Continuation::LastIdDropsFirst,
                fullwidth_titles: true,
                folders_required: true,
                empty_folders_vanish: false,
                rename_conflict_is_ok: true,
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Miniflux 2.3.
    pub fn miniflux() -> Self {
        Self {
            entity_tags: false,
            greader: GreaderQuirks {
                token_is_login: true,
                item_ids: ItemIdForm::HexFirst,
                continuation: Continuation::Offset,
                default_page: None,
                max_page: Some(10_000),
                no_label_streams: true,
                times_are_published: true,
                order_is_published: true,
                text: TextMember::Both,
                folders_required: true,
                empty_folders_vanish: false,
                starred_ignores_xt: true,
                unknown_path_is_empty: true,
                no_items_is_error: true,
                user_in_streams: "1",
                errors_are_json: true,
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Miniflux of the spring of 2026: pages of 1,000, marks that toggle, no lists of ids.
    pub fn older_miniflux() -> Self {
        let mut quirks = Self::miniflux();
        quirks.greader.max_page = Some(1_000);
        quirks.greader.tags_toggle = true;
        quirks.miniflux = MinifluxQuirks {
            version: "2.2.8",
            max_limit: None,
            entry_ids: EntryIdsRoute::BadRequest,
            sets_starred: false,
            unknown_only_is_error: true,
            ..MinifluxQuirks::newest()
        };
        quirks
    }

    /// Returns BazQux: feeds by address, pages of 1,000, negative ids.
    pub fn bazqux() -> Self {
        Self {
            item_ids: ItemIds::Negative,
            greader: GreaderQuirks {
                item_ids: ItemIdForm::LongOnly,
                feed_ids: FeedIdForm::Address,
                max_page: Some(1_000),
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns TheOldReader: ids that are strings.
    pub fn theoldreader() -> Self {
        Self {
            greader: GreaderQuirks {
                item_ids: ItemIdForm::HexStrings,
                feed_ids: FeedIdForm::Hex,
                max_page: Some(1_000),
                ..GreaderQuirks::plain()
            },
            ..Self::plain()
        }
    }

    /// Returns Inoreader: a limit of requests a day.
    pub fn inoreader() -> Self {
        let mut quirks = Self::bazqux();
        quirks.item_ids = ItemIds::Sequential;
        quirks.greader.text = TextMember::Summary;
        quirks.rate_limit = Some(RateLimit {
            requests: 100,
            reset_after: 3_600,
        });
        quirks
    }
}
