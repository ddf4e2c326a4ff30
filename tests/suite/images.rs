//! Images: shown at their place if they are on this machine, never fetched, and without moving the text.

use std::io::Cursor;
use std::sync::{Arc, Mutex};

use image::{ImageFormat, Rgb, RgbImage};
use newsprint::config::Images;
use newsprint::ingest::Limits;
use newsprint::model::{
    ArticleId, ImageData, ImageForm, ImageRequest, Job, Origin, Outcome, PixelSize, RenderedImage,
};
use newsprint::terminal::image_form;
use newsprint::worker::{Emit, SharedState, run_job};
use ratatui::style::Color;

use crate::harness::Harness;

const BLOCKS: Option<ImageForm> = Some(ImageForm::Cells { true_colour: true });

/// Returns an image with a red upper half and a blue lower half.
fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(width, height, ImageFormat::Png)
}

fn encoded(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let pixels = RgbImage::from_fn(width, height, |_, y| {
        Rgb(if y < height / 2 {
            [250, 0, 0]
        } else {
            [0, 0, 250]
        })
    });
    let mut file = Cursor::new(Vec::new());
    pixels.write_to(&mut file, format).unwrap();
    file.into_inner()
}

fn article(url: &str) -> String {
    format!("# The harbour\n\nBefore the image.\n\n![Two boats]({url})\n\nAfter the image.\n")
}

/// Starts the app with an article and these files beside it; image jobs wait if `hold`.
fn reading(form: Option<ImageForm>, text: &str, files: &[(&str, &[u8])], hold: bool) -> Harness {
    let mut all: Vec<(&str, &[u8])> = vec![("article.md", text.as_bytes())];
    all.extend(files);
    let harness = Harness::single(80, 30).images(form);
    if hold {
        let harness = harness.hold().with_folder(&all);
        return harness.release_documents();
    }
    harness.with_folder(&all)
}

/// Returns the cells of the screen with half blocks: column, row, colours.
fn blocks(harness: &Harness) -> Vec<(u16, u16, Color, Color)> {
    let buffer = harness.buffer();
    let cells = buffer.area.positions();
    cells
        .filter(|at| buffer[*at].symbol() == "▀")
        .map(|at| (at.x, at.y, buffer[at].fg, buffer[at].bg))
        .collect()
}

fn row_of(harness: &Harness, text: &str) -> Option<usize> {
    harness.rows().iter().position(|row| row.contains(text))
}

#[test]
fn an_image_beside_the_article_is_shown_at_its_place() {
    let harness = reading(
        BLOCKS,
        &article("boats.png"),
        &[("boats.png", &png(64, 64))],
        false,
    );
    let blocks = blocks(&harness);
    // Four by eight pixels a cell.
    assert_eq!(blocks.len(), 16 * 8);
    let (before, after) = (
        row_of(&harness, "Before the image").unwrap() as u16,
        row_of(&harness, "After the image").unwrap() as u16,
    );
    assert!(blocks.iter().all(|(_, y, ..)| (before..after).contains(y)));
    let (_, _, first, _) = blocks[0];
    let (_, _, _, last) = blocks[blocks.len() - 1];
    assert_eq!(
        (first, last),
        (Color::Rgb(250, 0, 0), Color::Rgb(0, 0, 250))
    );
    // The alternative text is there too.
    assert!(row_of(&harness, "Two boats").is_some());
}

#[test]
fn text_stays_where_it_is_when_the_image_comes() {
    let files: &[(&str, &[u8])] = &[("boats.png", &png(200, 120))];
    let harness = reading(BLOCKS, &article("boats.png"), files, true);
    assert!(blocks(&harness).is_empty());
    let place = |harness: &Harness| {
        ["Before the", "Two boats", "After the"].map(|text| row_of(harness, text).unwrap())
    };
    let before = place(&harness);
    assert!(before[1] - before[0] > 8, "no room: {before:?}");
    let harness = harness.release();
    assert!(!blocks(&harness).is_empty());
    assert_eq!(place(&harness), before);
}

