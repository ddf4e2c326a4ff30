//! Lines of the list: heads of groups, articles with their marks, titles and details, bookmarked places.

use chrono::{DateTime, FixedOffset};
use ratatui::text::{Line, Span};

use crate::config::DateStyle;
use crate::model::{
    ArticleRow, Bookmark, Group, Grouping, Published, duration_text, reading_minutes,
};
use crate::ui::{ScreenPart, Theme, text};

/// Columns of the two marks before a title, with the blanks around them.
pub(super) const MARK_COLUMNS: usize = 5;
/// Columns of the source in a list with one line for each article.
const SOURCE_COLUMNS: usize = 20;
/// Columns of the time in a list with one line for each article: `12 Nov 2024`.
const TIME_COLUMNS: usize = 11;

/// Columns of the reading time in a list with one line for each article.
const LENGTH_COLUMNS: usize = 6;
/// Minimum columns of a source that is cut.
const MIN_SOURCE_COLUMNS: usize = 8;

/// Properties of the list that its lines depend on.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowOptions {
    /// Columns of the list.
    pub(super) width: usize,
    /// True if each article has a second line.
    pub(super) has_second_lines: bool,
    /// Groups of the listing; what stands in the head is not repeated in the rows.
    pub(super) grouping: Grouping,
    /// True if all rows are of one source.
    pub(super) is_of_source: bool,
    /// Present time.
    pub(super) now: DateTime<FixedOffset>,
    /// Format of dates.
    pub(super) dates: DateStyle,
}

/// Returns the head of a group.
pub(super) fn head_line<'a>(
    name: &str,
    is_only_group: bool,
    options: &RowOptions,
    theme: &Theme,
) -> Line<'a> {
    let style = theme.part_style(if is_only_group {
        ScreenPart::Dim
    } else {
        ScreenPart::GroupHead
    });
    let name = text::fit(name, options.width.saturating_sub(2), theme);
    Line::from(vec![Span::raw(" "), Span::styled(name, style)])
}

/// Returns the first line of an article: marks and title. If it is the only one, source, time and reading time follow,
/// as far as the title leaves room.
pub(super) fn article_line<'a>(
    article: &ArticleRow,
    options: &RowOptions,
    theme: &Theme,
) -> Line<'a> {
    let mut spans = mark_spans(article, theme);
    let room = options.width.saturating_sub(MARK_COLUMNS);
    if options.has_second_lines {
        let (title, _) = title_parts(article, options, theme);
        spans.push(title_span(title, article, theme));
        return Line::from(spans);
    }
    let story = story_text(article).map(|story| format!(" {story}"));
    let story = story.unwrap_or_default();
    let room = room.saturating_sub(text::width(&story));
    let details = match &article.error {
        Some(error) => text::fit(error, room / 2, theme),
        None if room >= 2 * (SOURCE_COLUMNS + TIME_COLUMNS) => {
            detail_columns(article, options, room, theme)
        }
        None => length_text(article, theme),
    };
    let title = text::fit(
        &article.title,
        room.saturating_sub(text::width(&details) + 2),
        theme,
    );
    let left = room.saturating_sub(text::width(&title) + text::width(&details) + 1);
    let tags = Some(tags_text(article, theme));
    let tags = tags.filter(|tags| !tags.is_empty() && text::width(tags) + 4 <= left);
    push_title_and_details(
        &mut spans,
        (title, story, tags),
        &details,
        room,
        article,
        theme,
    );
    Line::from(spans)
}

