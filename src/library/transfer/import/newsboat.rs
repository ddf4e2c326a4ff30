//! Parser of newsboat's files `urls` and `config`: [`parse_newsboat`].
//!
//! A line is an address, then tags; words may be quoted. A tag that begins with `!` hides the feed, one that begins with
//! `~` is its title. The other tags become categories. `query:NAME:FILTER` becomes a saved search if that can express
//! the filter (see [`filter`]). `exec:` and `filter:` run programs, and are listed as skipped.
//!
//! Of `config`, the lines `ignore-article FEED FILTER` become rules that mute what the filter matches. FEED is the address of a feed or
//! `*`; one that is a regular expression can't be said, and is listed as skipped.

mod filter;

use std::collections::HashMap;

use crate::model::{
    FeedAddress, ImportedSearch, ItemPosition, MAX_SUBSCRIPTIONS, RuleAction, SkipReason,
    Subscription, SubscriptionList,
};
use crate::text::clean;

/// Beginnings of the first word of a line.
const ADDRESSES: [&str; 7] = [
    "http://", "https://", "feed:", "file://", "query:", "exec:", "filter:",
];

/// Returns true if a text is a `urls` file: most of its lines that are neither empty nor comments begin with an address.
/// `is_whole` is false if it is only the beginning of a file.
pub(in crate::library) fn is_newsboat(text: &str, is_whole: bool) -> bool {
    let text = match text.rfind('\n') {
        Some(end) if !is_whole => text.get(..end).unwrap_or(text),
        _ => text,
    };
    if has_ignore_lines(text) {
        return true;
    }
    let (mut addresses, mut others) = (0usize, 0usize);
    for line in text.lines() {
        let line = line.trim().trim_start_matches('"');
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        match ADDRESSES.iter().any(|start| line.starts_with(start)) {
            true => addresses += 1,
            false => others += 1,
        }
    }
    addresses > others
}

/// Command of `config` that hides articles.
const IGNORE_ARTICLE: &str = "ignore-article";

/// Returns true if a text is a `config` file that hides articles.
fn has_ignore_lines(text: &str) -> bool {
    let is_command = |line: &str| {
        let rest = line.trim_start().strip_prefix(IGNORE_ARTICLE);
        rest.is_some_and(|rest| rest.starts_with(char::is_whitespace))
    };
    text.lines().any(is_command)
}

/// Parses a `urls` file, or the rules of a `config` file.
pub(in crate::library) fn parse_newsboat(text: &str) -> SubscriptionList {
    let mut list = SubscriptionList::default();
    let mut known = HashMap::new();
    let is_config = has_ignore_lines(text);
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let words = split_words(line);
        if is_config {
            read_ignore_line(&mut list, number, line, &words);
            continue;
        }
        if let Some((first, tags)) = words.split_first() {
            read_line(&mut list, &mut known, number, first, tags);
        }
    }
    list
}

/// Reads a line of a `config` file: a rule, if it is an `ignore-article`.
fn read_ignore_line(list: &mut SubscriptionList, number: usize, line: &str, words: &[String]) {
    let (feed, expression) = match words {
        [command, feed, expression] if command == IGNORE_ARTICLE => (feed.as_str(), expression),
        [command, ..] if command == IGNORE_ARTICLE => {
            let position = ItemPosition::Line(number);
            return list.skipped.add(position, line, SkipReason::Damaged);
        }
        _ => return,
    };
    let query = match filter::translate_filter(expression) {
        Ok(query) => feed_query(feed).map(|feed| format!("{feed} {query}")),
        Err(reason) => Err(reason),
    };
    match query {
        Ok(_) if list.searches.len() >= MAX_SUBSCRIPTIONS => {
            let position = ItemPosition::Line(number);
            list.skipped.add(position, line, SkipReason::TooMany);
        }
        Ok(query) => {
            let query = query.trim().to_owned();
            list.searches.push(ImportedSearch {
                name: clean::clean_line(&query).into_owned(),
                query,
                line: number,
                action: Some(RuleAction::Mute),
            });
        }
        Err(reason) => list.skipped.add(ItemPosition::Line(number), line, reason),
    }
}

