//! Changes of the random schedules, on a client and on the server.

use std::collections::BTreeSet;

use newsprint::library::NewFeed;
use newsprint::model::AccountKind;

use super::compare::{source_at, view};
use super::feeds::{FEEDS, FIXED, Feed, Folders, Owner, SHARED, address};
use super::{PERSON, Schedule};
use crate::sync_servers::greader_lists::remove_empty_folders;
use crate::sync_servers::state::DEFAULT_FOLDER;

impl Schedule {
    /// Changes something on a client, as far as it may change that.
    pub(super) fn change_here(&mut self, at: usize) {
        let may = |owner: Owner| owner == Owner::All || owner == Owner::Client(at);
        let feed = FEEDS[self.random.below(FEEDS.len())];
        let url = address(feed.name);
        let source = source_at(&mut self.clients[at], &url);
        let number = self.number();
        match (self.random.below(5), source) {
            (0..=1, None) if may(feed.presence) => self.subscribe_here(at, feed),
            (0, Some(source)) if may(feed.presence) => {
                self.act(at, &format!("removes {url}"), |client| {
                    client.library().remove_source(source)
                });
            }
            (0..=2, Some(source)) if may(feed.title) => {
                let title = (self.random.below(6) > 0).then(|| format!("Title {number}"));
                self.act(at, &format!("renames {url}: {title:?}"), |client| {
                    client.library().rename_source(source, title.as_deref())
                });
            }
            (_, Some(source)) if may(feed.folders) && feed.mode != Folders::Renamed => {
                let mut paths = Vec::new();
                for _ in 0..[0, 1, 1, 1, 2][self.random.below(5)] {
                    paths.extend(self.pick_folder(feed));
                }
                self.act(at, &format!("puts {url} into {paths:?}"), |client| {
                    client.library().set_source_categories(source, &paths)
                });
            }
            (_, Some(_)) if may(feed.folders) => {
                let folder = view(&mut self.clients[at])[&url].1.first().cloned();
                if let Some(from) = folder {
                    let to = format!("{} {number}", feed.name);
                    self.rename_here(at, &from, &to);
                }
            }
            _ => {
                let from = SHARED[self.random.below(SHARED.len())];
                let to = SHARED[self.random.below(SHARED.len())];
                match self.random.below(3) {
                    0 => self.act(at, &format!("removes category {from}"), |client| {
                        client.library().remove_category(from)
                    }),
                    _ => self.rename_here(at, from, to),
                }
            }
        }
    }

    fn rename_here(&mut self, at: usize, from: &str, to: &str) {
        self.act(at, &format!("renames category {from}: {to}"), |client| {
            client.library().move_category(from, to)
        });
    }

    fn subscribe_here(&mut self, at: usize, feed: Feed) {
        let number = self.number();
        let folder = self.pick_folder(feed).filter(|_| !number.is_multiple_of(3));
        let new = NewFeed {
            url: address(feed.name),
            title: format!("Feed {number}"),
            user_title: number.is_multiple_of(4).then(|| format!("Title {number}")),
            categories: folder
                .iter()
                .map(|path| path.split('/').map(str::to_owned).collect())
                .collect(),
            ..NewFeed::default()
        };
        self.act(
            at,
            &format!("subscribes {} in {folder:?}", feed.name),
            |client| {
                let account = client.account;
                let subscribed = client.library().subscribe_remotely(account, &new);
                subscribed.map(|(_, _, change)| change)
            },
        );
    }

    /// Returns the path of a folder that a feed may be moved to.
    fn pick_folder(&mut self, feed: Feed) -> Option<String> {
        let names = match feed.mode {
            Folders::Any if self.random.below(2) == 0 => &SHARED[..],
            _ => &FIXED[..],
        };
        self.pick(names).map(str::to_owned)
    }

