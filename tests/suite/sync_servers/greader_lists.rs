//! Google Reader API: subscriptions, labels, ids and texts of items.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::greader::{self, HEX_STRING, LONG};
use super::message::{ServerAnswer, ServerRequest};
use super::quirks::{Continuation, EndlessPages, GreaderQuirks, ItemIdForm, TextMember};
use super::state::{DEFAULT_FOLDER, SECOND, ServerItem, ServerState};

/// Stream of items.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stream {
    ReadingList,
    Read,
    KeptUnread,
    Starred,
    Feed(String),
    Label(String),
    Unknown,
}

/// Parses the id of a stream, with any user name.
pub fn parse_stream(id: &str) -> Stream {
    if let Some(feed) = id.strip_prefix("feed/") {
        return Stream::Feed(feed.to_owned());
    }
    let rest = id.strip_prefix("user/").and_then(|id| id.split_once('/'));
    match rest {
        Some((_, "state/com.google/reading-list")) => Stream::ReadingList,
        Some((_, "state/com.google/read")) => Stream::Read,
        Some((_, "state/com.google/kept-unread")) => Stream::KeptUnread,
        Some((_, "state/com.google/starred")) => Stream::Starred,
        Some((_, other)) => match other.strip_prefix("label/") {
            Some(name) => Stream::Label(name.to_owned()),
            None => Stream::Unknown,
        },
        None => Stream::Unknown,
    }
}

/// Removes folders without feeds.
pub fn remove_empty_folders(state: &mut ServerState) {
    let used: Vec<i64> = state
        .feeds
        .values()
        .filter_map(|feed| feed.folder)
        .collect();
    state.folders.retain(|id, _| used.contains(id));
}

fn folder_of(state: &ServerState, quirks: &GreaderQuirks, feed: i64) -> Option<String> {
    let folder = state.feeds.get(&feed).and_then(|feed| feed.folder);
    let folder = folder.and_then(|id| state.folders.get(&id));
    match folder {
        Some(folder) => Some(folder.name.clone()),
        None => quirks.folders_required.then(|| DEFAULT_FOLDER.to_owned()),
    }
}

/// Returns true if an item is in a stream.
pub fn is_in(
    state: &ServerState,
    quirks: &GreaderQuirks,
    item: &ServerItem,
    stream: &Stream,
) -> bool {
    match stream {
        Stream::ReadingList => true,
        Stream::Read => item.read || quirks.read_stream_has_all,
        Stream::KeptUnread => !item.read,
        Stream::Starred => item.starred,
        Stream::Feed(id) => {
            id == &item.feed.to_string()
                || greader::feed_number(state, quirks, id) == Some(item.feed)
        }
        Stream::Label(name) => {
            item.labels.contains(name) || folder_of(state, quirks, item.feed).as_ref() == Some(name)
        }
        Stream::Unknown => false,
    }
}

fn needs_json(quirks: &GreaderQuirks, request: &ServerRequest) -> Option<ServerAnswer> {
    (request.param("output").as_deref() != Some("json")).then(|| match quirks.errors_are_json {
        true => greader::error(quirks, 400, "only json output is supported"),
        false => ServerAnswer::text(501, "Not Implemented!"),
    })
}

fn user(quirks: &GreaderQuirks, rest: &str) -> String {
    format!("user/{}/{rest}", quirks.user_in_streams)
}

/// Returns the title of an item as the server writes it.
pub fn item_title(is_fullwidth: bool, title: &str) -> String {
    match is_fullwidth {
        true => title
            .replace('&', "＆")
            .replace('<', "＜")
            .replace('>', "＞"),
        false => title.to_owned(),
    }
}

