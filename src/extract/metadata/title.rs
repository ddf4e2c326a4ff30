//! Finds the title of an HTML page, without the name of the site: [`find_title`].

use super::declared::DeclaredMetadata;
use super::headings::{Heading, find_headings};
use super::normalize::normalize_value;
use super::texts::is_beside_article;
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree};

/// Separators between a title and the name of the site.
#[rustfmt::skip]
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " :: ", " / ", " > ", " ∙ ", " ‹ ", " « ", "｜", " _ ", " ~ ", " ⋆ ", " ● ", " › ",
    " → ", ": ", " @ ",
];
/// Separators without blanks, which only a heading that agrees shows to be separators.
const TIGHT_SEPARATORS: &[&str] = &["|", "_", "–", "—", "»", "：", "・", " [", " ("];
/// Titles that say nothing about the page, as comparison keys.
#[rustfmt::skip]
const MEANINGLESS: &[&str] = &[
    "untitled", "untitled document", "untitled page", "untitled 1", "index", "index html", "home", "home page", "homepage", "react app",
    "vite app", "vue app", "vite react", "vite react ts", "create next app", "next js app", "nuxt app", "angular app", "my app", "app",
    "document", "new document", "new page", "page", "page title", "main page", "title", "title here", "default title", "no title",
    "welcome", "blog", "article", "post", "start", "startseite", "titelseite", "dokument", "unbenannt", "unbenanntes dokument",
    "ohne titel", "neue seite", "accueil", "sans titre", "document sans titre", "inicio", "sin título", "documento sin título",
    "documento sem título", "sem título", "senza titolo", "documento senza titolo", "naamloos", "naamloos document", "namnlös",
    "uden titel", "bez tytułu", "без названия", "無標題文件", "无标题文档", "无标题", "無題", "無題ドキュメント", "제목 없음", "loading", "please wait", "test",
];

/// Title of a page and the heading that shows it.
pub(super) struct Title {
    /// Text on one line.
    pub(super) text: Option<String>,
    /// Element that shows the title.
    pub(super) headline: Option<DomId>,
}

/// Returns the title of the page. `sites` are keys of the names of the site.
///
/// A visible heading that agrees with a declared title or a part of it comes first, then the only heading of level 1,
/// then the declared titles.
pub(super) fn find_title(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    sites: &[String],
    url: Option<&str>,
) -> Title {
    let raw = stated_titles(declared);
    let headings = find_headings(tree, sites);
    let agreeing = best_agreeing(&headings, &raw);
    let stated: Vec<String> = raw
        .iter()
        .map(|t| remove_site_name(t, sites))
        .filter(|t| !sites.contains(&comparison_key(t)))
        .collect();
    if let Some(heading) = agreeing {
        return Title {
            text: Some(heading.text.clone()),
            headline: Some(heading.id),
        };
    }
    let only_document = declared.title.is_some() && raw.len() == 1;
    let real: Vec<&Heading> = headings
        .iter()
        .filter(|h| h.is_main && !h.is_site && !is_beside_article(tree, h.id, None))
        .collect();
    let different = |h: &&&Heading| real.iter().all(|other| other.key == h.key);
    let only = real.first().filter(different);
    // A heading may hold the title and more, as the date: then the declared title is the title.
    let inner = only.and_then(|h| {
        let held = |t: &&String| {
            let key = comparison_key(t);
            key.split(' ').count() >= 3 && h.key.len() > key.len() && h.key.contains(&key)
        };
        Some((stated.iter().find(held)?, h.id))
    });
    if let Some((text, id)) = inner {
        return Title {
            text: Some(text.clone()),
            headline: Some(id),
        };
    }
    let only = only.filter(|h| {
        let words = h.key.split(' ').count();
        let letters = h.key.chars().count();
        stated.is_empty()
            || letters <= 160
                && (only_document && (words >= 2 || letters >= 12)
                    || (words >= 3 || letters >= 12) && shares_words(&h.key, &raw, url))
    });
    if let Some(heading) = only {
        return Title {
            text: Some(heading.text.clone()),
            headline: Some(heading.id),
        };
    }
    let document = declared
        .title
        .as_deref()
        .map(|t| remove_suffix(&remove_site_name(t, sites)))
        .filter(|t| !is_meaningless(t));
    let text = stated
        .first()
        .filter(|_| !only_document)
        .cloned()
        .or(document)
        .or_else(|| {
            headings
                .iter()
                .find(|h| !h.is_site && h.is_main)
                .map(|h| h.text.clone())
        })
        .or_else(|| raw.first().cloned())
        .or_else(|| headings.first().map(|h| h.text.clone()))
        .filter(|t| !t.is_empty());
    let headline = text
        .as_deref()
        .and_then(|t| element_with_text(tree, t))
        .or_else(|| real.first().map(|h| h.id));
    Title { text, headline }
}

