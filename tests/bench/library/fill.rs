//! Libraries for measuring: articles generated from a seed, read and bookmarked by nobody in particular.

use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use newsprint::library::{Durability, Library, NewArticle, OpenMode, backups};
use newsprint::model::{ArticleId, Block, Document, Inline, Metadata, Published};

use super::arguments::check;
use super::data::Numbers;
use super::pseudo_terminal::Program;

/// Articles that one transaction saves.
pub const BATCH: usize = 500;
/// The copy of the day is there after so long, or never.
const PATIENCE: Duration = Duration::from_secs(120);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A library and its folder, which goes with it.
pub struct Filled {
    folder: tempfile::TempDir,
    /// How many articles it has.
    pub articles: usize,
}

impl Filled {
    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

/// Makes a library of so many articles of so many words, indexed, and prints a line about it.
pub fn make(articles: usize, words: usize) -> Filled {
    let folder = tempfile::tempdir().unwrap();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    let began = Instant::now();
    let mut text = 0;
    for start in (0..articles).step_by(BATCH) {
        let documents: Vec<Document> = (start..(start + BATCH).min(articles))
            .map(|number| article(number, words))
            .collect();
        text += save(&mut library, &documents);
    }
    let took = began.elapsed().as_secs_f64();
    use_it(&mut library, articles);
    let file = library.file().to_owned();
    drop(library);
    let size_of = || std::fs::metadata(&file).unwrap().len();
    let without = size_of();
    let mut library = Library::open(folder.path(), OpenMode::Create).unwrap();
    while library.index_some().unwrap().has_more {}
    drop(library);
    let of_text = |size: u64| size as f64 / text as f64;
    println!(
        "{articles:>9} × {words:<4} {took:>8.1} s   {:.2}, with its index {:.2}",
        of_text(without),
        of_text(size_of()),
    );
    Filled { folder, articles }
}

/// Has the program make the copy of the day, as it does beside a first start, and prints how much memory it took: once where there is
/// no copy, and once where there is one of another day, to which the new one is compared. Every later start is one like any other of
/// the day.
pub fn back_up(program: &Path, library: &Filled, home: &Path) {
    print_backup("the first copy", program, library, home);
    for copy in backups(library.folder()) {
        let earlier = SystemTime::now() - 2 * DAY;
        let file = std::fs::File::options()
            .append(true)
            .open(&copy.file)
            .unwrap();
        file.set_modified(earlier).unwrap();
        let day = copy.day - chrono::Days::new(2);
        let name = format!("library-{day}.db");
        std::fs::rename(&copy.file, copy.file.with_file_name(name)).unwrap();
    }
    print_backup("one like that of another day", program, library, home);
}

fn print_backup(name: &str, program: &Path, library: &Filled, home: &Path) {
    let data = library.folder().to_string_lossy().into_owned();
    let mut run = Program::start(program, &["--data-dir", &data], &[], home);
    run.wait_for(&format!("1/{}", library.articles));
    let began = Instant::now();
    // A copy that says the same as the one before it is not kept: the one before is marked as looked at.
    let looked_at = || {
        let newest = std::fs::metadata(&backups(library.folder()).last()?.file).ok()?;
        newest.modified().ok()
    };
    while looked_at().is_none_or(|time| time < SystemTime::now() - DAY) {
        check(began.elapsed() < PATIENCE, || {
            format!(
                "no copy of the library was made; the screen shows:\n{}",
                run.screen()
            )
        });
        std::thread::sleep(Duration::from_millis(5));
    }
    let took = began.elapsed().as_secs_f64();
    run.settle(Duration::from_millis(150));
    let memory = run.peak_memory();
    run.end();
    let size = backups(library.folder())
        .last()
        .and_then(|copy| std::fs::metadata(&copy.file).ok())
        .map_or(0, |file| file.len());
    println!(
        "{:<46}{:>8}{:>8.1}{took:>8.1}",
        format!("{} articles: {name}", library.articles),
        memory.map_or("-".to_owned(), |memory| format!("{memory:.1}")),
        size as f64 / 1048576.0,
    );
}

/// An article, the same for the same number.
pub fn article(number: usize, words: usize) -> Document {
    let mut numbers = Numbers::new(number as u64 + 1);
    let mut title = numbers.capital();
    for _ in 0..5 {
        title.push(' ');
        title.push_str(&numbers.word());
    }
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 1).unwrap()
        - chrono::Days::new(numbers.below(4000) as u64);
    let time =
        chrono::NaiveTime::from_num_seconds_from_midnight_opt(numbers.below(86_400) as u32, 0)
            .unwrap();
    let mut blocks = Vec::new();
    let mut left = words;
    while left > 0 {
        let (text, count) = numbers.paragraph(left.min(80));
        left = left.saturating_sub(count.max(1));
        blocks.push(Block::Paragraph(vec![Inline::Text(text)]));
    }
    Document {
        metadata: Metadata {
            title: Some(title),
            published: Some(Published::DateTime(
                day.and_time(time).and_utc().fixed_offset(),
            )),
            url: Some(format!("https://example.org/{number}")),
            ..Metadata::default()
        },
        blocks,
        targets: Vec::new(),
        ..Document::default()
    }
}

/// Saves articles in one transaction; gives the bytes of their text.
pub fn save(library: &mut Library, documents: &[Document]) -> usize {
    let incoming: Vec<NewArticle<'_>> = documents
        .iter()
        .map(|document| NewArticle {
            in_library: true,
            document: Some(document),
            words: document.words(),
            ..NewArticle::default()
        })
        .collect();
    library
        .upsert_articles(&incoming, Durability::Normal)
        .unwrap();
    let text = |document: &Document| {
        document
            .blocks
            .iter()
            .map(|block| block.text().len())
            .sum::<usize>()
    };
    documents.iter().map(text).sum()
}

/// Marks two thirds of the articles as read and bookmarks about fifty.
pub fn use_it(library: &mut Library, articles: usize) {
    let read: Vec<ArticleId> = (1..=articles as i64)
        .filter(|id| id % 3 != 0)
        .map(ArticleId)
        .collect();
    for part in read.chunks(10_000) {
        library.set_read(part, true).unwrap();
    }
    for id in (1..=articles as i64).step_by((articles / 50).max(1)) {
        library.toggle_bookmark(ArticleId(id), None).unwrap();
    }
}
