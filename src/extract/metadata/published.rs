//! Finds the date of publication of an HTML page: [`find_published`].

use chrono::NaiveDate;

use super::class_words::{class_words, has_class_word};
use super::date_lines::{DateLabel, DateLine, read_date_line};
use super::near_title::NearLine;
use super::page_facts::PageFacts;
use super::page_order::date_in_url;
use super::texts::{
    TextPiece, is_beside_article, is_unseen, join_line, line_of, pieces_between, split_lines,
};
use crate::extract::dates::{self, DateReading};
use crate::extract::dom::{DomId, DomTree};
use crate::model::Published;

/// Largest number of elements with dates of a page that are read.
const MAX_ELEMENTS: usize = 80;
/// Number of nodes before and after the headline that count as near.
const NEAR_BEFORE: usize = 60;
const NEAR_AFTER: usize = 260;

/// Names of `meta` elements with a date of publication, most reliable first.
#[rustfmt::skip]
const META: &[&str] = &[
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time", "article:published", "published",
    "publishedat", "parsely-pub-date", "sailthru.date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date",
    "published-date", "published_date", "date.release", "article.published", "citation_publication_date", "citation_date", "dc.date.issued",
    "dcterms.issued", "dcterms.created", "dcterms.available", "dc.date", "dc.date.created", "dcterms.date", "cxenseparse:recs:publishtime",
    "date", "created", "originalpublicationdate", "datecreated", "last-modified-date",
];

/// Returns the date of publication.
///
/// The sources in order: JSON-LD, `meta` elements, markup, elements with a class for dates, lines near the headline,
/// labelled lines after it, the URL, the data of scripts, and last the declared time of modification. Where the page shows
/// the day before or after the declared one, the shown day is taken: the declared one is in another time zone.
pub(super) fn find_published(page: &PageFacts<'_>, lines: &[NearLine]) -> Option<Published> {
    let declared = page.declared;
    let value = |text: &str| read_value(text, page.reading);
    let stated = declared.json_ld.published.as_deref().and_then(value);
    let meta = || {
        META.iter()
            .find_map(|key| declared.first_meta(&[key]).and_then(value))
    };
    if let Some(stated) = stated.or_else(meta) {
        return Some(shown_day(page, lines, stated).unwrap_or(stated));
    }
    date_in_markup(page)
        .or_else(|| date_by_class(page))
        .or_else(|| date_near(page, lines))
        .or_else(|| date_after_headline(page))
        .or_else(|| {
            page.url
                .and_then(day_in_url)
                .filter(|d| is_possible(*d, page.reading))
        })
        .or_else(|| date_in_scripts(page))
        .or_else(|| {
            let modified = declared.first_meta(&["article:modified_time", "og:updated_time"]);
            modified
                .or(declared.json_ld.modified.as_deref())
                .and_then(value)
        })
}

/// Returns the day that the page shows near its headline, if it is the day before or after the declared one, and the
/// declared day is not shown.
fn shown_day(page: &PageFacts<'_>, lines: &[NearLine], stated: Published) -> Option<Published> {
    let mut shown = lines
        .iter()
        .filter_map(|line| read_date_line(&line.text, page.reading))
        .filter(|line| line.label != DateLabel::Updated)
        .map(|line| line.published.day());
    let days: Vec<NaiveDate> = shown.by_ref().take(8).collect();
    if days.contains(&stated.day()) {
        return None;
    }
    let neighbour = |day: &&NaiveDate| (**day - stated.day()).num_days().abs() == 1;
    days.iter().find(neighbour).map(|day| Published::Day(*day))
}