    /// Changes something on the server, as a person does in another program.
    pub(super) fn change_there(&mut self) {
        let may = |owner: Owner| owner == Owner::All || owner == Owner::Person;
        let feed = FEEDS[self.random.below(FEEDS.len())];
        let url = address(feed.name);
        let number = self.number();
        let folder = self.pick_folder(feed).map(|path| path.replace('/', " / "));
        let random = self.random.below(5);
        let shared = self.server.clone();
        let mut server = shared.borrow_mut();
        let needs_folder =
            self.kind == AccountKind::Miniflux || server.quirks.greader.folders_required;
        let is_outside = self.random.below(6) == 0;
        let folder = match (is_outside, needs_folder) {
            (true, true) => Some(DEFAULT_FOLDER.to_owned()),
            (true, false) => None,
            (false, _) => folder,
        };
        let known = server.state.feed_at(&url);
        match (random, known) {
            (0..=1, None) if may(feed.presence) => {
                let title = format!("Title {number}");
                server.state.subscribe(&url, &title, folder.as_deref());
                self.log
                    .push(format!("the person subscribes {url} {title} {folder:?}"));
                self.present.note(&url, PERSON, true);
                self.titles.note(&url, PERSON, title);
            }
            (0, Some(id)) if may(feed.presence) => {
                server.state.remove_feed(id);
                self.log.push(format!("the person removes {url}"));
                self.present.note(&url, PERSON, false);
            }
            (0..=2, Some(id)) if may(feed.title) => {
                let title = format!("Title {number}");
                server.state.rename_feed(id, &title);
                self.log.push(format!("the person renames {url}: {title}"));
                self.titles.note(&url, PERSON, title);
            }
            (_, Some(id)) if may(feed.folders) && feed.mode != Folders::Renamed => {
                let to = folder
                    .as_deref()
                    .map(|name| server.state.ensure_folder(name));
                server.state.move_feed(id, to);
                self.log
                    .push(format!("the person moves {url} into {folder:?}"));
                self.folders
                    .note(&url, PERSON, folder.into_iter().collect());
            }
            (_, Some(id)) if may(feed.folders) => {
                if let Some(folder) = server.state.feeds[&id].folder {
                    let to = format!("{} {number}", feed.name);
                    server.state.rename_folder(folder, &to);
                    self.log
                        .push(format!("the person renames folder of {url}: {to}"));
                    self.folders.note(&url, PERSON, BTreeSet::from([to]));
                }
            }
            _ => {
                let from = SHARED[self.random.below(SHARED.len())].replace('/', " / ");
                let to = SHARED[self.random.below(SHARED.len())].replace('/', " / ");
                let Some(id) = server.state.folder_named(&from) else {
                    return;
                };
                if self.random.below(3) > 0 {
                    let is_done = server.state.rename_folder(id, &to);
                    self.log
                        .push(format!("the person renames folder {from}: {to} {is_done}"));
                } else {
                    let to = needs_folder.then(|| server.state.ensure_folder(FIXED[0]));
                    for feed in server.state.feeds_in(id) {
                        server.state.move_feed(feed, to);
                    }
                    server.state.remove_folder(id, false);
                    self.log.push(format!("the person removes folder {from}"));
                }
            }
        }
        if self.kind == AccountKind::GoogleReader && server.quirks.greader.empty_folders_vanish {
            remove_empty_folders(&mut server.state);
        }
    }

    /// Has one of them subscribe to a feed or remove it, after all have agreed.
    pub(super) fn change_last(&mut self) {
        let names: Vec<&Feed> = FEEDS
            .iter()
            .filter(|feed| feed.presence == Owner::All)
            .collect();
        let feed = *names[self.random.below(names.len())];
        let url = address(feed.name);
        match self.random.below(3) {
            PERSON => {
                let mut server = self.server.borrow_mut();
                let is_there = match server.state.feed_at(&url) {
                    Some(id) => !server.state.remove_feed(id),
                    None => server.state.subscribe(&url, "Last", Some(FIXED[0])) > 0,
                };
                drop(server);
                self.present.note(&url, PERSON, is_there);
                self.log.push(format!("the person sets {url} {is_there}"));
            }
            at => match source_at(&mut self.clients[at], &url) {
                Some(source) => self.act(at, &format!("removes {url}"), |client| {
                    client.library().remove_source(source)
                }),
                None => self.subscribe_here(at, feed),
            },
        }
        self.last_change = Some((url.clone(), self.present.last[&url]));
    }
}
