//! Names in the head of an article: authors after "by", publishers, and the labels of dates.

/// Words that an author's name follows, in lower case; longer ones first where one begins with another.
const BY: &[&str] = &[
    "written by",
    "words by",
    "story by",
    "reported by",
    "posted by",
    "published by",
    "by",
    "author:",
    "authors:",
    "words:",
    "text:",
    "von",
    "text von",
    "autor:",
    "autorin:",
    "par",
    "écrit par",
    "auteur :",
    "por",
    "escrito por",
    "autor:",
    "di",
    "a cura di",
    "scritto da",
    "door",
    "geschreven door",
    "av",
    "skrevet af",
    "af",
    "tekst:",
    "kirjoittaja:",
    "teksti:",
    "od",
    "autor:",
    "napsal",
    "napisał",
    "автор:",
    "текст:",
    "от",
    "автор",
    "yazan:",
    "yazar:",
    "του",
    "της",
    "بقلم",
    "بقلم:",
    "كتب",
    "نویسنده:",
    "מאת",
    "लेखक:",
    "oleh",
    "oleh:",
    "penulis:",
    "bởi",
    "作者：",
    "作者:",
    "文：",
    "文／",
    "文/",
    "撰文：",
    "記者：",
    "文＝",
];

/// Words around a date that name its kind, and words that may stand beside an author.
const LABELS: &[&str] = &[
    "published",
    "posted",
    "release",
    "released",
    "issued",
    "filed",
    "edited",
    "edition",
    "version",
    "today",
    "yesterday",
    "now",
    "hours",
    "hour",
    "days",
    "ago",
    "gmt",
    "utc",
    "bst",
    "est",
    "edt",
    "cet",
    "cest",
    "pst",
    "pdt",
    "ist",
    "updated",
    "modified",
    "created",
    "first",
    "last",
    "on",
    "at",
    "date",
    "min",
    "mins",
    "minute",
    "minutes",
    "read",
    "reading",
    "time",
    "comments",
    "comment",
    "views",
    "veröffentlicht",
    "aktualisiert",
    "am",
    "um",
    "uhr",
    "stand",
    "publié",
    "le",
    "mis",
    "à",
    "jour",
    "publicado",
    "el",
    "em",
    "actualizado",
    "atualizado",
    "pubblicato",
    "il",
    "aggiornato",
    "gepubliceerd",
    "op",
    "bijgewerkt",
    "publicerad",
    "uppdaterad",
    "publisert",
    "oppdatert",
    "offentliggjort",
    "opdateret",
    "julkaistu",
    "päivitetty",
    "opublikowano",
    "publikováno",
    "опубликовано",
    "обновлено",
    "опубліковано",
    "yayınlanma",
    "tarihi",
    "güncelleme",
    "نشر",
    "في",
    "发布时间",
    "发布于",
    "时间",
    "公開日",
    "更新日",
    "입력",
    "작성일",
];

/// Words that say a date is that of a change.
const CHANGES: &[&str] = &[
    "updat",
    "modif",
    "edit",
    "revis",
    "review",
    "aktualis",
    "mis à jour",
    "actualiz",
    "atualiz",
    "aggiorn",
    "bijgewerkt",
    "uppdater",
    "oppdater",
    "opdater",
    "päivit",
    "zaktualiz",
    "обновл",
    "оновл",
    "güncell",
    "ενημέρωσ",
    "تحديث",
    "更新",
    "수정",
];

/// Labels of the author and of the publisher within a line of facts.
const AUTHOR_LABELS: &[&str] = &[
    "作者：",
    "作者:",
    "记者：",
    "记者:",
    "記者：",
    "撰文：",
    "文／",
    "文：",
    "文・",
];
const SOURCE_LABELS: &[&str] = &["来源：", "来源:", "來源：", "來源:", "出典：", "稿源："];