/// Returns the date in an element with `itemprop="datePublished"` or in a `time` element.
fn date_in_markup(page: &PageFacts<'_>) -> Option<Published> {
    let tree = page.tree;
    let value = |i: DomId| element_date(page, i);
    let prop = |i: &DomId| {
        tree.attr(*i, "itemprop")
            .is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
    };
    let by_prop = tree.elements(0).filter(prop).find_map(value);
    let times: Vec<DomId> = tree
        .elements(0)
        .filter(|i| tree.name(*i) == "time")
        .take(MAX_ELEMENTS)
        .filter(|i| !is_beside_article(tree, *i, page.headline) && !is_current_day(tree, *i))
        .collect();
    let first = |wanted: &dyn Fn(DomId) -> bool| {
        times.iter().copied().filter(|i| wanted(*i)).find_map(value)
    };
    let published = |i: DomId| {
        tree.attr(i, "pubdate").is_some()
            || has_class_word(tree, i, &["publish", "published"])
            || class_words(tree, i)
                .iter()
                .any(|w| matches!(w.as_slice(), [a, b] if a == "entry" && b == "date"))
    };
    let updated = |i: DomId| {
        has_class_word(tree, i, &["updated", "update", "modified"])
            || tree.attr(i, "itemprop") == Some("dateModified")
            || read_date_line(
                &line_of(tree, super::texts::line_element(tree, i)),
                page.reading,
            )
            .is_some_and(|l| l.label == DateLabel::Updated)
    };
    by_prop
        .or_else(|| first(&|i| published(i)))
        .or_else(|| first(&|i| is_near(page, i) && !updated(i)))
        .or_else(|| first(&|i| !updated(i) && !is_listed(tree, i, page.headline)))
        .or_else(|| first(&|i| is_near(page, i)))
        .or_else(|| only_time_element(tree).and_then(value))
}

/// Returns true if an element stands in a list, as the dates of other articles do.
fn is_listed(tree: &DomTree, id: DomId, headline: Option<DomId>) -> bool {
    let holds = |a: &DomId| headline.is_some_and(|h| *a < h && h < tree.end(*a));
    tree.ancestors(id)
        .take(12)
        .take_while(|a| !holds(a))
        .any(|a| tree.name(a) == "li" && tree.end(a) - a > 12)
}

/// Returns the date of an element: in its attributes, or in its text if that is a day before or after.
fn element_date(page: &PageFacts<'_>, id: DomId) -> Option<Published> {
    let given = ["datetime", "content", "title"]
        .iter()
        .find_map(|a| read_value(page.tree.attr(id, a)?, page.reading));
    let text = line_of(page.tree, id);
    let shown = || read_value(&text, page.reading);
    match given {
        Some(given) => {
            let other = shown().filter(|shown| (shown.day() - given.day()).num_days().abs() == 1);
            Some(other.map_or(given, |other| Published::Day(other.day())))
        }
        None => shown(),
    }
}

/// Returns the `time` element of a page that has only one.
fn only_time_element(tree: &DomTree) -> Option<DomId> {
    let mut times = tree.elements(0).filter(|i| tree.name(*i) == "time");
    let first = times.next()?;
    times.next().is_none().then_some(first)
}

/// Returns true if an element stands near the headline.
fn is_near(page: &PageFacts<'_>, id: DomId) -> bool {
    page.headline.is_some_and(|headline| {
        id >= headline && id < page.tree.end(headline) + NEAR_AFTER
            || id < headline && id + NEAR_BEFORE > headline
    })
}

/// Returns true if an element is a box with the current day or a clock, or stands in the masthead of the site.
fn is_current_day(tree: &DomTree, id: DomId) -> bool {
    let own = std::iter::once(id).chain(tree.ancestors(id)).take(4);
    let mut names = own.filter(|a| !matches!(tree.name(*a), "body" | "html" | "main" | "article"));
    names.any(|a| {
        has_class_word(
            tree,
            a,
            &[
                "today",
                "todays",
                "todaysdate",
                "current",
                "currentdate",
                "clock",
                "now",
                "masthead",
                "topbar",
                "weather",
                "calendar",
                "copyright",
            ],
        )
    })
}

