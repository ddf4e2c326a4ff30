//! Google Reader API: routes, login and writes.

use serde_json::{Value, json};

use super::greader_lists as lists;
use super::greader_login::{has_write_token, is_authorized, log_in, unauthorized, write_token};
use super::message::{ServerAnswer, ServerRequest};
use super::quirks::{FeedIdForm, GreaderQuirks, ItemIdForm, ServerQuirks};
use super::state::{DEFAULT_FOLDER, SECOND, ServerState};

/// Returns the part of a path behind the base of the API, if the path belongs to it.
pub fn path_of<'a>(quirks: &ServerQuirks, path: &'a str) -> Option<&'a str> {
    let rest = path.strip_prefix(quirks.greader.base.as_str())?;
    let is_base = quirks.greader.base_answers_ok && matches!(rest, "" | "/");
    (is_base || rest.starts_with("/accounts/") || rest.starts_with("/reader/")).then_some(rest)
}

/// Answers a request for a path behind the base of the API.
pub fn answer(
    state: &mut ServerState,
    quirks: &ServerQuirks,
    request: &ServerRequest,
    path: &str,
) -> ServerAnswer {
    let quirks = &quirks.greader;
    let request = &with_read_variables(quirks, request);
    if matches!(path, "" | "/") {
        return ServerAnswer::ok();
    }
    if quirks.is_off {
        return ServerAnswer::text(503, "Service Unavailable!");
    }
    if quirks.loses_path {
        return ServerAnswer::ok();
    }
    if path == "/accounts/ClientLogin" {
        return log_in(state, quirks, request);
    }
    let Some(path) = path.strip_prefix("/reader/api/0/") else {
        return ServerAnswer::text(400, "Bad Request!");
    };
    if !is_authorized(state, quirks, request) {
        return unauthorized();
    }
    if super::is_write(request) {
        if !has_write_token(state, quirks, request, path) {
            return unauthorized();
        }
        if request.method != "POST" {
            return error(quirks, 405, "Method Not Allowed");
        }
    }
    match path {
        "token" => ServerAnswer::text(200, &format!("{}\n", write_token(state, quirks))),
        "user-info" => ServerAnswer::json(
            200,
            &json!({"userId": "1", "userName": state.user, "userProfileId": "1", "userEmail": ""}),
        ),
        "subscription/list" => lists::subscriptions(state, quirks, request),
        "tag/list" => lists::tags(state, quirks, request),
        "unread-count" if !quirks.unknown_path_is_empty => {
            lists::unread_counts(state, quirks, request)
        }
        "stream/items/ids" => lists::item_ids(state, quirks, request),
        "stream/items/contents" => lists::item_contents(state, quirks, request),
        "edit-tag" => edit_tag(state, quirks, request),
        "rename-tag" => rename_tag(state, quirks, request),
        "disable-tag" => disable_tag(state, quirks, request),
        "mark-all-as-read" if !quirks.unknown_path_is_empty => mark_all(state, quirks, request),
        "subscription/edit" => edit_subscription(state, quirks, request),
        "subscription/quickadd" => quick_add(state, quirks, request),
        _ if quirks.unknown_path_is_empty => ServerAnswer::json(200, &json!([])),
        _ => ServerAnswer::text(400, "Bad Request!"),
    }
}

/// Returns a request with those variables of its form that the server reads.
fn with_read_variables(quirks: &GreaderQuirks, request: &ServerRequest) -> ServerRequest {
    let Some(max) = quirks.max_variables else {
        return request.clone();
    };
    let pairs = request.form().into_iter().enumerate();
    let read = pairs.filter(|(at, (name, _))| *at < max || name == "i");
    let mut body = url::form_urlencoded::Serializer::new(String::new());
    body.extend_pairs(read.map(|(_, pair)| pair));
    request.clone().with_body(body.finish().into_bytes())
}

/// Returns an error as the server words it.
pub fn error(quirks: &GreaderQuirks, status: u16, text: &str) -> ServerAnswer {
    match quirks.errors_are_json {
        true => ServerAnswer::json(status, &json!({"error_message": text})),
        false => ServerAnswer::text(status, text),
    }
}

/// Returns the number of an item; none where the server does not understand the id.
pub fn item_number(form: ItemIdForm, id: &str) -> Option<i64> {
    let hex = |digits: &str| u64::from_str_radix(digits, 16).ok().map(|id| id as i64);
    let long = id.strip_prefix(LONG);
    match form {
        ItemIdForm::DecimalFirst => {
            let is_decimal = id.bytes().all(|byte| byte.is_ascii_digit());
            match is_decimal && !id.starts_with('0') {
                true => id.parse().ok(),
                false => Some(hex(id.rsplit('/').next().unwrap_or_default()).unwrap_or(0)),
            }
        }
        ItemIdForm::HexFirst => match long {
            Some(digits) if digits.len() == 16 => hex(digits),
            Some(_) => None,
            None if id.len() == 16 && hex(id).is_some() => hex(id),
            None => id.parse().ok(),
        },
        ItemIdForm::LongOnly => long.filter(|digits| digits.len() == 16).and_then(hex),
        ItemIdForm::HexStrings => {
            let digits = long.unwrap_or(id);
            let number = digits.strip_prefix(HEX_STRING)?;
            (digits.len() == 24).then(|| hex(number)).flatten()
        }
    }
}