#[test]
fn every_image_format_is_shown() {
    for (format, name) in [
        (ImageFormat::Png, "a.png"),
        (ImageFormat::Jpeg, "a.jpeg"),
        (ImageFormat::Gif, "a.gif"),
        (ImageFormat::WebP, "a.webp"),
    ] {
        let file = encoded(64, 64, format);
        let harness = reading(BLOCKS, &article(name), &[(name, &file)], false);
        assert_eq!(blocks(&harness).len(), 16 * 8, "{name}");
    }
}

#[test]
fn an_image_with_blanks_in_its_name_is_shown() {
    let file = png(64, 64);
    let harness = reading(
        BLOCKS,
        &article("two%20boats.png"),
        &[("two boats.png", &file)],
        false,
    );
    assert_eq!(blocks(&harness).len(), 16 * 8);
}

#[test]
fn an_image_in_a_data_url_is_shown() {
    use base64::Engine;
    let data = base64::engine::general_purpose::STANDARD.encode(png(64, 64));
    let url = format!("data:image/png;base64,{data}");
    let harness = reading(BLOCKS, &article(&url), &[], false);
    assert_eq!(blocks(&harness).len(), 16 * 8);
}

#[test]
fn with_images_off_there_is_a_box() {
    let harness = reading(
        None,
        &article("boats.png"),
        &[("boats.png", &png(64, 64))],
        false,
    );
    assert!(blocks(&harness).is_empty());
    let (edge, words) = (row_of(&harness, "┌ image"), row_of(&harness, "│ Two boats"));
    assert_eq!(words, edge.map(|row| row + 1));
}

#[test]
fn no_image_is_fetched() {
    // Not even a file whose path equals the URL is read.
    let image = png(64, 64);
    let files: &[(&str, &[u8])] = &[
        ("boats.png", &image),
        ("boats.example/boats.png", &image),
        ("https:/boats.example/boats.png", &image),
        ("ftp:/boats.example/boats.png", &image),
    ];
    for url in [
        "https://boats.example/boats.png",
        "ftp://boats.example/boats.png",
        "//boats.example/boats.png",
        "file://boats.example/boats.png",
        "\\\\boats.example\\boats.png",
    ] {
        let harness = reading(BLOCKS, &article(url), files, true);
        let jobs = harness.pending_jobs();
        let is_requested = jobs.iter().any(|job| matches!(job, Job::LoadImage(_)));
        assert!(!is_requested, "{url}");
    }
}

#[test]
fn a_broken_image_keeps_its_box_and_shows_the_error() {
    let mut file = png(200, 200);
    file.truncate(60);
    let harness = reading(
        BLOCKS,
        &article("boats.png"),
        &[("boats.png", &file)],
        false,
    );
    assert!(blocks(&harness).is_empty());
    assert!(
        row_of(&harness, "not shown: damaged").is_some(),
        "{}",
        harness.screen()
    );
    assert!(row_of(&harness, "Two boats").is_some());
}

