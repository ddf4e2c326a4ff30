//! Commands about sources: fetch, list, add.

use std::io::{self, Write};

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

    /// Prints the sources with their counts and their health.
    pub(super) fn print_sources(&mut self) -> io::Result<()> {
        let rows = self.session.source_rows();
        self.print_message(&format!("{}.", counted(rows.len(), "source", "sources")))?;
        let now = chrono::Local::now().fixed_offset();
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
