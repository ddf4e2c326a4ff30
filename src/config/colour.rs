//! Colours of themes, and their nearest match in a terminal with fewer colours: [`Colour`], [`ColourDepth`].

use super::{ValueError, suggestion};

/// A colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Colour {
    /// The terminal's default colour.
    Default,
    /// One of the sixteen colours of the terminal's palette.
    Named(u8),
    /// One of the 256 colours of xterm; from 16 on they are the same in every terminal.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// Number of colours that a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColourDepth {
    /// No colours.
    None,
    /// The sixteen palette colours.
    Sixteen,
    /// xterm's 256.
    Indexed,
    /// 24-bit colours.
    True,
}

/// Names of the sixteen palette colours, in the order of their numbers (ECMA-48 and aixterm).
pub const COLOUR_NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

/// RGB values of xterm for the sixteen palette colours, used where the user's own are not known.
const PALETTE_RGB: [(u8, u8, u8); 16] = [
    (0, 0, 0),
    (205, 0, 0),
    (0, 205, 0),
    (205, 205, 0),
    (0, 0, 238),
    (205, 0, 205),
    (0, 205, 205),
    (229, 229, 229),
    (127, 127, 127),
    (255, 0, 0),
    (0, 255, 0),
    (255, 255, 0),
    (92, 92, 255),
    (255, 0, 255),
    (0, 255, 255),
    (255, 255, 255),
];

/// Channel values of xterm's cube of 6 × 6 × 6 colours.
const CUBE_STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];

impl ColourDepth {
    /// Reads the number of colours from the environment. True colour needs `COLORTERM`: a terminal without it shows
    /// wrong colours. `lookup` returns the value of a variable.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Self {
        let term = lookup("TERM").unwrap_or_default();
        if matches!(term.as_str(), "" | "dumb") || term.starts_with("vt") {
            return Self::None;
        }
        let colorterm = lookup("COLORTERM").unwrap_or_default();
        if matches!(colorterm.as_str(), "truecolor" | "24bit") {
            return Self::True;
        }
        let known = [
            "xterm-kitty",
            "xterm-ghostty",
            "alacritty",
            "foot",
            "wezterm",
            "rio",
            "tmux",
        ];
        if term.contains("256color") || known.iter().any(|name| term.starts_with(name)) {
            return Self::Indexed;
        }
        Self::Sixteen
    }

    /// Returns the name of the depth, for the doctor.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sixteen => "16",
            Self::Indexed => "256",
            Self::True => "true",
        }
    }
}

impl Colour {
    /// Reads a colour by name, `#rrggbb`, or `default`.
    ///
    /// # Errors
    /// The text is neither a known name nor `#` and six hexadecimal digits.
    pub fn from_text(text: &str) -> Result<Self, ValueError> {
        if text == "default" {
            return Ok(Self::Default);
        }
        if let Some(number) = COLOUR_NAMES.iter().position(|name| *name == text) {
            return Ok(Self::Named(number as u8));
        }
        if matches!(text, "gray" | "grey") {
            return Ok(Self::Named(8));
        }
        if let Some(digits) = text.strip_prefix('#') {
            let all_hex = digits.len() == 6 && digits.chars().all(|c| c.is_ascii_hexdigit());
            let channel = |at: usize| {
                let pair = digits.get(at..at + 2).filter(|_| all_hex)?;
                u8::from_str_radix(pair, 16).ok()
            };
            return match (channel(0), channel(2), channel(4)) {
                (Some(red), Some(green), Some(blue)) => Ok(Self::Rgb(red, green, blue)),
                _ => Err(ValueError::ColourDigits(text.to_owned())),
            };
        }
        Err(ValueError::ColourName {
            name: text.to_owned(),
            suggestion: suggestion(text, COLOUR_NAMES.into_iter().chain(["default"])),
        })
    }

    /// Returns the nearest colour that a terminal of this depth can show; the default colour if it has no colours.
    pub fn at_depth(self, depth: ColourDepth) -> Self {
        match (self, depth) {
            (_, ColourDepth::None) => Self::Default,
            (Self::Rgb(..), ColourDepth::Indexed) => self.rgb().map_or(self, nearest_indexed),
            (Self::Rgb(..) | Self::Indexed(_), ColourDepth::Sixteen) => {
                self.rgb().map_or(self, nearest_named)
            }
            _ => self,
        }
    }

    /// Returns red, green and blue; for a palette colour, the values of xterm. `None` for the terminal's default
    /// colour.
    pub fn rgb(self) -> Option<(u8, u8, u8)> {
        let step = |index: u8| {
            CUBE_STEPS
                .get(usize::from(index))
                .copied()
                .unwrap_or_default()
        };
        match self {
            Self::Default => None,
            Self::Named(number) | Self::Indexed(number @ 0..=15) => {
                PALETTE_RGB.get(usize::from(number)).copied()
            }
            Self::Indexed(number @ 16..=231) => {
                let number = number - 16;
                Some((step(number / 36), step(number / 6 % 6), step(number % 6)))
            }
            Self::Indexed(number) => {
                let grey = 8 + 10 * (number - 232);
                Some((grey, grey, grey))
            }
            Self::Rgb(red, green, blue) => Some((red, green, blue)),
        }
    }
}

/// Returns the nearest colour of xterm's cube and grey ramp (16 to 255).
fn nearest_indexed(rgb: (u8, u8, u8)) -> Colour {
    let step = |value: u8| {
        let far = |step: &u8| step.abs_diff(value);
        let nearest = CUBE_STEPS
            .iter()
            .enumerate()
            .min_by_key(|(_, step)| far(step));
        nearest.map_or(0, |(index, _)| index as u8)
    };
    let cube = 16 + 36 * step(rgb.0) + 6 * step(rgb.1) + step(rgb.2);
    let mean = (u16::from(rgb.0) + u16::from(rgb.1) + u16::from(rgb.2)) / 3;
    let grey = 232 + (mean.saturating_sub(3) / 10).min(23) as u8;
    let distance = |index: u8| {
        Colour::Indexed(index)
            .rgb()
            .map_or(0, |other| colour_distance(rgb, other))
    };
    Colour::Indexed(if distance(grey) < distance(cube) {
        grey
    } else {
        cube
    })
}

/// Returns the nearest of the sixteen palette colours.
fn nearest_named(rgb: (u8, u8, u8)) -> Colour {
    let nearest = (0..16_u8).min_by_key(|number| {
        let other = PALETTE_RGB.get(usize::from(*number)).copied();
        other.map_or(u32::MAX, |other| colour_distance(rgb, other))
    });
    Colour::Named(nearest.unwrap_or_default())
}

/// Returns the squared distance of two colours, each channel weighted by its perceived brightness.
fn colour_distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |a: u8, b: u8| u32::from(a.abs_diff(b)).pow(2);
    3 * square(a.0, b.0) + 4 * square(a.1, b.1) + 2 * square(a.2, b.2)
}
