//! End of the text of a field: its value goes to the feed or the entry.

use super::reader::XmlFeedReader;
use crate::feed::capture::{Capture, CapturedText};
use crate::feed::dates::parse_feed_date;
use crate::feed::entry_builder::{EntryBuilder, TitleText, entry_text};
use crate::feed::feed_builder::FeedBuilder;
use crate::feed::field::{CORE, Field};
use crate::feed::links::resolve_link;
use crate::model::Enclosure;

impl XmlFeedReader<'_> {
    /// Takes the text that ends.
    pub(super) fn end_text(&mut self) {
        let Some(mut capture) = self.capture.take() else {
            return;
        };
        let field = capture.field;
        let base = capture.base.take();
        let text = Capture::finish(capture);
        match field {
            Field::Link => {
                let link = std::mem::take(&mut self.link);
                self.add_link(&text.value, link);
            }
            Field::ImageUrl(rank) => self.add_image(rank, &text.value),
            Field::PersonName | Field::PersonEmail => self.add_to_person(field, text),
            _ => {
                let resolved = |text: &str| resolve_link(self.elements.base(), text);
                match &mut self.entry {
                    Some(entry) => set_entry_field(entry, field, text, base, resolved),
                    None => set_feed_field(&mut self.feed, field, text),
                }
            }
        }
    }

    fn add_to_person(&mut self, field: Field, text: CapturedText<'_>) {
        let Some((_, person)) = self.person.as_mut().filter(|_| !text.value.is_empty()) else {
            return;
        };
        let value = Some(text.value.into_owned());
        match field {
            Field::PersonEmail => person.email = value,
            _ => person.name = value,
        }
    }
}

fn set_entry_field(
    entry: &mut EntryBuilder,
    field: Field,
    text: CapturedText<'_>,
    base: Option<String>,
    resolved: impl Fn(&str) -> String,
) {
    let value = text.value.as_ref();
    let is_blank = value.is_empty();
    match field {
        Field::Title(rank) => entry.title.replace(rank, TitleText::new(text)),
        Field::Summary(rank) => entry.summary.offer(rank, entry_text(text)),
        Field::Content(rank) => {
            // A base of the content's own counts: the links in it are relative to that.
            entry.entry.base = base.or(entry.entry.base.take());
            entry.content.offer(rank, entry_text(text));
        }
        Field::Id => entry
            .id
            .offer(CORE, Some(value.to_owned()).filter(|_| !is_blank)),
        Field::Published(rank) => entry.published.replace(rank, parse_feed_date(value)),
        Field::Updated(rank) => entry.updated.replace(rank, parse_feed_date(value)),
        Field::Date => {
            let date = parse_feed_date(value);
            entry.published.replace(1, date);
            entry.updated.replace(1, date);
        }
        Field::Category => entry.add_tag(value),
        Field::CategoryList => value.split(',').for_each(|tag| entry.add_tag(tag)),
        Field::Enclosure => entry.enclosures.add(Enclosure {
            url: resolved(value),
            ..Enclosure::default()
        }),
        Field::Duration => entry.enclosures.set_duration(value),
        Field::Comments if !is_blank => entry.entry.comments = Some(resolved(value)),
        Field::OriginalLink if !is_blank => entry.entry.canonical_link = Some(resolved(value)),
        Field::Language if !is_blank => entry.entry.language = Some(value.to_owned()),
        _ => {}
    }
}

fn set_feed_field(feed: &mut FeedBuilder, field: Field, text: CapturedText<'_>) {
    let value = text.value.as_ref();
    match field {
        Field::Title(rank) => feed.set_title(rank, TitleText::new(text)),
        Field::Summary(rank) => feed.subtitle.offer(rank, TitleText::new(text)),
        Field::Id => feed
            .id
            .offer(CORE, Some(value.to_owned()).filter(|id| !id.is_empty())),
        Field::Published(rank) => feed.published.replace(rank, parse_feed_date(value)),
        Field::Updated(rank) => feed.updated.replace(rank, parse_feed_date(value)),
        Field::Date => {
            let date = parse_feed_date(value);
            feed.published.replace(1, date);
            feed.updated.replace(1, date);
        }
        Field::Language => {
            let language = Some(value.to_owned()).filter(|language| !language.is_empty());
            feed.language.offer(2, language);
        }
        Field::TimeToLive => feed.schedule.set_ttl(value),
        Field::UpdatePeriod => feed.schedule.set_period(value),
        Field::UpdateFrequency => feed.schedule.set_frequency(value),
        Field::Hour => feed.schedule.add_hour(value),
        Field::Day => feed.schedule.add_day(value),
        _ => {}
    }
}
