//! Dark or light background of the terminal: the query, and its answers ([`Background`]).
//!
//! The query is xterm's OSC 11 with `?`. A terminal with mode 2031 ("color palette update notifications") also reports
//! changes. Nothing waits for an answer: it arrives among the keys, or never.

/// Query for the background colour.
pub(super) const QUERY: &[u8] = b"\x1b]11;?\x1b\\";
/// Turns on mode 2031: the terminal reports a change to dark or light.
pub(super) const NOTIFY_ON: &[u8] = b"\x1b[?2031h";
/// Turns off mode 2031.
pub(super) const NOTIFY_OFF: &[u8] = b"\x1b[?2031l";

/// Background of the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Darker than middle grey.
    Dark,
    /// Brighter than middle grey.
    Light,
}

impl Background {
    /// Reads the variable `COLORFGBG` (`15;0`, rxvt's): the last number is one of the sixteen colours.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let value = lookup("COLORFGBG")?;
        let (_, last) = value.rsplit_once(';')?;
        match last.parse::<u8>().ok()? {
            7 | 9..=15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }

    /// Parses the answer to the query: `11;rgb:RRRR/GGGG/BBBB`, with one to four hexadecimal digits each (XParseColor),
    /// or `11;#RRGGBB`.
    pub(super) fn from_answer(string: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(string).ok()?;
        let colour = text.strip_prefix("11;")?;
        let channels: Vec<f32> = if let Some(digits) = colour.strip_prefix('#') {
            let third = digits.len() / 3;
            let channel = |i: usize| {
                digits
                    .get(i * third..(i + 1) * third)
                    .and_then(channel_value)
            };
            (0..3).map_while(channel).collect()
        } else {
            let (_, values) = colour.split_once(':')?;
            values.split('/').map_while(channel_value).take(3).collect()
        };
        let [red, green, blue] = channels.try_into().ok()?;
        // Luma (ITU-R BT.601).
        let bright = 0.299 * red + 0.587 * green + 0.114 * blue;
        Some(if bright > 0.5 {
            Self::Light
        } else {
            Self::Dark
        })
    }

    /// Parses a notification: the parameter after `CSI ? 997 ;`.
    pub(super) fn from_notification(inside: &str) -> Option<Self> {
        match inside.strip_prefix("?997;")? {
            "1" => Some(Self::Dark),
            "2" => Some(Self::Light),
            _ => None,
        }
    }
}

/// Converts hexadecimal digits to a fraction of the largest value with as many digits.
fn channel_value(digits: &str) -> Option<f32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let value = u16::from_str_radix(digits, 16).ok()?;
    let most = (1_u32 << (4 * digits.len())) - 1;
    Some(f32::from(value) / most as f32)
}
