//! Peculiarities of servers as switches. The servers that were measured are in `known_servers`.

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
    /// Status of addresses that are none of an API: 404, or that of a firewall or of a proxy with a password of its own.
    pub status_elsewhere: u16,
    /// Google Reader API.
    pub greader: GreaderQuirks,
    /// REST API of Miniflux.
    pub miniflux: MinifluxQuirks,
    /// API of Nextcloud News.
    pub nextcloud: NextcloudQuirks,
    /// Fever API.
    pub fever: FeverQuirks,
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
    /// The web server does not pass on the header `Authorization`.
    pub loses_authorization: bool,
    /// The web server does not pass on the path behind the base: every request is answered `OK` (FreshRSS).
    pub loses_path: bool,
    /// A sign-in with a name that no user can have is refused by 400 (FreshRSS).
    pub checks_user_names: bool,
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
    /// Number of the variables of a form that are read; ids of items are read all the same (PHP).
    pub max_variables: Option<usize>,
    /// Streams of labels are an error (500; Miniflux).
    pub no_label_streams: bool,
    /// `ot` and `nt` compare the time of publication, not of arrival (Miniflux).
    pub times_are_published: bool,
    /// Streams are in the order of publication, not of ids (Miniflux).
    pub order_is_published: bool,
    /// `&`, `<` and `>` in titles and names are fullwidth, in titles of feeds also `?`, `\`, `/`, `,` and `;` (FreshRSS).
    pub fullwidth_titles: bool,
    /// Bytes after which texts are cut (FreshRSS).
    pub max_text: Option<usize>,
    /// The title of an item without one is its link (FreshRSS).
    pub link_as_title: bool,
    /// Member with the text.
    pub text: TextMember,
    /// Member of a media file with its address: `href`, with Miniflux `url`.
    pub file_address: &'static str,
    /// The list of subscriptions lacks all feeds, though their items are there.
    pub hides_feeds_from_list: bool,
    /// Every feed is in a folder; those without one are in [`super::state::DEFAULT_FOLDER`].
    pub folders_required: bool,
    /// A feed is not taken out of a folder without being put into another one; the answer is OK (Miniflux).
    pub keeps_in_folder: bool,
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
    /// Texts that the server can't send cut the body of their answer, whose status is 200; else the status is 500.
    pub cuts_unsendable: bool,
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
    /// Lists without a status have removed entries, too (before 2.2.12).
    pub lists_removed: bool,
    /// Lists of entries know `changed_after` (since 2.0.49); else it is ignored.
    pub filters_changes: bool,
    /// `/v1/version` exists (since 2.0.49).
    pub has_version: bool,
    /// A new feed must have a category (before 2.0.49).
    pub category_required: bool,
    /// `PUT` of a category without `hide_globally` sets it to false, and takes a string (before April 2025).
    pub rename_unhides: bool,
    /// Empty lists are `null`.
    pub empty_is_null: bool,
    /// The API is switched off: its paths lead to the web page.
    pub is_off: bool,
    /// Any request is answered by a plain text (maintenance mode).
    pub maintenance: bool,
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
            lists_removed: false,
            filters_changes: true,
            has_version: true,
            category_required: false,
            rename_unhides: false,
            empty_is_null: false,
            is_off: false,
            maintenance: false,
        }
    }
}

/// Answer to a signed-in user who requests a path that does not exist (Nextcloud).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownRoute {
    /// 404.
    NotFound,
    /// 404 where JSON alone is accepted, else 302 to the first page (24 and 25).
    PageUnlessJson,
    /// 302 to the first page.
    Page,
}

/// Peculiarities of the API of Nextcloud News.
#[derive(Debug, Clone)]
pub struct NextcloudQuirks {
    /// Path before `/index.php/apps/news/api`.
    pub base: String,
    /// Version that `/version` names.
    pub version: &'static str,
    /// Version 1-3 of the API exists (since News 18.1).
    pub has_v1_3: bool,
    /// Answer to a path that does not exist.
    pub unknown_route: UnknownRoute,
    /// Several folders may have one name.
    pub folder_names_repeat: bool,
    /// Marking all items of a feed as read leaves the times of their last changes as they are (before News 21.2).
    pub mark_all_keeps_times: bool,
    /// The number of unread items of a feed is always one too low.
    pub unread_count_is_off: bool,
    /// Most items of `items/updated`; more need more memory than the server has (500).
    pub max_updated: Option<usize>,
    /// The address is none of those that the server trusts (400).
    pub untrusted_domain: bool,
    /// Status where the method of a route is wrong: 405 or 404.
    pub wrong_method: u16,
    /// `offset` includes the item with that id.
    pub offset_is_inclusive: bool,
    /// `lastModified` of items is in microseconds, not in seconds.
    pub times_are_microseconds: bool,
    /// `/status` says that jobs are not run by the cron of the system.
    pub cron_is_broken: bool,
}

