//! Images drawn by the terminal itself: the escape sequences that show the wanted images and remove all others.
//!
//! - Kitty graphics protocol: an image is sent once, and placed by a few bytes wherever it is wanted, cropped by the
//!   terminal. It stays until it is deleted.
//! - iTerm2's inline images and sixels: an image is sent in rows of cells, and stays until text is written over it. So
//!   images scroll by rows, and unwanted rows are overwritten with blanks.
//!
//! The terminal is asked for no answers: they would be read as keys.

use std::io::Write;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::config::Images;
use crate::layout::PlacedImage;
use crate::model::{ImageData, ImageForm, RenderedImage};

/// Most images stored in the terminal.
const MAX_SENT_IMAGES: usize = 24;
/// Longest payload of one sequence of the kitty protocol, in bytes.
const MAX_CHUNK_BYTES: usize = 4096;

/// Images that the terminal shows, and those that it shall show.
#[derive(Debug, Default)]
pub(super) struct Graphics {
    wanted: Vec<PlacedImage>,
    /// Images stored in the terminal with their ids, the latest last.
    sent: Vec<(u32, Arc<RenderedImage>)>,
    placed: Vec<KittyPlacement>,
    rows: Vec<SentRow>,
    last_id: u32,
}

/// Placement of an image on the screen (kitty).
#[derive(Debug, Clone, PartialEq, Eq)]
struct KittyPlacement {
    id: u32,
    /// Placement id, which distinguishes several placements of one image.
    placement_id: usize,
    x: u16,
    y: u16,
    first_row: u16,
    rows: u16,
}

/// Row of an image on the screen (iTerm2, sixels).
#[derive(Debug, Clone)]
struct SentRow {
    image: Arc<RenderedImage>,
    row: u16,
    x: u16,
    y: u16,
}

impl PartialEq for SentRow {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.image, &other.image)
            && (self.row, self.x, self.y) == (other.row, other.x, other.y)
    }
}

impl Graphics {
    /// Sets the images wanted from the next frame on.
    pub(super) fn set_wanted(&mut self, wanted: Vec<PlacedImage>) {
        self.wanted = wanted;
    }

    /// Returns true if an image is on the screen, or will be in the next frame.
    pub(super) fn is_used(&self) -> bool {
        !(self.wanted.is_empty() && self.placed.is_empty() && self.rows.is_empty())
    }

    /// Forgets all images after the screen was cleared. Images stored in the terminal are deleted, whether or not they
    /// were lost.
    pub(super) fn forget_screen(&mut self) -> Vec<u8> {
        let bytes = self.delete_all();
        self.rows.clear();
        bytes
    }

    /// Returns the bytes that delete the images stored in the terminal.
    pub(super) fn delete_all(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for (id, _) in self.sent.drain(..) {
            write_kitty_command(&mut bytes, &format!("a=d,d=I,i={id},q=2"), b"");
        }
        self.placed.clear();
        bytes
    }

    /// Returns the bytes to be written before the text of a frame: blanks over unwanted rows.
    pub(super) fn erase_bytes(&mut self) -> Vec<u8> {
        let wanted = wanted_rows(&self.wanted);
        let mut bytes = Vec::new();
        self.rows.retain(|row| {
            let keep = wanted.contains(row);
            if !keep {
                let blanks = usize::from(row.image.columns);
                // Writing to memory does not fail, here and below.
                let _ = write!(
                    bytes,
                    "\x1b[0m\x1b[{};{}H{:blanks$}",
                    row.y + 1,
                    row.x + 1,
                    ""
                );
            }
            keep
        });
        save_and_restore_cursor(bytes)
    }

    /// Returns the bytes to be written after the text of a frame: new and moved images.
    pub(super) fn draw_bytes(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.place_images(&mut bytes);
        for row in wanted_rows(&self.wanted) {
            if !self.rows.contains(&row) {
                send_row(&mut bytes, &row);
                self.rows.push(row);
            }
        }
        save_and_restore_cursor(bytes)
    }