/// Returns the columns of an article in a wide list: source, time, and reading time or the part that was read. A title
/// that needs more than its share of `room` columns takes that of the source, then that of the time.
fn detail_columns(
    article: &ArticleRow,
    options: &RowOptions,
    room: usize,
    theme: &Theme,
) -> String {
    let length = match percent_text(article) {
        Some(percent) => percent,
        None => length_text(article, theme),
    };
    let length = right_aligned(&length, LENGTH_COLUMNS);
    let time = right_aligned(&time_text(article, options), TIME_COLUMNS);
    let end = format!("{time} {length}");
    let left = room.saturating_sub(text::width(&article.title) + 2);
    let source_room = left
        .saturating_sub(text::width(&end) + 2)
        .min(SOURCE_COLUMNS);
    match source_text(article, options) {
        Some(source) if source_room >= MIN_SOURCE_COLUMNS => {
            let source = text::fit(source, source_room, theme);
            format!("{} {end}", left_aligned(&source, source_room))
        }
        _ if text::width(&end) <= left => end,
        _ => length,
    }
}

/// Returns the second line of an article: the rest of its title, then its source, time, reading time and tags, as far as
/// they have room.
pub(super) fn article_details_line<'a>(
    article: &ArticleRow,
    options: &RowOptions,
    theme: &Theme,
) -> Line<'a> {
    let mut spans = vec![Span::raw(" ".repeat(MARK_COLUMNS))];
    let room = options.width.saturating_sub(MARK_COLUMNS + 1);
    if let Some(error) = &article.error {
        let style = theme.part_style(ScreenPart::Error);
        spans.push(Span::styled(text::fit(error, room, theme), style));
        return Line::from(spans);
    }
    let dot = format!(" {} ", theme.symbols().dot);
    let (_, rest) = title_parts(article, options, theme);
    let length = [length_text(article, theme)]
        .into_iter()
        .chain(story_text(article));
    let length: Vec<String> = length.filter(|part| !part.is_empty()).collect();
    let length = length.join(&dot);
    let separator = match rest.is_empty() || length.is_empty() {
        true => "",
        false => &dot,
    };
    let details_room = room.saturating_sub(text::width(&rest) + text::width(separator));
    let mut details = fitting_details(article, options, &length, details_room, theme);
    let tags = tags_text(article, theme);
    if !tags.is_empty() && text::width(&format!("{details}{dot}{tags}")) <= details_room {
        details = match details.is_empty() {
            true => tags,
            false => format!("{details}{dot}{tags}"),
        };
    }
    let rest_room = room.saturating_sub(text::width(separator) + text::width(&details));
    spans.push(title_span(
        text::fit(&rest, rest_room, theme),
        article,
        theme,
    ));
    let dim = theme.part_style(ScreenPart::Dim);
    spans.push(Span::styled(format!("{separator}{details}"), dim));
    Line::from(spans)
}

/// Returns source, time and reading time, with dots between them, in at most `room` columns: the source is cut or left
/// out before the time, and the reading time always stays.
fn fitting_details(
    article: &ArticleRow,
    options: &RowOptions,
    length: &str,
    room: usize,
    theme: &Theme,
) -> String {
    let dot = format!(" {} ", theme.symbols().dot);
    let parts = [&time_text(article, options), length].map(str::to_owned);
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    let end = parts.join(&dot);
    let end_columns = match text::width(&end) {
        0 => 0,
        columns => columns + text::width(&dot),
    };
    let source_room = room.saturating_sub(end_columns);
    match source_text(article, options) {
        Some(source) if text::width(source) <= source_room || source_room >= MIN_SOURCE_COLUMNS => {
            let source = text::fit(source, source_room, theme);
            match end.is_empty() {
                true => source,
                false => format!("{source}{dot}{end}"),
            }
        }
        _ if text::width(&end) <= room => end,
        _ => length.to_owned(),
    }
}