/// Returns the date in a short element whose class says that it holds a date: near the headline first.
fn date_by_class(page: &PageFacts<'_>) -> Option<Published> {
    let tree = page.tree;
    let short = |i: &DomId| {
        tree.end(*i) - *i < 60
            && (*i..tree.end(*i))
                .map(|n| tree.text(n).len())
                .sum::<usize>()
                < 400
    };
    let usable = |i: &DomId| {
        is_dated_name(tree, *i)
            && short(i)
            && !is_unseen(tree, *i)
            && !matches!(tree.name(*i), "body" | "input" | "meta" | "link")
            && !is_current_day(tree, *i)
            && !is_beside_article(tree, *i, page.headline)
    };
    let found: Vec<DomId> = tree.elements(0).filter(usable).take(MAX_ELEMENTS).collect();
    let dated = |i: &DomId| -> Option<(bool, DateLabel, Published)> {
        let text = line_of(tree, *i);
        let line = read_date_line(&text, page.reading);
        let published = line
            .map(|l| l.published)
            .or_else(|| read_value(&text, page.reading))?;
        let label = line.map_or(DateLabel::Unlabelled, |l| l.label);
        let label = if has_class_word(tree, *i, &["updated", "modified", "update"]) {
            DateLabel::Updated
        } else {
            label
        };
        // A date before the headline may be that of the site.
        let masthead = page.headline.is_some_and(|h| *i < h && !is_near(page, *i));
        Some((masthead, label, published))
    };
    let dates: Vec<(bool, bool, DateLabel, Published)> = found
        .iter()
        .filter_map(|i| {
            dated(i).map(|(masthead, label, date)| (!is_near(page, *i), masthead, label, date))
        })
        .collect();
    let best = dates
        .iter()
        .map(|(far, masthead, label, _)| (*far, *masthead, *label == DateLabel::Updated))
        .min()?;
    dates
        .iter()
        .find(|(far, masthead, label, _)| (*far, *masthead, *label == DateLabel::Updated) == best)
        .map(|(.., date)| *date)
}

/// Returns true if a class or the id of an element names a date or the line of date and author.
fn is_dated_name(tree: &DomTree, id: DomId) -> bool {
    /// Words that name a date.
    #[rustfmt::skip]
    const WORDS: &[&str] = &[
        "date", "datum", "fecha", "published", "posted", "pubdate", "timestamp", "dateline", "datetime", "postmeta", "submitted", "byline",
        "publishdate", "publicationdate", "publicationtime", "publishtime", "publisheddate", "postdate", "entrydate", "articledate",
        "datepublished", "publication",
    ];
    let is_candidate =
        has_class_word(tree, id, WORDS) || has_class_word(tree, id, &["meta", "info", "details"]);
    is_candidate && class_words(tree, id).iter().any(|words| {
        let last_two = words.get(words.len().saturating_sub(2)..).unwrap_or_default();
        let meta = matches!(last_two, [a, b] if matches!(a.as_str(), "post" | "entry" | "article" | "blog" | "news") && matches!(b.as_str(), "meta" | "info" | "details"));
        meta || words.iter().any(|w| WORDS.contains(&w.as_str()))
    })
}

/// Returns the date of a line near the headline: a published one first, those after the headline before the others.
fn date_near(page: &PageFacts<'_>, lines: &[NearLine]) -> Option<Published> {
    let dated = lines
        .iter()
        .filter(|line| !is_current_day(page.tree, line.id))
        .filter_map(|line| {
            let date = read_date_line(&line.text, page.reading)?;
            Some((
                date.label == DateLabel::Updated,
                line.is_before,
                date.published,
            ))
        });
    dated
        .min_by_key(|(updated, before, _)| (*updated, *before))
        .map(|(_, _, date)| date)
}

