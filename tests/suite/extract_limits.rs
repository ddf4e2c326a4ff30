//! Extraction of damaged and hostile input: no panic, the same result each time, and time in proportion to the size.
//!
//! `FUZZ=N` runs N random cases (and the sizes at a MiB); `FUZZ_SEED=S` repeats a run. The seed is printed when a case
//! fails.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use newsprint::extract::{Format, Hints, extract};
use newsprint::model::{Block, Document};

/// Random numbers (xorshift64*).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        (self.next() >> 16) as usize % limit
    }

    fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}

/// Number of random cases: `FUZZ`, or a few.
fn case_count() -> usize {
    let asked = std::env::var("FUZZ").ok();
    asked.map_or(150, |count| count.parse().unwrap())
}

fn seed() -> u64 {
    let asked = std::env::var("FUZZ_SEED").ok();
    asked.map_or_else(
        || {
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            now.unwrap().as_nanos() as u64 | 1
        },
        |seed| seed.parse().unwrap(),
    )
}

/// Parts of pages, Markdown and plain text that are put into damaged texts.
const PARTS: &[&[u8]] = &[
    b"<p>",
    b"</p>",
    b"<div class=\"share related\">",
    b"</div>",
    b"<table><tr><td>",
    b"<td colspan=9999 rowspan=9999>",
    b"</table>",
    b"<li>",
    b"<ul>",
    b"<ol start=-1>",
    b"<a href=\"#x\">",
    b"<b>",
    b"<i></b>",
    b"<h1>",
    b"<h2 id=a>",
    b"<pre>",
    b"</pre>",
    b"<script type=\"application/ld+json\">{\"@type\":\"NewsArticle\",\"headline\":",
    b"</script>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"<svg>",
    b"<math>",
    b"<template>",
    b"<select>",
    b"<plaintext>",
    b"<textarea>",
    b"<meta property=\"og:title\" content=\"",
    b"<title>",
    b"<br><br>",
    b"<img src=a alt='",
    b"\">",
    b"&#",
    b"&amp;",
    b"&#x110000;",
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1b[31m",
    b"\xe2\x80\xae",
    b"\xe2\x80\x8b",
    b"\xcc\x81",
    b"\xf0\x9f\x91\xa8\xe2\x80\x8d",
    b"\xc3",
    b"\r",
    b"\x0c",
    b"\n\n",
    b"\n",
    b"    ",
    b"\t",
    b"# ",
    b"---\n",
    b"===\n",
    b"```\n",
    b"> ",
    b"- ",
    b"1. ",
    b"999999999. ",
    b"| a | b |\n|---|---|\n",
    b"[a](",
    b"![",
    b"[^1]: ",
    b"[^1]",
    b"**",
    b"_",
    b"~~",
    b"$$\n",
    b":::note\n",
    b"> [!tip] ",
    b"title: ",
    b"+++\n",
    b"By Ana Holm",
    b"1/2/2003",
    b"2 February 2026",
    b"Share this article\n",
    b"Subscribe to our newsletter\n",
    b"Read more: ",
    b"Advertisement\n",
    b"\xc2\xa9 2026 ",
    b"From: a@example.org\nSubject: x\n\n",
    b"Q: ",
    b"12:30",
    b"...........",
    b"https://",
    b"\xe3\x80\x82",
    b"\xd7\xa9",
];

/// Sources of the fixtures, each with the name of its file.
fn sources() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/articles");
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let mut out = Vec::new();
    for folder in folders {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with("source") {
                out.push((name, std::fs::read(path).unwrap()));
            }
        }
    }
    out.sort();
    out
}

