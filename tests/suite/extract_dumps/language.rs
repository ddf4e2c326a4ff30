//! Phrases of one language, from which articles and pages are made ([`Language`]).

/// Phrases of one language. Everything is invented; `{}` stands for a title or a name.
#[derive(Debug)]
pub struct Language {
    /// Code of the language.
    pub code: &'static str,
    /// Mark at the end of a statement.
    pub stop: &'static str,
    /// Blank between sentences, and between the parts of one.
    pub gap: &'static str,
    /// Subjects of sentences.
    pub subjects: &'static [&'static str],
    /// Predicates.
    pub deeds: &'static [&'static str],
    /// Clauses that end a long sentence.
    pub tails: &'static [&'static str],
    /// Very short sentences.
    pub short: &'static [&'static str],
    /// Sentences with direct speech.
    pub speech: &'static [&'static str],
    /// Headings of sections.
    pub headings: &'static [&'static str],
    /// Questions of an interview.
    pub questions: &'static [&'static str],
    /// Names of the sections of a recipe: ingredients, method, notes.
    pub recipe: [&'static str; 3],
    /// Lines of a list of ingredients.
    pub ingredients: &'static [&'static str],
    /// Steps of a recipe.
    pub steps: &'static [&'static str],
    /// Titles of articles.
    pub titles: &'static [&'static str],
    /// Bylines.
    pub bylines: &'static [&'static str],
    /// Lines of a date; `{d}` stands for the day.
    pub dates: &'static [&'static str],
    /// Menus above the article.
    pub menu: &'static [&'static str],
    /// Buttons and notes between the head and the text.
    pub tools: &'static [&'static str],
    /// Boxes in the middle of the article, line by line.
    pub boxes: &'static [&'static [&'static str]],
    /// Single lines in the middle of the article; `{}` is a title.
    pub pointers: &'static [&'static str],
    /// Headings over other articles.
    pub related: &'static [&'static str],
    /// Titles of other articles.
    pub teasers: &'static [&'static str],
    /// Lines after the article.
    pub foot: &'static [&'static str],
}
