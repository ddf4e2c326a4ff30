//! Indices of the word classes in the rows of the lexicon.

/// The first classes of the lexicon are those of boilerplate proper.
pub(in super::super) const PAGE_CLASSES: usize = 5;
/// Law, copyright and cookies.
pub(in super::super) const LAW: usize = 3;
/// Class of words for related articles.
pub(in super::super) const RELATED: usize = 5;
/// Class of words of bylines and dates.
pub(in super::super) const BYLINE: usize = 7;
/// Images and their credits.
pub(in super::super) const PICTURES: usize = 8;
/// Advertising.
pub(in super::super) const ADVERTISING: usize = 9;
/// Function words.
pub(in super::super) const FUNCTION: usize = 10;