/// Damages `bytes` in one place.
fn damage(bytes: &mut Vec<u8>, sources: &[(String, Vec<u8>)], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    let to = (at + random.below(400)).min(bytes.len());
    match random.below(9) {
        0 => bytes.truncate(at),
        1 => drop(bytes.drain(..at)),
        2 => drop(bytes.drain(at..to)),
        3 => {
            let copies = 1 + random.below(60);
            let again = bytes[at..to].repeat(copies);
            bytes.splice(at..at, again);
        }
        4 => {
            let (_, other) = random.pick(sources);
            let from = random.below(other.len() + 1);
            bytes.splice(at..at, other[from..].iter().copied().take(3000));
        }
        5 => bytes[at..to]
            .iter_mut()
            .for_each(|b| *b ^= random.next() as u8 & 0x81),
        _ => {
            let part = random.pick(PARTS);
            let copies = if random.below(4) == 0 {
                1 + random.below(300)
            } else {
                1
            };
            bytes.splice(at..at, part.repeat(copies));
        }
    }
}

/// Makes the bytes of a random case, and the name of its file.
fn random_case(sources: &[(String, Vec<u8>)], random: &mut Random) -> (Vec<u8>, String) {
    let names = ["a.txt", "a.html", "a.md", "a", "a.rs"];
    let (mut bytes, mut name) = match random.below(8) {
        0 => {
            let length = random.below(3000);
            (
                (0..length).map(|_| random.next() as u8).collect(),
                (*random.pick(&names)).to_owned(),
            )
        }
        1 => {
            let parts = 1 + random.below(400);
            let bytes = (0..parts)
                .flat_map(|_| random.pick(PARTS).to_vec())
                .collect();
            (bytes, (*random.pick(&names)).to_owned())
        }
        _ => {
            let (name, bytes) = random.pick(sources);
            (bytes.clone(), name.clone())
        }
    };
    for _ in 0..random.below(6) {
        damage(&mut bytes, sources, random);
    }
    if random.below(5) == 0 {
        name = (*random.pick(&names)).to_owned();
    }
    (bytes, name)
}

#[test]
fn damaged_input_never_panics_and_gives_the_same_article_twice() {
    let seed = seed();
    let mut random = Random(seed);
    let sources = sources();
    for case in 0..case_count() {
        let (bytes, name) = random_case(&sources, &mut random);
        let hints = Hints {
            name: Some(&name),
            ..Hints::default()
        };
        let started = Instant::now();
        let both = catch_unwind(AssertUnwindSafe(|| {
            (extract(&bytes, &hints), extract(&bytes, &hints))
        }));
        let taken = started.elapsed();
        let Ok((one, other)) = both else {
            panic!("case {case} ({name}) of FUZZ_SEED={seed} panics");
        };
        assert!(one == other, "case {case} of FUZZ_SEED={seed} differs");
        let most = Duration::from_secs(4) + Duration::from_micros(150) * bytes.len() as u32;
        assert!(
            taken < most,
            "case {case} of FUZZ_SEED={seed}: {taken:?} for {} bytes",
            bytes.len()
        );
    }
}

/// A hostile text: the name of its file, its beginning, and one part of it by its number.
type Hostile = (&'static str, &'static str, fn(usize) -> String);

