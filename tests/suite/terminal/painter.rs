//! Output of the painter, checked by a terminal emulator: after any sequence of frames the screen equals that of a full
//! redraw.

use newsprint::terminal::Painter;
use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Color, Modifier, Style};

const WIDTH: u16 = 24;
const HEIGHT: u16 = 10;

/// Rows of text with a style each.
type Rows = Vec<(String, u8)>;

fn style(kind: u8) -> Style {
    match kind % 5 {
        0 => Style::new(),
        1 => Style::new().add_modifier(Modifier::BOLD),
        2 => Style::new().fg(Color::Red).bg(Color::Indexed(17)),
        3 => Style::new().add_modifier(Modifier::REVERSED),
        _ => Style::new()
            .fg(Color::Rgb(1, 2, 3))
            .add_modifier(Modifier::UNDERLINED | Modifier::ITALIC),
    }
}

/// Removes a difference between emulators: the second half of a wide character with a background of its own is either
/// kept or lost.
fn settle(rows: &mut Rows, wide: bool) {
    for (text, kind) in rows {
        if wide {
            *kind %= 2;
        } else {
            text.retain(|c| c.is_ascii());
        }
    }
}

fn frame(rows: &Rows) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    for ((text, kind), y) in rows.iter().zip(0..HEIGHT) {
        buffer.set_string(0, y, text, style(*kind));
    }
    buffer
}

fn row() -> impl Strategy<Value = (String, u8)> {
    let text = prop_oneof![
        Just(String::new()),
        "[a-e ]{0,24}",
        "[a-c日本語é]{0,14}",
        "(e\u{301}|👍|x){0,9}",
        Just("a line that comes back".to_owned()),
    ];
    (text, 0u8..5)
}

/// Change from one frame to the next.
#[derive(Debug, Clone)]
enum Step {
    Scroll { from: usize, to: usize, by: isize },
    Change(usize, (String, u8)),
    Whole(Rows),
    Nothing,
}

fn step() -> impl Strategy<Value = Step> {
    let height = usize::from(HEIGHT);
    prop_oneof![
        6 => (0..height, 0..height, -4isize..5).prop_map(|(a, b, by)| Step::Scroll { from: a.min(b), to: a.max(b) + 1, by }),
        2 => (0..height, row()).prop_map(|(y, row)| Step::Change(y, row)),
        1 => prop::collection::vec(row(), height).prop_map(Step::Whole),
        1 => Just(Step::Nothing),
    ]
}

fn apply(rows: &mut Rows, step: Step, fresh: &mut usize) {
    match step {
        Step::Scroll { from, to, by } => {
            let part = &mut rows[from..to];
            let by = by.clamp(-(part.len() as isize), part.len() as isize);
            let count = by.unsigned_abs();
            let range = if by > 0 {
                part.rotate_left(count);
                part.len() - count..part.len()
            } else {
                part.rotate_right(count);
                0..count
            };
            for row in &mut part[range] {
                *fresh += 1;
                *row = (format!("line {fresh} 日"), (*fresh % 5) as u8);
            }
        }
        Step::Change(y, row) => rows[y] = row,
        Step::Whole(all) => *rows = all,
        Step::Nothing => {}
    }
}

/// Returns the text and style of each cell of a terminal.
fn cells(parser: &vt100::Parser) -> Vec<String> {
    let screen = parser.screen();
    let place = |i: u16| (i / WIDTH, i % WIDTH);
    let cell = |i: u16| {
        let (y, x) = place(i);
        let cell = screen.cell(y, x).unwrap();
        let text = cell.contents().trim();
        // Colour and bold type are invisible on an empty cell.
        let foreground = (!text.is_empty()).then(|| (cell.fgcolor(), cell.bold(), cell.italic()));
        let background = (cell.bgcolor(), cell.underline(), cell.inverse());
        format!(
            "{y},{x}: {text} {foreground:?} {background:?} {}",
            cell.is_wide_continuation()
        )
    };
    (0..WIDTH * HEIGHT).map(cell).collect()
}

fn paint(painter: &mut Painter, rows: &Rows, cursor: Option<Position>) -> Vec<u8> {
    let mut out = Vec::new();
    painter.paint(frame(rows), cursor, &mut out).unwrap();
    out
}

fn terminal() -> vt100::Parser {
    vt100::Parser::new(HEIGHT, WIDTH, 0)
}

