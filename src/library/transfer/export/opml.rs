//! Export of the subscriptions as OPML 2.0: `LibraryReader::export_opml`.
//!
//! A category is an outline with the outlines of its feeds and subcategories. A feed in several categories is written in
//! each. Those of accounts are written with the addresses that their servers fetch. `text` is the title that is shown, `title`
//! that of the feed; `paused` and `hidden` are attributes of a namespace of newsprint.

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

use rusqlite::Connection;
use serde_json::{Map, Value};

use crate::library::LibraryReader;
use crate::library::articles::sources::categories;
use crate::library::transfer::export::netscape::escape_html;
use crate::library::transfer::export::{ExportError, ExportOmission, ExportReport};
use crate::model::{Category, CategoryId, FeedAddress, SourceId, SourceSettings};

/// Largest depth of categories: the feeds of deeper ones are written at this depth, as an import reads them.
const MAX_DEPTH: usize = 16;

/// A feed as it is exported.
struct ExportedFeed {
    /// Sources with its address: several accounts may have it.
    sources: Vec<SourceId>,
    title: String,
    user_title: Option<String>,
    url: String,
    site: Option<String>,
    is_paused: bool,
    is_hidden: bool,
}

/// Writes the subscriptions. `namespace` is that of the attributes that only newsprint reads.
pub(in crate::library) fn export_opml(
    library: &LibraryReader,
    namespace: &str,
    output: &mut impl Write,
) -> Result<ExportReport, ExportError> {
    let reading = library.connection().unchecked_transaction()?;
    let connection: &Connection = &reading;
    let mut report = ExportReport::default();
    let feeds = load_feeds(connection, &mut report)?;
    let mut feeds_of: HashMap<CategoryId, Vec<&ExportedFeed>> = HashMap::new();
    let mut in_category = HashSet::new();
    let assigned = load_assignments(connection)?;
    for feed in &feeds {
        let mut categories: Vec<CategoryId> = Vec::new();
        for source in &feed.sources {
            let assigned = assigned.get(source).into_iter().flatten();
            for category in assigned {
                if !categories.contains(category) {
                    categories.push(*category);
                }
            }
        }
        for category in categories {
            feeds_of.entry(category).or_default().push(feed);
            in_category.insert(&feed.url);
        }
    }
    let mut children: HashMap<Option<CategoryId>, Vec<Category>> = HashMap::new();
    for category in categories::categories(connection)? {
        children.entry(category.parent).or_default().push(category);
    }
    writeln!(output, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        output,
        "<opml version=\"2.0\" xmlns:newsprint=\"{namespace}\">"
    )?;
    writeln!(
        output,
        "  <head>\n    <title>Subscriptions</title>\n  </head>\n  <body>"
    )?;
    write_category(output, None, &children, &feeds_of, 0)?;
    for feed in feeds.iter().filter(|feed| !in_category.contains(&feed.url)) {
        write_feed(output, feed, 0)?;
    }
    writeln!(output, "  </body>\n</opml>")?;
    output.flush()?;
    report.feeds = feeds.len();
    report.omissions.push(ExportOmission::Articles);
    Ok(report)
}

