//! Finds the authors of an HTML page: in declarations, marked elements, links and visible lines.

use super::author_elements::{author_links_near, marked_names};
use super::declared::DeclaredMetadata;
use super::names::{NameSource, is_organisation, parse_name, restore_name_order};
use super::near_title::NearLine;
use super::page_facts::PageFacts;
use crate::extract::comparison::comparison_key;

/// Returns the authors, separated by commas. `lines` are the visible lines around the title.
///
/// Persons come before organisations, declared names before visible ones.
pub(super) fn find_byline(page: &PageFacts<'_>, lines: &[NearLine]) -> Option<String> {
    let structured = page.declared.json_ld.authors.iter();
    let structured: Vec<(String, bool)> = structured
        .filter_map(|author| {
            let name = parse_name(&author.name, NameSource::Declared)?;
            let organisation = author.is_organisation || is_organisation(&name, &page.sites);
            Some((name, organisation))
        })
        .collect();
    let stated = stated_names(page.declared);
    let stated: Vec<(String, bool)> = stated
        .into_iter()
        .map(|name| {
            let organisation = is_organisation(&name, &page.sites);
            (name, organisation)
        })
        .collect();
    let persons = |names: &[(String, bool)]| {
        let persons = names.iter().filter(|(_, organisation)| !organisation);
        join_names(persons.map(|(name, _)| name.clone()))
    };
    let all = |names: &[(String, bool)]| join_names(names.iter().map(|(name, _)| name.clone()));
    let visible = || {
        marked_names(page)
            .or_else(|| author_links_near(page))
            .or_else(|| name_in_lines(lines))
            .filter(|name| Some(comparison_key(name)) != page.title_key())
    };
    let byline = persons(&structured).or_else(|| persons(&stated));
    let byline = byline.or_else(|| {
        let shown = visible();
        let organisation = shown
            .as_deref()
            .is_some_and(|name| is_organisation(name, &page.sites));
        match shown {
            Some(name) if !organisation => Some(name),
            shown => all(&structured).or_else(|| all(&stated)).or(shown),
        }
    })?;
    (byline.chars().count() <= super::names::MAX_CHARS).then_some(byline)
}

/// Returns the names in the `meta` elements of a page.
fn stated_names(declared: &DeclaredMetadata) -> Vec<String> {
    /// Names of `meta` elements with authors, most reliable first.
    const META: &[&[&str]] = &[
        &["citation_author"],
        &["dc.creator", "dcterms.creator", "dc:creator"],
        &["author"],
        &[
            "parsely-author",
            "sailthru.author",
            "byl",
            "article:author_name",
            "cxenseparse:author",
        ],
        &["article:author", "og:author"],
    ];
    let of_keys = |keys: &&[&str]| {
        let names: Vec<String> = declared
            .all_meta(keys)
            .filter_map(|name| parse_name(name, NameSource::Declared))
            .collect();
        let names = match keys.first() {
            Some(&("citation_author" | "dc.creator")) => restore_name_order(names),
            _ => names,
        };
        (!names.is_empty()).then_some(names)
    };
    META.iter()
        .find_map(of_keys)
        .or_else(|| labelled_name(declared).map(|name| vec![name]))
        .unwrap_or_default()
}

/// Returns the name in the labels and data of a card of Twitter: `twitter:label1` is "Written by", `twitter:data1` the
/// name.
fn labelled_name(declared: &DeclaredMetadata) -> Option<String> {
    /// Labels of an author, in lower case.
    #[rustfmt::skip]
    const LABELS: &[&str] = &[
        "written by", "author", "by", "posted by", "published by", "verfasst von", "geschrieben von", "von", "autor", "autorin",
        "écrit par", "rédigé par", "auteur", "par", "escrito por", "autor/a", "por", "scritto da", "autore", "di", "geschreven door",
        "door", "skriven av", "skrevet av", "skrevet af", "napisane przez", "автор", "написано автором", "yazan", "oleh", "ditulis oleh",
        "執筆者", "作者", "글쓴이", "كُتب بواسطة", "מאת",
    ];
    (1..=4).find_map(|number| {
        let label = declared.first_meta(&[&format!("twitter:label{number}")])?;
        let label = label.to_lowercase();
        let is_author = LABELS.contains(&label.trim_end_matches(':').trim());
        let name = declared.first_meta(&[&format!("twitter:data{number}")])?;
        parse_name(name, NameSource::Declared).filter(|_| is_author)
    })
}

/// Joins names by commas, each once, as many as are within the length of a byline.
fn join_names(names: impl Iterator<Item = String>) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    let mut chars = 0;
    for name in names.take(100) {
        let key = comparison_key(&name);
        chars += name.chars().count() + 2;
        if chars > super::names::MAX_CHARS {
            break;
        }
        if !out.iter().any(|n| comparison_key(n) == key) {
            out.push(name);
        }
    }
    (!out.is_empty()).then(|| out.join(", "))
}

/// Returns the name in a line, or in a part of it between dots, that begins with "By" or a similar word.
fn name_in_lines(lines: &[NearLine]) -> Option<String> {
    /// Words at the beginning of a line with the author's name, in lower case.
    #[rustfmt::skip]
    const LEADS: &[&str] = &[
        "by", "written by", "posted by", "published by", "author", "words by", "story by", "text by", "report by", "reported by",
        "article by", "von", "text", "text von", "geschrieben von", "verfasst von", "ein beitrag von", "par", "écrit par", "publié par",
        "rédigé par", "por", "escrito por", "texto", "door", "geschreven door", "a cura di", "scritto da", "skrevet av", "skrevet af",
        "text av", "av", "autor", "autora", "autorin", "auteur", "autore", "автор", "текст", "作者", "記者", "文", "著者", "執筆", "撰文", "글", "بقلم",
        "מאת", "oleh", "penulis", "yazan",
    ];
    let lead_of = |part: &str| {
        let lower = part.to_lowercase();
        LEADS.iter().any(|lead| {
            lower.strip_prefix(lead).is_some_and(|rest| {
                rest.is_empty() || rest.starts_with([' ', ':', '：', '/', '\u{a0}'])
            })
        })
    };
    let mut awaited = false;
    for line in lines {
        for part in line
            .text
            .split(['·', '•', '|', '—', '–', '｜', '⋅', '\u{2003}'])
        {
            let part = part.trim();
            if part.is_empty() {
                continue;
            }
            let bare = part.trim_end_matches([':', ' ']).to_lowercase();
            if LEADS.contains(&bare.as_str()) {
                awaited = true;
                continue;
            }
            if awaited || lead_of(part) {
                let name = parse_name(part, NameSource::Visible);
                // Ordinary words that begin a sentence are leads, too ("By noon the water stood …").
                let short =
                    |name: &String| name.split_whitespace().count() <= 8 && is_capitalised(name);
                if let Some(name) = name
                    .filter(|name| comparison_key(name) != comparison_key(part) || awaited)
                    .filter(short)
                {
                    return Some(name);
                }
            }
            awaited = false;
        }
    }
    None
}

/// Returns true if most words of a name begin with a capital, or its script has none.
fn is_capitalised(name: &str) -> bool {
    let small = name
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_lowercase))
        .count();
    small * 3 <= name.split_whitespace().count()
}
