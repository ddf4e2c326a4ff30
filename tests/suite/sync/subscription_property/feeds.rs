//! Feeds of the random schedules, each with those who may change it: [`FEEDS`].

use std::collections::BTreeSet;

use super::Client;

/// Names of folders that nobody renames or removes.
pub const FIXED: [&str; 4] = ["All", "Crafts", "Travel", "Home"];
/// Paths of folders that everybody renames and removes.
pub const SHARED: [&str; 5] = ["Misc", "Games", "Music", "Games/Chess", "Zoo"];

/// Who changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Owner {
    Nobody,
    Client(usize),
    Person,
    All,
}

/// Way in which the folder of a feed changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folders {
    /// The feed moves among folders that keep their names.
    Fixed,
    /// The folder gets names that no other one has.
    Renamed,
    /// The feed moves among all folders.
    Any,
}

/// Feed with those who change it.
#[derive(Debug, Clone, Copy)]
pub struct Feed {
    pub name: &'static str,
    /// Folder at the start; `None` if nobody is subscribed to it then.
    pub folder: Option<&'static str>,
    /// Who subscribes to it and removes it.
    pub presence: Owner,
    /// Who changes its title.
    pub title: Owner,
    /// Who changes its folders.
    pub folders: Owner,
    pub mode: Folders,
}

const fn feed(
    name: &'static str,
    folder: Option<&'static str>,
    [presence, title, folders]: [Owner; 3],
    mode: Folders,
) -> Feed {
    Feed {
        name,
        folder,
        presence,
        title,
        folders,
        mode,
    }
}

use Owner::{All, Client as Of, Nobody, Person};

/// All feeds.
pub const FEEDS: [Feed; 16] = [
    feed("anchor", Some("All"), [Nobody; 3], Folders::Fixed),
    feed(
        "ink",
        Some("Crafts"),
        [Nobody, Of(0), Of(1)],
        Folders::Fixed,
    ),
    feed(
        "rail",
        Some("Travel"),
        [Nobody, Person, Of(0)],
        Folders::Fixed,
    ),
    feed(
        "moss",
        Some("Travel"),
        [Nobody, Of(1), Person],
        Folders::Fixed,
    ),
    feed("elm", Some("Home"), [Nobody, All, All], Folders::Fixed),
    feed("pine", Some("pine"), [Nobody, All, Of(0)], Folders::Renamed),
    feed(
        "yew",
        Some("yew"),
        [Nobody, Nobody, Person],
        Folders::Renamed,
    ),
    feed(
        "cedar",
        Some("cedar"),
        [Nobody, Nobody, All],
        Folders::Renamed,
    ),
    feed("misc", Some("Misc"), [Nobody, All, All], Folders::Any),
    feed("zoo", Some("Zoo"), [Nobody, Of(0), All], Folders::Any),
    feed("oak", Some("Misc"), [Of(0), All, All], Folders::Any),
    feed("fern", None, [Of(1), All, All], Folders::Any),
    feed("clay", Some("Games"), [Person, All, All], Folders::Any),
    feed("salt", Some("Games"), [All, All, All], Folders::Any),
    feed("wind", None, [All, All, All], Folders::Any),
    feed("dust", None, [All, All, All], Folders::Any),
];

/// Returns the address of a feed.
pub fn address(name: &str) -> String {
    format!("https://{name}.example/feed.xml")
}

/// Returns the feed at an address.
pub fn feed_at(url: &str) -> Feed {
    let mut feeds = FEEDS.iter();
    *feeds.find(|feed| address(feed.name) == url).unwrap()
}

/// Returns the number at the end of the title of an article.
pub fn number_of(title: &str) -> usize {
    title.rsplit(' ').next().unwrap().parse().unwrap()
}

/// Returns an error if two sources of a client have the same address.
pub fn find_repeated(client: &mut Client) -> Result<(), String> {
    let mut seen = BTreeSet::new();
    for source in client.library().sources().unwrap() {
        if let Some(url) = source.url
            && !seen.insert(url.clone())
        {
            return Err(format!("a client has {url} twice"));
        }
    }
    Ok(())
}
