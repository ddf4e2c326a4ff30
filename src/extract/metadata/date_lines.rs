//! Lines of a page that are a date, perhaps with a label or a name, and not a sentence with a date: [`read_date_line`].

use chrono::Datelike;

use crate::extract::dates::{self, DateReading};
use crate::model::Published;

/// Meaning of the words around a date.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum DateLabel {
    /// Words that say that the text was published or written on the day.
    Published,
    /// No label.
    Unlabelled,
    /// Words that say that the text was changed on the day.
    Updated,
}

/// A line with a date.
#[derive(Clone, Copy)]
pub(super) struct DateLine {
    /// Date.
    pub(super) published: Published,
    /// Meaning of the other words.
    pub(super) label: DateLabel,
    /// Number of other words.
    pub(super) words: usize,
}

/// Oldest year of a date without a label: older dates are those of events.
const OLDEST_UNLABELLED: i32 = 1990;

/// Words for publishing, in lower case, in many languages.
#[rustfmt::skip]
const PUBLISHED: &[&str] = &[
    "published", "publish", "posted", "created", "written", "submitted", "added", "uploaded", "issued", "released", "date", "dated",
    "as of", "stand", "veröffentlicht", "erschienen", "erstellt", "datum", "geschrieben", "online seit", "publié", "publiée", "paru",
    "parue", "mis en ligne", "mise en ligne", "écrit", "rédigé", "publicado", "publicada", "fecha", "pubblicato", "pubblicata", "data",
    "gepubliceerd", "geplaatst", "publicerad", "publicerat", "publisert", "udgivet", "offentliggjort", "julkaistu", "opublikowano",
    "opublikowany", "data publikacji", "dodano", "zveřejněno", "publikováno", "vydáno", "zverejnené", "megjelent", "közzétéve", "publicat",
    "опубликовано", "дата", "опубліковано", "публикувано", "yayınlanma", "yayın tarihi", "yayınlandı", "diterbitkan", "dipublikasikan",
    "diposting", "公開", "掲載", "投稿", "発表", "配信", "发布", "发表", "發布", "發佈", "刊登", "日期", "게시", "입력", "등록", "승인", "نشر", "تاريخ", "פורסם",
    "प्रकाशित", "ngày đăng", "đăng", "เผยแพร่", "δημοσιεύθηκε", "δημοσίευση", "lisätty", "lagt ut", "skrevet",
];
/// Words for changing, in lower case, in many languages.
#[rustfmt::skip]
const UPDATED: &[&str] = &[
    "updated", "update", "modified", "edited", "revised", "reviewed", "changed", "aktualisiert", "geändert", "bearbeitet", "überarbeitet",
    "mis à jour", "mise à jour", "modifié", "modifiée", "actualizado", "actualizada", "modificado", "atualizado", "atualizada",
    "aggiornato", "aggiornata", "modificato", "bijgewerkt", "gewijzigd", "uppdaterad", "oppdatert", "opdateret", "päivitetty", "muokattu",
    "aktualizacja", "zaktualizowano", "aktualizováno", "upraveno", "frissítve", "actualizat", "обновлено", "изменено", "оновлено",
    "güncelleme", "güncellendi", "diperbarui", "更新", "수정", "تحديث", "עודכן", "अपडेट", "अद्यतन", "cập nhật", "อัปเดต", "ενημερώθηκε",
];
/// Words of lines whose date is not that of the article, in lower case.
#[rustfmt::skip]
const OTHER: &[&str] = &[
    "copyright", "©", "today", "today's", "heute", "aujourd'hui", "hoy", "oggi", "vandaag", "born", "died", "until", "deadline", "expires",
    "expire", "ends", "starts", "begins", "since", "due", "geboren", "gestorben", "bis", "jusqu", "hasta", "upcoming", "event", "next",
    "accessed", "retrieved", "abgerufen", "consulté", "effective", "joined", "member", "isbn", "now", "currently", "valid", "version",
    "sale", "offer", "aujourd", "今日", "сегодня", "obs", "current",
];
/// Small words that stand beside a date, a name or a reading time.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "by", "on", "at", "in", "min", "mins", "minute", "minutes", "minuten", "read", "reading", "time", "comments", "comment", "views", "and",
    "von", "am", "um", "uhr", "und", "lesezeit", "de", "le", "la", "el", "par", "por", "à", "di", "il", "door", "op", "av", "af", "den",
    "kl", "the", "of", "first", "last", "originally", "was", "am", "pm", "a", "m", "p", "h", "e", "y", "et", "o", "г", "в", "to", "this",
    "mis", "zuletzt", "em", "às", "para", "no", "r", "dne", "d", "der", "zum", "lecture", "leitura", "lectura", "lettura", "leestid",
    "posts", "post", "article", "artikel",
];

/// Reads a line as a date with few other words; `None` if it is a sentence or the date is that of something else.
pub(super) fn read_date_line(line: &str, reading: DateReading) -> Option<DateLine> {
    if line.len() > 600 {
        return None;
    }
    let (range, published) = dates::find_date_as(line, reading)?;
    let rest = format!("{} {}", line.get(..range.start)?, line.get(range.end..)?);
    let lower = rest.to_lowercase();
    let words: Vec<&str> = lower
        .split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’' && c != '©')
        .filter(|word| !word.is_empty())
        .collect();
    if words.iter().any(|word| OTHER.contains(word)) {
        return None;
    }
    let has = |labels: &[&str]| {
        labels.iter().any(|label| {
            let ideographic = label.chars().any(|c| c >= '\u{2e80}');
            if ideographic || label.contains(' ') {
                lower.contains(label)
            } else {
                words.contains(label)
            }
        })
    };
    let label = match (has(PUBLISHED), has(UPDATED)) {
        (true, _) => DateLabel::Published,
        (false, true) => DateLabel::Updated,
        (false, false) => DateLabel::Unlabelled,
    };
    let small = |word: &&str| SMALL.contains(word) || word.chars().all(char::is_numeric);
    let others: Vec<&&str> = words.iter().filter(|word| !small(word)).collect();
    let uncapitalised = rest
        .split_whitespace()
        .filter(|word| {
            word.starts_with(char::is_lowercase)
                && !SMALL.contains(
                    &word
                        .trim_matches(|c: char| !c.is_alphanumeric())
                        .to_lowercase()
                        .as_str(),
                )
        })
        .count();
    let sentence = line.trim_end().ends_with(['.', '!', '?', '。', ';', '…'])
        && (others.len() > 2 || others.len() == 2 && uncapitalised > 0);
    let fits = match label {
        DateLabel::Published | DateLabel::Updated => {
            others.len() <= 12 && !(sentence && uncapitalised > 4)
        }
        DateLabel::Unlabelled => {
            let recent = published.day().year() >= OLDEST_UNLABELLED;
            recent && others.len() <= 6 && uncapitalised <= 1 && !sentence
        }
    };
    fits.then_some(DateLine {
        published,
        label,
        words: others.len(),
    })
}