const HOSTILE: &[Hostile] = &[
    ("a.html", "<body>", |_| "<p>a</p>".to_owned()),
    ("a.html", "<body>", |_| "<div>a".to_owned()),
    ("a.html", "<body>", |_| "<ul><li>a".to_owned()),
    ("a.html", "<body><table>", |_| {
        "<tr><td rowspan=999 colspan=99>a<td>b".to_owned()
    }),
    ("a.html", "<body>", |_| "<table><tr><td>a".to_owned()),
    ("a.html", "<body>", |_| "<a href=x>a".to_owned()),
    ("a.html", "<body>", |_| "<b><p>a".to_owned()),
    ("a.html", "<body>", |_| "<b><i></b>a</i>".to_owned()),
    ("a.html", "<body><p>", |i| format!("<b id={i}>a<p>")),
    ("a.html", "<body><p ", |i| format!("a{i}=b ")),
    ("a.html", "<body>", |i| format!("<x-{i} d{i}=a>b</x-{i}>")),
    ("a.html", "<body>", |i| {
        format!("<p id=a{i}>a <a href=#a{i}>b</a>")
    }),
    ("a.html", "<body>", |_| "&amp;&nbsp;".to_owned()),
    ("a.html", "<body>", |_| "a<br><br>".to_owned()),
    ("a.html", "<body>", |_| "<h1>Head</h1>".to_owned()),
    ("a.html", "<body>", |_| {
        "<h2>Head</h2><p>By Ana Holm</p><p>2 May 2020</p>".to_owned()
    }),
    ("a.html", "<body>", |_| {
        "<p class='share related comment'>a, b".to_owned()
    }),
    ("a.html", "<body>", |_| "<".to_owned()),
    ("a.html", "<body>", |_| "</p>".to_owned()),
    ("a.html", "<body><p>a<script>", |_| "</s".to_owned()),
    ("a.html", "<head><script type=application/ld+json>", |_| {
        "[".to_owned()
    }),
    ("a.html", "<head><script type=application/ld+json>[", |_| {
        "{\"@type\":\"Article\",\"author\":{\"name\":\"A B\"}},".to_owned()
    }),
    ("a.html", "<head>", |_| {
        "<meta name=author content='Ana Holm'>".to_owned()
    }),
    ("a.html", "<body>", |_| "<dl><dt>a<dd>b".to_owned()),
    ("a.html", "<body>", |_| "<pre>a\n</pre>".to_owned()),
    ("a.html", "<body>", |_| {
        "<figure><img src=a><figcaption>b</figcaption></figure>".to_owned()
    }),
    ("a.txt", "", |_| "a\n".to_owned()),
    ("a.txt", "", |_| "a\n\n".to_owned()),
    ("a.txt", "", |_| "abcdefgh".to_owned()),
    ("a.txt", "a", |_| " ".to_owned()),
    ("a.txt", "a", |_| "e\u{301}".to_owned()),
    ("a.txt", "a", |_| "\u{200b}\u{202e}".to_owned()),
    ("a.txt", "", |_| "日本語。".to_owned()),
    ("a.txt", "", |_| "| a | b |\n".to_owned()),
    ("a.txt", "", |_| "- item\n".to_owned()),
    ("a.txt", "", |i| format!("{i}. item\n\n")),
    ("a.txt", "", |_| "> ".to_owned()),
    ("a.txt", "", |_| "1/2/3/".to_owned()),
    ("a.txt", "", |_| "2 May 2020 12:30 ".to_owned()),
    ("a.txt", "", |_| "By Ana Holm\n2 May 2020\n\n".to_owned()),
    ("a.txt", "", |_| "Share this article\n\n".to_owned()),
    ("a.txt", "", |_| {
        "Heading\n\nThe council met, and nobody said a word.\n\n".to_owned()
    }),
    ("a.txt", "", |_| "https://a.example/b\n".to_owned()),
    ("a.txt", "", |_| {
        "From a@b.example Mon Jan 1 2001\nSubject: x\n\nbody\n\n".to_owned()
    }),
    ("a.md", "# T\n\n", |_| "`".to_owned()),
    ("a.md", "# T\n\n", |i| "`".repeat(i % 500 + 1) + " "),
    ("a.md", "# T\n\n", |_| "[".to_owned()),
    ("a.md", "# T\n\n", |_| "[a](".to_owned()),
    ("a.md", "# T\n\n", |_| "**a *b ".to_owned()),
    ("a.md", "# T\n\n", |_| "_a_ ".to_owned()),
    ("a.md", "# T\n\n", |_| "- ".to_owned()),
    ("a.md", "# T\n\n", |_| "> ".to_owned()),
    ("a.md", "# T\n\n", |i| " ".repeat(i % 60 * 2) + "- a\n"),
    ("a.md", "# T\n\n", |_| "<div>a</div>\n\n".to_owned()),
    ("a.md", "# T\n\n", |_| "## Head\n\n".to_owned()),
    ("a.md", "# T\n\n", |i| {
        format!("a[^{i}]\n\n[^{i}]: note\n\n")
    }),
    ("a.md", "# T\n\n", |i| {
        format!("[r{i}]: http://a.example/{i}\n")
    }),
    ("a.md", "# T\n\n[r1]: /u\n\n", |_| "[r1] ".to_owned()),
    ("a.md", "# T\n\n| a | b |\n|---|---|\n", |_| {
        "| a | b |\n".to_owned()
    }),
    ("a.md", "---\ntags:\n", |_| "  - a\n".to_owned()),
    ("a.md", "# T\n\n", |_| {
        "$$\na\n:::note\n> [!tip] x\n".to_owned()
    }),
];