#[test]
fn a_huge_image_is_refused_by_its_header() {
    // The header of a PNG file has width and height from byte 16 on, and a checksum at 29.
    let mut file = png(64, 64);
    file[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let sum = checksum(&file[12..29]);
    file[29..33].copy_from_slice(&sum.to_be_bytes());
    let harness = reading(
        BLOCKS,
        &article("boats.png"),
        &[("boats.png", &file)],
        false,
    );
    assert!(blocks(&harness).is_empty());
    let rows = ["not shown: more than 40", "million pixels"].map(|text| row_of(&harness, text));
    assert!(rows[0].is_some(), "{}", harness.screen());
    assert_eq!(rows[1], rows[0].map(|row| row + 1));
}

/// Returns the CRC-32 of PNG (ISO 3309).
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| {
            sum >> 1 ^ if sum & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

#[test]
fn a_device_is_not_read() {
    let harness = reading(BLOCKS, &article("/dev/zero"), &[], false);
    assert!(blocks(&harness).is_empty());
    assert!(row_of(&harness, "│ Two boats").is_some());
}

#[test]
fn an_image_scrolls_row_by_row() {
    let text = format!("{}\n{}", article("boats.png"), "More words.\n\n".repeat(40));
    let harness = reading(BLOCKS, &text, &[("boats.png", &png(64, 64))], false);
    let all = blocks(&harness);
    let top = all[0].1;
    // Until two of its rows are above the text.
    let keys = "j ".repeat(usize::from(top) - 2 + 2);
    let harness = harness.press(&keys);
    let left = blocks(&harness);
    assert_eq!(left.len(), 16 * 6);
    assert_eq!(left[0].2, all[2 * 16].2);
    assert_eq!(left.last().unwrap().3, Color::Rgb(0, 0, 250));
    let harness = harness.press("pagedown");
    assert!(blocks(&harness).is_empty());
}

#[test]
fn a_resize_keeps_what_is_at_the_top() {
    let text = format!("{}\n{}", article("boats.png"), "More words.\n\n".repeat(40));
    let harness = reading(BLOCKS, &text, &[("boats.png", &png(256, 256))], false);
    let top = blocks(&harness)[0].1;
    let harness = harness.press(&"j ".repeat(usize::from(top)));
    let before = blocks(&harness).len();
    let harness = harness.resize(60, 30).resize(80, 30);
    assert_eq!(blocks(&harness).len(), before);
}

#[test]
fn an_overlay_hides_images_drawn_by_the_terminal() {
    let text = format!("## One\n\n{}", article("boats.png"));
    let harness = reading(
        Some(ImageForm::Png),
        &text,
        &[("boats.png", &png(64, 64))],
        false,
    );
    let placed = newsprint::ui::placed_images(harness.app());
    assert_eq!(placed.len(), 1);
    assert!(matches!(placed[0].image.data, ImageData::Png { .. }));
    // The text below it is blank.
    let buffer = harness.buffer();
    assert_eq!(buffer[(placed[0].x, placed[0].y)].symbol(), " ");
    let harness = harness.press("t");
    assert!(newsprint::ui::placed_images(harness.app()).is_empty());
    let harness = harness.press("esc");
    assert_eq!(newsprint::ui::placed_images(harness.app()).len(), 1);
}

#[test]
fn a_saved_page_finds_its_images() {
    let page = "<html><head><link rel=canonical href='https://harbour.example/boats'></head><body><article><h1>The \
                harbour</h1><p>Before the image stand enough words to make of this an article, one would hope.</p><figure><img \
                src='page_files/boats.png' alt='Two boats'><figcaption>At noon.</figcaption></figure><p>After the image \
                stand some more of these words, so that nobody can say there are none.</p></article></body></html>";
    let harness = Harness::single(80, 30).images(BLOCKS);
    let image = png(64, 64);
    let files: &[(&str, &[u8])] = &[
        ("boats.html", page.as_bytes()),
        ("page_files/boats.png", &image),
    ];
    let harness = harness.with_folder(files);
    assert_eq!(blocks(&harness).len(), 16 * 8, "{}", harness.screen());
    assert!(row_of(&harness, "At noon.").is_some());
}

#[test]
fn an_image_is_rotated_by_its_exif_orientation() {
    // As cameras do it: the rows of the file are columns of the image, and Exif data before the pixels say so.
    let mut file = encoded(64, 32, ImageFormat::Jpeg);
    let mut note =
        b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
    let mut segment = vec![0xff, 0xe1, 0, note.len() as u8 + 2];
    segment.append(&mut note);
    file.splice(2..2, segment);
    let harness = reading(
        BLOCKS,
        &article("boats.jpeg"),
        &[("boats.jpeg", &file)],
        false,
    );
    let blocks = blocks(&harness);
    let (columns, rows) = (8, 8);
    assert_eq!(blocks.len(), columns * rows);
    // Rotated to the right, the upper part is on the right.
    let is_red = |at: usize| matches!(blocks[at].2, Color::Rgb(red, _, blue) if red > blue);
    assert_eq!((is_red(0), is_red(columns - 1)), (false, true));
}

#[test]
fn the_box_fits_an_image_of_any_size() {
    use newsprint::layout::{ImageLayoutOptions, Options, TextLayout};
    use newsprint::model::{Block, Document, Image};
    let image = Image {
        url: Some("a.png".to_owned()),
        alt: "Two boats in the harbour".to_owned(),
        ..Image::default()
    };
    let nested = Block::BlockQuote(vec![Block::Image(image.clone())]);
    let document = Arc::new(Document {
        blocks: vec![Block::Image(image), nested],
        ..Document::default()
    });
    let extremes = [1, 5, 300, 70_000, u32::MAX];
    for width in [1, 7, 8, 11, 12, 40, 200] {
        let options = Options {
            width,
            ..Options::default()
        };
        let mut layout = TextLayout::new(document.clone(), options);
        for (across, down) in extremes.iter().flat_map(|a| extremes.map(|b| (*a, b))) {
            let size = PixelSize {
                width: across,
                height: down,
            };
            layout.set_image_sizing(Some(ImageLayoutOptions {
                sizes: Arc::new([("a.png".to_owned(), size)].into()),
                cell_pixels: PixelSize {
                    width: 8,
                    height: 16,
                },
                max_rows: 20,
            }));
            for unit in [1, 2] {
                let widths = layout
                    .lines(unit)
                    .iter()
                    .map(|line| line.text().chars().count());
                let (widest, lines) = (widths.clone().max().unwrap(), widths.count());
                assert!(widest <= usize::from(width), "{width}: {across} × {down}");
                if let Some(place) = layout.image_placement(unit) {
                    assert!(place.rows <= 20 && place.column + place.columns <= width);
                    assert!(
                        lines > place.line + usize::from(place.rows),
                        "{width}: {across} × {down}"
                    );
                }
            }
        }
    }
}

#[test]
fn sixels_need_to_know_the_size_of_a_cell() {
    let files: &[(&str, &[u8])] = &[("boats.png", &png(64, 64))];
    let harness = reading(
        Some(ImageForm::SixelRows),
        &article("boats.png"),
        files,
        false,
    );
    assert!(!blocks(&harness).is_empty());
}

/// Returns the encoded form of an image of the tour.
fn made_ready(form: ImageForm, url: &str) -> Result<Arc<RenderedImage>, String> {
    let file: &'static [u8] = Box::leak(png(40, 60).into_boxed_slice());
    let images: &'static [(&str, &[u8])] = Box::leak(Box::new([("boats.png", file)]));
    let store = Arc::new(SharedState::new(Limits::default(), &[]).with_images(images));
    let made = Arc::new(Mutex::new(None));
    let into = made.clone();
    let emit: Emit = Arc::new(move |outcome| {
        if let Outcome::RenderedImage(_, image) = outcome {
            *into.lock().unwrap() = Some(image);
        }
    });
    let request = ImageRequest {
        article: ArticleId(1),
        origin: Origin::Tour("article.md"),
        url: url.to_owned(),
        columns: 5,
        rows: 4,
        cell: PixelSize {
            width: 8,
            height: 15,
        },
        form,
    };
    run_job(Job::LoadImage(request), &store, &emit);
    made.lock().unwrap().take().unwrap()
}

#[test]
fn an_article_of_the_tour_shows_its_images() {
    assert!(made_ready(ImageForm::Png, "boats.png").is_ok());
    let missing = made_ready(ImageForm::Png, "/etc/passwd");
    assert_eq!(missing, Err("not on this machine".to_owned()));
}

#[test]
fn rows_of_png_make_up_the_whole_image() {
    let image = made_ready(ImageForm::PngRows, "boats.png").unwrap();
    let ImageData::PngRows(rows) = &image.data else {
        panic!("other data");
    };
    let row = |row: usize| image::load_from_memory(&rows[row]).unwrap().to_rgb8();
    assert_eq!(rows.len(), 4);
    assert_eq!(row(0).dimensions(), (40, 15));
    assert_eq!(row(0).get_pixel(5, 5).0, [250, 0, 0]);
    assert_eq!(row(3).get_pixel(39, 14).0, [0, 0, 250]);
}

#[test]
fn sixels_have_the_colours_of_the_pixels() {
    let image = made_ready(ImageForm::SixelRows, "boats.png").unwrap();
    let ImageData::SixelRows(rows) = &image.data else {
        panic!("other data");
    };
    assert_eq!(rows.len(), 4);
    for (i, row) in rows.iter().enumerate() {
        let pixels = decoded(row, 40, 15);
        let reddish = pixels.iter().filter(|[r, _, b]| r > &60 && b < &10).count();
        let bluish = pixels.iter().filter(|[r, _, b]| r < &10 && b > &60).count();
        assert_eq!(reddish + bluish, 40 * 15, "row {i}");
        // At the border of the halves scaling could have mixed the colours; here the image was only enlarged by whole
        // factors.
        assert_eq!(reddish > 0, i < 2, "row {i}");
    }
}

/// Decodes sixels to pixels, in percent of red, green and blue. Fails if a pixel is drawn outside, twice or never.
fn decoded(sixels: &str, width: usize, height: usize) -> Vec<[u32; 3]> {
    let mut pixels = vec![None; width * height];
    let mut palette = std::collections::HashMap::new();
    let (mut x, mut y, mut colour, mut run) = (0, 0, 0, 1);
    let mut rest = sixels
        .strip_prefix(&format!("\"1;1;{width};{height}"))
        .unwrap();
    while let Some(sign) = rest.chars().next() {
        rest = &rest[1..];
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != ';')
            .unwrap_or(rest.len());
        let numbers: Vec<u32> = rest[..end]
            .split(';')
            .filter_map(|n| n.parse().ok())
            .collect();
        match sign {
            '#' | '!' => {
                rest = &rest[end..];
                match (sign, numbers.as_slice()) {
                    ('#', [number, 2, red, green, blue]) => {
                        palette.insert(*number, [*red, *green, *blue]);
                    }
                    ('#', [number]) => colour = *number,
                    ('!', [count]) => run = *count as usize,
                    _ => panic!("{sign}{numbers:?}"),
                }
            }
            '$' => x = 0,
            '-' => (x, y) = (0, y + 6),
            '?'..='~' => {
                let bits = sign as u8 - b'?';
                for column in x..x + run {
                    for bit in (0..6).filter(|bit| bits >> bit & 1 == 1) {
                        let pixel = &mut pixels[(y + bit) * width + column];
                        assert_eq!(*pixel, None);
                        *pixel = Some(palette[&colour]);
                    }
                }
                (x, run) = (x + run, 1);
            }
            other => panic!("{other:?}"),
        }
    }
    pixels
        .into_iter()
        .map(|pixel| pixel.expect("a pixel was left out"))
        .collect()
}

#[test]
fn an_image_no_longer_awaited_is_dropped() {
    let files: &[(&str, &[u8])] = &[("boats.png", &png(64, 64))];
    let mut harness = reading(BLOCKS, &article("boats.png"), files, true);
    let Some(Job::LoadImage(mut request)) = harness.pending_jobs().pop() else {
        panic!("no image was requested");
    };
    request.columns += 1;
    let image = RenderedImage {
        columns: request.columns,
        rows: request.rows,
        data: ImageData::Cells(vec![[[0; 3]; 2]; 500]),
    };
    harness.outcome(Outcome::RenderedImage(request, Ok(image.into())));
    assert!(blocks(&harness).is_empty());
}

#[test]
fn the_image_protocol_is_chosen_by_the_environment() {
    let form = |wanted, colour, variables: &'static [(&str, &str)]| {
        image_form(wanted, colour, |name| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    };
    let auto = |variables| form(Images::Auto, true, variables);
    assert_eq!(auto(&[("TERM", "xterm-kitty")]), Some(ImageForm::Png));
    assert_eq!(auto(&[("TERM", "foot")]), Some(ImageForm::SixelRows));
    let wezterm: &[_] = &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")];
    assert_eq!(auto(wezterm), Some(ImageForm::PngRows));
    let few = Some(ImageForm::Cells { true_colour: false });
    assert_eq!(auto(&[("TERM", "xterm-256color")]), few);
    assert_eq!(
        auto(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]),
        BLOCKS
    );
    let within: &[_] = &[
        ("TERM", "tmux-256color"),
        ("TMUX", "1"),
        ("KITTY_WINDOW_ID", "1"),
    ];
    assert_eq!(auto(within), few);
    assert_eq!(auto(&[("TERM", "linux")]), None);
    assert_eq!(
        form(Images::Auto, false, &[("TERM", "xterm-256color")]),
        None
    );
    assert_eq!(form(Images::Off, true, &[("TERM", "xterm-kitty")]), None);
    assert_eq!(
        form(Images::Sixel, true, &[("TERM", "xterm")]),
        Some(ImageForm::SixelRows)
    );
}

