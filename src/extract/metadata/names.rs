//! Names of authors in texts: what stands around a name, and what is none.

use super::title::is_same_site;
use crate::extract::comparison::comparison_key;
use crate::extract::dates;

/// Largest number of characters of a byline.
pub(super) const MAX_CHARS: usize = 300;
/// Largest number of words of a name that is read from the visible page.
const MAX_VISIBLE_WORDS: usize = 7;

/// Words before a name that are not part of it, in lower case; longer ones first where one begins with another.
#[rustfmt::skip]
const LEADS: &[&str] = &[
    "this article was written by", "this post was written by", "written and directed by", "an article by", "article written by",
    "written by", "posted by", "published by", "submitted by", "created by", "story by", "article by", "words by", "report by",
    "reported by", "reporting by", "texts by", "text by", "authored by", "post by", "a post by", "posts by", "blog by", "review by",
    "analysis by", "opinion by", "author name", "authors", "author", "by", "ein beitrag von", "ein artikel von", "eine analyse von",
    "geschrieben von", "verfasst von", "veröffentlicht von", "text von", "von", "écrit par", "publié par", "rédigé par",
    "propos recueillis par", "par", "escrito por", "publicado por", "texto de", "redactado por", "por", "da", "od", "от", "fra", "escrito por", "pubblicato da",
    "scritto da", "a cura di", "articolo di", "di", "geschreven door", "door", "skrevet av", "skrevet af", "skriven av", "text av", "av",
    "af", "kirjoittanut", "napisał", "napisała", "autorstwa", "autorka", "autorin", "autoren", "autores", "autora", "autor", "auteurs",
    "auteur", "autrice", "autore", "autori", "schrijver", "redakteur", "redaktion", "redaktør", "tekst", "texto", "texte", "testo", "text",
    "napsal", "napsala", "автор", "авторы", "текст", "oleh", "penulis", "yazan", "yazar", "著者", "作者", "記者", "记者", "文", "筆者", "執筆", "ライター",
    "撰文", "글", "بقلم", "كتب", "كتبت", "מאת", "द्वारा", "लेखक", "โดย", "bởi", "tác giả",
];
/// Words that join two names.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    "and", "&", "und", "et", "y", "e", "en", "och", "og", "ja", "i", "и", "ve", "dan", "with", "mit", "avec", "con", "và", "和", "、",
];
/// First words of buttons, credits, dates and notes, which are no names.
#[rustfmt::skip]
const NO_NAMES: &[&str] = &[
    "follow", "following", "view", "read", "see", "subscribe", "share", "contact", "about", "sign", "log", "login", "join", "click", "show",
    "visit", "learn", "get", "download", "print", "save", "listen", "watch", "comment", "comments", "reply", "leave", "skip", "menu",
    "advertisement", "sponsored", "photo", "photos", "photograph", "photography", "photographer", "image", "images", "illustration",
    "credit", "credits", "picture", "video", "updated", "published", "posted", "last", "today", "yesterday", "just", "copyright", "all",
    "email", "e-mail", "tweet", "facebook", "twitter", "linkedin", "instagram", "website", "home", "news", "blog", "estimated", "reading",
    "written", "more", "other", "latest", "folgen", "alle", "mehr", "teilen", "foto", "fotos", "bild", "suivre", "voir", "partager",
    "crédit", "seguir", "ver", "leer", "compartir", "segui", "leggi", "tutti", "volg", "lees", "läs", "følg", "seuraa", "подписаться",
    "фото",
];
/// Signs and words behind a name: a date, a role, a place or a button follows.
#[rustfmt::skip]
const ENDS: &[&str] = &[
    " | ", " • ", " · ", " — ", " – ", " - ", " / ", " on ", " in ", " at ", " for ", " from ", " Published", " Updated", " Posted",
    " Last updated", " min read", " View ", " Follow", " follow ", " is a ", " is an ", " is the ", " @", " (@", "\u{2003}", ". Reviewed",
    " Reviewed by", " Medically reviewed", " Edited by", " Photos by", " Photographs by", " Photography by", " Photo by", " Illustration",
    " Translated by", " has been ", " was ", ". Fotos", " Contributor", ". Visit", " More by", ", Updated",
];
/// Last words of the names of organisations, in lower case.
#[rustfmt::skip]
const ORGANISATION_ENDS: &[&str] = &[
    "inc", "ltd", "llc", "gmbh", "corp", "corporation", "company", "staff", "team", "editors", "editorial", "newsroom", "redaktion",
    "agency", "press", "media", "news", "magazine", "group", "foundation", "institute", "university", "association", "studio", "studios",
    "desk", "redacción", "rédaction", "redazione", "redactie", "department", "office", "society", "council", "online", "reporters",
    "writers", "contributors", "tv", "radio", "network", "times", "post", "wires", "ag", "sa",
];
/// Values that name nobody.
#[rustfmt::skip]
const NOBODY: &[&str] = &[
    "admin", "author", "authors", "unknown", "null", "none", "undefined", "editor", "anonymous", "guest", "administrator", "n a",
    "webmaster", "user", "root", "wordpress", "wpadmin", "name", "byline", "admin admin", "guest author", "staff", "by",
];

