//! Judgement of the text that was extracted from the page of an article: [`page_problem`] says why it is not to be shown in place of
//! the text of the feed. Pure: it compares the two documents and knows the wording of walls in many languages.

mod phrases;

use std::collections::HashSet;

use crate::model::{Block, Document, PageProblem, count_words};
use crate::text::fold::fold;
use phrases::{CHALLENGE, CONSENT, NEEDS_SCRIPT, PAYWALL, SIGN_IN};

/// Most words of a page that is nothing but a wall.
const MAX_WALL_WORDS: usize = 160;
/// Most words of a page that ends at a paywall. A longer text has what it is about.
const MAX_PAYWALLED_WORDS: usize = 700;
/// Blocks at the end of a text in which a paywall is looked for.
const ENDING_BLOCKS: usize = 5;
/// Share of the words of the feed that is in a page of the same article.
const SAME_TEXT: f64 = 0.6;
/// Share of the words of the feed below which a page is of something else.
const OTHER_TEXT: f64 = 0.25;
/// Fewest different words of the feed's text that say something about the page.
const MIN_COMPARED_WORDS: usize = 12;
/// Share of the feed's words that a page has at least.
const SHORTER: f64 = 0.9;
/// Words in the path of a sign-in page.
const SIGN_IN_PATHS: [&str; 9] = [
    "login",
    "signin",
    "sign-in",
    "sign_in",
    "sso",
    "auth",
    "account",
    "anmelden",
    "connexion",
];
/// Marks of challenge pages in their bytes.
const CHALLENGE_MARKS: [&[u8]; 7] = [
    b"/cdn-cgi/challenge-platform/",
    b"_cf_chl_opt",
    b"/_Incapsula_Resource?",
    b"geo.captcha-delivery.com/",
    b"/.within.website/x/cmd/anubis/",
    b"/.well-known/.git.gammaspectra.live/git/go-away/",
    b"<title>DDoS-Guard</title>",
];

/// Facts about the answer that a page was extracted from.
#[derive(Debug, Clone, Copy)]
pub struct PageFacts<'a> {
    /// Link of the article.
    pub link: &'a str,
    /// Address after redirects.
    pub url: &'a str,
    /// Body of the answer.
    pub body: &'a [u8],
}

/// Returns the reason why the text of a page is not to be shown in place of the text of the feed; `None` if it may be. `feed` is the
/// document of the feed's entry, without blocks where the feed has no text.
pub fn page_problem(
    page: &Document,
    feed: &Document,
    facts: &PageFacts<'_>,
) -> Option<PageProblem> {
    let texts = Texts::new(page, feed);
    // A page that has the words of the feed and many more is the article, whatever else stands in it.
    let is_wall_sized = texts.page_words <= MAX_WALL_WORDS && !texts.continues_feed();
    let has = |phrases: &[&str]| is_wall_sized && contains_any(&texts.folded, phrases);
    let has_mark = |mark: &&[u8]| memchr::memmem::find(facts.body, mark).is_some();
    if has(CHALLENGE) || (is_wall_sized && CHALLENGE_MARKS.iter().any(has_mark)) {
        return Some(PageProblem::Challenge);
    }
    if has(CONSENT) || (is_wall_sized && is_consent_address(facts)) {
        return Some(PageProblem::ConsentWall);
    }
    if is_sign_in_address(facts) && !texts.continues_feed() {
        return Some(PageProblem::SignIn);
    }
    if is_wall_sized && (contains_any(&texts.folded, SIGN_IN) || asks_for_password(facts.body)) {
        let is_for_subscribers = contains_any(&texts.folded, PAYWALL);
        return Some(match is_for_subscribers {
            true => PageProblem::Paywall,
            false => PageProblem::SignIn,
        });
    }
    if has(NEEDS_SCRIPT) {
        return Some(PageProblem::NeedsScript);
    }
    if texts.page_words == 0 {
        let body = String::from_utf8_lossy(facts.body);
        return Some(match contains_any(&fold(&body), NEEDS_SCRIPT) {
            true => PageProblem::NeedsScript,
            false => PageProblem::NoText,
        });
    }
    if leads_home(facts) {
        return Some(PageProblem::HomePage);
    }
    if is_paywalled(page, &texts, facts.body) {
        return Some(PageProblem::Paywall);
    }
    if texts.is_about_something_else(page, feed) {
        return Some(PageProblem::OtherText);
    }
    let is_shorter = (texts.page_words as f64) < texts.feed_words as f64 * SHORTER;
    is_shorter.then_some(PageProblem::ShorterThanFeed)
}

/// Words of both texts.
struct Texts {
    /// Text of the page, folded, on one line.
    folded: String,
    page_words: usize,
    feed_words: usize,
    /// Different words of the feed that say something, and the number of them in the page.
    compared: usize,
    shared: usize,
}

impl Texts {
    fn new(page: &Document, feed: &Document) -> Self {
        let text_of = |document: &Document| {
            let metadata = &document.metadata;
            let mut parts: Vec<String> = [&metadata.title, &metadata.standfirst]
                .into_iter()
                .flatten()
                .cloned()
                .collect();
            parts.extend(document.blocks.iter().map(Block::text));
            fold(&parts.join(" ")).into_owned()
        };
        let folded = text_of(page);
        let folded_feed = {
            let texts: Vec<String> = feed.blocks.iter().map(Block::text).collect();
            fold(&texts.join(" ")).into_owned()
        };
        let (of_page, of_feed) = (features(&folded), features(&folded_feed));
        Self {
            page_words: page.words(),
            feed_words: feed.words(),
            compared: of_feed.len(),
            shared: of_feed.intersection(&of_page).count(),
            folded,
        }
    }

