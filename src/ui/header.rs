//! First row of the screen: counts of articles, progress of refreshes, failing sources, the day.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{ScreenPart, Theme, text};
use crate::app::App;
use crate::model::View;

/// Name of the program at the left.
const NAME: &str = " newsprint";

/// Draws the header. If there is not enough room, the day is left out first, then counts and words, each as a whole.
pub(super) fn draw_header(frame: &mut Frame<'_>, area: Rect, app: &App, theme: &Theme) {
    let width = usize::from(area.width);
    let (left, right) = fitting(&left_texts(app, theme), &right_texts(app, theme), width);
    let scanning = match app.is_scanning() {
        true => format!(
            " {} scanning {}",
            theme.symbols().dot,
            theme.symbols().ellipsis
        ),
        false => String::new(),
    };
    let used = text::width(NAME) + text::width(&left) + text::width(&scanning);
    let spans = vec![
        Span::styled(NAME, theme.part_style(ScreenPart::ProgramName)),
        Span::styled(left, theme.part_style(ScreenPart::Text)),
        Span::styled(scanning, theme.part_style(ScreenPart::Dim)),
    ];
    frame.render_widget(Line::from(spans), area);
    if !right.is_empty() && width > used + text::width(&right) {
        frame.render_widget(
            // The style of a span: that of a line would apply to the whole row.
            Line::from(Span::styled(right, theme.part_style(ScreenPart::Dim))).right_aligned(),
            area,
        );
    }
}

/// Returns the longest texts at the left and at the right that have room beside each other. The right one has two
/// columns before it.
fn fitting(left: &[String], right: &[String], width: usize) -> (String, String) {
    let room = width.saturating_sub(text::width(NAME));
    for left in left {
        for right in right {
            if text::width(left) + text::width(right) + 2 <= room {
                return (left.clone(), right.clone());
            }
        }
    }
    let alone = left.iter().find(|left| text::width(left) <= room);
    (alone.cloned().unwrap_or_default(), String::new())
}

/// Returns the counts of articles, from all of them to the first one. In the tour they are those of the tour, and named so.
fn left_texts(app: &App, theme: &Theme) -> Vec<String> {
    let (all, unread, bookmarks) = match app.counts().filter(|_| !app.list().is_in_memory()) {
        Some(counts) => (counts.all, counts.unread, Some(counts.bookmarks)),
        None => {
            let (mut all, mut unread, mut bookmarks) = (0, 0, 0);
            for article in app.list().in_memory() {
                all += 1;
                unread += usize::from(!article.state.is_read && article.error.is_none());
                bookmarks += usize::from(article.state.is_bookmarked);
            }
            (all, unread, (bookmarks > 0).then_some(bookmarks))
        }
    };
    let name = match app.list().listing().view {
        View::Tour => "Tour",
        _ => "All",
    };
    let mut parts = vec![format!("{name} {all}"), format!("Unread {unread}")];
    parts.extend(bookmarks.map(|count| format!("Bookmarks {count}")));
    let dot = format!(" {} ", theme.symbols().dot);
    let counts = (1..=parts.len()).rev();
    counts
        .filter_map(|count| Some(format!("   {}", parts.get(..count)?.join(&dot))))
        .collect()
}

/// Returns the texts at the right, the longest first: progress, failing sources, the day. Only the day may be missing, and the
/// progress of syncs beside that of feeds.
fn right_texts(app: &App, theme: &Theme) -> Vec<String> {
    let day = app.now().format("%a %-d %b").to_string();
    let progress = app.refresh_progress();
    let progress = progress.map(|progress| format!("{}/{}", progress.done, progress.total));
    let failing = match app.failing_sources() {
        0 => None,
        count => Some(format!("{count} failing")),
    };
    let fetching = progress
        .as_ref()
        .map(|progress| format!("Fetching {progress}"));
    let syncing = app.sync_progress().map(|progress| match progress.total {
        0 => "Syncing".to_owned(),
        total => format!("Syncing {}/{total}", progress.done),
    });
    let dot = format!(" {} ", theme.symbols().dot);
    let join = |parts: [&Option<String>; 4]| {
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        match parts.is_empty() {
            true => String::new(),
            false => format!("{} ", parts.join(&dot)),
        }
    };
    let mut texts = vec![
        join([&fetching, &syncing, &failing, &Some(day)]),
        join([&fetching, &syncing, &failing, &None]),
        match progress.is_some() {
            true => join([&progress, &None, &failing, &None]),
            false => join([&None, &syncing, &failing, &None]),
        },
    ];
    texts.dedup();
    texts
}
