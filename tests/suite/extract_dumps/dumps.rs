//! Generator of dumps of pages whose article lines and boilerplate lines are known ([`generate_dump`]).
//!
//! A dump is a function of its shape, its language, its spacing and a seed.

use std::collections::HashSet;

use super::language::Language;
use super::{eastern, latin, mixed};

/// Kind of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArticleShape {
    /// News of one-sentence paragraphs.
    News,
    /// A feature of longer paragraphs with a box in its middle.
    Feature,
    /// A recipe with ingredients and numbered steps.
    Recipe,
    /// An interview of questions and answers.
    Interview,
    /// A list with numbered headings.
    Listicle,
    /// A live blog with the time over each post.
    LiveBlog,
}

/// All shapes.
pub const SHAPES: [ArticleShape; 6] = [
    ArticleShape::News,
    ArticleShape::Feature,
    ArticleShape::Recipe,
    ArticleShape::Interview,
    ArticleShape::Listicle,
    ArticleShape::LiveBlog,
];

/// Part of a line in its dump.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinePart {
    /// The title.
    Title,
    /// Byline or date.
    Fact,
    /// Text of the article.
    Text,
    /// A heading of the article.
    Heading,
    /// Boilerplate.
    Boilerplate,
}

/// A line of a dump.
#[derive(Debug, Clone)]
pub struct DumpLine {
    /// Text of the line.
    pub text: String,
    /// Part of the line.
    pub part: LinePart,
    /// Stands directly below the line before, even where paragraphs are separated by blank lines.
    pub joined: bool,
}

/// All languages.
pub fn languages() -> Vec<&'static Language> {
    static LATIN: [Language; 4] = latin::LANGUAGES;
    static MIXED: [Language; 3] = mixed::LANGUAGES;
    static EASTERN: [Language; 3] = eastern::LANGUAGES;
    LATIN.iter().chain(&MIXED).chain(&EASTERN).collect()
}

/// Pseudo-random numbers (splitmix64).
#[derive(Debug)]
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % limit.max(1) as u64).unwrap()
    }

    fn pick<'a>(&mut self, of: &'a [&'a str]) -> &'a str {
        of[self.below(of.len())]
    }

    fn some<'a>(&mut self, of: &'a [&'a str], percent: usize) -> Vec<&'a str> {
        of.iter()
            .copied()
            .filter(|_| self.below(100) < percent)
            .collect()
    }
}

/// Writer of the sentences of one article; none is written twice.
struct Sentences<'a> {
    language: &'a Language,
    random: Random,
    used: HashSet<String>,
}

impl Sentences<'_> {
    fn new(language: &Language, seed: u64) -> Sentences<'_> {
        Sentences {
            language,
            random: Random(seed),
            used: HashSet::new(),
        }
    }

    fn draw(&mut self, make: impl Fn(&Language, &mut Random) -> String) -> String {
        let mut text = String::new();
        for _ in 0..60 {
            text = make(self.language, &mut self.random);
            if self.used.insert(text.clone()) {
                break;
            }
        }
        text
    }

    fn plain(&mut self) -> String {
        self.draw(|l, r| {
            format!(
                "{}{}{}{}",
                r.pick(l.subjects),
                l.gap,
                r.pick(l.deeds),
                l.stop
            )
        })
    }

    fn long(&mut self) -> String {
        self.draw(|l, r| {
            format!(
                "{}{}{}{}{}",
                r.pick(l.subjects),
                l.gap,
                r.pick(l.deeds),
                r.pick(l.tails),
                l.stop
            )
        })
    }

    fn one_of(&mut self, list: fn(&Language) -> &'static [&'static str]) -> String {
        self.draw(|l, r| r.pick(list(l)).to_owned())
    }

    /// A paragraph of one sentence, short, middling or long.
    fn sentence(&mut self) -> String {
        match self.random.below(10) {
            0 | 1 if !self.used.len().is_multiple_of(3) => self.one_of(|l| l.short),
            2 => self.one_of(|l| l.speech),
            3..=5 => self.plain(),
            _ => self.long(),
        }
    }

    /// A paragraph of several sentences.
    fn paragraph(&mut self) -> String {
        let count = 2 + self.random.below(3);
        let sentences: Vec<String> = (0..count)
            .map(|k| if k == 0 { self.long() } else { self.sentence() })
            .collect();
        sentences.join(self.language.gap)
    }
}