/// Returns the declared titles that say something, most reliable first.
fn stated_titles(declared: &DeclaredMetadata) -> Vec<String> {
    let all = [
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
    ];
    all.into_iter()
        .flatten()
        .filter(|t| t.chars().any(char::is_alphanumeric) && !is_meaningless(t))
        .map(normalize_value)
        .collect()
}

/// Returns true for a title that says nothing about the page.
fn is_meaningless(title: &str) -> bool {
    MEANINGLESS.contains(&comparison_key(title).as_str())
}

/// Returns the heading that agrees with a declared title, or with a run of the parts of one; headings of level 1 first.
fn best_agreeing<'a>(headings: &'a [Heading], raw: &[String]) -> Option<&'a Heading> {
    let runs: Vec<PartRun> = raw.iter().take(6).flat_map(|t| part_runs(t)).collect();
    let keys: Vec<String> = raw.iter().map(|t| comparison_key(t)).collect();
    let agrees = |h: &&Heading| {
        if h.is_site {
            return false;
        }
        let words = h.key.split(' ').count();
        let letters = h.key.chars().count();
        let whole = keys.contains(&h.key) && (words >= 2 || letters >= 5 || h.is_main);
        // A short part beside a long one is the name of a section.
        let part = runs.iter().any(|run| {
            let long = letters * 2 >= run.rest || letters >= 12 || run.begins && run.rest <= 30;
            run.key == h.key && long
        });
        let prefix = h.is_main
            && words >= 2
            && keys.iter().any(|s| {
                s.starts_with(&h.key) && h.key.len() * 2 > s.len()
                    || h.key.starts_with(s.as_str()) && s.len() * 2 > h.key.len()
            });
        whole || part || prefix
    };
    // A heading of the site may be the last part of the title: the heading that begins the title comes first.
    let rank = |h: &&Heading| {
        let begins = runs.iter().any(|run| run.key == h.key && run.begins);
        (
            keys.contains(&h.key),
            begins,
            h.is_main,
            std::cmp::Reverse(h.id),
        )
    };
    headings.iter().filter(agrees).max_by_key(rank)
}

/// Consecutive parts of a title.
struct PartRun {
    /// Comparison key of the parts.
    key: String,
    /// Length of the longest other part, in characters.
    rest: usize,
    /// True if the title begins with the parts.
    begins: bool,
}

/// Returns all runs of the parts of a title. Titles of more than eight parts have none.
fn part_runs(title: &str) -> Vec<PartRun> {
    let mut parts: Vec<&str> = vec![title];
    for separator in SEPARATORS.iter().chain(TIGHT_SEPARATORS) {
        let mark = separator.trim_start().chars().next();
        if !mark.is_some_and(|mark| title.contains(mark)) {
            continue;
        }
        parts = parts
            .into_iter()
            .flat_map(|part| part.split(separator))
            .collect();
        if parts.len() > 8 {
            return Vec::new();
        }
    }
    let parts: Vec<String> = parts
        .into_iter()
        .map(comparison_key)
        .filter(|key| !key.is_empty())
        .collect();
    let mut out = Vec::new();
    for from in 0..parts.len() {
        for to in from + 1..=parts.len() {
            let Some(run) = parts.get(from..to) else {
                continue;
            };
            let others = parts
                .iter()
                .enumerate()
                .filter(|(i, _)| *i < from || *i >= to);
            let rest = others
                .map(|(_, part)| part.chars().count())
                .max()
                .unwrap_or(0);
            out.push(PartRun {
                key: run.join(" "),
                rest,
                begins: from == 0,
            });
        }
    }
    out
}