mod in_a_terminal {
    use std::time::Duration;

    use super::{article, png};
    use crate::pty::{Program, Pty};

    fn spawn(name: &str, value: &str) -> Pty {
        let text = format!("{}\n{}", article("boats.png"), "More words.\n\n".repeat(60));
        let program = Program::new(env!("CARGO_BIN_EXE_newsprint"), &["article.md"]);
        let program = program.file("article.md", &text).env(name, value);
        std::fs::write(program.home().join("boats.png"), png(64, 64)).unwrap();
        program.spawn()
    }

    fn count(output: &str, pattern: &str) -> usize {
        output.matches(pattern).count()
    }

    #[test]
    fn kitty_stores_an_image_once_and_deletes_it() {
        let mut pty = spawn("TERM", "xterm-kitty");
        pty.wait_for_bytes("\x1b_Ga=p,");
        pty.send("jj");
        pty.wait_for_output("two places", |output| {
            count(&String::from_utf8_lossy(output), "\x1b_Ga=p,") >= 2
        });
        pty.send("G");
        pty.wait_for_bytes("\x1b_Ga=d,d=i,");
        pty.send("gq");
        pty.wait_for_exit();
        pty.wait_for_bytes("\x1b_Ga=d,d=I,");
        pty.assert_restored();
        let output = pty.output_since(0);
        assert_eq!(count(&output, "\x1b_Ga=t,f=100"), 1);
        // The terminal sends no answer, and no image is left.
        assert_eq!(count(&output, "\x1b_G"), count(&output, "q=2"));
        let deleted = output.rfind("a=d,d=I,").unwrap();
        assert!(deleted > output.rfind("a=p,").unwrap());
    }