/// Returns the first line of a bookmarked place: its heading, and its note or else its sentence, unless the note has a
/// line of its own.
pub(super) fn place_line<'a>(
    place: Option<&Bookmark>,
    options: &RowOptions,
    theme: &Theme,
) -> Line<'a> {
    let Some(place) = place else {
        return Line::default();
    };
    let symbols = theme.symbols();
    let room = options.width.saturating_sub(MARK_COLUMNS + 3);
    let head = match place.section.as_deref().unwrap_or_default() {
        "" => String::new(),
        name => format!("{} {name}", symbols.section),
    };
    let has_note_line = options.has_second_lines && place.note.is_some() && place.section.is_some();
    let words = match has_note_line {
        true => String::new(),
        false => note_text(place),
    };
    let head = text::fit(&head, room, theme);
    let gap = match head.is_empty() || words.is_empty() {
        true => String::new(),
        false => format!(" {} ", symbols.dot),
    };
    let words = text::fit(
        &words,
        room.saturating_sub(text::width(&head) + text::width(&gap)),
        theme,
    );
    let gap = if words.is_empty() { String::new() } else { gap };
    let mark = format!("{}{} ", " ".repeat(MARK_COLUMNS), symbols.place);
    Line::from(vec![
        Span::styled(mark, theme.part_style(ScreenPart::Mark)),
        Span::styled(head, theme.part_style(ScreenPart::Text)),
        Span::styled(format!("{gap}{words}"), theme.part_style(ScreenPart::Dim)),
    ])
}

/// Returns the second line of a bookmarked place: its note and tags.
pub(super) fn place_note_line<'a>(
    place: Option<&Bookmark>,
    options: &RowOptions,
    theme: &Theme,
) -> Line<'a> {
    let indent = MARK_COLUMNS + 2;
    let words = place.map(note_text).unwrap_or_default();
    let words = text::fit(&words, options.width.saturating_sub(indent + 1), theme);
    Line::from(vec![
        Span::raw(" ".repeat(indent)),
        Span::styled(words, theme.part_style(ScreenPart::Dim)),
    ])
}

/// Returns the note of a place, or else its sentence, and its tags.
fn note_text(place: &Bookmark) -> String {
    let words = place.note.as_deref().or(place.quote.as_deref());
    text::note_with_tags(words, &place.tags)
}

/// Returns the tags of an article, each with its `#`.
fn tags_text(article: &ArticleRow, theme: &Theme) -> String {
    let tags = text::note_with_tags(None, &article.state.tags);
    text::fit(&tags, usize::MAX, theme)
}

/// Returns the two marks of an article: unread, and bookmarked.
fn mark_spans<'a>(article: &ArticleRow, theme: &Theme) -> Vec<Span<'a>> {
    let symbols = theme.symbols();
    let state = &article.state;
    let (unread, unread_part) = match (&article.error, state.is_unsaved) {
        (Some(_), _) => (symbols.error, ScreenPart::Error),
        (None, true) if !state.is_bookmarked => (symbols.unsaved, ScreenPart::Error),
        (None, _) if !state.is_read => (symbols.unread, ScreenPart::Mark),
        (None, _) => (" ", ScreenPart::Mark),
    };
    let (bookmark, bookmark_part) = match (state.is_bookmarked, state.is_unsaved) {
        (true, true) => (symbols.bookmarked_unsaved, ScreenPart::Error),
        (true, false) => (symbols.bookmarked, ScreenPart::Mark),
        (false, _) => (" ", ScreenPart::Mark),
    };
    vec![
        Span::styled(format!(" {unread} "), theme.part_style(unread_part)),
        Span::styled(format!("{bookmark} "), theme.part_style(bookmark_part)),
    ]
}

/// Returns the title in two parts: what has room in the first line, and the rest.
fn title_parts(article: &ArticleRow, options: &RowOptions, theme: &Theme) -> (String, String) {
    let room = options.width.saturating_sub(MARK_COLUMNS + 1);
    let (first, rest) = text::split_at_width(&article.title, room);
    // The rest is fitted by its line, which knows the room beside it.
    (text::fit(first, room, theme), rest.to_owned())
}

/// Returns a part of the title in the style of unread or read articles.
fn title_span<'a>(title: String, article: &ArticleRow, theme: &Theme) -> Span<'a> {
    let part = match (&article.error, article.state.is_read) {
        (Some(_), _) => ScreenPart::Dim,
        (None, false) => ScreenPart::Unread,
        (None, true) => ScreenPart::Read,
    };
    Span::styled(title, theme.part_style(part))
}