impl NextcloudQuirks {
    /// Returns the API of News 25.
    pub fn newest() -> Self {
        Self {
            base: String::new(),
            version: "25.0.0",
            has_v1_3: true,
            unknown_route: UnknownRoute::NotFound,
            folder_names_repeat: true,
            mark_all_keeps_times: false,
            unread_count_is_off: false,
            max_updated: None,
            untrusted_domain: false,
            wrong_method: 405,
            offset_is_inclusive: true,
            times_are_microseconds: false,
            cron_is_broken: false,
        }
    }
}

/// Answer to `max_id=0` of the Fever API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MaxIdZero {
    /// The newest items (Miniflux).
    Newest,
    /// No items (FreshRSS).
    NoItems,
    /// No member `items` (coldsweat).
    NoMember,
}

/// Order of the items of a page of the Fever API, and which of them are on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeverPages {
    /// Those next to the id, in the direction of the walk.
    ById,
    /// Those of the first feeds, though they may not be next to the id (coldsweat: no order in the query).
    ByFeed,
}

/// Peculiarities of the Fever API.
#[derive(Debug, Clone)]
pub struct FeverQuirks {
    /// Path, without a slash at its end.
    pub path: String,
    /// The API is switched off: 503 (FreshRSS).
    pub is_off: bool,
    /// A request without `api` in its query is refused (400).
    pub api_required: bool,
    /// An answer has one section, and a request with a section carries out no mark (Miniflux).
    pub one_section: bool,
    /// Ids of items are strings (FreshRSS).
    pub ids_are_strings: bool,
    /// Answer to `max_id=0`.
    pub max_id_zero: MaxIdZero,
    /// Order of pages.
    pub pages: FeverPages,
    /// `as=saved` and `as=unsaved` toggle the star (Miniflux).
    pub stars_toggle: bool,
    /// A mark on something unknown is 404, and one without an id 400; else they do nothing.
    pub unknown_is_404: bool,
    /// A mark on a feed or group without `before` is refused (400).
    pub before_required: bool,
    /// `before` compares the time of publication, not of arrival.
    pub before_is_published: bool,
    /// Marks are read from the form alone.
    pub marks_in_form_only: bool,
    /// The answer to a mark has the ids of unread or saved items (FreshRSS).
    pub marks_answer_ids: bool,
    /// Titles, authors and names of groups have fullwidth characters (FreshRSS).
    pub fullwidth_titles: bool,
    /// The lists of unread and saved ids have those of the main stream alone (FreshRSS).
    pub lists_main_stream: bool,
    /// Empty lists are `null`.
    pub empty_is_null: bool,
}

impl FeverQuirks {
    /// Returns the API as its description has it.
    pub fn plain() -> Self {
        Self {
            path: "/fever".to_owned(),
            is_off: false,
            api_required: false,
            one_section: false,
            ids_are_strings: false,
            max_id_zero: MaxIdZero::Newest,
            pages: FeverPages::ById,
            stars_toggle: false,
            unknown_is_404: false,
            before_required: false,
            before_is_published: true,
            marks_in_form_only: false,
            marks_answer_ids: false,
            fullwidth_titles: false,
            lists_main_stream: false,
            empty_is_null: false,
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
            loses_authorization: false,
            loses_path: false,
            checks_user_names: false,
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
            max_variables: None,
            no_label_streams: false,
            times_are_published: false,
            order_is_published: false,
            fullwidth_titles: false,
            max_text: None,
            link_as_title: false,
            text: TextMember::Summary,
            file_address: "href",
            hides_feeds_from_list: false,
            folders_required: false,
            keeps_in_folder: false,
            empty_folders_vanish: true,
            starred_ignores_xt: false,
            rename_conflict_is_ok: false,
            unknown_path_is_empty: false,
            no_items_is_error: false,
            cuts_unsendable: false,
            user_in_streams: "-",
            errors_are_json: false,
        }
    }
}
