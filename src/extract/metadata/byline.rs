//! Finds the authors of an HTML page: in declarations, marked elements and visible lines.

use super::declared::DeclaredMetadata;
use super::normalize::normalize_value;
use crate::extract::comparison::comparison_key;
use crate::extract::dom::{DomId, DomTree, ends_with_word};

/// Words before a name that are not part of it.
const BYLINE_LEADS: &[&str] = &[
    "written by",
    "posted by",
    "published by",
    "story by",
    "article by",
    "words by",
    "report by",
    "authored by",
    "author:",
    "authors:",
    "author",
    "by:",
    "by",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "texto:",
    "text:",
    "autor:",
    "auteur:",
    "著者：",
    "著者",
    "文/",
];
/// Largest number of characters of a byline.
const MAX_CHARS: usize = 100;

/// Returns the authors, separated by commas. `lines` are the visible lines around the title.
pub(super) fn find_byline(
    tree: &DomTree,
    declared: &DeclaredMetadata,
    publisher: Option<&str>,
    lines: &[String],
) -> Option<String> {
    let join_names = |names: Vec<String>| {
        let mut out: Vec<String> = Vec::new();
        for name in names {
            if !out
                .iter()
                .any(|n| comparison_key(n) == comparison_key(&name))
            {
                out.push(name);
            }
        }
        (!out.is_empty()).then(|| out.join(", "))
    };
    let site = publisher.map(comparison_key);
    // The name of the publisher says less than the name of a person.
    let person = |name: &String| site.as_ref() != Some(&comparison_key(name));
    let structured = join_names(
        declared
            .json_ld
            .authors
            .iter()
            .filter_map(|n| parse_name(n))
            .collect(),
    );
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
    let stated = META
        .iter()
        .find_map(|keys| join_names(declared.all_meta(keys).filter_map(parse_name).collect()));
    let by_markup = || join_names(visible_names(tree));
    let in_text = || lines.iter().find_map(|line| byline_after_lead(line));
    let organisation = structured.clone().or_else(|| stated.clone());
    structured
        .filter(person)
        .filter(|_| !declared.json_ld.is_author_organisation)
        .or(stated.filter(person))
        .or_else(by_markup)
        .or_else(in_text)
        .or(organisation)
}

/// Returns the name in a line that begins with "By" or a similar word.
fn byline_after_lead(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let by = [
        "by ",
        "by: ",
        "written by",
        "posted by",
        "author:",
        "words by",
        "story by",
        "von ",
        "par ",
        "por ",
    ];
    let lead = by.iter().find(|lead| lower.starts_with(**lead))?;
    let name = parse_name(line.get(lead.len()..)?)?;
    let capital = name
        .chars()
        .next()
        .is_some_and(|c| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic());
    (capital && name.split_whitespace().count() <= 8 && name.chars().count() <= 60).then_some(name)
}

/// Returns the names in elements marked as author: by markup if possible, else by class.
fn visible_names(tree: &DomTree) -> Vec<String> {
    let mut best: (u8, Vec<String>) = (0, Vec::new());
    let mut until = 0;
    for id in tree.elements(0) {
        if id < until {
            continue;
        }
        let trust = byline_trust(tree, id);
        if trust == 0 || trust < best.0 || tree.end(id) - id > 200 {
            continue;
        }
        let inner = tree.elements(id).find(|i| {
            tree.attr(*i, "itemprop") == Some("name") || tree.attr(*i, "rel") == Some("author")
        });
        let text = normalize_value(&tree.collapsed_text(inner.unwrap_or(id)));
        let Some(name) = parse_name(&text) else {
            continue;
        };
        until = tree.end(id);
        if trust > best.0 {
            best = (trust, vec![name]);
        } else if trust >= 3
            && best.1.len() < 8
            && !best
                .1
                .iter()
                .any(|n| n.contains(&name) || name.contains(n.as_str()))
        {
            best.1.push(name);
        }
    }
    best.1
}