/// Beginning of the long form of the ids of items.
pub const LONG: &str = "tag:google.com,2005:reader/item/";
/// First eight of the 24 digits of identifiers that are strings.
pub const HEX_STRING: &str = "5f00d1a7";

/// Returns the ids of items in a form, or the error.
pub fn edited_items(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> Result<Vec<i64>, ServerAnswer> {
    let ids: Option<Vec<i64>> = request
        .form_values("i")
        .iter()
        .map(|id| item_number(quirks.item_ids, id))
        .collect();
    match ids {
        None => Err(error(quirks, 400, "could not parse an item id")),
        Some(ids) if quirks.max_edited.is_some_and(|max| ids.len() > max) => {
            Err(error(quirks, 400, "too many items"))
        }
        Some(ids) if state.refuses(&ids) => Err(error(quirks, 400, "item refused")),
        Some(ids) => Ok(ids),
    }
}

/// Tag that `edit-tag` adds or removes.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tag {
    Read,
    KeptUnread,
    Starred,
    Label(String),
    Unknown,
}

fn parse_tag(stream: &str) -> Tag {
    match lists::parse_stream(stream) {
        lists::Stream::Read => Tag::Read,
        lists::Stream::KeptUnread => Tag::KeptUnread,
        lists::Stream::Starred => Tag::Starred,
        lists::Stream::Label(name) => Tag::Label(name),
        _ => Tag::Unknown,
    }
}

fn edit_tag(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let tags = |name: &str| {
        let mut tags: Vec<Tag> = request
            .form_values(name)
            .iter()
            .map(|tag| parse_tag(tag))
            .collect();
        if quirks.last_tag_wins && tags.len() > 1 {
            tags.drain(..tags.len() - 1);
        }
        tags
    };
    let (added, removed) = (tags("a"), tags("r"));
    if quirks.no_label_streams {
        let known = |tag: &Tag| matches!(tag, Tag::Read | Tag::KeptUnread | Tag::Starred);
        let mut all = added.iter().chain(&removed);
        if added.is_empty() && removed.is_empty() || !all.all(known) {
            return error(quirks, 500, "unsupported tags");
        }
    }
    let ids = match edited_items(state, quirks, request) {
        Ok(ids) => ids,
        Err(answer) => return answer,
    };
    for id in ids {
        for (tags, value) in [(&added, true), (&removed, false)] {
            for tag in tags {
                set_tag(state, quirks, id, tag, value);
            }
        }
    }
    ServerAnswer::ok()
}

fn set_tag(state: &mut ServerState, quirks: &GreaderQuirks, id: i64, tag: &Tag, value: bool) {
    let Some(item) = state.items.get(&id) else {
        return;
    };
    match tag {
        Tag::Read | Tag::KeptUnread => {
            let wanted = value == (*tag == Tag::Read);
            let wanted = wanted && !(quirks.tags_toggle && item.read);
            state.mark_read(id, wanted);
        }
        Tag::Starred => {
            let wanted = value && !(quirks.tags_toggle && item.starred);
            state.star(id, wanted);
        }
        Tag::Label(name) => {
            state.change(id, |item| {
                match value {
                    true => item.labels.insert(name.clone()),
                    false => item.labels.remove(name),
                };
            });
        }
        Tag::Unknown => {}
    }
}

fn label(request: &ServerRequest, name: &str) -> Option<String> {
    match lists::parse_stream(&request.param(name)?) {
        lists::Stream::Label(label) if !label.is_empty() => Some(label),
        _ => None,
    }
}

fn rename_tag(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let (Some(from), Some(to)) = (label(request, "s"), label(request, "dest")) else {
        return error(quirks, 400, "Bad Request!");
    };
    let Some(folder) = state.folder_named(&from) else {
        return error(quirks, 404, "no such label");
    };
    if !state.rename_folder(folder, &to) && !quirks.rename_conflict_is_ok {
        return error(quirks, 400, "This label already exists.");
    }
    ServerAnswer::ok()
}