proptest! {
    #[test]
    fn after_any_frames_the_screen_equals_a_full_redraw(
        wide in any::<bool>(),
        first in prop::collection::vec(row(), usize::from(HEIGHT)),
        steps in prop::collection::vec((step(), prop::option::of((0..WIDTH, 0..HEIGHT))), 1..12),
    ) {
        let (mut painter, mut terminal_) = (Painter::new(true), terminal());
        let (mut rows, mut fresh) = (first, 0);
        settle(&mut rows, wide);
        terminal_.process(&paint(&mut painter, &rows, None));
        for (step, cursor) in steps {
            apply(&mut rows, step, &mut fresh);
            settle(&mut rows, wide);
            let cursor = cursor.map(|(x, y)| Position { x, y });
            terminal_.process(&paint(&mut painter, &rows, cursor));
            let mut whole = terminal();
            whole.process(&paint(&mut Painter::new(false), &rows, cursor));
            let wrong = cells(&terminal_).into_iter().zip(cells(&whole)).find(|(a, b)| a != b);
            prop_assert!(wrong.is_none(), "{wrong:?}");
            prop_assert_eq!(terminal_.screen().hide_cursor(), cursor.is_none());
            if let Some(cursor) = cursor {
                prop_assert_eq!(terminal_.screen().cursor_position(), (cursor.y, cursor.x));
            }
            // The same frame again writes nothing.
            prop_assert!(paint(&mut painter, &rows, cursor).is_empty());
        }
    }
}

/// Returns a page of text between a title and a footer, scrolled by `by` lines.
fn page(by: usize) -> Rows {
    let mut rows = vec![("Title".to_owned(), 1)];
    let line = |i: usize| {
        [
            "the harbour was asleep",
            "until somebody rang it",
            "and all came to listen",
        ][i % 3]
    };
    rows.extend((by..by + 8).map(|i| (format!("{i} {}", line(i)), 0)));
    rows.push(("footer".to_owned(), 3));
    rows
}

#[test]
fn scrolling_by_a_line_takes_few_bytes_in_a_terminal_with_margins() {
    let bytes = |scrolls: bool, by: usize| {
        let mut painter = Painter::new(scrolls);
        paint(&mut painter, &page(10), None);
        paint(&mut painter, &page(10 + by), None)
    };
    let moved = bytes(true, 1);
    assert!(moved.len() < 100, "{:?}", String::from_utf8_lossy(&moved));
    // Margins around the text alone, one line deleted, no margins.
    let moved = String::from_utf8(moved).unwrap();
    assert!(
        moved.starts_with("\x1b[2;9r\x1b[2H\x1b[1M\x1b[r"),
        "{moved:?}"
    );
    assert!(!bytes(false, 1).windows(2).any(|two| two == b"1M"));
}

#[test]
fn rows_are_not_scrolled_if_that_saves_nothing() {
    let mut painter = Painter::new(true);
    let short = |by: usize| -> Rows { (by..by + 5).map(|i| (i.to_string(), 0)).collect() };
    paint(&mut painter, &short(1), None);
    let bytes = paint(&mut painter, &short(2), None);
    assert!(
        !bytes.contains(&b'M'),
        "{:?}",
        String::from_utf8_lossy(&bytes)
    );
}

/// A family of three, the flag of Germany, a keycap. The emulator gives the family six columns and the keycap one, the
/// renderer two each.
const CLUSTERS: [&str; 3] = [
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{1f1e9}\u{1f1ea}",
    "1\u{fe0f}\u{20e3}",
];

/// Returns the text of a row of a terminal from a column on.
fn text_from(parser: &vt100::Parser, column: u16, row: u16) -> String {
    let text = parser.screen().rows(column, WIDTH - column).nth(row.into());
    text.unwrap().trim_end().to_owned()
}

#[test]
fn clusters_of_disputed_width_leave_no_stray_cells() {
    for cluster in CLUSTERS {
        let row = |text: String| vec![(text, 0), ("below".to_owned(), 0)];
        let (mut painter, mut terminal_) = (Painter::new(true), terminal());
        for (before, after) in [
            ("", " old town"),
            ("at ", " new"),
            ("", ""),
            ("on the quay: ", " end"),
        ] {
            let text = format!("{before}{cluster}{after}");
            terminal_.process(&paint(&mut painter, &row(text), None));
            // What follows the cluster stands in its own columns.
            let start = before.len() as u16 + 2;
            assert_eq!(
                text_from(&terminal_, start, 0),
                after,
                "{cluster} {before:?}"
            );
            assert!(
                text_from(&terminal_, 0, 0).starts_with(before),
                "{cluster} {before:?}"
            );
            assert_eq!(text_from(&terminal_, 0, 1), "below");
        }
        terminal_.process(&paint(&mut painter, &row("plain".to_owned()), None));
        assert_eq!(text_from(&terminal_, 0, 0), "plain", "{cluster}");
    }
}

#[test]
fn a_cluster_of_disputed_width_is_written_over_blanks_and_followed_by_a_move() {
    let [family, ..] = CLUSTERS;
    let bytes = paint(
        &mut Painter::new(true),
        &vec![(format!("a{family}b"), 0)],
        None,
    );
    let bytes = String::from_utf8(bytes).unwrap();
    let after = bytes.split(family).nth(1).unwrap();
    assert!(after.contains("\x1b[1;4H"), "{bytes:?}");
    assert!(
        bytes.contains("  ") && bytes.contains("\x1b[?7l"),
        "{bytes:?}"
    );
    // Rows without one are written as ever.
    let bytes = paint(
        &mut Painter::new(true),
        &vec![("plain 日本".to_owned(), 0)],
        None,
    );
    assert!(!String::from_utf8(bytes).unwrap().contains("\x1b[?7l"));
}