/// Returns author and publisher of a line that labels them: `来源：湖报 作者：林月`, `김하늘 기자`.
pub(super) fn labelled_facts(text: &str) -> Option<(Option<String>, Option<String>)> {
    let after = |labels: &[&str]| {
        let (at, label) = labels
            .iter()
            .find_map(|label| Some((text.find(label)?, label)))?;
        let rest = text.get(at + label.len()..)?.trim_start();
        let end =
            rest.find(|c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '，' | '/' | '（'));
        let name = rest.get(..end.unwrap_or(rest.len()))?;
        (!name.is_empty() && name.chars().count() <= 30).then(|| name.to_owned())
    };
    let reporter = text
        .strip_suffix("기자")
        .map(str::trim)
        .and_then(|rest| rest.split_whitespace().last())
        .filter(|name| (2..=5).contains(&name.chars().count()))
        .map(str::to_owned);
    let byline = after(AUTHOR_LABELS).or(reporter);
    let publisher = after(SOURCE_LABELS);
    (byline.is_some() || publisher.is_some()).then_some((byline, publisher))
}

/// Words that names of newspapers and stations end or begin with.
const PUBLISHER_WORDS: &[&str] = &[
    "news",
    "post",
    "times",
    "herald",
    "journal",
    "gazette",
    "press",
    "media",
    "tribune",
    "observer",
    "courier",
    "chronicle",
    "magazine",
    "daily",
    "report",
    "agency",
    "radio",
    "tv",
    "online",
    "zeitung",
    "nachrichten",
    "kurier",
    "blatt",
    "presse",
    "journal",
    "courrier",
    "gazette",
    "diario",
    "periódico",
    "noticias",
    "jornal",
    "notícias",
    "giornale",
    "corriere",
    "krant",
    "dagblad",
    "tidning",
    "avis",
    "gazeta",
    "noviny",
    "газета",
    "новости",
    "haber",
    "gazetesi",
];

/// Splits the name of an author from a place, a post or a newspaper after a comma: `Ann Mole, Bay News`. The second
/// part is the newspaper.
pub(super) fn split_affiliation(name: String) -> (String, Option<String>) {
    let Some((person, rest)) = name.split_once(", ") else {
        return (name, None);
    };
    let words = |text: &str| text.split_whitespace().count();
    let rest = rest.trim();
    if !(2..=4).contains(&words(person)) || !is_person_name(person) || rest.contains(',') {
        return (name, None);
    }
    let is_publisher = rest
        .split_whitespace()
        .any(|word| PUBLISHER_WORDS.contains(&word.to_lowercase().as_str()));
    if is_publisher {
        return (person.to_owned(), Some(rest.to_owned()));
    }
    // One word is a place; small letters are a post.
    let starts_small = rest.chars().next().is_some_and(char::is_lowercase);
    let joined = rest
        .split_whitespace()
        .any(|w| matches!(w, "and" | "und" | "et" | "y" | "e" | "en" | "og" | "och"));
    let is_place = words(rest) == 1
        && rest.chars().all(char::is_alphabetic)
        && rest.chars().skip(1).all(char::is_lowercase);
    if (is_place || starts_small) && !joined {
        return (person.to_owned(), None);
    }
    (name, None)
}

/// Returns the name of a person who stands alone in a line: two to four words, each with a capital; what follows a comma
/// or a preposition and a place is left out.
pub(super) fn lone_person(text: &str) -> Option<String> {
    let (mut name, _) = split_affiliation(text.trim().to_owned());
    for place in [" in ", " at ", " on ", " à ", " en ", " em ", " aus "] {
        if let Some((person, rest)) = name.split_once(place)
            && rest.split_whitespace().count() <= 3
            && rest.starts_with(char::is_uppercase)
        {
            name = person.to_owned();
            break;
        }
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_name_word = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars()
                .all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
            && !w.ends_with(['!', '?'])
    };
    let particle = |w: &&str| {
        matches!(
            *w,
            "de" | "da"
                | "do"
                | "dos"
                | "del"
                | "della"
                | "di"
                | "van"
                | "von"
                | "der"
                | "den"
                | "la"
                | "le"
                | "bin"
                | "al"
        )
    };
    let sound = (2..=4).contains(&words.len())
        && words.iter().all(|w| is_name_word(w) || particle(w))
        && words.first().is_some_and(is_name_word)
        && words.last().is_some_and(is_name_word)
        && !words
            .iter()
            .any(|w| PUBLISHER_WORDS.contains(&w.to_lowercase().as_str()));
    sound.then_some(name)
}

