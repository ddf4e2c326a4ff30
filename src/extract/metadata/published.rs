//! Finds the date of publication of an HTML page: [`find_published`].

use chrono::NaiveDate;

use super::declared::DeclaredMetadata;
use crate::extract::dates;
use crate::extract::dom::{DomId, DomTree, ends_with_word};
use crate::model::Published;

/// Returns the date of publication.
///
/// The sources in order: JSON-LD, `meta` elements, markup, elements with a class for dates, visible lines near the
/// title, the URL, the data of scripts, and last the declared time of modification.
pub(super) fn find_published(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    url: Option<&str>,
    lines: &[String],
) -> Option<Published> {
    /// Names of `meta` elements with a date of publication, most reliable first.
    const META: &[&str] = &[
        "article:published_time",
        "datepublished",
        "og:published_time",
        "og:article:published_time",
        "article:published",
        "published",
        "publishedat",
        "parsely-pub-date",
        "sailthru.date",
        "pubdate",
        "publishdate",
        "publish-date",
        "publish_date",
        "publication_date",
        "published-date",
        "published_date",
        "date.release",
        "article.published",
        "citation_publication_date",
        "citation_date",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.created",
        "dcterms.available",
        "dc.date",
        "dc.date.created",
        "dcterms.date",
        "cxenseparse:recs:publishtime",
        "date",
        "created",
        "originalpublicationdate",
        "datecreated",
        "last-modified-date",
    ];
    let stated = declared
        .json_ld
        .published
        .as_deref()
        .and_then(parse_plausible_date);
    let meta = || {
        META.iter()
            .find_map(|key| declared.first_meta(&[key]).and_then(parse_plausible_date))
    };
    stated
        .or_else(meta)
        .or_else(|| date_in_markup(tree))
        .or_else(|| date_by_class(tree))
        .or_else(|| lines.iter().find_map(|line| find_date_in_line(line)))
        .or_else(|| url.and_then(date_in_url))
        .or_else(|| date_in_scripts(tree))
        .or_else(|| {
            declared
                .first_meta(&["article:modified_time", "og:updated_time"])
                .and_then(parse_plausible_date)
        })
}

/// Returns the date in an element with `itemprop="datePublished"` or in a `time` element.
fn date_in_markup(tree: &DomTree) -> Option<Published> {
    let value = |i: DomId| {
        let given = ["datetime", "content", "title"]
            .iter()
            .find_map(|a| parse_plausible_date(tree.attr(i, a)?));
        given.or_else(|| parse_plausible_date(&tree.collapsed_text(i)))
    };
    let prop = |i: &DomId| {
        tree.attr(*i, "itemprop")
            .is_some_and(|p| p.eq_ignore_ascii_case("datePublished"))
    };
    let by_prop = tree.elements(0).filter(prop).find_map(value);
    let elsewhere = |id: DomId| {
        tree.ancestors(id).take(12).any(|a| {
            matches!(tree.name(a), "aside" | "nav" | "footer") || {
                let names = tree.class_and_id(a);
                [
                    "comment",
                    "related",
                    "sidebar",
                    "recent",
                    "footer",
                    "recommend",
                ]
                .iter()
                .any(|n| names.contains(n))
            }
        })
    };
    let times = || {
        tree.elements(0)
            .filter(|i| tree.name(*i) == "time")
            .take(60)
            .filter(|i| !elsewhere(*i))
    };
    let first = |wanted: fn(&str) -> bool| {
        times()
            .filter(|i| {
                wanted(&tree.class_and_id(*i))
                    || (tree.attr(*i, "pubdate").is_some() && wanted("published"))
            })
            .find_map(value)
    };
    by_prop
        .or_else(|| first(|names| names.contains("publish") || names.contains("entry-date")))
        .or_else(|| first(|names| !names.contains("updat") && !names.contains("modif")))
        .or_else(|| first(|_| true))
        .or_else(|| only_time_element(tree).and_then(value))
}

/// Returns the `time` element of a page that has only one.
fn only_time_element(tree: &DomTree) -> Option<DomId> {
    let mut times = tree.elements(0).filter(|i| tree.name(*i) == "time");
    let first = times.next()?;
    times.next().is_none().then_some(first)
}

/// Returns the date in a short element whose class says that it holds a date.
fn date_by_class(tree: &DomTree) -> Option<Published> {
    let dated = |i: &DomId| {
        let names = tree.class_and_id(*i);
        let word = |w: &str| {
            [
                "date",
                "published",
                "posted",
                "pubdate",
                "timestamp",
                "dateline",
                "post-meta",
                "entry-meta",
                "byline",
                "postmeta",
                "submitted",
            ]
            .iter()
            .any(|n| {
                ends_with_word(w, n)
                    || w.strip_prefix(*n)
                        .is_some_and(|rest| rest.starts_with(['-', '_']))
            })
        };
        names.split_whitespace().any(word)
            || [
                "publicationtime",
                "publishtime",
                "publishdate",
                "publicationdate",
                "publisheddate",
                "publish-date",
            ]
            .iter()
            .any(|n| names.contains(n))
    };
    let short = |i: &DomId| {
        (*i..tree.end(*i))
            .map(|n| tree.text(n).len())
            .sum::<usize>()
            < 400
    };
    tree.elements(0)
        .filter(dated)
        .take(80)
        .filter(short)
        .find_map(|i| parse_plausible_date(&tree.collapsed_text(i)))
}

/// Returns the date of publication in the JSON data of the page's scripts.
fn date_in_scripts(tree: &DomTree) -> Option<Published> {
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
            if let Some(found) = value.and_then(parse_plausible_date) {
                return Some(found);
            }
        }
    }
    None
}

/// Returns the date in the path of a URL, such as `/2026/02/02/`.
fn date_in_url(url: &str) -> Option<Published> {
    let path = url.split("://").nth(1)?;
    let numbers: Vec<(usize, &str)> = path
        .split(['/', '-', '_', '.'])
        .map(|p| (p.len(), p))
        .collect();
    numbers.windows(3).find_map(|w| match w {
        [(4, y), (1..=2, m), (1..=2, d)] => {
            plausible_day(y.parse().ok()?, m.parse().ok()?, d.parse().ok()?)
        }
        _ => None,
    })
}

/// Returns the date that a value is or contains.
fn parse_plausible_date(text: &str) -> Option<Published> {
    dates::parse_date(leading_text(text)).and_then(plausible_date)
}

/// Returns the first date in a line.
fn find_date_in_line(text: &str) -> Option<Published> {
    let (_, published) = dates::find_date(leading_text(text))?;
    plausible_date(published)
}

/// Returns the first 300 characters of a text: dates stand at the beginning.
fn leading_text(text: &str) -> &str {
    let end = text
        .char_indices()
        .nth(300)
        .map_or(text.len(), |(at, _)| at);
    text.get(..end).unwrap_or(text).trim()
}

/// Returns the day, if it exists and is plausible.
fn plausible_day(year: u32, month: u32, day: u32) -> Option<Published> {
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
        .map(Published::Day)
        .and_then(plausible_date)
}

/// Returns the date if its year is from 1900 to 2100; other years are mistakes.
fn plausible_date(published: Published) -> Option<Published> {
    use chrono::Datelike;
    (1900..=2100)
        .contains(&published.day().year())
        .then_some(published)
}
