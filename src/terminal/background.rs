//! Whether the terminal is dark or light: how it is asked, and what its answers mean ([`Background`]).
//!
//! The question is xterm's OSC 11 with `?`. Where the terminal knows mode 2031 ("color palette update notifications"), it also
//! says so by itself when it changes. Nothing waits for an answer: it arrives among the keys, or never.

/// The question: the colour behind the letters.
pub(super) const QUERY: &[u8] = b"\x1b]11;?\x1b\\";
/// Mode 2031 on: the terminal says when it turns dark or light.
pub(super) const NOTIFY_ON: &[u8] = b"\x1b[?2031h";
/// Mode 2031 off.
pub(super) const NOTIFY_OFF: &[u8] = b"\x1b[?2031l";

/// What is behind the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Background {
    /// Something darker than middle grey.
    Dark,
    /// Something brighter.
    Light,
}

impl Background {
    /// What the variable `COLORFGBG` says (`15;0`, rxvt's): the last number is one of the sixteen colours.
    pub fn from_environment(lookup: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let value = lookup("COLORFGBG")?;
        let (_, last) = value.rsplit_once(';')?;
        match last.parse::<u8>().ok()? {
            7 | 9..=15 => Some(Self::Light),
            0..=6 | 8 => Some(Self::Dark),
            _ => None,
        }
    }

    /// What the answer to the question says: `11;rgb:RRRR/GGGG/BBBB`, with one to four hexadecimal digits each (XParseColor),
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
        // The brightness that a television of black and white would show (ITU-R BT.601).
        let bright = 0.299 * red + 0.587 * green + 0.114 * blue;
        Some(if bright > 0.5 {
            Self::Light
        } else {
            Self::Dark
        })
    }

    /// What a notification says: the parameter after `CSI ? 997 ;`.
    pub(super) fn from_notification(inside: &str) -> Option<Self> {
        match inside.strip_prefix("?997;")? {
            "1" => Some(Self::Dark),
            "2" => Some(Self::Light),
            _ => None,
        }
    }
}

/// Hexadecimal digits as a share of the most that they could be.
fn channel_value(digits: &str) -> Option<f32> {
    if digits.is_empty() || digits.len() > 4 {
        return None;
    }
    let value = u16::from_str_radix(digits, 16).ok()?;
    let most = (1_u32 << (4 * digits.len())) - 1;
    Some(f32::from(value) / most as f32)
}
