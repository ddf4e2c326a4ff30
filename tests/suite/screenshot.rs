//! The screenshot `assets/screenshot.svg`, drawn from a real frame so that it is always true.
//!
//! 1. The program starts with its tour; one article is opened, and its next section is shown.
//! 2. Every cell of the frame is drawn at its place in a grid: backgrounds first, then lines and blocks as shapes, then
//!    text in runs stretched to the width of their cells, whatever the font.
//! 3. The result is compared with the file. `UPDATE=1 cargo test screenshot` writes it.

use std::collections::BTreeMap;
use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use super::harness::Harness;

/// Keys that open the third article and go to its first section.
const KEYS: &str = "j j enter ]";
const COLUMNS: u16 = 110;
const ROWS: u16 = 30;

/// Sizes of a cell and of the window border, in pixels.
const CELL: (i32, i32) = (9, 20);
const FONT_SIZE: i32 = 15;
/// Distance of the baseline from the top of a cell.
const BASELINE: i32 = 15;
const MARGIN: i32 = 14;
const TITLE_BAR: i32 = 36;

const BACKGROUND: Rgb = Rgb(0x17, 0x19, 0x1f);
const FOREGROUND: Rgb = Rgb(0xd9, 0xdb, 0xe0);

/// Colour in the screenshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rgb(u8, u8, u8);

/// Style of a cell in the screenshot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct CellStyle {
    foreground: Rgb,
    background: Rgb,
    bold: bool,
    italic: bool,
    underlined: bool,
}

#[test]
fn the_screenshot_shows_the_current_screen() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/screenshot.svg");
    let harness = Harness::new(COLUMNS, ROWS).with_tour().press(KEYS);
    let image = svg(&harness.buffer());
    assert!(image.len() < 60 * 1024, "{} bytes", image.len());
    if std::env::var_os("UPDATE").is_some_and(|value| value == "1") {
        std::fs::write(path, &image).unwrap();
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        stored.replace("\r\n", "\n") == image,
        "assets/screenshot.svg is not what the program draws: write it again with `UPDATE=1 cargo test screenshot`, and look at \
         it.\n{}",
        harness.screen()
    );
}

/// Draws the frame as a window.
fn svg(buffer: &Buffer) -> String {
    let inner = (
        i32::from(buffer.area.width) * CELL.0,
        i32::from(buffer.area.height) * CELL.1,
    );
    let (width, height) = (inner.0 + 2 * MARGIN, inner.1 + TITLE_BAR + MARGIN);
    let background = BACKGROUND.hex();
    let mut out = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-label="newsprint with a list of articles on the left and an open article on the right">
<rect x="0.5" y="0.5" width="{}" height="{}" rx="10" fill="{background}" stroke="#3a3f4b"/>
<g fill="#3a3f4b"><circle cx="22" cy="18" r="6"/><circle cx="42" cy="18" r="6"/><circle cx="62" cy="18" r="6"/></g>
<g font-family="ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace" font-size="{FONT_SIZE}">
<text x="{}" y="23" fill="#7c8290" font-size="13" text-anchor="middle">newsprint</text>
<g transform="translate({MARGIN} {TITLE_BAR})">
"##,
        width - 1,
        height - 1,
        width / 2
    );
    draw_backgrounds(buffer, &mut out);
    draw_shapes(buffer, &mut out);
    draw_texts(buffer, &mut out);
    out.push_str("</g>\n</g>\n</svg>\n");
    out
}

/// Returns the cells of a row with their columns, without those covered by a wide character.
fn cells(buffer: &Buffer, row: u16) -> Vec<(i32, &Cell)> {
    let mut cells = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        cells.push((i32::from(column), cell));
        column += columns(cell) as u16;
    }
    cells
}

fn columns(cell: &Cell) -> i32 {
    cell.symbol().width().max(1) as i32
}

/// Draws backgrounds that differ from the window's own.
fn draw_backgrounds(buffer: &Buffer, out: &mut String) {
    for row in 0..buffer.area.height {
        let cells = cells(buffer, row);
        for run in
            cells.chunk_by(|(_, a), (_, b)| cell_style(a).background == cell_style(b).background)
        {
            let (start, end) = column_range(run);
            let colour = cell_style(run[0].1).background;
            if colour != BACKGROUND {
                let y = i32::from(row) * CELL.1;
                push_rect(
                    out,
                    (start * CELL.0, y),
                    ((end - start) * CELL.0, CELL.1),
                    colour,
                );
            }
        }
    }
}