/// Returns true if a third of the long words of a heading are words of a declared title or the address.
fn shares_words(key: &str, raw: &[String], url: Option<&str>) -> bool {
    let mut known = raw
        .iter()
        .map(|t| comparison_key(t))
        .collect::<Vec<_>>()
        .join(" ");
    if let Some(path) = url
        .and_then(|url| url.split_once("://"))
        .and_then(|(_, rest)| rest.split_once('/'))
    {
        known.push(' ');
        known.push_str(&comparison_key(path.1));
    }
    let known: std::collections::HashSet<&str> = known.split(' ').collect();
    let long = |word: &&str| word.chars().count() >= 4;
    let all = key.split(' ').filter(long).count();
    let shared = key
        .split(' ')
        .filter(long)
        .filter(|word| known.contains(word));
    let shared = shared.count();
    let letters: std::collections::HashSet<char> =
        key.chars().filter(|c| *c >= '\u{2e80}').collect();
    let ideographs = raw
        .iter()
        .flat_map(|t| t.chars())
        .filter(|c| letters.contains(c))
        .count();
    shared >= 1 && shared * 3 >= all || ideographs >= 4
}

/// Returns the first short element whose text is the title.
fn element_with_text(tree: &DomTree, title: &str) -> Option<DomId> {
    let key = comparison_key(title);
    let first = key.split(' ').next()?.to_owned();
    let body = tree
        .elements(0)
        .find(|i| tree.name(*i) == "body")
        .unwrap_or(0);
    let candidates = (body..tree.end(body)).filter(|i| {
        let text = tree.text(*i).trim_start();
        // The first word of the title shows in as many letters of the text, and signs before them.
        let beginning = text
            .char_indices()
            .nth(first.len() + 8)
            .map_or(text.len(), |(at, _)| at);
        let beginning = text.get(..beginning).unwrap_or_default();
        !beginning.is_empty() && comparison_key(beginning).starts_with(&first)
    });
    let parents = candidates
        .take(60)
        .map(|i| super::texts::line_element(tree, i));
    parents
        .filter(|i| {
            tree.end(*i) - i < 40
                && !matches!(tree.name(*i), "script" | "style" | "title" | "option")
        })
        .find(|i| comparison_key(&tree.collapsed_text(*i)) == key)
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
                .find_map(|(rest, part)| {
                    let name = comparison_key(part);
                    let exact = *separator == ": ";
                    let is_site = |s: &String| {
                        if exact {
                            *s == name
                        } else {
                            is_same_site(&name, s) || are_initials(part, s)
                        }
                    };
                    let site = !name.is_empty() && sites.iter().any(is_site);
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

/// Returns true if a part of a title in capitals is made of the initials of a site: `WFA` and `worldfogarchive`.
fn are_initials(part: &str, site: &str) -> bool {
    let part = part.trim();
    if !(2..=6).contains(&part.len())
        || !part.chars().all(|c| c.is_ascii_uppercase())
        || site.len() < part.len() * 2
    {
        return false;
    }
    let mut letters = site.chars();
    let follow = |c: char| letters.any(|s| s == c.to_ascii_lowercase());
    site.starts_with(|c: char| part.starts_with(c.to_ascii_uppercase())) && part.chars().all(follow)
}

/// Returns true if two normalized names are the same or one begins with the other, without spaces and "the".
pub(super) fn is_same_site(name: &str, site: &str) -> bool {
    let tight = |t: &str| t.replace(' ', "").trim_start_matches("the").to_owned();
    let (name, site) = (tight(name), tight(site));
    !name.is_empty()
        && !site.is_empty()
        && (name == site
            || (name.len() >= 4
                && site.len() >= 4
                && (name.starts_with(&site) || site.starts_with(&name))))
}
