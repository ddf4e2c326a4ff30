//! Picker of the other articles of a story.

use chrono::{DateTime, FixedOffset};

use super::{Picker, PickerKind, PickerRow, PickerValue};
use crate::model::{ArticleId, ArticleRow, Published};

/// Story whose articles are awaited or shown.
#[derive(Debug, Default)]
pub(in crate::app) struct StoryList {
    /// Article whose story is being loaded for the picker.
    pub(in crate::app) awaited: Option<ArticleId>,
    /// The other articles of the story.
    articles: Vec<ArticleRow>,
}

impl StoryList {
    /// Takes the other articles of a story, and returns their picker.
    pub(in crate::app) fn picker(
        &mut self,
        articles: Vec<ArticleRow>,
        now: DateTime<FixedOffset>,
    ) -> Picker {
        let rows = articles.iter().map(|article| story_row(article, now));
        let picker = Picker::new(PickerKind::Story, rows.collect());
        self.articles = articles;
        picker
    }

    /// Returns an article of the picker.
    pub(in crate::app) fn article(&self, id: ArticleId) -> Option<&ArticleRow> {
        self.articles.iter().find(|article| article.id == id)
    }
}

/// Returns the row of an article: its time, its source and title, its number of words.
fn story_row(article: &ArticleRow, now: DateTime<FixedOffset>) -> PickerRow {
    let added = article.library_times.and_then(|times| {
        let moment = DateTime::from_timestamp(times.added, 0)?;
        Some(Published::DateTime(moment.fixed_offset()))
    });
    let key = match article.published.or(added) {
        Some(Published::DateTime(moment)) => {
            let moment = moment.with_timezone(now.offset());
            moment.format("%-d %b %H:%M").to_string()
        }
        Some(Published::Day(day)) => day.format("%-d %b").to_string(),
        None => String::new(),
    };
    PickerRow {
        key,
        text: match article.source_or_publisher() {
            Some(source) => format!("{source}: {}", article.title),
            None => article.title.clone(),
        },
        note: match article.word_count {
            Some(1) => "1 word".to_owned(),
            Some(words) => format!("{words} words"),
            None => String::new(),
        },
        value: Some(PickerValue::Article(article.id)),
        ..PickerRow::default()
    }
}