/// Makes a hostile text of about `size` bytes.
fn hostile_text((_, start, part): &Hostile, size: usize) -> String {
    let mut out = String::from(*start);
    let mut i = 0;
    while out.len() < size {
        out.push_str(&part(i));
        i += 1;
    }
    out
}

fn extract_time(text: &str, name: &str) -> Duration {
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    let started = Instant::now();
    let _ = extract(text.as_bytes(), &hints);
    started.elapsed()
}

#[test]
fn the_time_of_hostile_input_grows_with_its_size() {
    let is_long = std::env::var_os("FUZZ").is_some();
    let size = if is_long { 256 * 1024 } else { 24 * 1024 };
    for hostile in HOSTILE {
        let (name, ..) = hostile;
        let (small, large) = (hostile_text(hostile, size), hostile_text(hostile, 4 * size));
        // Four times the size takes four times as long, or sixteen times if it is the square. A busy machine disturbs
        // single runs.
        let is_linear = (0..5).any(|_| {
            let most = extract_time(&small, name) * 9 + Duration::from_millis(100);
            extract_time(&large, name) < most
        });
        let start: String = small.chars().take(60).collect();
        assert!(is_linear, "{name}: {start}");
    }
}

/// Words of a document in reading order.
fn words(document: &Document) -> Vec<String> {
    let text: Vec<String> = document.blocks.iter().map(Block::text).collect();
    text.join(" ")
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

fn document_of(text: &str, name: &str) -> Document {
    let hints = Hints {
        name: Some(name),
        ..Hints::default()
    };
    extract(text.as_bytes(), &hints).unwrap().document
}

#[test]
fn no_word_is_lost_where_a_page_has_too_many_elements() {
    let page = hostile_text(
        &("a.html", "<body>", |i| format!("<p>w{i}</p><em></em>")),
        3_400_000,
    );
    let document = document_of(&page, "a.html");
    assert!(document.blocks.len() <= 100_000);
    let expected: Vec<String> = (0..page.matches("<p>").count())
        .map(|i| format!("w{i}"))
        .collect();
    assert!(expected.len() > 130_000);
    assert!(words(&document) == expected);
}

#[test]
fn no_word_is_lost_where_markdown_has_too_many_marks() {
    let text = hostile_text(&("a.md", "# T\n\n", |i| format!("> - w{i}\n\n")), 2_200_000);
    let document = document_of(&text, "a.md");
    let found: Vec<String> = words(&document)
        .into_iter()
        .filter(|word| word.starts_with('w'))
        .collect();
    let expected: Vec<String> = (0..text.matches('w').count())
        .map(|i| format!("w{i}"))
        .collect();
    assert!(expected.len() > 150_000);
    assert!(found == expected);
}

#[test]
fn tags_beyond_the_limits_are_left_out_and_their_text_stays() {
    // Nesting, formatting elements and attributes.
    let deep = "<div>a ".repeat(500);
    let formatted = "<i>b ".repeat(500);
    let attributes: String = (0..500).map(|i| format!("x{i}=1 ")).collect();
    let page = format!("<body>{deep}<p {attributes}>c</p>{formatted}");
    let document = document_of(&page, "a.html");
    let found = words(&document).concat();
    assert_eq!(found, "a".repeat(500) + "c" + &"b".repeat(500));
    assert_eq!(
        extract(page.as_bytes(), &Hints::default()).unwrap().format,
        Format::Html
    );
}

#[test]
fn many_links_without_an_end_stay_links() {
    // A link ends where the next begins, so that a hundred of them are not nested.
    let page = format!(
        "<body>{}",
        "<p><a href='https://a.example/x'>word, words and more</a>"
            .replace("</a>", "")
            .repeat(120)
    );
    let document = document_of(&page, "a.html");
    let json = serde_json::to_string(&document.blocks).unwrap();
    assert!(json.matches("https://a.example/x").count() >= 120);
}