/// Returns true if the words before a date mark it as the date of a change.
pub(super) fn is_change(before: &str) -> bool {
    let before = before.to_lowercase();
    CHANGES.iter().any(|word| before.contains(word))
}

/// Returns the author's name in a line that begins with a "by" of some language.
pub(in crate::extract::plain) fn parse_byline(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_start_matches(['-', '–', '—', '|', '•', '·', '/', ',', ' ']);
    let first = text.chars().next()?.to_lowercase().next();
    if !BY.iter().any(|by| by.chars().next() == first) {
        return None;
    }
    // No word of the list is longer.
    let start = text.chars().take(24);
    let lower: String = start.flat_map(char::to_lowercase).collect();
    // Lower case may have other byte offsets; the mark is searched in the text itself by counting characters.
    let by = BY.iter().filter(|by| {
        lower.strip_prefix(**by).is_some_and(|rest| {
            by.ends_with([':', '：', '／', '/', '＝']) || rest.starts_with([' ', ':', '\u{a0}'])
        })
    });
    let by = by.max_by_key(|by| by.len())?;
    let skip = by.chars().count();
    let name = text
        .char_indices()
        .nth(skip)
        .and_then(|(at, _)| text.get(at..))?;
    let name = name.trim_start_matches([':', ' ', '\u{a0}']);
    let end = name.find(['|', '•', '·', '\n']).unwrap_or(name.len());
    let name = name
        .get(..end)?
        .trim()
        .trim_end_matches([',', '-', '–', '—', ' ']);
    let first = name.chars().next()?;
    let capital = first.is_uppercase() || (first.is_alphabetic() && !first.is_lowercase());
    let words = name.split_whitespace().count();
    // Some sign with an address, some in small letters.
    let capital =
        capital || (text.starts_with(char::is_uppercase) && (words <= 2 || name.contains('@')));
    let sentence = name.ends_with(['.', '!', '?', ':']) && words > 5;
    (capital && words <= 14 && name.chars().count() <= 120 && !sentence).then(|| name.to_owned())
}

/// Returns the facts in the rest of a date's line, without labels and separators.
pub(super) fn split_facts(rest: &str) -> Vec<String> {
    let parts = rest.split(['|', '•', '·', '\n', '—', '–', '(', ')']);
    let parts = parts.map(|part| {
        let part = part.trim_matches(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ':' | '-' | '/' | '.' | ';')
        });
        let kept = part.split_whitespace().filter(|w| {
            let bare = w
                .trim_matches(|c: char| !c.is_alphanumeric())
                .to_lowercase();
            !LABELS.contains(&bare.as_str())
        });
        kept.collect::<Vec<_>>().join(" ")
    });
    parts
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() >= 2)
        .collect()
}

/// Returns true if the text may be the name of a person or a publisher: a few words, most of them with capitals.
pub(in super::super) fn is_person_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() || words.len() > 12 || text.chars().count() > 100 {
        return false;
    }
    let capital = |w: &&&str| {
        w.chars()
            .find(|c| c.is_alphanumeric())
            .is_some_and(|c| !c.is_lowercase())
    };
    let capitals = words.iter().filter(capital).count();
    capitals * 2 >= words.len()
        && words.first().is_some_and(|w| capital(&w))
        && !text.chars().all(|c| !c.is_alphabetic())
}

/// Returns true if a line of the head may be the publisher's name.
pub(super) fn is_publisher(text: &str) -> bool {
    let ends = text.ends_with(['?', '!', ':', ',', ';']);
    is_name_or_site(text) && !ends
}

fn is_name_or_site(text: &str) -> bool {
    let site = !text.contains(char::is_whitespace) && text.contains('.') && text.len() <= 60;
    site || is_person_name(text)
}