/// Returns the term that finds the articles of a feed of an `ignore-article` line; empty for all.
fn feed_query(feed: &str) -> Result<String, SkipReason> {
    if feed == "*" {
        return Ok(String::new());
    }
    let address = FeedAddress::parse(feed).ok_or_else(|| match feed.starts_with("regex:") {
        true => SkipReason::Query("regex:".to_owned()),
        false => SkipReason::NotWeb,
    })?;
    let (_, rest) = address.url.split_once("://").unwrap_or(("", &address.url));
    // A quotation mark would end the term.
    Ok(format!("source:\"{}\"", rest.replace('"', " ")))
}

/// Reads a line: its first word and its tags. `known` has the indices of the feeds by their addresses.
fn read_line(
    list: &mut SubscriptionList,
    known: &mut HashMap<String, usize>,
    number: usize,
    first: &str,
    tags: &[String],
) {
    let position = ItemPosition::Line(number);
    if first.starts_with("exec:") || first.starts_with("filter:") {
        list.skipped.add(position, first, SkipReason::Program);
        return;
    }
    if list.subscriptions.len() + list.searches.len() + list.folders.len() >= MAX_SUBSCRIPTIONS {
        list.skipped.add(position, first, SkipReason::TooMany);
        return;
    }
    if let Some(query) = first.strip_prefix("query:") {
        let (name, expression) = query.split_once(':').unwrap_or(("", query));
        let name = clean::clean_line(name).into_owned();
        if name.is_empty() {
            list.skipped.add(position, first, SkipReason::Damaged);
            return;
        }
        match filter::translate_filter(expression) {
            Ok(query) => list.searches.push(ImportedSearch {
                name,
                query,
                line: number,
                action: None,
            }),
            Err(reason) => list.skipped.add(position, first, reason),
        }
        return;
    }
    let Some(address) = FeedAddress::parse(first) else {
        list.skipped.add(position, first, SkipReason::NotWeb);
        return;
    };
    if address.has_password {
        list.skipped
            .add(position, &address.url, SkipReason::Password);
    }
    let at = *known.entry(address.url.clone()).or_insert_with(|| {
        list.subscriptions.push(Subscription {
            url: address.url,
            user: address.user,
            ..Subscription::default()
        });
        list.subscriptions.len() - 1
    });
    let Some(feed) = list.subscriptions.get_mut(at) else {
        return;
    };
    for tag in tags {
        if let Some(title) = tag.strip_prefix('~') {
            let title = clean::clean_line(title);
            if !title.is_empty() {
                feed.user_title = Some(title.into_owned());
            }
            continue;
        }
        feed.is_hidden |= tag.starts_with('!');
        let name = clean::clean_line(tag.trim_start_matches('!')).into_owned();
        if !name.is_empty() && !feed.categories.iter().any(|path| *path == [name.as_str()]) {
            feed.categories.push(vec![name]);
        }
    }
}

/// Splits a line into words at white space. A quoted word may contain white space, and `\"` and `\\`. An unquoted `#` at
/// the start of a word begins a comment.
fn split_words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while !rest.is_empty() && !rest.starts_with('#') {
        let mut word = String::new();
        let quoted = rest.strip_prefix('"');
        let is_end = |c: char| match quoted {
            Some(_) => c == '"',
            None => c.is_whitespace(),
        };
        let mut characters = quoted.unwrap_or(rest).chars();
        let mut after = characters.as_str();
        while let Some(c) = characters.next() {
            after = characters.as_str();
            match c {
                c if is_end(c) => break,
                '\\' if quoted.is_some() => word.extend(characters.next()),
                c => word.push(c),
            }
            after = characters.as_str();
        }
        words.push(word);
        rest = after.trim_start();
    }
    words
}