/// Place in which a name is read. Declared values are trusted more than visible text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum NameSource {
    /// A value of `meta` or JSON-LD.
    Declared,
    /// Text of an element that is marked as the author's.
    Marked,
    /// Text near the headline.
    Visible,
}

/// Result of reading a text as a name.
pub(super) enum NameText {
    /// The name or names, and what joins them to the next text.
    Name(String),
    /// Only words that stand before a name, or between names.
    Lead(Option<&'static str>),
    /// The credit of a picture.
    Credit,
    /// No name.
    Other,
}

/// Returns the name in a declared value; `None` if it names nobody.
pub(super) fn parse_name(text: &str, source: NameSource) -> Option<String> {
    match read_name(text, source) {
        NameText::Name(name) => Some(name),
        NameText::Lead(_) | NameText::Credit | NameText::Other => None,
    }
}

/// Reads a text as a name, without lead, role and date.
pub(super) fn read_name(text: &str, source: NameSource) -> NameText {
    let signs = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '-' | '–' | '—' | '|' | '•' | '·' | ',' | ':' | '/' | '：' | '►' | '~'
            )
    };
    let trimmed = text.trim_matches(signs);
    if trimmed.is_empty() {
        return NameText::Lead(text.contains([',', '、']).then_some(", "));
    }
    let lower = trimmed.to_lowercase();
    if let Some(joiner) = JOINERS.iter().find(|j| **j == lower) {
        return NameText::Lead(Some(joiner));
    }
    if is_lead(&lower) {
        return NameText::Lead(None);
    }
    if is_credit(&lower) {
        return NameText::Credit;
    }
    let mut name = trimmed;
    for _ in 0..2 {
        match after_lead(name) {
            Some(rest) => name = rest.trim_start_matches(signs),
            None => break,
        }
    }
    if source == NameSource::Visible || source == NameSource::Marked {
        for joiner in ["and ", "und ", "et ", "& "] {
            name = name.strip_prefix(joiner).unwrap_or(name);
        }
    }
    for sign in ENDS {
        // A declared name is whole: "Centre for Fish in the North".
        if source == NameSource::Declared
            && matches!(*sign, " on " | " in " | " at " | " for " | " from ")
        {
            continue;
        }
        if let Some(at) = name.find(sign).filter(|at| *at > 0) {
            name = name[..at].trim();
        }
    }
    name = remove_date(name);
    name = remove_parenthesis(name);
    name = name
        .trim_matches(signs)
        .trim_end_matches([';', '，'])
        .trim();
    for suffix in ["기자", "記者", "记者"] {
        name = name.strip_suffix(suffix).map_or(name, str::trim);
    }
    name = remove_final_stop(name);
    if is_name(name, source) {
        NameText::Name(name.to_owned())
    } else {
        NameText::Other
    }
}

/// Returns true if a text in lower case is only words that stand before a name.
fn is_lead(lower: &str) -> bool {
    let bare = lower.trim_end_matches([':', '：', '/', ' ']);
    LEADS.contains(&bare)
}

/// Returns true for the credit of a picture, in lower case.
fn is_credit(lower: &str) -> bool {
    let credits = [
        "photo",
        "photos",
        "image",
        "images",
        "illustration",
        "picture",
        "video by",
        "getty",
        "credit",
        "fotos",
        "foto",
        "bild",
        "crédit",
        "фото",
        "©",
        "via ",
        "source",
    ];
    let begins = |credit: &str| {
        lower
            .strip_prefix(credit)
            .is_some_and(|rest| !rest.starts_with(char::is_alphabetic))
    };
    credits.iter().any(|credit| begins(credit))
        || lower.contains("photo by")
        || lower.contains("getty images")
}

/// Returns the text after a word that stands before a name.
fn after_lead(name: &str) -> Option<&str> {
    // A lead is at most 40 bytes long; changes of case do not change its length in characters.
    LEADS.iter().find_map(|lead| {
        let length: usize = name
            .chars()
            .take(lead.chars().count())
            .map(char::len_utf8)
            .sum();
        let (head, rest) = (name.get(..length)?, name.get(length..)?);
        let ideographic = lead.chars().next().is_some_and(|c| c >= '\u{2e80}');
        let ends = if ideographic {
            rest.starts_with([':', '：', '/', ' ', '／', '｜', '|'])
        } else {
            rest.starts_with([' ', ':', '\u{a0}', '/', '：'])
        };
        // Words that are short, or names too, need a colon.
        let colon = matches!(
            *lead,
            "text"
                | "texto"
                | "tekst"
                | "testo"
                | "texte"
                | "di"
                | "av"
                | "af"
                | "redaktion"
                | "autor"
                | "author"
                | "authors"
        );
        let strong = !colon
            || rest.trim_start().starts_with([':', '：', '/'])
            || matches!(*lead, "di" | "av" | "af" | "author" | "autor") && rest.starts_with(' ');
        (ends && strong && head.to_lowercase() == *lead && !rest.trim().is_empty()).then_some(rest)
    })
}