/// Returns how reliably an element holds the byline: 4 by markup, 3 or 2 by class, 0 not at all.
fn byline_trust(tree: &DomTree, id: DomId) -> u8 {
    let commented = |id: DomId| {
        tree.ancestors(id).take(12).any(|a| {
            let names = tree.class_and_id(a);
            [
                "comment",
                "related",
                "sidebar",
                "widget",
                "footer",
                "recommend",
            ]
            .iter()
            .any(|n| names.contains(n))
                || matches!(tree.name(a), "footer" | "aside" | "nav")
        })
    };
    let by_markup = if tree
        .attr(id, "rel")
        .is_some_and(|r| r.split_whitespace().any(|w| w == "author"))
        || tree
            .attr(id, "itemprop")
            .is_some_and(|p| p.contains("author"))
    {
        4
    } else {
        0
    };
    let names = || {
        let names = tree.class_and_id(id);
        let mut words = names.split_whitespace();
        let has = |word: &str, wanted: &[&str]| wanted.iter().any(|w| ends_with_word(word, w));
        if words.clone().any(|w| {
            has(
                w,
                &[
                    "byline",
                    "author-name",
                    "byline-name",
                    "author_name",
                    "authorname",
                    "byline__name",
                    "writtenby",
                    "p-author",
                ],
            )
        }) {
            3
        } else if words.any(|w| {
            has(
                w,
                &[
                    "author",
                    "authors",
                    "byline-author",
                    "post-author",
                    "entry-author",
                    "article-author",
                    "writer",
                    "dateline",
                ],
            ) || w.contains("byline")
        }) {
            2
        } else {
            0
        }
    };
    let trust = by_markup.max(names());
    if trust > 0
        && (matches!(
            tree.name(id),
            "body" | "html" | "article" | "main" | "meta" | "link" | "img" | "script"
        ) || commented(id))
    {
        0
    } else {
        trust
    }
}

/// Returns the name in a byline, without lead and date; `None` if the text is no name.
fn parse_name(text: &str) -> Option<String> {
    let mut name = text
        .trim()
        .trim_start_matches(['-', '–', '—', '|', '•', '·', ',', ':'])
        .trim();
    for _ in 0..2 {
        let lead = BYLINE_LEADS.iter().find_map(|lead| {
            let head = name.get(..lead.len())?;
            let rest = name.get(lead.len()..)?;
            let is_whole_word = !lead.ends_with(|c: char| c.is_ascii_alphabetic())
                || rest.starts_with([' ', ':', '\u{a0}']);
            (head.to_lowercase() == *lead && is_whole_word && !rest.trim().is_empty())
                .then_some(rest)
        });
        match lead {
            Some(rest) => name = rest.trim().trim_start_matches([':', '-', '–']).trim(),
            None => break,
        }
    }
    // A date, a role or a place follows these signs.
    for sign in [
        " | ",
        " • ",
        " · ",
        " — ",
        " – ",
        " on ",
        " Published",
        " Updated",
        " Posted",
        " Last updated",
        " min read",
        " View ",
        " Follow ",
        " follow ",
        " is a ",
        " is an ",
        " is the ",
        " @",
        " (@",
        "\u{2003}",
    ] {
        if let Some(at) = name.find(sign) {
            name = name[..at].trim();
        }
    }
    if let Some(at) = name.find(|c: char| c.is_ascii_digit()) {
        name = remove_date(name, at);
    }
    let name = name
        .trim()
        .trim_end_matches([',', '-', '–', '|', '•', '·', ':', ';', '/'])
        .trim();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let length = name.chars().count();
    let address =
        name.contains("://") || name.starts_with("www.") || name.starts_with('@') && length < 2;
    let lower = name.to_lowercase();
    let nobody = matches!(
        lower.as_str(),
        "admin"
            | "author"
            | "authors"
            | "unknown"
            | "null"
            | "none"
            | "undefined"
            | "editor"
            | "anonymous"
            | "guest"
            | "administrator"
    );
    (letters >= 2 && length <= MAX_CHARS && !address && !nobody).then(|| name.to_owned())
}

/// Removes a date from the end of a byline. `digit` is the offset of the first digit.
fn remove_date(name: &str, digit: usize) -> &str {
    /// Beginnings of the English names of months.
    const MONTHS: &[&str] = &[
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let before = name[..digit].trim_end();
    let month = before
        .rfind(|c: char| !c.is_alphabetic() && c != '.')
        .map_or(0, |i| i + 1);
    let word = before.get(month..).unwrap_or_default().to_lowercase();
    if MONTHS.iter().any(|m| word.starts_with(m)) {
        return before.get(..month).unwrap_or(before).trim_end();
    }
    let tail = &name[digit..];
    let dated = tail.chars().filter(char::is_ascii_digit).count() >= 4;
    if dated && !before.is_empty() {
        before
    } else {
        name
    }
}