/// Returns the title of a feed as the server writes it: FreshRSS replaces more characters there.
pub fn feed_title(is_fullwidth: bool, title: &str) -> String {
    const MORE: [(char, &str); 5] = [
        ('?', "？"),
        ('\\', "＼"),
        ('/', "／"),
        (',', "，"),
        (';', "；"),
    ];
    let title = item_title(is_fullwidth, title);
    match is_fullwidth {
        true => MORE
            .iter()
            .fold(title, |title, (from, to)| title.replace(*from, to)),
        false => title,
    }
}

/// Answers with the subscriptions.
pub fn subscriptions(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    if let Some(answer) = needs_json(quirks, request) {
        return answer;
    }
    let feeds = state.feeds.values().map(|feed| {
        let categories: Vec<Value> = folder_of(state, quirks, feed.id)
            .into_iter()
            .map(|name| json!({"id": user(quirks, &format!("label/{name}")), "label": name}))
            .collect();
        json!({
            "id": greader::feed_id(state, quirks, feed.id),
            "title": feed_title(quirks.fullwidth_titles, &feed.title),
            "categories": categories,
            "url": feed.url,
            "htmlUrl": feed.site,
            "iconUrl": "",
        })
    });
    let feeds = feeds.filter(|_| !quirks.hides_feeds_from_list);
    let feeds: Vec<Value> = feeds.collect();
    ServerAnswer::json(200, &json!({"subscriptions": feeds}))
}

/// Answers with the labels.
pub fn tags(state: &ServerState, quirks: &GreaderQuirks, request: &ServerRequest) -> ServerAnswer {
    if let Some(answer) = needs_json(quirks, request) {
        return answer;
    }
    let mut tags = vec![json!({"id": user(quirks, "state/com.google/starred")})];
    for folder in state.folders.values() {
        let id = user(quirks, &format!("label/{}", folder.name));
        tags.push(json!({"id": id, "label": folder.name, "type": "folder"}));
    }
    let labels: BTreeSet<&String> = state.items.values().flat_map(|item| &item.labels).collect();
    for label in labels {
        let id = user(quirks, &format!("label/{label}"));
        tags.push(json!({"id": id, "type": "tag"}));
    }
    ServerAnswer::json(200, &json!({"tags": tags}))
}

/// Answers with the numbers of unread items.
pub fn unread_counts(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    if let Some(answer) = needs_json(quirks, request) {
        return answer;
    }
    let mut counts = Vec::new();
    for feed in state.feeds.keys() {
        let items = state.items_of(*feed);
        let unread = items.iter().filter(|item| !item.read).count();
        let newest = items.iter().map(|item| item.created).max().unwrap_or(0);
        let id = greader::feed_id(state, quirks, *feed);
        counts.push(
            json!({"id": id, "count": unread, "newestItemTimestampUsec": newest.to_string()}),
        );
    }
    let max = state.unread().len();
    ServerAnswer::json(200, &json!({"max": max, "unreadcounts": counts}))
}

/// Answers with a page of the ids of a stream.
pub fn item_ids(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    if quirks.errors_are_json
        && let Some(answer) = needs_json(quirks, request)
    {
        return answer;
    }
    let stream = parse_stream(request.query_value("s").unwrap_or_default());
    if quirks.no_label_streams && matches!(stream, Stream::Label(_) | Stream::Unknown) {
        return greader::error(quirks, 500, "unknown stream type");
    }
    let ids = select(state, quirks, request, &stream);
    let (page, continuation) = page(quirks, request, &ids);
    let refs: Vec<Value> = page
        .iter()
        .map(|id| match quirks.item_ids {
            ItemIdForm::HexStrings => json!({"id": format!("{HEX_STRING}{id:016x}")}),
            _ => json!({"id": id.to_string()}),
        })
        .collect();
    let mut body = json!({"itemRefs": refs});
    if let Some(continuation) = continuation {
        body["continuation"] = json!(continuation);
    }
    ServerAnswer::json(200, &body)
}