/// Loads the feeds in the order in which they were added, those of accounts last, and reports what their outlines can't say.
fn load_feeds(
    connection: &Connection,
    report: &mut ExportReport,
) -> Result<Vec<ExportedFeed>, ExportError> {
    let mut statement = connection.prepare(
        "SELECT s.id, s.title, s.user_title, ifnull(s.url, f.url), s.site, s.paused, s.settings, s.user_interval IS NOT NULL
         FROM source s LEFT JOIN remote_feed f ON f.source = s.id
         WHERE s.removed IS NULL AND s.kind IN ('feed', 'account') AND ifnull(s.url, f.url) IS NOT NULL ORDER BY s.kind = 'account', s.id",
    )?;
    let mut rows = statement.query([])?;
    let (mut programs, mut passwords, mut settings_lost) = (0, 0, 0);
    let mut feeds: Vec<ExportedFeed> = Vec::new();
    let mut numbers: HashMap<String, usize> = HashMap::new();
    while let Some(row) = rows.next()? {
        let stored: String = row.get(6)?;
        let object: Map<String, Value> = serde_json::from_str(&stored).unwrap_or_default();
        let settings = SourceSettings::from_json(&object);
        let url: String = row.get(3)?;
        if let Some(feed) = numbers.get(&url).and_then(|number| feeds.get_mut(*number)) {
            feed.sources.push(row.get(0)?);
            continue;
        }
        let Some(address) = FeedAddress::parse(&url).filter(|_| settings.exec.is_none()) else {
            programs += 1;
            continue;
        };
        let has_credentials = address.has_password || address.user.is_some();
        passwords += usize::from(has_credentials);
        let interval: bool = row.get(7)?;
        settings_lost += usize::from(interval || object.keys().any(|key| key != "hidden"));
        numbers.insert(url.clone(), feeds.len());
        feeds.push(ExportedFeed {
            sources: vec![row.get(0)?],
            title: row.get(1)?,
            user_title: row.get(2)?,
            url: if has_credentials { address.url } else { url },
            site: row.get(4)?,
            is_paused: row.get(5)?,
            is_hidden: settings.hidden,
        });
    }
    let others: i64 = connection.query_row(
        "SELECT count(*) FROM source s LEFT JOIN remote_feed f ON f.source = s.id
         WHERE s.removed IS NULL AND NOT (s.kind IN ('feed', 'account') AND ifnull(s.url, f.url) IS NOT NULL)",
        [],
        |row| row.get(0),
    )?;
    let others = usize::try_from(others).unwrap_or_default();
    let omissions = [
        (passwords, ExportOmission::Passwords(passwords)),
        (settings_lost, ExportOmission::SourceSettings(settings_lost)),
        (programs, ExportOmission::ProgramFeeds(programs)),
        (others, ExportOmission::OtherSources(others)),
    ];
    let some = omissions.into_iter().filter(|(count, _)| *count > 0);
    report.omissions.extend(some.map(|(_, omission)| omission));
    Ok(feeds)
}

/// Returns the categories of each source.
fn load_assignments(
    connection: &Connection,
) -> Result<HashMap<SourceId, Vec<CategoryId>>, ExportError> {
    let mut statement = connection
        .prepare("SELECT source, category FROM source_category ORDER BY source, category")?;
    let mut assigned: HashMap<SourceId, Vec<CategoryId>> = HashMap::new();
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        assigned.entry(row.get(0)?).or_default().push(row.get(1)?);
    }
    Ok(assigned)
}

/// Writes the feeds and subcategories of a category.
fn write_category(
    output: &mut impl Write,
    category: Option<CategoryId>,
    children: &HashMap<Option<CategoryId>, Vec<Category>>,
    feeds_of: &HashMap<CategoryId, Vec<&ExportedFeed>>,
    depth: usize,
) -> io::Result<()> {
    for child in children.get(&category).into_iter().flatten() {
        let is_nested = depth < MAX_DEPTH;
        let name = escape_html(&child.name);
        if is_nested {
            let indent = indent(depth);
            writeln!(output, "{indent}<outline text=\"{name}\" title=\"{name}\">")?;
        }
        write_category(output, Some(child.id), children, feeds_of, depth + 1)?;
        if is_nested {
            writeln!(output, "{}</outline>", indent(depth))?;
        }
    }
    let feeds = category.and_then(|category| feeds_of.get(&category));
    for feed in feeds.into_iter().flatten() {
        write_feed(output, feed, depth)?;
    }
    Ok(())
}

fn write_feed(output: &mut impl Write, feed: &ExportedFeed, depth: usize) -> io::Result<()> {
    let text = feed.user_title.as_ref().unwrap_or(&feed.title);
    write!(
        output,
        "{}<outline type=\"rss\" text=\"{}\" title=\"{}\" xmlUrl=\"{}\"",
        indent(depth),
        escape_html(text),
        escape_html(&feed.title),
        escape_html(&feed.url)
    )?;
    if let Some(site) = &feed.site {
        write!(output, " htmlUrl=\"{}\"", escape_html(site))?;
    }
    for (name, is_set) in [("paused", feed.is_paused), ("hidden", feed.is_hidden)] {
        if is_set {
            write!(output, " newsprint:{name}=\"true\"")?;
        }
    }
    writeln!(output, "/>")
}

fn indent(depth: usize) -> String {
    "  ".repeat(depth.min(MAX_DEPTH) + 2)
}