/// The paragraphs of an article of `shape`, at most `limit` of them.
fn article_lines(
    shape: ArticleShape,
    language: &Language,
    seed: u64,
    limit: usize,
) -> Vec<DumpLine> {
    let mut out: Vec<DumpLine> = Vec::new();
    let mut words = Sentences::new(language, seed.wrapping_mul(2).wrapping_add(1));
    let mut push = |text: String, part, joined| out.push(DumpLine { text, part, joined });
    let sections = 2 + words.random.below(3);
    match shape {
        ArticleShape::News | ArticleShape::Feature => {
            let write = |words: &mut Sentences<'_>, k: usize| match shape {
                ArticleShape::News if k > 0 => words.sentence(),
                ArticleShape::News => words.long(),
                _ => words.paragraph(),
            };
            for section in 0..=sections {
                if section > 0 {
                    push(words.one_of(|l| l.headings), LinePart::Heading, false);
                }
                for k in 0..2 + words.random.below(4) {
                    push(write(&mut words, k + section), LinePart::Text, false);
                }
            }
        }
        ArticleShape::Recipe => {
            for _ in 0..1 + words.random.below(3) {
                push(words.long(), LinePart::Text, false);
            }
            let [ingredients, steps, notes] = language.recipe;
            push(ingredients.to_owned(), LinePart::Heading, false);
            for k in 0..4 + words.random.below(5) {
                push(words.one_of(|l| l.ingredients), LinePart::Text, k > 0);
            }
            push(steps.to_owned(), LinePart::Heading, false);
            let numbered = words.random.below(2) == 0;
            for k in 0..3 + words.random.below(4) {
                let step = words.one_of(|l| l.steps);
                let text = if numbered {
                    format!("{}. {step}", k + 1)
                } else {
                    step
                };
                push(text, LinePart::Text, k > 0);
            }
            push(notes.to_owned(), LinePart::Heading, false);
            push(words.plain(), LinePart::Text, false);
            push(words.long(), LinePart::Text, false);
        }
        ArticleShape::Interview => {
            push(words.long(), LinePart::Text, false);
            for _ in 0..4 + words.random.below(3) {
                push(words.one_of(|l| l.questions), LinePart::Text, false);
                for _ in 0..1 + words.random.below(2) {
                    push(words.sentence(), LinePart::Text, false);
                }
            }
        }
        ArticleShape::Listicle => {
            push(words.long(), LinePart::Text, false);
            for k in 0..4 + words.random.below(4) {
                let heading = words.one_of(|l| l.headings);
                push(format!("{}. {heading}", k + 1), LinePart::Heading, false);
                for _ in 0..1 + words.random.below(2) {
                    push(words.sentence(), LinePart::Text, false);
                }
            }
        }
        ArticleShape::LiveBlog => {
            let mut hour = 21;
            for _ in 0..4 + words.random.below(5) {
                hour -= 1;
                push(
                    format!("{hour}:{:02}", words.random.below(60)),
                    LinePart::Fact,
                    false,
                );
                push(words.long(), LinePart::Text, true);
                for _ in 0..words.random.below(3) {
                    push(words.sentence(), LinePart::Text, false);
                }
            }
        }
    }
    out.truncate(limit);
    out
}

/// Generates a dump of an article with at most `limit` lines of its text.
pub fn generate_dump(
    shape: ArticleShape,
    language: &Language,
    seed: u64,
    limit: usize,
) -> Vec<DumpLine> {
    let mut random = Random(seed ^ 0x5eed);
    let boilerplate = |text: &str, joined| DumpLine {
        text: text.to_owned(),
        part: LinePart::Boilerplate,
        joined,
    };
    let day = 10 + random.below(19);
    let mut out: Vec<DumpLine> = Vec::new();
    let close = random.below(2) == 0;
    for text in random.some(language.menu, 75) {
        out.push(boilerplate(text, close));
    }
    let title = random.pick(language.titles).to_owned();
    let fact = |text: String| DumpLine {
        text,
        part: LinePart::Fact,
        joined: false,
    };
    out.push(DumpLine {
        text: title.clone(),
        part: LinePart::Title,
        joined: false,
    });
    out.push(fact(random.pick(language.bylines).to_owned()));
    out.push(fact(
        random.pick(language.dates).replace("{d}", &day.to_string()),
    ));
    for text in random.some(language.tools, 50) {
        out.push(boilerplate(text, close));
    }
    let article = article_lines(shape, language, seed, limit);
    // The box and the pointers stand between two paragraphs, at places that do not depend on the article's length.
    let boxed = match shape {
        ArticleShape::Feature => Some(2),
        _ if random.below(2) == 0 => Some(3 + random.below(4)),
        _ => None,
    };
    let (first, second) = (2 + random.below(2), 6 + random.below(4));
    let teaser = |random: &mut Random| {
        random
            .pick(language.pointers)
            .replace("{}", random.pick(language.teasers))
    };
    let (a, b) = (teaser(&mut random), teaser(&mut random));
    let lines = language.boxes[random.below(language.boxes.len())];
    for (k, line) in article.into_iter().enumerate() {
        if boxed == Some(k) && !line.joined {
            out.extend(
                lines
                    .iter()
                    .enumerate()
                    .map(|(k, text)| boilerplate(text, k > 0)),
            );
        }
        if k == first && !line.joined {
            out.push(boilerplate(&a, false));
        }
        if k == second && !line.joined {
            out.push(boilerplate(&b, false));
        }
        out.push(line);
    }
    let close = random.below(2) == 0;
    let related = random.pick(language.related);
    out.push(boilerplate(related, false));
    for text in random.some(language.teasers, 60) {
        out.push(boilerplate(text, close));
    }
    for text in random.some(language.foot, 75) {
        out.push(boilerplate(text, close));
    }
    if random.below(6) == 0 {
        out.push(boilerplate(&title, false));
    }
    out
}

/// Writes the lines of a dump, with blank lines between paragraphs or without any.
pub fn dump_text(lines: &[DumpLine], spaced: bool) -> String {
    let mut text = String::new();
    for (i, line) in lines.iter().enumerate() {
        if i > 0 && spaced && !line.joined {
            text.push('\n');
        }
        text.push_str(&line.text);
        text.push('\n');
    }
    text
}
