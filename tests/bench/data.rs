//! Articles made of invented words: the same ones every time, on every machine.

use std::fmt::Write;

/// A fixed sequence of numbers (Marsaglia's xorshift, 2003).
pub struct Numbers(u64);

impl Numbers {
    /// The sequence that begins with this seed, which is not 0.
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below `limit`.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    /// An invented word; short ones are frequent.
    pub fn word(&mut self) -> String {
        const STARTS: [&str; 12] = [
            "b", "cr", "d", "fl", "g", "h", "l", "m", "pr", "s", "t", "v",
        ];
        const MIDDLES: [&str; 8] = ["a", "e", "i", "o", "u", "ai", "ou", "ea"];
        const ENDS: [&str; 8] = ["n", "r", "st", "l", "m", "ck", "", "nd"];
        let syllables = 1 + self.below(4) * self.below(4) / 3;
        let mut word = String::new();
        for _ in 0..syllables {
            for parts in [&STARTS[..], &MIDDLES, &ENDS] {
                word.push_str(parts[self.below(parts.len())]);
            }
        }
        word
    }

    /// A sentence of about `words` words, and how many they are.
    pub fn sentence(&mut self, words: usize) -> (String, usize) {
        let count = words / 2 + 1 + self.below(words);
        let mut text = self.capital();
        for _ in 1..count {
            text.push(' ');
            text.push_str(&self.word());
        }
        text.push('.');
        (text, count)
    }

    /// A word with a capital.
    pub fn capital(&mut self) -> String {
        let word = self.word();
        let (first, rest) = word.split_at(1);
        first.to_uppercase() + rest
    }

    /// A paragraph of about `words` words, and how many they are.
    pub fn paragraph(&mut self, words: usize) -> (String, usize) {
        let (mut text, mut count) = (String::new(), 0);
        while count < words {
            let (sentence, more) = self.sentence(14);
            text.push_str(&sentence);
            text.push(' ');
            count += more;
        }
        text.pop();
        (text, count)
    }
}

/// How an article is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Sections of six paragraphs, now and then with a list.
    Paragraphs,
    /// One single paragraph.
    One,
    /// As paragraphs, in Cyrillic letters but for the title and the word that is looked for.
    Cyrillic,
}

/// The first word of the title of every article: no other text has it.
pub const MARK: &str = "Zweifork";
/// A word that stands near the end of every article, and nowhere else.
pub const NEEDLE: &str = "quixotarium";

/// An article in Markdown of about so many words.
pub fn markdown(words: usize, shape: Shape) -> String {
    markdown_of(words, shape, words as u64)
}

/// An article in Markdown of the words that belong to a seed, which is not 0.
pub fn markdown_of(words: usize, shape: Shape, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = format!("# {MARK} and the {words}\n\n");
    if shape == Shape::One {
        let (text, _) = numbers.paragraph(words);
        writeln!(out, "{text} The {NEEDLE} was shut.").unwrap();
        return out;
    }
    let (mut count, start) = (0, out.len());
    while count < words {
        let heading = numbers.capital();
        writeln!(out, "## {heading} {}\n", numbers.word()).unwrap();
        for _ in 0..6 {
            let (text, more) = numbers.paragraph(60);
            writeln!(out, "{text}\n").unwrap();
            count += more;
        }
        if numbers.below(4) == 0 {
            for _ in 0..4 {
                let (text, more) = numbers.sentence(9);
                writeln!(out, "- {text}").unwrap();
                count += more;
            }
            out.push('\n');
        }
    }
    if shape == Shape::Cyrillic {
        out = out[..start].to_owned() + &cyrillic(&out[start..]);
    }
    writeln!(out, "The {NEEDLE} was shut.").unwrap();
    out
}

/// The text in other letters, one for one.
fn cyrillic(text: &str) -> String {
    let other = |c: char| match c {
        'a'..='z' => char::from_u32(c as u32 - 'a' as u32 + 'а' as u32).unwrap_or(c),
        'A'..='Z' => char::from_u32(c as u32 - 'A' as u32 + 'А' as u32).unwrap_or(c),
        other => other,
    };
    text.chars().map(other).collect()
}

/// An article as a dump of a page: titles, boilerplate, headings that are only short lines.
pub fn plain(words: usize) -> String {
    plain_of(words, words as u64 + 7)
}

/// A dump of a page of the words that belong to a seed, which is not 0.
pub fn plain_of(words: usize, seed: u64) -> String {
    let mut numbers = Numbers::new(seed);
    let mut out = format!(
        "{MARK} and the {words}\n\nBy {} {}\n\n",
        numbers.capital(),
        numbers.capital()
    );
    let mut count = 0;
    while count < words {
        write!(out, "{} {}\n\n", numbers.capital(), numbers.word()).unwrap();
        for _ in 0..5 {
            let (text, more) = numbers.paragraph(70);
            write!(out, "{text}\n\n").unwrap();
            count += more;
        }
    }
    out
}

/// A web page of about so many words, with the boilerplate of pages around them.
pub fn html(words: usize, seed: u64) -> String {
    let mut numbers = Numbers::new(seed + 1);
    let title = format!("{MARK} {} {}", numbers.word(), numbers.word());
    let mut out = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title} - The Paper</title>\
         <meta property=\"og:title\" content=\"{title}\"><style>body {{ margin: 0 }}</style>\
         <script>var settings = {{ a: 1 }};</script></head><body><header><nav><ul>"
    );
    for _ in 0..30 {
        let word = numbers.word();
        write!(
            out,
            "<li class=\"item\"><a href=\"/{word}\">{word}</a></li>"
        )
        .unwrap();
    }
    write!(
        out,
        "</ul></nav></header><main><article><h1>{title}</h1><p class=\"byline\">By {} {}</p>",
        numbers.capital(),
        numbers.capital()
    )
    .unwrap();
    let mut count = 0;
    while count < words {
        write!(
            out,
            "<section><h2>{} {}</h2>",
            numbers.capital(),
            numbers.word()
        )
        .unwrap();
        for _ in 0..4 {
            let (text, more) = numbers.paragraph(55);
            let link = numbers.word();
            write!(
                out,
                "<p>{text} <a href=\"https://example.org/{link}\">{link}</a> and <em>{}</em>.</p>",
                numbers.word()
            )
            .unwrap();
            count += more;
        }
        if numbers.below(3) == 0 {
            let alt = numbers.word();
            write!(out, "<figure><img src=\"/{alt}.jpg\" alt=\"{alt}\"><figcaption>{alt}</figcaption></figure>").unwrap();
        }
        out.push_str("</section>");
    }
    out.push_str("</article><aside><h3>More</h3><ul>");
    for _ in 0..20 {
        let (text, _) = numbers.sentence(7);
        write!(out, "<li><a href=\"/more\">{text}</a></li>").unwrap();
    }
    out.push_str("</ul></aside></main><footer><p>All rights reserved.</p></footer></body></html>");
    out
}
