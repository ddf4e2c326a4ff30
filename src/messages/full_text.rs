//! Sentences about the texts of articles: that of the page and that of the feed.

use super::refresh::clock_text;
use crate::ingest::PageRunSummary;
use crate::model::{ArticleTexts, EntryTexts, FullText, PageProblem, TextKind};

/// Words what a page is instead of the article.
pub fn problem(problem: PageProblem) -> &'static str {
    match problem {
        PageProblem::ShorterThanFeed => "shorter than the feed's text",
        PageProblem::OtherText => "another text",
        PageProblem::ConsentWall => "it asks for consent to cookies",
        PageProblem::Paywall => "for subscribers only",
        PageProblem::SignIn => "sign-in page",
        PageProblem::NeedsScript => "it needs JavaScript",
        PageProblem::Challenge => "the site lets only browsers in",
        PageProblem::HomePage => "the link leads to the home page",
        PageProblem::NoText => "no text on the page",
    }
}

/// Words the text that is shown now. `fetched_words` is the number of words of a page that was just fetched; `key` is what switches.
pub fn switched(texts: &ArticleTexts, fetched_words: Option<usize>, key: &str) -> String {
    match (texts.shown, texts.problem) {
        (TextKind::Feed, Some(reason)) => format!(
            "Page text not shown: {} ({key} shows it anyway)",
            problem(reason)
        ),
        (TextKind::Feed, None) => format!("Text of the feed · {key} shows that of the page"),
        (TextKind::Page, Some(reason)) => format!(
            "Text of the page ({}) · {key} shows that of the feed",
            problem(reason)
        ),
        (TextKind::Page, None) => match fetched_words {
            Some(1) => format!("Page fetched: 1 word · {key} shows the text of the feed"),
            Some(words) => {
                format!("Page fetched: {words} words · {key} shows the text of the feed")
            }
            None => format!("Text of the page · {key} shows that of the feed"),
        },
    }
}

/// Words the error of a page. `waits_until` is the end of the pause that its host asked for.
pub fn failed(reason: &str, waits_until: Option<i64>) -> String {
    match waits_until {
        Some(until) => format!("Page not fetched: {reason} until {}", clock_text(until)),
        None => format!("Page not fetched: {reason}"),
    }
}

/// Words the result of fetching queued pages; `None` if there were none.
pub fn pages_fetched(summary: &PageRunSummary) -> Option<String> {
    let PageRunSummary {
        stored,
        with_problem,
        failed,
        ..
    } = *summary;
    if stored + failed == 0 {
        return None;
    }
    let mut parts = vec![match stored {
        1 => "1 page fetched".to_owned(),
        stored => format!("{stored} pages fetched"),
    }];
    for (count, word) in [(with_problem, "not shown"), (failed, "failed")] {
        if count > 0 {
            parts.push(format!("{count} {word}"));
        }
    }
    Some(parts.join(", "))
}

/// Words the setting `full-text` of a source with what `auto` comes to.
pub fn setting(choice: FullText, entries: Option<EntryTexts>) -> String {
    let about = match entries {
        Some(EntryTexts::Whole) => "entries are whole",
        Some(EntryTexts::CutOff) => "entries are cut off",
        Some(EntryTexts::Short) => "entries are short",
        Some(EntryTexts::LinkOnly) => "entries are links",
        None => "not decided yet",
    };
    match choice {
        FullText::Auto => format!("full text: auto ({about})"),
        FullText::Always | FullText::Never => format!("full text: {}", choice.name()),
    }
}