/// Returns the date of a line after the headline that says that it is the date of publication, else the only line that
/// is nothing but a date.
fn date_after_headline(page: &PageFacts<'_>) -> Option<Published> {
    let tree = page.tree;
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    let from = page.headline.map_or(body, |headline| tree.end(headline));
    let lines = split_lines(pieces_between(tree, from, tree.nodes.len()));
    let short = lines
        .filter(|line| line.iter().any(TextPiece::may_have_digits))
        .filter_map(|line| Some((line.first()?.id, join_line(&line))))
        .filter(|(_, line)| line.chars().count() <= 100 && line.contains(char::is_numeric));
    let dated: Vec<DateLine> = short
        .take(400)
        .filter_map(|(id, line)| {
            let date = read_date_line(&line, page.reading)?;
            let usable = !is_beside_article(tree, id, page.headline)
                && !is_current_day(tree, id)
                && !is_listed(tree, id, page.headline);
            usable.then_some(date)
        })
        .collect();
    let of = |label: DateLabel| dated.iter().find(|date| date.label == label);
    let lone: Vec<&DateLine> = dated
        .iter()
        .filter(|date| date.label == DateLabel::Unlabelled && date.words <= 2)
        .collect();
    let only = match lone.as_slice() {
        [only] => Some(*only),
        [first, rest @ ..]
            if rest
                .iter()
                .all(|other| other.published.day() == first.published.day()) =>
        {
            Some(*first)
        }
        _ => None,
    };
    of(DateLabel::Published)
        .or(only)
        .or_else(|| of(DateLabel::Updated))
        .map(|date| date.published)
}

/// Returns the date of publication in the JSON data of the page's scripts.
fn date_in_scripts(page: &PageFacts<'_>) -> Option<Published> {
    /// Keys of JSON data with a date of publication.
    const KEYS: &[&str] = &[
        "\"datePublished\"",
        "\"publishedAt\"",
        "\"published_at\"",
        "\"publishDate\"",
        "\"publish_date\"",
        "\"publishedDate\"",
        "\"published_date\"",
        "\"firstPublishedAt\"",
        "\"pubDate\"",
        "\"first_publication_date\"",
    ];
    let tree = page.tree;
    let scripts = tree
        .elements(0)
        .filter(|i| tree.name(*i) == "script")
        .map(|i| tree.text(i + 1));
    let escaped = |text: &str| text.replace("\\\"", "\"");
    for script in scripts
        .filter(|s| s.contains("ublish") || s.contains("pubDate"))
        .take(40)
    {
        let script = escaped(script);
        for key in KEYS {
            let value = script.find(key).and_then(|at| script.get(at + key.len()..));
            let value = value.and_then(|v| {
                v.trim_start()
                    .strip_prefix(':')?
                    .trim_start()
                    .strip_prefix('"')?
                    .split('"')
                    .next()
            });
            if let Some(found) = value.and_then(|value| read_value(value, page.reading)) {
                return Some(found);
            }
        }
    }
    None
}

/// Returns the day in the path of a URL, such as `/2026/02/02/`.
fn day_in_url(url: &str) -> Option<Published> {
    let found = date_in_url(url)?;
    let year = i32::try_from(found.year).ok()?;
    NaiveDate::from_ymd_opt(year, found.month, found.day?).map(Published::Day)
}

/// Returns the date that a value is or contains, if it is plausible.
fn read_value(text: &str, reading: DateReading) -> Option<Published> {
    let text = leading_text(text);
    let numeric = text
        .get(..4)
        .is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let read = if numeric {
        dates::parse_date(text)
    } else {
        dates::find_date_as(text, reading).map(|(_, date)| date)
    };
    read.filter(|date| is_possible(*date, reading))
}

/// Returns the first 300 characters of a text: dates stand at the beginning.
fn leading_text(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(300)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text).trim()
}

/// Returns true if the year of a date is from 1900 to 2100, and its day not after the last possible one.
fn is_possible(published: Published, reading: DateReading) -> bool {
    use chrono::Datelike;
    let day = published.day();
    (1900..=2100).contains(&day.year()) && reading.latest.is_none_or(|latest| day <= latest)
}