    fn place_images(&mut self, bytes: &mut Vec<u8>) {
        let wanted = std::mem::take(&mut self.wanted);
        let mut placed: Vec<KittyPlacement> = Vec::new();
        for image in &wanted {
            let ImageData::Png {
                file,
                width,
                height,
            } = &image.image.data
            else {
                continue;
            };
            let id = self.send_image(bytes, &image.image, file);
            let placement = KittyPlacement {
                id,
                placement_id: 1 + placed.iter().filter(|other| other.id == id).count(),
                x: image.x,
                y: image.y,
                first_row: image.first_row,
                rows: image.rows,
            };
            if !self.placed.contains(&placement) {
                let all = u32::from(image.image.rows.max(1));
                let above = height * u32::from(placement.first_row) / all;
                let shown = (height * u32::from(placement.rows) / all).max(1);
                let _ = write!(bytes, "\x1b[{};{}H", placement.y + 1, placement.x + 1);
                let (number, columns, rows) =
                    (placement.placement_id, image.image.columns, placement.rows);
                write_kitty_command(
                    bytes,
                    &format!(
                        "a=p,i={id},p={number},x=0,y={above},w={width},h={shown},c={columns},r={rows},C=1,q=2"
                    ),
                    b"",
                );
            }
            placed.push(placement);
        }
        for old in &self.placed {
            let same = |placement: &KittyPlacement| {
                (placement.id, placement.placement_id) == (old.id, old.placement_id)
            };
            if !placed.iter().any(same) {
                let (id, number) = (old.id, old.placement_id);
                write_kitty_command(bytes, &format!("a=d,d=i,i={id},p={number},q=2"), b"");
            }
        }
        self.placed = placed;
        self.wanted = wanted;
        while self.sent.len() > MAX_SENT_IMAGES {
            let placed = &self.placed;
            let unused = |(id, _): &(u32, _)| !placed.iter().any(|placement| placement.id == *id);
            let Some(at) = self.sent.iter().position(unused) else {
                break;
            };
            let (id, _) = self.sent.remove(at);
            write_kitty_command(bytes, &format!("a=d,d=I,i={id},q=2"), b"");
        }
    }

    /// Sends an image to the terminal, unless it is stored there already; returns its id.
    fn send_image(&mut self, bytes: &mut Vec<u8>, image: &Arc<RenderedImage>, file: &[u8]) -> u32 {
        let mut sent = self.sent.iter();
        if let Some((id, _)) = sent.find(|(_, sent)| Arc::ptr_eq(sent, image)) {
            return *id;
        }
        self.last_id = self.last_id.wrapping_add(1);
        // Other programs number their images as well.
        let id = (std::process::id() & 0xffff) << 12 | (self.last_id & 0xfff) | 0x1000_0000;
        let encoded = STANDARD.encode(file);
        let mut chunks = encoded.as_bytes().chunks(MAX_CHUNK_BYTES).peekable();
        let mut first = true;
        while let Some(chunk) = chunks.next() {
            let more = u8::from(chunks.peek().is_some());
            let keys = if first {
                format!("a=t,f=100,t=d,i={id},q=2,m={more}")
            } else {
                format!("q=2,m={more}")
            };
            write_kitty_command(bytes, &keys, chunk);
            first = false;
        }
        self.sent.push((id, image.clone()));
        id
    }
}

/// Returns the rows of the images that are sent row by row.
fn wanted_rows(wanted: &[PlacedImage]) -> Vec<SentRow> {
    let by_rows = |placed: &&PlacedImage| {
        matches!(
            placed.image.data,
            ImageData::PngRows(_) | ImageData::SixelRows(_)
        )
    };
    let rows = wanted.iter().filter(by_rows).flat_map(|placed| {
        (0..placed.rows).map(|row| SentRow {
            image: placed.image.clone(),
            row: placed.first_row + row,
            x: placed.x,
            y: placed.y + row,
        })
    });
    rows.collect()
}

/// Appends a command of the kitty graphics protocol.
fn write_kitty_command(bytes: &mut Vec<u8>, keys: &str, payload: &[u8]) {
    bytes.extend_from_slice(b"\x1b_G");
    bytes.extend_from_slice(keys.as_bytes());
    if !payload.is_empty() {
        bytes.push(b';');
        bytes.extend_from_slice(payload);
    }
    bytes.extend_from_slice(b"\x1b\\");
}

