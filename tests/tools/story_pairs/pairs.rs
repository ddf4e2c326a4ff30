//! Labelled pairs of texts: seven kinds that report the same, three that do not, and round-ups.

use std::collections::{BTreeSet, HashMap};

use super::random::Random;

/// Number of articles that a round-up has the teasers of.
pub const ARTICLES_OF_ROUND_UP: usize = 6;
/// Beginnings of articles of local papers, standing lines of sites, and sentences of daily reports.
const LOCAL: &[&str] = &[
    "In Quillon the council met late on Tuesday, and few of the forty people in the hall went home before midnight.",
    "The news reached the harbour by the first ferry, where the crews had been waiting since the gates were closed.",
    "Readers from the upper valley wrote to us all week, most of them asking what it will mean for the winter timetable.",
    "For the people of Tidewater this is the third such decision within a year, and hardly the one they had hoped for.",
    "“We will see what it is worth,” said Ida Marl, who runs the bakery opposite the station with her two brothers.",
    "The mayor, reached on the way to the fair at Osterby, did not want to comment before having read all of it.",
];
const STANDING: &[&str] = &[
    "Sign up for our morning letter and get the most important news of the day before breakfast, free of charge.",
    "This article is part of our series on the region; you find all episodes in the archive on our page.",
    "Support independent reporting: a subscription costs less than a coffee a week and you can cancel at any time.",
    "Have you noticed a mistake? Write to the desk, we correct within a day and say so below the article.",
    "Follow us on the channels that you use, and allow notifications so that you never miss a headline again.",
    "All rights reserved. Reproduction, also of parts, needs the written consent of the publisher and its agencies.",
    "Read more: the ten most shared articles of the week, chosen by our editors and sorted by how often they were opened.",
    "The publisher is a member of the press council; complaints are answered by the readers' editor every Thursday.",
];
const REPORT: &[&str] = &[
    "Report for {}: the level at the bridge of {} stood at {} centimetres at {} o'clock, {} more than on the day before.",
    "The wind blew from {} with up to {} kilometres an hour, and {} millimetres of rain fell between {} and {}.",
    "At the market of {} the price of wheat closed at {} and that of barley at {}, after {} and {} on the previous day.",
    "The ferries to {} ran {} times; {} of them were late by more than {} minutes because of {}.",
    "On the roads around {} the police counted {} accidents with {} injured, most of them near {} after {}.",
    "The lake at {} had {} degrees, the air {} at noon, and {} guests came to the baths of {}.",
];
const PLACES: &[&str] = &[
    "Quillon",
    "Tidewater",
    "Osterby",
    "Marl",
    "Vennhof",
    "Lower Ash",
    "Pell",
    "Harrow Sands",
    "Nine Wells",
    "Crowmoor",
];

/// Kind of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Cut,
    Local,
    Changed,
    Reordered,
    Shortened,
    Boilerplate,
    Teaser,
    Closest,
    SameBoilerplate,
    Report,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Cut,
        Self::Local,
        Self::Changed,
        Self::Reordered,
        Self::Shortened,
        Self::Boilerplate,
        Self::Teaser,
        Self::Closest,
        Self::SameBoilerplate,
        Self::Report,
    ];

    /// Returns true if the texts of the pair report the same.
    pub fn is_same_story(self) -> bool {
        !matches!(self, Self::Closest | Self::SameBoilerplate | Self::Report)
    }

    /// Returns the name in the table.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cut => "cut to 35-70 %",
            Self::Local => "local lead and tail",
            Self::Changed => "8 % of the words changed",
            Self::Reordered => "reordered, 15 % less",
            Self::Shortened => "cut by 5 %, 5 % changed",
            Self::Boilerplate => "boilerplate around",
            Self::Teaser => "teaser of 45-70 words",
            Self::Closest => "not: closest by tf-idf",
            Self::SameBoilerplate => "not: same boilerplate",
            Self::Report => "not: daily report",
        }
    }
}

/// Two texts of two sources, with other texts of the same sources.
pub struct Pair {
    pub kind: Kind,
    pub texts: [String; 2],
    /// True if both are of one source.
    pub is_one_source: bool,
    /// Other texts of the sources of both.
    pub others: [Vec<String>; 2],
}