    #[test]
    fn rows_with_images_of_the_terminal_are_not_scrolled() {
        const MARGINS_OFF: &str = "\x1b[r";
        let mut pty = spawn("TERM", "xterm-kitty");
        pty.wait_for_bytes("\x1b_Ga=p,");
        let from = pty.wait_for_silence(Duration::from_millis(100));
        pty.send("jj");
        pty.wait_for_output("another place", |output| {
            count(&String::from_utf8_lossy(output), "\x1b_Ga=p,") >= 2
        });
        pty.wait_for_silence(Duration::from_millis(100));
        let with = pty.output_since(from);
        assert!(count(&with, "\x1b_Ga=p,") >= 1, "{with:?}");
        assert_eq!(count(&with, MARGINS_OFF), 0);
        // Once the image is gone, the terminal may scroll again.
        pty.send("G");
        pty.wait_for_text("100%");
        let from = pty.wait_for_silence(Duration::from_millis(100));
        pty.send("k");
        pty.wait_for_bytes(MARGINS_OFF);
        pty.wait_for_silence(Duration::from_millis(100));
        assert!(count(&pty.output_since(from), MARGINS_OFF) >= 1);
    }

    #[test]
    fn iterm_draws_rows_and_erases_them_with_blanks() {
        let mut pty = spawn("TERM_PROGRAM", "iTerm.app");
        pty.wait_for_bytes("\x1b]1337;File=inline=1;");
        pty.wait_for_silence(Duration::from_millis(100));
        let shown = pty.output_since(0);
        // Eight by sixteen pixels a cell: four rows.
        assert_eq!(count(&shown, "\x1b]1337;File=inline=1;"), 4);
        let from = pty.wait_for_silence(Duration::from_millis(100));
        pty.send("G");
        pty.wait_for_text("100%");
        let after = pty.output_since(from);
        assert_eq!(count(&after, "\x1b]1337"), 0);
        // Eight blanks for each of its rows.
        assert!(count(&after, "H        ") >= 4, "{after:?}");
    }

    #[test]
    fn tmux_shows_half_blocks() {
        let pty = spawn("TMUX", "/tmp/socket,1,0");
        pty.wait_for_text("▀▀▀▀");
    }
}