/// Returns the ids of a stream in its order.
fn select(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
    stream: &Stream,
) -> Vec<i64> {
    let parameters = |name: &str| -> Vec<Stream> {
        let pairs = request.query.iter();
        pairs
            .filter(|(known, value)| known == name && !value.is_empty())
            .map(|(_, value)| parse_stream(value))
            .collect()
    };
    let mut excluded = parameters("xt");
    if quirks.starred_ignores_xt && *stream == Stream::Starred {
        excluded.clear();
    }
    let included = parameters("it");
    let time = |name: &str| request.query_value(name)?.parse::<i64>().ok();
    let (from, until) = (time("ot").unwrap_or(0), time("nt").unwrap_or(0));
    // A filter for read items is one, even where the stream of that name has all.
    let exact = GreaderQuirks {
        read_stream_has_all: false,
        ..quirks.clone()
    };
    let hides = matches!(stream, Stream::ReadingList | Stream::Starred);
    let listed = state
        .items
        .values()
        .filter(|item| !hides || !state.hidden_feeds.contains(&item.feed));
    let chosen = listed.filter(|item| {
        let time = match quirks.times_are_published {
            true => item.published,
            false => item.created.div_euclid(SECOND),
        };
        (from == 0 || time >= from)
            && (until == 0 || time <= until)
            && is_in(state, quirks, item, stream)
            && !excluded
                .iter()
                .any(|stream| is_in(state, &exact, item, stream))
            && included
                .iter()
                .all(|stream| is_in(state, &exact, item, stream))
    });
    let mut chosen: Vec<&ServerItem> = chosen.collect();
    if quirks.order_is_published {
        chosen.sort_by_key(|item| (item.published, item.id));
    }
    let mut ids: Vec<i64> = chosen.iter().map(|item| item.id).collect();
    if request.query_value("r") != Some("o") {
        ids.reverse();
    }
    ids
}

/// Returns a page of ids, and its continuation.
fn page(
    quirks: &GreaderQuirks,
    request: &ServerRequest,
    ids: &[i64],
) -> (Vec<i64>, Option<String>) {
    let asked = request.query_value("n").and_then(|n| n.parse().ok());
    let count = asked.filter(|n| *n > 0).or(quirks.default_page);
    let max = quirks.max_page.unwrap_or(usize::MAX);
    let count = count.unwrap_or(usize::MAX).min(max);
    let sent = request.query_value("c").and_then(|c| c.parse::<i64>().ok());
    let ascends = request.query_value("r") == Some("o");
    let follows = |id: &i64, last: i64| if ascends { *id > last } else { *id < last };
    let start = match (quirks.continuation, sent) {
        (_, None) => 0,
        (Continuation::Offset, Some(offset)) => usize::try_from(offset).unwrap_or(0),
        (Continuation::LastId, Some(last)) => {
            ids.iter().take_while(|id| !follows(id, last)).count()
        }
        (Continuation::LastIdDropsFirst, Some(last)) => {
            let begin = ids.iter().position(|id| *id == last || follows(id, last));
            begin.map_or(ids.len(), |begin| begin + 1)
        }
    };
    let page: Vec<i64> = ids.iter().skip(start).take(count).copied().collect();
    let next = match quirks.continuation {
        Continuation::Offset => {
            let next = start + page.len();
            (next < ids.len()).then(|| next.to_string())
        }
        _ => match page.last() {
            Some(last) if page.len() >= count => Some(last.to_string()),
            _ => None,
        },
    };
    match quirks.endless_pages {
        Some(EndlessPages::Repeat) if sent.is_none() => (page, next),
        Some(EndlessPages::Repeat) => (page, request.query_value("c").map(str::to_owned)),
        Some(EndlessPages::Empty) => {
            let next = next.or_else(|| page.last().map(ToString::to_string));
            let sent = request.query_value("c").map(str::to_owned);
            (page, next.or(sent).or_else(|| Some("0".to_owned())))
        }
        None => (page, next),
    }
}

