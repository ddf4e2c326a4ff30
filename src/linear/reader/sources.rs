//! Commands about sources: fetch, list, add.

use std::io::{self, Write};

use super::super::numbered::Numbered;
use super::super::open::OpenArticle;
use super::super::words::counted;
use super::Reader;
use crate::fetch::{Client, ClientOptions};
use crate::messages;
use crate::text::clean;

impl<W: Write> Reader<W> {
    /// Fetches the feeds.
    pub(super) fn fetch(&mut self) -> io::Result<()> {
        if self.options.data.is_none() {
            return self.print_message("There is no library: HOME is not set.");
        }
        self.print_message("Fetching the feeds.")?;
        self.output.flush()?;
        let client = Client::new(ClientOptions::default());
        match self.session.fetch(&client, self.options.default_interval) {
            Ok(summary) if summary.sources == 0 => {
                self.print_message("No feeds yet. add ADDRESS subscribes to one.")
            }
            Ok(summary) => {
                let line = messages::refresh::summary_text(&summary);
                self.print_message(&format!("Fetched: {line}. l lists the articles."))
            }
            Err(error) => {
                self.is_complete = false;
                self.print_message(&format!("Can't fetch: {error}."))
            }
        }
    }

    /// Prints the other text of the open article from the present place on; fetches its page at first.
    pub(super) fn switch_text(&mut self) -> io::Result<()> {
        let Some(open) = &self.open else {
            return self.print_nothing_open();
        };
        let (article, at, anchor) = (open.article.clone(), open.opened_at, open.text.anchor());
        if !article.id.is_in_library() {
            return self.print_message("This article is not of a feed: it has one text.");
        }
        let client = Client::new(ClientOptions::default());
        let switched = match self.session.show_other_text(article.id) {
            Ok(Some(texts)) => Ok((texts, None)),
            Ok(None) => {
                self.print_message("Fetching the page of the article.")?;
                self.output.flush()?;
                self.session.fetch_page(article.id, &client)
            }
            Err(error) => Err(messages::full_text::failed(&error.to_string(), None)),
        };
        let (texts, words) = match switched {
            Ok(switched) => switched,
            Err(line) => {
                self.is_complete = false;
                return self.print_message(&format!("{line}."));
            }
        };
        let line = messages::full_text::switched(&texts, words, "x").replace(" · ", ". ");
        self.print_message(&format!("{line}."))?;
        let numbered = Numbered {
            name: open_name(&self.open),
            article,
            place: None,
        };
        self.open(&numbered, at, anchor.map(|place| place.anchor).as_ref())
    }

    /// Prints the accounts with their health, and the sources with their counts and their health.
    pub(super) fn print_sources(&mut self) -> io::Result<()> {
        let rows = self.session.source_rows();
        let accounts = self.session.accounts();
        let now = chrono::Local::now().fixed_offset();
        let count = counted(rows.len(), "source", "sources");
        match accounts.len() {
            0 => self.print_message(&format!("{count}."))?,
            number => {
                let number = counted(number, "account", "accounts");
                self.print_message(&format!("{number}, {count}."))?;
            }
        }
        for account in accounts {
            let name = messages::accounts::name(&account.url, &account.user);
            let feeds = messages::accounts::feeds(account.feeds);
            let health = messages::accounts::health(&account, now).replace(" · ", ", ");
            self.print_message(&format!("Account {name}, {feeds}, {health}."))?;
        }
        for row in rows {
            let source = &row.source;
            let title = clean::clean_line(&source.title).into_owned();
            let articles = counted(source.article_count, "article", "articles");
            let unread = source.unread_count;
            let mut line = format!(
                "{title}, {}, {articles}, {unread} unread",
                source.kind.name()
            );
            let health = messages::sources::health(&row, now).replace(" · ", ", ");
            if !health.is_empty() {
                line.push_str(&format!(", {health}"));
            }
            self.print_message(&format!("{line}."))?;
        }
        Ok(())
    }

    /// Adds a path, or what is at an address.
    pub(super) fn add(&mut self, word: &str) -> io::Result<()> {
        if word.is_empty() {
            return self.print_message("Nothing to add: type add and an address or a path.");
        }
        let client = Client::new(ClientOptions::default());
        match self
            .session
            .add(word, &client, self.options.default_interval)
        {
            Ok(lines) => self.print_messages(&lines),
            Err(reason) => {
                self.is_complete = false;
                self.print_message(&format!("Can't be added: {word}: {reason}."))
            }
        }
    }
}

/// Returns the title of the open article.
fn open_name(open: &Option<OpenArticle>) -> String {
    let title = open
        .as_ref()
        .and_then(|open| open.text.document().metadata.title.clone());
    title.unwrap_or_default()
}