/// Draws box-drawing characters, block elements and underlines as shapes, which join whatever the font.
fn draw_shapes(buffer: &Buffer, out: &mut String) {
    // Lines by colour, in half pixels, so that they lie in the middle of pixels: horizontal ones by row, vertical ones
    // by column.
    let mut lines: BTreeMap<(Rgb, bool, i32), Vec<(i32, i32)>> = BTreeMap::new();
    for row in 0..buffer.area.height {
        let top = i32::from(row) * CELL.1;
        for (column, cell) in cells(buffer, row) {
            let (style, left) = (cell_style(cell), column * CELL.0);
            let right = left + columns(cell) * CELL.0;
            if style.underlined {
                let underline = (style.foreground, true, 2 * (top + BASELINE + 2) + 1);
                lines
                    .entry(underline)
                    .or_default()
                    .push((2 * left, 2 * right));
            }
            if let Some([up, down, leftward, rightward]) = line_directions(cell.symbol()) {
                let middle = (2 * (left + CELL.0 / 2) + 1, 2 * (top + CELL.1 / 2) + 1);
                let mut add = |across: bool, at: i32, from: i32, to: i32| {
                    let line = lines.entry((style.foreground, across, at)).or_default();
                    line.push((from, to));
                };
                if leftward || rightward {
                    let from = if leftward { 2 * left } else { middle.0 - 1 };
                    let to = if rightward { 2 * right } else { middle.0 + 1 };
                    add(true, middle.1, from, to);
                }
                if up || down {
                    let from = if up { 2 * top } else { middle.1 - 1 };
                    let to = if down {
                        2 * (top + CELL.1)
                    } else {
                        middle.1 + 1
                    };
                    add(false, middle.0, from, to);
                }
            }
            if let Some((at, size)) = block_rectangle(cell.symbol()) {
                push_rect(out, (left + at.0, top + at.1), size, style.foreground);
            }
        }
    }
    let mut colour = None;
    for ((stroke, across, at), mut line) in lines {
        if colour != Some(stroke) {
            if colour.is_some() {
                out.push_str("\"/>\n");
            }
            colour = Some(stroke);
            let _ = write!(out, r#"<path fill="none" stroke="{}" d=""#, stroke.hex());
        }
        line.sort_unstable();
        let mut joined: Vec<(i32, i32)> = Vec::new();
        for (from, to) in line {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        for (from, to) in joined {
            let (at, from, to) = (half_pixels(at), half_pixels(from), half_pixels(to));
            let _ = if across {
                write!(out, "M{from} {at}H{to}")
            } else {
                write!(out, "M{at} {from}V{to}")
            };
        }
    }
    if colour.is_some() {
        out.push_str("\"/>\n");
    }
}

/// Draws text in runs of one style. More than one blank ends a run, and needs no run of its own.
fn draw_texts(buffer: &Buffer, out: &mut String) {
    for row in 0..buffer.area.height {
        let cells = cells(buffer, row);
        let is_shape = |cell: &Cell| {
            line_directions(cell.symbol()).is_some() || block_rectangle(cell.symbol()).is_some()
        };
        let is_blank = |cell: &Cell| cell.symbol().trim().is_empty();
        let mut i = 0;
        while i < cells.len() {
            if is_shape(cells[i].1) || is_blank(cells[i].1) {
                i += 1;
                continue;
            }
            let start = i;
            let style = text_style(cells[i].1);
            while let Some((_, cell)) = cells.get(i) {
                let next = cells.get(i + 1).map(|(_, cell)| *cell);
                let goes_on = if is_blank(cell) {
                    next.is_some_and(|next| {
                        !is_blank(next) && !is_shape(next) && text_style(next) == style
                    })
                } else {
                    !is_shape(cell) && text_style(cell) == style
                };
                if !goes_on {
                    break;
                }
                i += 1;
            }
            draw_run(out, &cells[start..i], row);
        }
    }
}

fn draw_run(out: &mut String, run: &[(i32, &Cell)], row: u16) {
    let (start, end) = column_range(run);
    let style = cell_style(run[0].1);
    let (x, y) = (start * CELL.0, i32::from(row) * CELL.1 + BASELINE);
    let _ = write!(
        out,
        r#"<text x="{x}" y="{y}" textLength="{}" fill="{}""#,
        (end - start) * CELL.0,
        style.foreground.hex()
    );
    if style.bold {
        out.push_str(r#" font-weight="bold""#);
    }
    if style.italic {
        out.push_str(r#" font-style="italic""#);
    }
    out.push('>');
    for c in run.iter().flat_map(|(_, cell)| cell.symbol().chars()) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out.push_str("</text>\n");
}

fn push_rect(out: &mut String, at: (i32, i32), size: (i32, i32), colour: Rgb) {
    let _ = writeln!(
        out,
        r#"<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>"#,
        at.0,
        at.1,
        size.0,
        size.1,
        colour.hex()
    );
}

/// Returns the first column of a run, and the one after its last.
fn column_range(run: &[(i32, &Cell)]) -> (i32, i32) {
    let last = run[run.len() - 1];
    (run[0].0, last.0 + columns(last.1))
}

fn half_pixels(number: i32) -> String {
    let half = if number % 2 == 1 { ".5" } else { "" };
    format!("{}{half}", number / 2)
}

/// Returns the directions of a box-drawing character: up, down, left, right.
fn line_directions(symbol: &str) -> Option<[bool; 4]> {
    let arms = match symbol {
        "─" | "━" | "╌" | "┄" => "lr",
        "│" | "┃" | "╎" | "┆" => "ud",
        "┌" | "╭" => "dr",
        "┐" | "╮" => "dl",
        "└" | "╰" => "ur",
        "┘" | "╯" => "ul",
        "├" => "udr",
        "┤" => "udl",
        "┬" => "dlr",
        "┴" => "ulr",
        "┼" => "udlr",
        _ => return None,
    };
    Some(['u', 'd', 'l', 'r'].map(|arm| arms.contains(arm)))
}

/// Returns the corner and size of the filled part of a block element.
fn block_rectangle(symbol: &str) -> Option<((i32, i32), (i32, i32))> {
    let (width, height) = CELL;
    let eighths = |n: i32| ((0, 0), ((width * n + 4) / 8, height));
    Some(match symbol {
        "█" => eighths(8),
        "▊" => eighths(6),
        "▌" => eighths(4),
        "▎" => eighths(2),
        "▏" => eighths(1),
        "▐" => ((width - width / 2, 0), (width / 2, height)),
        "▀" => ((0, 0), (width, height / 2)),
        "▄" => ((0, height / 2), (width, height / 2)),
        _ => return None,
    })
}

/// Returns the visible style of text: underlines are drawn as lines.
fn text_style(cell: &Cell) -> CellStyle {
    CellStyle {
        underlined: false,
        ..cell_style(cell)
    }
}

fn cell_style(cell: &Cell) -> CellStyle {
    let has = |modifier| cell.modifier.contains(modifier);
    let (mut foreground, mut background) =
        (colour(cell.fg, FOREGROUND), colour(cell.bg, BACKGROUND));
    if has(Modifier::REVERSED) {
        std::mem::swap(&mut foreground, &mut background);
    }
    if has(Modifier::DIM) {
        foreground = foreground.mix(background);
    }
    CellStyle {
        foreground,
        background,
        bold: has(Modifier::BOLD),
        italic: has(Modifier::ITALIC),
        underlined: has(Modifier::UNDERLINED),
    }
}

/// Returns a colour, with the sixteen colours of the screenshot's terminal.
fn colour(colour: Color, default: Rgb) -> Rgb {
    match colour {
        Color::Reset => default,
        Color::Black => BACKGROUND,
        Color::Red => Rgb(0xe0, 0x6c, 0x75),
        Color::Green => Rgb(0x98, 0xc3, 0x79),
        Color::Yellow => Rgb(0xe5, 0xc0, 0x7b),
        Color::Blue => Rgb(0x7a, 0xa8, 0xf0),
        Color::Magenta => Rgb(0xc6, 0x8a, 0xe0),
        Color::Cyan => Rgb(0x6f, 0xc3, 0xd0),
        Color::Gray => Rgb(0xb8, 0xbc, 0xc6),
        Color::DarkGray => Rgb(0x7c, 0x82, 0x90),
        Color::White => Rgb(0xf5, 0xf6, 0xf8),
        Color::Rgb(r, g, b) => Rgb(r, g, b),
        other => panic!("the image has no colour for {other:?} yet"),
    }
}

impl Rgb {
    fn hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.0, self.1, self.2)
    }

    /// Returns a colour two fifths of the way to another one: dim text.
    fn mix(self, other: Self) -> Self {
        let mix = |a: u8, b: u8| ((u16::from(a) * 3 + u16::from(b) * 2) / 5) as u8;
        Self(
            mix(self.0, other.0),
            mix(self.1, other.1),
            mix(self.2, other.2),
        )
    }
}