/// Returns the number of other articles of the story of an article: `+3`.
fn story_text(article: &ArticleRow) -> Option<String> {
    let story = article.story.filter(|story| story.others > 0)?;
    Some(format!("+{}", story.others))
}

/// Adds the title, the number of other articles of the story and the tags, and at the right end of `room` columns the details.
/// The number has its own columns.
fn push_title_and_details(
    spans: &mut Vec<Span<'_>>,
    (title, story, tags): (String, String, Option<String>),
    details: &str,
    room: usize,
    article: &ArticleRow,
    theme: &Theme,
) {
    let tags = tags.map(|tags| format!("  {tags}")).unwrap_or_default();
    let used = text::width(&title) + text::width(&tags) + text::width(details) + 1;
    let details_part = match article.error {
        Some(_) => ScreenPart::Error,
        None => ScreenPart::Dim,
    };
    spans.push(title_span(title, article, theme));
    spans.push(Span::styled(story, theme.part_style(ScreenPart::Dim)));
    spans.push(Span::styled(tags, theme.part_style(ScreenPart::Dim)));
    spans.push(Span::raw(" ".repeat(room.saturating_sub(used))));
    let details = Span::styled(details.to_owned(), theme.part_style(details_part));
    spans.push(details);
}

/// Returns the source of an article, or its publisher; `None` where the head of its group or the view names it.
fn source_text<'a>(article: &'a ArticleRow, options: &RowOptions) -> Option<&'a str> {
    if options.is_of_source || options.grouping == Grouping::Source {
        return article.byline.as_deref();
    }
    article.source_or_publisher()
}

/// Returns the time of an article: the time of day if it is known and the day stands in the head, else the day.
fn time_text(article: &ArticleRow, options: &RowOptions) -> String {
    let offset = options.now.offset();
    let local = article.published.map(|published| match published {
        Published::Day(day) => (day, None),
        Published::DateTime(moment) => {
            let moment = moment.with_timezone(offset);
            (moment.date_naive(), Some(moment.time()))
        }
    });
    let added = || {
        let times = article.library_times?;
        let moment = DateTime::from_timestamp(times.added, 0)?.with_timezone(offset);
        Some((moment.date_naive(), Some(moment.time())))
    };
    let Some((day, time)) = local.or_else(added) else {
        return String::new();
    };
    let today = options.now.date_naive();
    let is_in_head = match article.group {
        Group::Day(group) => group == day,
        Group::Named(_) => day == today,
    };
    match time {
        Some(time) if is_in_head => time.format("%H:%M").to_string(),
        None if is_in_head && matches!(article.group, Group::Day(_)) => String::new(),
        _ => options.dates.write_short(day, today),
    }
}

/// Returns the part of an article that was read; `None` for finished articles, and those not begun.
fn percent_text(article: &ArticleRow) -> Option<String> {
    let percent = (article.state.progress * 100.0).round() as u32;
    let is_begun = (1..100).contains(&percent) && !article.state.is_read;
    is_begun.then(|| format!("{percent}%"))
}

/// Returns the reading time of an article, and before it the part that was read of one that was begun, and that its text
/// has changed.
fn length_text(article: &ArticleRow, theme: &Theme) -> String {
    let length = article
        .word_count
        .map(|words| duration_text(reading_minutes(words)));
    let percent = percent_text(article);
    let changed = article.state.changed.map(|_| "updated".to_owned());
    let parts: Vec<String> = changed.into_iter().chain(percent).chain(length).collect();
    parts.join(&format!(" {} ", theme.symbols().dot))
}

/// Pads a text with blanks at the left.
fn right_aligned(words: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(text::width(words));
    format!("{}{words}", " ".repeat(gap))
}

/// Pads a text with blanks at the right.
fn left_aligned(words: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(text::width(words));
    format!("{words}{}", " ".repeat(gap))
}