fn send_row(bytes: &mut Vec<u8>, row: &SentRow) {
    let _ = write!(bytes, "\x1b[{};{}H", row.y + 1, row.x + 1);
    match &row.image.data {
        ImageData::PngRows(rows) => {
            if let Some(file) = rows.get(usize::from(row.row)) {
                let columns = row.image.columns;
                let _ = write!(
                    bytes,
                    "\x1b]1337;File=inline=1;size={};width={columns};height=1;preserveAspectRatio=0;doNotMoveCursor=1:{}\x07",
                    file.len(),
                    STANDARD.encode(file)
                );
            }
        }
        ImageData::SixelRows(rows) => {
            if let Some(sixels) = rows.get(usize::from(row.row)) {
                // P2 = 1: pixels without a sixel stay unchanged.
                let _ = write!(bytes, "\x1bP0;1;0q{sixels}\x1b\\");
            }
        }
        ImageData::Cells(_) | ImageData::Png { .. } => {}
    }
}

/// Wraps bytes so that they leave the cursor and the colours unchanged (DECSC, DECRC).
fn save_and_restore_cursor(bytes: Vec<u8>) -> Vec<u8> {
    if bytes.is_empty() {
        return bytes;
    }
    [b"\x1b7".as_slice(), &bytes, b"\x1b8"].concat()
}

/// Returns the form in which the terminal takes images (kitty: PNG, iTerm2: a PNG for each row, sixels: for each row):
/// the one in the settings, or else the one of a known terminal by its environment variables. The terminal is not
/// queried. `colour` is true if colours are wanted; `lookup` returns the value of an environment variable.
pub fn image_form(
    wanted: Images,
    colour: bool,
    lookup: impl Fn(&str) -> Option<String>,
) -> Option<ImageForm> {
    let value = |name: &str| lookup(name).unwrap_or_default();
    let term = value("TERM");
    let is_set = |name: &str| !value(name).is_empty();
    let true_colour = matches!(value("COLORTERM").as_str(), "truecolor" | "24bit")
        || term.ends_with("-direct")
        || is_set("WT_SESSION");
    // Without colours half blocks show nothing; images drawn by the terminal do not depend on the colours of text.
    let blocks = Some(ImageForm::Cells { true_colour }).filter(|_| colour);
    match wanted {
        Images::Off => return None,
        Images::Kitty => return Some(ImageForm::Png),
        Images::Iterm2 => return Some(ImageForm::PngRows),
        Images::Sixel => return Some(ImageForm::SixelRows),
        Images::Blocks => return blocks,
        Images::Auto => {}
    }
    if matches!(term.as_str(), "linux" | "dumb") {
        return None;
    }
    // A multiplexer passes the variables of the outer terminal on to its panes, but not its protocols.
    let between = ["TMUX", "STY", "ZELLIJ"].iter().any(|name| is_set(name));
    if between || term.starts_with("tmux") || term.starts_with("screen") {
        return blocks;
    }
    let named = |name: &str| {
        let rest = term.strip_prefix(name);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
    };
    let program = value("TERM_PROGRAM");
    if named("xterm-kitty") || named("xterm-ghostty") || is_set("KITTY_WINDOW_ID") {
        return Some(ImageForm::Png);
    }
    match program.as_str() {
        "ghostty" => return Some(ImageForm::Png),
        "iTerm.app" | "WezTerm" | "mintty" | "rio" => return Some(ImageForm::PngRows),
        _ => {}
    }
    if is_set("WEZTERM_PANE") || named("wezterm") || value("LC_TERMINAL") == "iTerm2" {
        return Some(ImageForm::PngRows);
    }
    // Konsole has kitty's protocol since 22.04.
    let konsole = value("KONSOLE_VERSION").parse::<u32>();
    if konsole.is_ok_and(|version| version >= 220_400) {
        return Some(ImageForm::Png);
    }
    if ["foot", "mlterm", "contour", "yaft"]
        .iter()
        .any(|name| named(name))
    {
        return Some(ImageForm::SixelRows);
    }
    blocks.filter(|_| !term.is_empty())
}