/// Removes a date and what follows it.
fn remove_date(name: &str) -> &str {
    let short = name
        .char_indices()
        .nth(200)
        .map_or(name, |(at, _)| &name[..at]);
    if let Some((range, _)) = dates::find_date(short) {
        return name.get(..range.start).unwrap_or(name).trim();
    }
    let Some(digit) = name.find(|c: char| c.is_ascii_digit()) else {
        return name;
    };
    let (before, tail) = name.split_at(digit);
    let month = before.trim_end().rfind(' ').map_or(0, |at| at + 1);
    let dated = before
        .get(month..)
        .is_some_and(|word| dates::is_month_name(word.trim().trim_end_matches('.')));
    if dated {
        return before.get(..month).unwrap_or(before).trim();
    }
    let numbers = tail.chars().filter(char::is_ascii_digit).count() >= 4;
    if numbers && !before.trim().is_empty() && before.ends_with([' ', ',']) {
        before.trim()
    } else {
        name
    }
}

/// Removes a last parenthesis: a place or an office.
fn remove_parenthesis(name: &str) -> &str {
    let inner = name
        .strip_suffix([')', '）'])
        .and_then(|rest| rest.rfind(['(', '（']));
    match inner {
        Some(at) if at > 0 => name[..at].trim(),
        _ => name,
    }
}

/// Removes the full stop after a name, but not that of an abbreviation.
fn remove_final_stop(name: &str) -> &str {
    let Some(rest) = name.strip_suffix('.') else {
        return name;
    };
    let last = rest.rsplit(' ').next().unwrap_or_default();
    if last.chars().count() >= 4 && !last.contains('.') {
        rest
    } else {
        name
    }
}

/// Returns true if a cleaned text can be a name.
fn is_name(name: &str, source: NameSource) -> bool {
    let lower = name.to_lowercase();
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let digits = name.chars().filter(|c| c.is_numeric()).count();
    let words = name.split_whitespace().count();
    let length = name.chars().count();
    let address = name.contains("://")
        || name.starts_with("www.")
        || lower.ends_with(".com") && words == 1 && source != NameSource::Marked;
    let first = lower
        .split(|c: char| !c.is_alphanumeric() && c != '-')
        .next()
        .unwrap_or_default();
    if letters < 2
        || length > MAX_CHARS
        || address
        || digits * 2 > letters
        || NOBODY.contains(&comparison_key(name).as_str())
    {
        return false;
    }
    if name.matches(": ").count() > 1
        || lower.ends_with(" ago")
        || dates::is_weekday_or_month(&lower)
    {
        return false;
    }
    if NO_NAMES.contains(&first) && (source != NameSource::Declared || words > 2) {
        return false;
    }
    if source == NameSource::Declared {
        return length <= MAX_CHARS && words <= 40;
    }
    // A sentence is no name: a small letter begins it, or a full stop ends it.
    let many = name
        .split([',', ';'])
        .flat_map(|part| part.split(" and "))
        .all(|part| part.split_whitespace().count() <= MAX_VISIBLE_WORDS);
    let start = name.chars().next().is_some_and(|c| !c.is_lowercase());
    let sentence = name.ends_with(['!', '?', '…', '"', '。'])
        || name.contains(". ") && lower.split(' ').any(|w| matches!(w, "the" | "is" | "was"));
    many && !sentence
        && length <= 120
        && (start || source == NameSource::Marked && words <= 3 && letters >= 4)
}

/// Returns true if a name is that of an organisation, as the site itself. `sites` are keys of names of the site.
pub(super) fn is_organisation(name: &str, sites: &[String]) -> bool {
    let key = comparison_key(name);
    let last = key.rsplit(' ').next().unwrap_or_default();
    let is_site = |site: &String| {
        is_same_site(&key, site)
            || site.len() >= 5 && site.contains(' ') && key.contains(site.as_str())
    };
    sites.iter().any(is_site)
        || key.contains(' ') && ORGANISATION_ENDS.contains(&last)
        || key.starts_with("the ") && key.split(' ').count() >= 3
}

/// Returns `Ida Marr` for `Marr, Ida`, if all of several names are written so.
pub(super) fn restore_name_order(names: Vec<String>) -> Vec<String> {
    let swapped = |name: &String| {
        let (last, first) = name.split_once(", ")?;
        let short = |part: &str| (1..=3).contains(&part.split_whitespace().count());
        (short(last) && short(first) && !first.contains(',')).then(|| format!("{first} {last}"))
    };
    let all: Option<Vec<String>> = names.iter().map(swapped).collect();
    all.unwrap_or(names)
}
