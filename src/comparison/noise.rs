//! Noise in the lines around an article: dates of the last update, and counters such as "12 comments" ([`drop_noise`]).

use super::words::Word;
use crate::extract::dates::{is_month_name, is_weekday_or_month};

/// Largest number of words of a paragraph that may be a line of dates and counters.
const MAX_LINE_WORDS: usize = 18;

/// Largest number of other words in such a line: the name of an author, a place.
const MAX_OTHER_WORDS: usize = 5;

/// Largest number of other words beside a counter.
const MAX_WORDS_BESIDE_COUNTER: usize = 3;

/// Words before or after the date of a line.
const DATE_LINE_WORDS: &[&str] = &[
    "updated",
    "published",
    "posted",
    "modified",
    "edited",
    "created",
    "revised",
    "aktualisiert",
    "veröffentlicht",
    "erstellt",
    "stand",
    "geändert",
    "publié",
    "modifié",
    "actualisé",
    "jour",
    "actualizado",
    "publicado",
    "atualizado",
    "aggiornato",
    "pubblicato",
    "modificato",
    "bijgewerkt",
    "gepubliceerd",
    "gewijzigd",
    "uppdaterad",
    "publicerad",
    "opdateret",
    "oppdatert",
    "publiceret",
    "publisert",
    "zaktualizowano",
    "opublikowano",
    "aktualizováno",
    "обновлено",
    "опубликовано",
    "güncelleme",
    "更新",
    "公開",
    "发布",
];

/// Words that a number of a counter stands beside.
const COUNTED_WORDS: &[&str] = &[
    "comment",
    "comments",
    "share",
    "shares",
    "like",
    "likes",
    "view",
    "views",
    "reply",
    "replies",
    "reaction",
    "reactions",
    "retweets",
    "reposts",
    "claps",
    "kommentar",
    "kommentare",
    "kommentarer",
    "commentaire",
    "commentaires",
    "partages",
    "comentario",
    "comentarios",
    "comentário",
    "comentários",
    "commento",
    "commenti",
    "reactie",
    "reacties",
    "komentarz",
    "komentarze",
    "komentarzy",
    "komentář",
    "komentáře",
    "komentářů",
    "комментарий",
    "комментария",
    "комментариев",
    "просмотров",
    "yorum",
    "コメント",
    "评论",
];

/// Units of time, which are counters only beside one of [`READ_OR_AGO`].
const TIME_WORDS: &[&str] = &[
    "minute", "minutes", "min", "mins", "hour", "hours", "hr", "hrs", "day", "days", "minuten",
    "stunde", "stunden", "tag", "tagen", "heure", "heures", "jour", "jours", "hora", "horas",
    "minutos", "días", "minuti", "ore", "giorni", "uur", "dagen", "timmar", "minuter", "timer",
];

/// Words of a reading time, and of a time that is counted from now.
const READ_OR_AGO: &[&str] = &[
    "read", "ago", "vor", "lesezeit", "lecture", "lectura", "hace", "lettura", "fa", "leestijd",
    "geleden", "sedan", "siden", "il",
];

/// Words without a meaning of their own in such lines.
const SMALL_WORDS: &[&str] = &[
    "at",
    "on",
    "the",
    "last",
    "first",
    "in",
    "am",
    "pm",
    "of",
    "by",
    "um",
    "uhr",
    "vom",
    "zuletzt",
    "von",
    "le",
    "à",
    "mis",
    "y",
    "a",
    "par",
    "el",
    "las",
    "por",
    "o",
    "alle",
    "di",
    "om",
    "op",
    "door",
    "kl",
    "av",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "est",
    "edt",
    "pst",
    "pdt",
    "today",
    "yesterday",
    "heute",
    "gestern",
    "hier",
    "no",
    "add",
    "leave",
];

