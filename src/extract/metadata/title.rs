//! Finds the title of an HTML page, without the name of the site: [`find_title`].

use super::declared::DeclaredMetadata;
use super::normalize::normalize_value;
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree};

/// Separators between a title and the name of the site.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " / ", " > ", " ∙ ", " ‹ ", " « ",
    "｜", " _ ", ": ", " @ ",
];

/// Returns the title of the page.
///
/// A visible heading that agrees with a declared title comes first, then the declared titles, then the first heading.
pub(super) fn find_title(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    publisher: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let mut sites: Vec<String> = publisher.map(comparison_key).into_iter().collect();
    sites.extend(url.and_then(site_of_url));
    let stated: Vec<String> = [
        declared.json_ld.headline.as_deref(),
        declared.first_meta(&["og:title"]),
        declared.first_meta(&["twitter:title"]),
        declared.first_meta(&[
            "dc.title",
            "dcterms.title",
            "citation_title",
            "parsely-title",
            "sailthru.title",
            "headline",
            "title",
        ]),
        declared.title.as_deref(),
    ]
    .into_iter()
    .flatten()
    .filter(|t| t.chars().any(char::is_alphanumeric))
    .map(|t| remove_site_name(t, &sites))
    .filter(|t| !sites.contains(&comparison_key(t)))
    .collect();
    let visible = headline_texts(tree);
    let stated_keys: Vec<String> = stated.iter().map(|t| comparison_key(t)).collect();
    // The part of a declared title before a separator is a title too, if a heading is just that part.
    let heads: Vec<String> = stated
        .iter()
        .flat_map(|t| {
            SEPARATORS
                .iter()
                .filter(|s| **s != ": ")
                .chain(&["_"])
                .filter_map(|s| t.find(s).and_then(|at| t.get(..at)))
        })
        .map(comparison_key)
        .collect();
    // The heading that agrees with a declared title is the title as readers see it.
    let agrees = |heading: &String| {
        let h = comparison_key(heading);
        (heads.contains(&h) && h.chars().count() >= 8)
            || h.split(' ').count() >= 2
                && stated_keys.iter().any(|s| {
                    *s == h
                        || (s.starts_with(&h) && h.len() * 2 > s.len())
                        || (h.starts_with(s.as_str()) && s.len() * 2 > h.len())
                })
    };
    let document = declared
        .title
        .as_deref()
        .map(|t| remove_suffix(&remove_site_name(t, &sites)));
    let only_document = stated.len() == 1 && declared.title.is_some();
    visible
        .iter()
        .find(|h| agrees(h))
        .cloned()
        .or_else(|| stated.first().filter(|_| !only_document).cloned())
        .or(document)
        .or_else(|| visible.into_iter().next())
        .filter(|t| !t.is_empty())
}

/// Returns the texts of headings of level 1 and of elements marked as headline.
fn headline_texts(tree: &DomTree) -> Vec<String> {
    let named = |i: &DomId| {
        tree.name(*i) == "h1"
            || (matches!(tree.name(*i), "h2" | "div" | "span" | "p")
                && tree
                    .attr(*i, "itemprop")
                    .is_some_and(|p| p.contains("headline")))
    };
    let texts = tree
        .elements(0)
        .filter(named)
        .take(20)
        .map(|i| normalize_value(&tree.collapsed_text(i)));
    texts
        .filter(|t| !t.is_empty() && t.chars().count() <= 300)
        .collect()
}

/// Removes the name of the site from both ends of a title.
fn remove_site_name(title: &str, sites: &[String]) -> String {
    let mut title = normalize_value(title);
    for _ in 0..3 {
        let shorter = SEPARATORS.iter().find_map(|separator| {
            let behind = title
                .rfind(separator)
                .map(|at| (&title[..at], &title[at + separator.len()..]));
            let before = title
                .find(separator)
                .map(|at| (&title[at + separator.len()..], &title[..at]));
            [behind, before]
                .into_iter()
                .flatten()
                .find_map(|(rest, name)| {
                    let name = comparison_key(name);
                    let exact = *separator == ": ";
                    let site = !name.is_empty()
                        && sites.iter().any(|s| {
                            if exact {
                                *s == name
                            } else {
                                is_same_site(&name, s)
                            }
                        });
                    (site && rest.chars().any(char::is_alphanumeric))
                        .then(|| rest.trim().to_owned())
                })
        });
        match shorter {
            Some(shorter) => title = shorter,
            None => break,
        }
    }
    title
}

/// Removes a last part of at most four words behind a separator: it is most often the site.
fn remove_suffix(title: &str) -> String {
    let at = [" | ", " – ", " — ", " » ", " · ", " - "]
        .iter()
        .filter_map(|s| Some((title.rfind(s)?, s.len())))
        .max();
    let words = |text: &str| text.split_whitespace().count();
    match at.and_then(|(at, length)| Some((title.get(..at)?, title.get(at + length..)?))) {
        Some((rest, last)) if words(rest) >= 4 && words(last) <= 4 => rest.trim().to_owned(),
        _ => title.to_owned(),
    }
}

/// Returns true if two normalized names are the same or one begins with the other, without spaces and "the".
fn is_same_site(name: &str, site: &str) -> bool {
    let tight = |t: &str| t.replace(' ', "").trim_start_matches("the").to_owned();
    let (name, site) = (tight(name), tight(site));
    !name.is_empty()
        && !site.is_empty()
        && (name == site
            || (name.len() >= 4
                && site.len() >= 4
                && (name.starts_with(&site) || site.starts_with(&name))))
}

/// Returns the longest label of a host name: `example` for `www.example.co.uk`.
fn site_of_url(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    let host = url.host_str()?.to_owned();
    let labels: Vec<&str> = host.split('.').filter(|l| *l != "www").collect();
    let longest = labels.iter().rev().skip(1).max_by_key(|l| l.len())?;
    Some((*longest).to_owned())
}
