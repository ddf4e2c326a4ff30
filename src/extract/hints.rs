//! Facts about a file or page that are not in its bytes: name, address, declared encoding ([`Hints`]).

use chrono::NaiveDate;

/// Facts about a file or page that come from outside.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// The file's name, for its ending.
    pub name: Option<&'a str>,
    /// The address of the page, for relative links and the site's name.
    pub url: Option<&'a str>,
    /// The character set that came with the bytes from outside (HTTP), as a WHATWG label.
    pub charset: Option<&'a str>,
    /// The day of the extraction: no article is published later.
    pub today: Option<NaiveDate>,
}
