//! Texts that the entries of a feed have ([`entry_texts`]): whole articles, their beginnings, or none.

use super::entry::FeedEntry;
use super::entry_document::entry_document;
use crate::model::{Block, Document, EntryTexts, Inline, count_words};
use crate::text::fold::fold;

/// Number of words from which a text without a cut-off ending counts as whole.
const MIN_WHOLE_WORDS: usize = 100;
/// Number of words up to which a text says no more than where the article is.
const MAX_LINK_WORDS: usize = 6;
/// Blocks at the end of a text that are looked at: after the cut, feeds name themselves and link to their comments.
const ENDING_BLOCKS: usize = 3;
/// Most words of a link to the rest of an article.
const MAX_MORE_WORDS: usize = 9;

/// Endings of a text that was cut.
const CUT_ENDINGS: [&str; 8] = ["…", "...", "[…]", "[...]", "(…)", "(...)", "。。。", "⋯"];

/// Beginnings of links to the rest of an article.
#[rustfmt::skip]
const MORE: &[&str] = &[
    // English
    "read more", "continue reading", "keep reading", "read the rest", "read the full", "read full", "full story", "full article",
    "view full", "more…", "more...", "(more)", "learn more", "read on ", "the full post",
    // German, Dutch
    "weiterlesen", "mehr lesen", "zum artikel", "den ganzen artikel", "ganzen artikel", "mehr dazu", "lees meer", "lees verder", "verder lezen",
    // French, Spanish, Portuguese, Italian, Catalan, Romanian
    "lire la suite", "lire plus", "lire l'article", "en savoir plus", "leer más", "seguir leyendo", "continuar leyendo", "leer el artículo",
    "leia mais", "continuar lendo", "continue lendo", "ler mais", "saiba mais", "leggi tutto", "continua a leggere", "leggi di più",
    "leggi l'articolo", "llegir més", "citește mai mult", "citeste mai mult",
    // Scandinavian, Finnish, Baltic
    "läs mer", "läs hela", "les mer", "les hele", "læs mere", "læs hele", "lue lisää", "lue koko", "loe edasi", "lasīt vairāk",
    "skaityti daugiau",
    // Slavic
    "czytaj więcej", "czytaj dalej", "więcej", "číst dál", "celý článek", "čítať viac", "читать далее", "читать дальше",
    "читать полностью", "подробнее", "читати далі", "читати більше", "детальніше", "прочети още", "прочитај", "pročitaj više", "preberi več",
    // Others
    "devamını oku", "devamı için", "tovább olvasom", "tovább", "διαβάστε περισσότερα", "συνέχεια", "اقرأ المزيد", "ادامه مطلب", "בהמשך",
    "המשך קריאה", "קרא עוד", "और पढ़ें", "পড়ুন", "อ่านต่อ", "xem thêm", "đọc tiếp", "baca selengkapnya", "続きを読む", "もっと読む",
    "全文を読む", "阅读全文", "閱讀全文", "阅读更多", "閱讀更多", "继续阅读", "繼續閱讀", "더보기", "더 보기", "기사 보기", "계속 읽기",
];

/// Judges the texts of the newest entries of a feed by their endings and their length; `None` without entries. Most entries decide.
///
/// # Examples
///
/// ```
/// use newsprint::feed::{EntryText, FeedEntry, entry_texts};
/// use newsprint::model::EntryTexts;
///
/// let text = "<p>The ferry was late again. […]</p><p>The post Late ferry appeared first on Tides.</p>";
/// let summary = EntryText { value: text.to_owned(), is_html: true };
/// let entry = FeedEntry { summary: Some(summary), ..FeedEntry::default() };
/// assert_eq!(entry_texts(&[entry]), Some(EntryTexts::CutOff));
/// ```
pub fn entry_texts(entries: &[FeedEntry]) -> Option<EntryTexts> {
    let mut counts = [0usize; 4];
    for entry in entries {
        let at = match texts_of(entry) {
            EntryTexts::CutOff => 0,
            EntryTexts::LinkOnly => 1,
            EntryTexts::Short => 2,
            EntryTexts::Whole => 3,
        };
        if let Some(count) = counts.get_mut(at) {
            *count += 1;
        }
    }
    let [cut_off, link_only, short, whole] = counts;
    Some(match entries.len() {
        0 => return None,
        all if 2 * whole > all => EntryTexts::Whole,
        _ if cut_off >= link_only && 2 * cut_off >= short => EntryTexts::CutOff,
        _ if link_only > short => EntryTexts::LinkOnly,
        _ => EntryTexts::Short,
    })
}

/// Judges the text of one entry.
fn texts_of(entry: &FeedEntry) -> EntryTexts {
    // Files are no text.
    let text = FeedEntry {
        enclosures: Vec::new(),
        ..entry.clone()
    };
    let document = entry_document(&text, None);
    let standfirst = document.metadata.standfirst.as_deref().unwrap_or_default();
    let words = document.words() + count_words(standfirst);
    if is_cut_off(&document) {
        return EntryTexts::CutOff;
    }
    let title = document.metadata.title.as_deref().unwrap_or_default();
    let is_title = fold(&document_text(&document)).trim() == fold(title).trim();
    match words {
        words if words <= MAX_LINK_WORDS || is_title => EntryTexts::LinkOnly,
        words if words < MIN_WHOLE_WORDS => EntryTexts::Short,
        _ => EntryTexts::Whole,
    }
}

fn document_text(document: &Document) -> String {
    let texts: Vec<String> = document.blocks.iter().map(Block::text).collect();
    texts.join(" ")
}

/// Returns true if a text ends where it was cut, or with a link to its rest.
fn is_cut_off(document: &Document) -> bool {
    let last = document.blocks.len().saturating_sub(ENDING_BLOCKS);
    let mut ends = document.blocks.iter().skip(last).rev().enumerate();
    ends.any(|(from_end, block)| {
        let text = block.text();
        let text = text.trim_end();
        let is_cut = CUT_ENDINGS.iter().any(|ending| text.ends_with(ending));
        // An ellipsis in brackets, or one at the very end: elsewhere people write them.
        let is_mark = text.ends_with(']') || text.ends_with(')') || from_end == 0;
        (is_cut && is_mark) || is_link_to_rest(text) || ends_with_link_to_rest(block)
    })
}

/// Returns true for a short line such as `Read more`.
fn is_link_to_rest(text: &str) -> bool {
    let folded = fold(text);
    let start = folded.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '(');
    count_words(text) <= MAX_MORE_WORDS && MORE.iter().any(|more| start.starts_with(&*fold(more)))
}

/// Returns true if a paragraph ends with a link such as `Read more`.
fn ends_with_link_to_rest(block: &Block) -> bool {
    let Block::Paragraph(content) = block else {
        return false;
    };
    let is_space = |inline: &&Inline| matches!(inline, Inline::Text(text) if text.chars().all(|c| !c.is_alphanumeric()));
    match content.iter().rev().find(|inline| !is_space(inline)) {
        Some(link @ Inline::Link { .. }) => {
            is_link_to_rest(&crate::model::plain_text(std::slice::from_ref(link)))
        }
        _ => false,
    }
}