    fn shared_share(&self) -> f64 {
        match self.compared {
            0 => 0.0,
            compared => self.shared as f64 / compared as f64,
        }
    }

    /// Returns true if a page has the text of the feed, and more.
    fn continues_feed(&self) -> bool {
        self.compared >= MIN_COMPARED_WORDS
            && self.shared_share() >= SAME_TEXT
            && self.page_words > self.feed_words
    }

    /// Returns true if a page has neither the words of the feed's text nor those of its title.
    fn is_about_something_else(&self, page: &Document, feed: &Document) -> bool {
        if self.compared < MIN_COMPARED_WORDS || self.shared_share() >= OTHER_TEXT {
            return false;
        }
        let title = feed.metadata.title.as_deref().unwrap_or_default();
        let of_page = page.metadata.title.as_deref().unwrap_or_default();
        let (wanted, found) = (features(&fold(title)), features(&fold(of_page)));
        let shared = wanted.intersection(&found).count();
        wanted.is_empty() || 2 * shared < wanted.len()
    }
}

/// Returns the features of a folded text that are compared: words of four letters or more, and pairs of neighbours in scripts that
/// separate no words.
fn features(folded: &str) -> HashSet<String> {
    /// Fewest letters of a word that says something.
    const MIN_LETTERS: usize = 4;
    let mut found = HashSet::new();
    for run in folded.split(|c: char| !c.is_alphanumeric()) {
        let mut before: Option<char> = None;
        let mut letters = 0;
        let mut is_unspaced = false;
        for c in run.chars() {
            letters += 1;
            let is_pair = before.is_some_and(is_unspaced_script) && is_unspaced_script(c);
            if let (true, Some(before)) = (is_pair, before) {
                is_unspaced = true;
                found.insert([before, c].iter().collect());
            }
            before = Some(c);
        }
        if !is_unspaced && letters >= MIN_LETTERS {
            found.insert(run.to_owned());
        }
    }
    found
}

/// Returns true for letters of scripts that are written without spaces: Han, Kana, Thai, Lao, Khmer, Burmese.
fn is_unspaced_script(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

fn contains_any(folded: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| folded.contains(&*fold(phrase)))
}

/// Returns true if a page asks for a password.
fn asks_for_password(body: &[u8]) -> bool {
    [
        &b"type=\"password\""[..],
        b"type='password'",
        b"type=password",
    ]
    .iter()
    .any(|mark| memchr::memmem::find(body, mark).is_some())
}

/// Returns the host, the path and the query of an address, the first two in lower case.
fn parts_of(address: &str) -> (String, String, String) {
    let Ok(url) = url::Url::parse(address) else {
        return Default::default();
    };
    (
        url.host_str().unwrap_or_default().to_lowercase(),
        url.path().to_lowercase(),
        url.query().unwrap_or_default().to_owned(),
    )
}

/// Returns true if a redirect led to a sign-in page.
fn is_sign_in_address(facts: &PageFacts<'_>) -> bool {
    let has_word = |path: &str| {
        path.split(|c: char| !c.is_alphanumeric() && c != '-' && c != '_')
            .any(|word| SIGN_IN_PATHS.contains(&word))
    };
    let (_, asked, _) = parts_of(facts.link);
    let (host, path, _) = parts_of(facts.url);
    let is_sign_in_host = ["login.", "signin.", "auth.", "sso.", "accounts."]
        .iter()
        .any(|start| host.starts_with(start));
    let (asked_host, ..) = parts_of(facts.link);
    (has_word(&path) && !has_word(&asked)) || (is_sign_in_host && host != asked_host)
}

/// Returns true if a redirect led to a page for consent.
fn is_consent_address(facts: &PageFacts<'_>) -> bool {
    let (asked, ..) = parts_of(facts.link);
    let (host, path, _) = parts_of(facts.url);
    host != asked && (host.starts_with("consent.") || path.contains("consent"))
}

/// Returns true if a redirect led from an article to the home page of a site.
fn leads_home(facts: &PageFacts<'_>) -> bool {
    let is_home = |path: &str, query: &str| {
        let name = path.trim_matches('/');
        let is_language =
            name.len() <= 2 || (name.len() == 5 && name.as_bytes().get(2) == Some(&b'-'));
        query.is_empty()
            && (is_language
                || name.starts_with("index.")
                || matches!(name, "home" | "start" | "404"))
    };
    let (_, asked, asked_query) = parts_of(facts.link);
    let (_, path, query) = parts_of(facts.url);
    !is_home(&asked, &asked_query) && is_home(&path, &query)
}

/// Returns true if a page shows its text to subscribers only: its last blocks say so, or its metadata does and there is little text.
fn is_paywalled(page: &Document, texts: &Texts, body: &[u8]) -> bool {
    if texts.page_words > MAX_PAYWALLED_WORDS {
        return false;
    }
    let last = page.blocks.len().saturating_sub(ENDING_BLOCKS);
    let asks = page
        .blocks
        .iter()
        .skip(last)
        .any(|block| contains_any(&fold(&block.text()), PAYWALL));
    let is_closed = || {
        let compact = String::from_utf8_lossy(body).replace([' ', '\n', '\t'], "");
        [
            "\"isAccessibleForFree\":false",
            "\"isAccessibleForFree\":\"False\"",
            "\"isAccessibleForFree\":\"false\"",
        ]
        .iter()
        .any(|mark| compact.contains(mark))
    };
    let has_little = texts.page_words
        <= texts
            .feed_words
            .max(count_words(&texts.folded) / 2)
            .max(MAX_WALL_WORDS);
    asks || (has_little && is_closed())
}