/// Makes `number` pairs of each kind; of the closest ones twice as many.
pub fn pairs(texts: &[String], number: usize) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for kind in Kind::ALL {
        if kind == Kind::Closest {
            pairs.extend(closest(texts, 2 * number));
            continue;
        }
        for at in 0..number {
            let mut random = Random::new((kind as u64) << 32 | at as u64);
            pairs.push(pair(kind, texts, at, &mut random));
        }
    }
    pairs
}

fn pair(kind: Kind, texts: &[String], at: usize, random: &mut Random) -> Pair {
    // Every text in turn, from another one on for each kind.
    let number = (at + kind as usize * 7) % texts.len();
    let text = &texts[number];
    let words: Vec<&str> = text.split_whitespace().collect();
    let count = words.len();
    let mut pair = Pair {
        kind,
        texts: [text.clone(), String::new()],
        is_one_source: false,
        others: [Vec::new(), Vec::new()],
    };
    pair.texts[1] = match kind {
        Kind::Cut => words[..count * random.between(35, 70) / 100].join(" "),
        Kind::Local => {
            let from = count * random.between(10, 35) / 100;
            let to = count - count * random.below(15) / 100;
            let lead = sentences(LOCAL, random.between(1, 3), random);
            let tail = sentences(LOCAL, random.between(1, 2), random);
            format!("{lead} {} {tail}", words[from..to].join(" "))
        }
        Kind::Changed => changed(&words, 8, texts, random),
        Kind::Reordered => reordered(text, random),
        Kind::Shortened => {
            let start = random.below(count / 20 + 1);
            changed(&words[start..start + count * 95 / 100], 5, texts, random)
        }
        Kind::Boilerplate => {
            let before = sentences(STANDING, random.between(1, 3), random);
            let after = sentences(STANDING, random.between(2, 5), random);
            format!("{before} {text} {after}")
        }
        Kind::Teaser => words[..random.between(45, 70)].join(" ") + " …",
        Kind::Closest => String::new(),
        Kind::SameBoilerplate => {
            let standing = sentences(STANDING, random.between(3, 7), random);
            let lead = sentences(STANDING, 1, random);
            let framed = |text: &str, most: usize| {
                let words: Vec<&str> = text.split_whitespace().take(most).collect();
                format!("{lead} {} {standing}", words.join(" "))
            };
            // Short texts, of which the boilerplate is the larger part.
            let most = random.between(40, 160);
            let other = |step: usize| &texts[(number + step) % texts.len()];
            pair.texts[0] = framed(text, most);
            pair.is_one_source = at.is_multiple_of(2);
            for (side, first) in [(0, 2), (1, 5)] {
                pair.others[side] = (first..first + 3)
                    .map(|step| framed(other(step), 150))
                    .collect();
            }
            framed(other(1), most)
        }
        Kind::Report => {
            let template: Vec<&str> = (0..random.between(3, 6))
                .map(|_| *random.pick(REPORT))
                .collect();
            pair.is_one_source = true;
            // Every second source has had too few of them to recognise the template.
            let earlier = if at.is_multiple_of(2) { 4 } else { 0 };
            pair.others[0] = (0..earlier).map(|_| filled(&template, random)).collect();
            pair.texts[0] = filled(&template, random);
            filled(&template, random)
        }
    };
    pair
}

/// Returns some of these sentences, each once, in a random order.
fn sentences(of: &[&str], number: usize, random: &mut Random) -> String {
    let mut left = of.to_vec();
    let chosen: Vec<&str> = (0..number.min(of.len()))
        .map(|_| left.swap_remove(random.below(left.len())))
        .collect();
    chosen.join(" ")
}

/// Replaces so many of a hundred words by words of other texts.
fn changed(words: &[&str], percent: usize, texts: &[String], random: &mut Random) -> String {
    let from = random.pick(texts);
    let from: Vec<&str> = from.split_whitespace().collect();
    let changed: Vec<&str> = words
        .iter()
        .map(|word| match random.below(100) < percent {
            true => *random.pick(&from),
            false => *word,
        })
        .collect();
    changed.join(" ")
}