fn disable_tag(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let Some(name) = label(request, "s") else {
        return error(quirks, 400, "Bad Request!");
    };
    match state.folder_named(&name) {
        Some(_) if quirks.folders_required && state.folders.len() == 1 => {
            return error(
                quirks,
                500,
                "at least 1 category must remain after deletion",
            );
        }
        Some(folder) => {
            state.remove_folder(folder, false);
        }
        None => state.items.values_mut().for_each(|item| {
            item.labels.remove(&name);
        }),
    }
    ServerAnswer::ok()
}

fn mark_all(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let stream = request.param("s").unwrap_or_default();
    let stream = lists::parse_stream(&stream);
    let before = request.param("ts").and_then(|ts| ts.parse::<i64>().ok());
    let before = match before {
        None | Some(0) => i64::MAX,
        Some(time) if time.to_string().len() >= 16 => time,
        Some(time) => time * SECOND,
    };
    let ids = state.ids_where(|item| {
        let time = match quirks.times_are_published {
            true => item.published * SECOND,
            false => item.created,
        };
        !item.read && time <= before && lists::is_in(state, quirks, item, &stream)
    });
    for id in ids {
        state.mark_read(id, true);
    }
    ServerAnswer::ok()
}

/// Returns the id of a feed as the server writes it.
pub fn feed_id(state: &ServerState, quirks: &GreaderQuirks, feed: i64) -> String {
    match quirks.feed_ids {
        FeedIdForm::Number => format!("feed/{feed}"),
        FeedIdForm::Hex => format!("feed/{HEX_STRING}{feed:016x}"),
        FeedIdForm::Address => {
            let url = state.feeds.get(&feed).map(|feed| feed.url.as_str());
            format!("feed/{}", url.unwrap_or_default())
        }
    }
}

/// Returns the feed with an id as the server writes it; any server takes an address too.
pub fn feed_number(state: &ServerState, quirks: &GreaderQuirks, id: &str) -> Option<i64> {
    let ids = state.feeds.keys().copied();
    let by_id = ids
        .into_iter()
        .find(|feed| feed_id(state, quirks, *feed) == format!("feed/{id}"));
    by_id.or_else(|| state.feed_at(id))
}

fn edit_subscription(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let streams = request.form_values("s");
    let titles = request.form_values("t");
    let action = request.param("ac").unwrap_or_default();
    let refused = || error(quirks, 400, "Bad Request!");
    if streams.is_empty() {
        return refused();
    }
    for (index, stream) in streams.iter().enumerate() {
        let Some(id) = stream.strip_prefix("feed/") else {
            return refused();
        };
        let title = titles.get(index).filter(|title| !title.is_empty());
        let feed = feed_number(state, quirks, id);
        match (action.as_str(), feed) {
            ("subscribe", None) => {
                if !id.contains("://") {
                    return refused();
                }
                subscribe(state, quirks, id, title, label(request, "a").as_deref());
            }
            ("unsubscribe", Some(feed)) => {
                state.remove_feed(feed);
                if quirks.empty_folders_vanish {
                    lists::remove_empty_folders(state);
                }
            }
            ("edit", Some(feed)) => {
                if let Some(title) = title {
                    state.rename_feed(feed, title);
                }
                move_between(state, quirks, request, feed);
            }
            ("subscribe", Some(_)) if quirks.errors_are_json => {
                return error(quirks, 500, "This feed already exists.");
            }
            _ => return refused(),
        }
    }
    ServerAnswer::ok()
}

fn move_between(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
    feed: i64,
) {
    if let Some(name) = label(request, "a") {
        let folder = state.ensure_folder(&name);
        state.move_feed(feed, Some(folder));
    } else if label(request, "r").is_some() && !quirks.keeps_in_folder {
        let folder = match quirks.folders_required {
            true => Some(state.ensure_folder(DEFAULT_FOLDER)),
            false => None,
        };
        state.move_feed(feed, folder);
    }
    if quirks.empty_folders_vanish {
        lists::remove_empty_folders(state);
    }
}

fn subscribe(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    url: &str,
    title: Option<&String>,
    folder: Option<&str>,
) -> i64 {
    let folder = folder.or(quirks.folders_required.then_some(DEFAULT_FOLDER));
    let title = title.map_or(url, String::as_str);
    state.subscribe(url, title, folder)
}

fn quick_add(
    state: &mut ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    let url = request.param("quickadd").unwrap_or_default();
    let url = url.strip_prefix("feed/").unwrap_or(&url).to_owned();
    let Some(url) = state.discover(&url) else {
        return ServerAnswer::json(500, &json!({"error_message": "The feed cannot be fetched"}));
    };
    let answer: Value = match url.contains("://") && state.feed_at(&url).is_none() {
        true => {
            let feed = subscribe(state, quirks, &url, None, None);
            json!({"numResults": 1, "query": url, "streamId": feed_id(state, quirks, feed)})
        }
        false => json!({"numResults": 0, "error": "no feed was added"}),
    };
    ServerAnswer::json(200, &answer)
}