/// Answers with the texts of the items that the form names.
pub fn item_contents(
    state: &ServerState,
    quirks: &GreaderQuirks,
    request: &ServerRequest,
) -> ServerAnswer {
    if quirks.errors_are_json
        && let Some(answer) = needs_json(quirks, request)
    {
        return answer;
    }
    let ids: Option<Vec<i64>> = request
        .form_values("i")
        .iter()
        .map(|id| greader::item_number(quirks.item_ids, id))
        .collect();
    let Some(ids) = ids.filter(|ids| !ids.is_empty()) else {
        return greader::error(quirks, 400, "Bad Request!");
    };
    let known: BTreeSet<i64> = ids.into_iter().collect();
    let items = known.iter().rev().filter_map(|id| state.items.get(id));
    let items: Vec<&ServerItem> = items.collect();
    if items.is_empty() && quirks.no_items_is_error {
        return greader::error(quirks, 400, "no items returned from the database");
    }
    let is_unsendable = items.iter().any(|item| state.unsendable.contains(&item.id));
    if is_unsendable && !quirks.cuts_unsendable {
        return ServerAnswer::page(500, "Internal Server Error");
    }
    let items: Vec<Value> = items
        .into_iter()
        .map(|item| content(state, quirks, item))
        .collect();
    let body = json!({
        "id": user(quirks, "state/com.google/reading-list"),
        "updated": state.seconds(),
        "items": items,
    });
    let mut answer = ServerAnswer::json(200, &body);
    if is_unsendable {
        answer.body.truncate(answer.body.len() / 2);
    }
    answer
}

fn content(state: &ServerState, quirks: &GreaderQuirks, item: &ServerItem) -> Value {
    let mut categories = vec![user(quirks, "state/com.google/reading-list")];
    let folder = folder_of(state, quirks, item.feed);
    let labels = folder.iter().chain(&item.labels);
    categories.extend(labels.map(|name| user(quirks, &format!("label/{name}"))));
    if item.read {
        categories.push(user(quirks, "state/com.google/read"));
    }
    if item.starred {
        categories.push(user(quirks, "state/com.google/starred"));
    }
    let (id, feed) = (item.id, state.feeds.get(&item.feed));
    let long = match quirks.item_ids {
        ItemIdForm::HexStrings => format!("{LONG}{HEX_STRING}{id:016x}"),
        _ => format!("{LONG}{id:016x}"),
    };
    let title = match quirks.link_as_title && item.title.is_empty() {
        true => &item.link,
        false => &item.title,
    };
    let mut value = json!({
        "id": long,
        "crawlTimeMsec": (item.created / 1_000).to_string(),
        "timestampUsec": item.created.to_string(),
        "published": item.published,
        "title": item_title(quirks.fullwidth_titles, title),
        "author": item_title(quirks.fullwidth_titles, &item.author),
        "canonical": [{"href": item.link}],
        "alternate": [{"href": item.link, "type": "text/html"}],
        "categories": categories,
        "origin": {
            "streamId": greader::feed_id(state, quirks, item.feed),
            "title": feed_title(quirks.fullwidth_titles, feed.map_or("", |feed| &feed.title)),
            "htmlUrl": feed.map_or("", |feed| &feed.site),
        },
    });
    let file = |(url, media_type): &(String, String)| json!({quirks.file_address: url, "type": media_type, "length": "1234567"});
    if !item.files.is_empty() {
        value["enclosure"] = item.files.iter().map(file).collect();
    }
    let max = quirks.max_text.unwrap_or(usize::MAX).min(item.html.len());
    let end = (0..=max)
        .rev()
        .find(|end| item.html.is_char_boundary(*end))
        .unwrap_or(0);
    let text = json!({"direction": "ltr", "content": &item.html[..end]});
    if matches!(quirks.text, TextMember::Summary | TextMember::Both) {
        value["summary"] = text.clone();
    }
    if matches!(quirks.text, TextMember::Content | TextMember::Both) {
        value["content"] = text;
    }
    value
}