/// Reorders the sentences within parts of the text, and leaves out about 15 % of them.
fn reordered(text: &str, random: &mut Random) -> String {
    let mut sentences: Vec<&str> = text
        .split_inclusive(['.', '!', '?', '。', '\n'])
        .filter(|sentence| !sentence.trim().is_empty())
        .collect();
    let left_out = sentences.len() * 15 / 100;
    for _ in 0..left_out {
        sentences.remove(random.below(sentences.len()));
    }
    for part in sentences.chunks_mut(6) {
        for at in (1..part.len()).rev() {
            part.swap(at, random.below(at + 1));
        }
    }
    sentences.join(" ")
}

fn filled(template: &[&str], random: &mut Random) -> String {
    let mut text = String::new();
    for part in template.join(" ").split("{}") {
        text.push_str(part);
        match random.below(2) {
            0 => text.push_str(random.pick::<&str>(PLACES)),
            _ => text.push_str(&random.between(1, 999).to_string()),
        }
    }
    text
}

/// Returns the pairs of different texts that are closest by the cosine of their tf-idf vectors.
fn closest(texts: &[String], number: usize) -> Vec<Pair> {
    let words: Vec<HashMap<String, f64>> = texts.iter().map(|text| counts(text)).collect();
    let mut documents: HashMap<&str, f64> = HashMap::new();
    for word in words.iter().flat_map(HashMap::keys) {
        *documents.entry(word).or_default() += 1.0;
    }
    let vectors: Vec<HashMap<&str, f64>> = words
        .iter()
        .map(|counts| {
            let weight = |(word, count): (&String, &f64)| {
                (1.0 + count.ln()) * (texts.len() as f64 / documents[word.as_str()]).ln()
            };
            let length = counts
                .iter()
                .map(|entry| weight(entry).powi(2))
                .sum::<f64>()
                .sqrt();
            counts
                .iter()
                .map(|(word, count)| (word.as_str(), weight((word, count)) / length.max(1e-9)))
                .collect()
        })
        .collect();
    let mut found = Vec::new();
    for (at, one) in vectors.iter().enumerate() {
        for (to, other) in vectors.iter().enumerate().skip(at + 1) {
            let cosine: f64 = one
                .iter()
                .filter_map(|(word, weight)| Some(weight * other.get(word)?))
                .sum();
            found.push((cosine, at, to));
        }
    }
    found.sort_by(|one, other| other.0.total_cmp(&one.0));
    let pair = |(_, one, other): (f64, usize, usize)| Pair {
        kind: Kind::Closest,
        texts: [texts[one].clone(), texts[other].clone()],
        is_one_source: false,
        others: [Vec::new(), Vec::new()],
    };
    found.into_iter().take(number).map(pair).collect()
}

fn counts(text: &str) -> HashMap<String, f64> {
    let mut counts = HashMap::new();
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *counts.entry(word.to_lowercase()).or_default() += 1.0;
    }
    counts
}

/// A round-up, and the articles that it has the teasers of: teasers themselves in feeds that have no more.
pub struct RoundUp {
    pub text: String,
    pub articles: Vec<String>,
}

/// Makes round-ups.
pub fn round_ups(texts: &[String], number: usize) -> Vec<RoundUp> {
    let round_up = |at: usize| {
        let mut random = Random::new(0xf00d + at as u64);
        let mut chosen = BTreeSet::new();
        let wanted = random.between(3, ARTICLES_OF_ROUND_UP);
        while chosen.len() < wanted {
            chosen.insert(random.below(texts.len()));
        }
        let teaser = |at: &usize| {
            let words: Vec<&str> = texts[*at].split_whitespace().take(55 + at % 15).collect();
            words.join(" ")
        };
        let articles: Vec<String> = chosen.iter().map(teaser).collect();
        RoundUp {
            text: format!(
                "{} {}",
                sentences(LOCAL, 1, &mut random),
                articles.join(" ")
            ),
            articles,
        }
    };
    (0..number).map(round_up).collect()
}
