//! Encoding of pixels for terminals: cells, PNG, sixels.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::imageops::{self, FilterType as Scaling};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, Rgb, RgbImage, imageops::crop_imm};

use crate::model::ImageData;

/// Scales pixels to their size on the screen. Transparent pixels become white, as on most web pages.
pub(super) fn scale(decoded: &DynamicImage, width: u32, height: u32) -> RgbImage {
    // Averages first: this reads every pixel once, however large the image is.
    let scaled = if decoded.width() > 2 * width || decoded.height() > 2 * height {
        let (w, h) = (
            decoded.width().min(2 * width),
            decoded.height().min(2 * height),
        );
        imageops::resize(
            &decoded.thumbnail_exact(w, h).to_rgba8(),
            width,
            height,
            Scaling::Triangle,
        )
    } else {
        imageops::resize(&decoded.to_rgba8(), width, height, Scaling::Triangle)
    };
    RgbImage::from_fn(width, height, |x, y| {
        let [red, green, blue, alpha] = scaled.get_pixel(x, y).0;
        let alpha = u32::from(alpha);
        let over = |c: u8| ((u32::from(c) * alpha + 255 * (255 - alpha)) / 255) as u8;
        Rgb([over(red), over(green), over(blue)])
    })
}

/// Encodes two pixels, one above the other, for each cell.
pub(super) fn encode_cells(pixels: &RgbImage) -> ImageData {
    let mut cells = Vec::new();
    for y in (0..pixels.height().saturating_sub(1)).step_by(2) {
        for x in 0..pixels.width() {
            cells.push([pixels.get_pixel(x, y).0, pixels.get_pixel(x, y + 1).0]);
        }
    }
    ImageData::Cells(cells)
}

/// Encodes one PNG file.
pub(super) fn encode_png(pixels: &RgbImage) -> ImageData {
    ImageData::Png {
        file: png_file(pixels),
        width: pixels.width(),
        height: pixels.height(),
    }
}

/// Returns a PNG file for each row of cells.
pub(super) fn encode_png_rows(pixels: &RgbImage, cell: u32) -> ImageData {
    ImageData::PngRows(rows(pixels, cell).map(|row| png_file(&row)).collect())
}

fn rows(pixels: &RgbImage, cell: u32) -> impl Iterator<Item = RgbImage> + '_ {
    let tops = (0..pixels.height()).step_by(cell.max(1) as usize);
    tops.map(move |top| crop_imm(pixels, 0, top, pixels.width(), cell).to_image())
}

fn png_file(pixels: &RgbImage) -> Vec<u8> {
    let mut file = Vec::new();
    let encoder =
        PngEncoder::new_with_quality(&mut file, CompressionType::Fast, FilterType::Adaptive);
    // Writing to memory does not fail; if it did, there would be no image.
    let _ = encoder.write_image(
        pixels.as_raw(),
        pixels.width(),
        pixels.height(),
        ExtendedColorType::Rgb8,
    );
    file
}

/// Steps of red, green and blue in the palette: 240 colours, of the 256 that any sixel terminal has.
const STEPS: [u32; 3] = [6, 8, 5];

/// Thresholds of ordered dithering for a square of four by four pixels (Bayer 1973), in sixteenths.
const DITHER: [[u32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

/// Returns the sixels of each row of cells (DEC, VT330/VT340 Graphics Programming, chapter 14).
pub(super) fn encode_sixel_rows(pixels: &RgbImage, cell: u32) -> ImageData {
    ImageData::SixelRows(rows(pixels, cell).map(|row| sixels(&row)).collect())
}

fn sixels(pixels: &RgbImage) -> String {
    use std::fmt::Write;
    let (width, height) = pixels.dimensions();
    let mut out = format!("\"1;1;{width};{height}");
    let indexed: Vec<u8> = pixels
        .enumerate_pixels()
        .map(|(x, y, pixel)| index(x, y, *pixel))
        .collect();
    let mut used = [false; 256];
    for index in &indexed {
        if let Some(used) = used.get_mut(usize::from(*index)) {
            *used = true;
        }
    }
    let colours = || (0..=255_u8).zip(used).filter(|(_, used)| *used);
    for (colour, _) in colours() {
        let [red, green, blue] = palette_percentages(colour);
        // Writing to a string does not fail.
        let _ = write!(out, "#{colour};2;{red};{green};{blue}");
    }
    let line = width.max(1) as usize;
    for (i, band) in indexed.chunks(line * 6).enumerate() {
        // Not after the last one, or the cursor would leave the row.
        if i > 0 {
            out.push('-');
        }
        for (colour, _) in colours().filter(|(colour, _)| band.contains(colour)) {
            let _ = write!(out, "#{colour}");
            let column = |x: usize| {
                let bits = band.iter().skip(x).step_by(line).enumerate();
                bits.fold(0_u8, |bits, (y, index)| {
                    bits | u8::from(*index == colour) << y
                })
            };
            let (mut x, mut end) = (0, line);
            // Empty columns at the end of the line can be omitted.
            while end > 0 && column(end - 1) == 0 {
                end -= 1;
            }
            while x < end {
                let bits = column(x);
                let run = (x..end).take_while(|x| column(*x) == bits).count();
                let sixel = char::from(63 + bits);
                if run > 3 {
                    let _ = write!(out, "!{run}{sixel}");
                } else {
                    out.extend(std::iter::repeat_n(sixel, run));
                }
                x += run;
            }
            out.push('$');
        }
    }
    out
}

/// Returns the colour of the palette for a pixel at a position.
fn index(x: u32, y: u32, pixel: Rgb<u8>) -> u8 {
    let row = DITHER.get((y % 4) as usize).copied().unwrap_or_default();
    let bias = row.get((x % 4) as usize).copied().unwrap_or_default();
    let step = |value: u8, steps: u32| {
        // In sixteenths, so that the bias is a fraction of a step.
        let scaled = u32::from(value) * (steps - 1) * 16 / 255;
        ((scaled + bias) / 16).min(steps - 1)
    };
    let [red, green, blue] = pixel.0;
    let [r, g, b] = STEPS;
    ((step(red, r) * g + step(green, g)) * b + step(blue, b)) as u8
}

/// Returns the red, green and blue of a colour of the palette, in percent.
fn palette_percentages(colour: u8) -> [u32; 3] {
    let [r, g, b] = STEPS;
    let colour = u32::from(colour);
    [
        colour / (g * b) * 100 / (r - 1),
        colour / b % g * 100 / (g - 1),
        colour % b * 100 / (b - 1),
    ]
}