/// Drops the words of a paragraph that are a date or a counter, if the paragraph is a line of dates and counters: those
/// are no content. A sentence, or a line with many other words, stays as it is.
pub(super) fn drop_noise(text: &str, words: &mut Vec<Word>) {
    if words.is_empty() || words.len() > 2 * MAX_LINE_WORDS || text.len() > 200 {
        return;
    }
    let classes: Vec<NoiseClass> = words
        .iter()
        .map(|word| noise_class(text.get(word.range.clone()).unwrap_or_default()))
        .collect();
    let count = |wanted: NoiseClass| classes.iter().filter(|class| **class == wanted).count();
    let others = count(NoiseClass::Other);
    let is_short = classes.len() - count(NoiseClass::Sign) <= MAX_LINE_WORDS;
    let is_date_line = count(NoiseClass::DateLine) > 0 && count(NoiseClass::Date) > 0
        || others == 0 && count(NoiseClass::Name) > 0;
    let has_read_or_ago = count(NoiseClass::ReadOrAgo) > 0;
    let is_counter = has_counter(&classes, has_read_or_ago) && others <= MAX_WORDS_BESIDE_COUNTER;
    let is_sentence = text.trim_end().ends_with(['.', '!', '?', '。']) && others > 0;
    if !is_short || others > MAX_OTHER_WORDS || is_sentence || !(is_date_line || is_counter) {
        return;
    }
    let mut classes = classes.into_iter();
    words.retain(|_| matches!(classes.next(), Some(NoiseClass::Other)));
}

/// Class of a word in a line of dates and counters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum NoiseClass {
    /// Number, or name of a month or day of the week.
    Date,
    /// Name of a month or day of the week.
    Name,
    /// "Updated", "published".
    DateLine,
    /// "Comments", "shares".
    Counted,
    /// "Minutes", "days".
    Time,
    /// "Read", "ago".
    ReadOrAgo,
    Small,
    Sign,
    Other,
}

fn noise_class(word: &str) -> NoiseClass {
    if word.chars().any(|c| c.is_ascii_digit()) {
        // Numbers, also with a letter: 10h, 3rd, 1.2k.
        let letters = word.chars().filter(|c| c.is_alphabetic()).count();
        return if letters <= 2 {
            NoiseClass::Date
        } else {
            NoiseClass::Other
        };
    }
    if !word.chars().any(char::is_alphabetic) {
        return NoiseClass::Sign;
    }
    let lower = word.to_lowercase();
    if DATE_LINE_WORDS.contains(&lower.as_str()) {
        NoiseClass::DateLine
    } else if SMALL_WORDS.contains(&lower.as_str()) {
        NoiseClass::Small
    } else if is_month_name(&lower) || is_weekday_or_month(&lower) {
        NoiseClass::Name
    } else if COUNTED_WORDS.contains(&lower.as_str()) {
        NoiseClass::Counted
    } else if TIME_WORDS.contains(&lower.as_str()) {
        NoiseClass::Time
    } else if READ_OR_AGO.contains(&lower.as_str()) {
        NoiseClass::ReadOrAgo
    } else {
        NoiseClass::Other
    }
}

/// Returns true if a number stands beside a counted word, or a unit of time if that is a reading time or an age.
fn has_counter(classes: &[NoiseClass], counts_time: bool) -> bool {
    let is_beside = |class: NoiseClass| {
        !matches!(
            class,
            NoiseClass::Sign | NoiseClass::Small | NoiseClass::ReadOrAgo
        )
    };
    let is_counted = |class: NoiseClass| {
        class == NoiseClass::Counted || counts_time && class == NoiseClass::Time
    };
    let mut before = None;
    for class in classes.iter().copied().filter(|class| is_beside(*class)) {
        let is_number = |class: Option<NoiseClass>| class == Some(NoiseClass::Date);
        if is_number(before) && is_counted(class)
            || before.is_some_and(is_counted) && class == NoiseClass::Date
        {
            return true;
        }
        before = Some(class);
    }
    false
}
