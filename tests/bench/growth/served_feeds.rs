//! Feeds of given texts on loopback.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;

/// Words of a teaser.
const TEASER_WORDS: usize = 40;

/// Text of an article: its title and the HTML of its paragraphs.
#[derive(Clone)]
pub struct ServedText {
    /// Title, without markup.
    pub title: String,
    /// HTML of the blocks.
    pub html: String,
    /// First words, without markup.
    pub teaser: String,
    /// A whole page, if it is one.
    pub page: Option<String>,
}

impl ServedText {
    /// Returns the text with its first words alone.
    pub fn teaser(&self) -> Self {
        let words: Vec<&str> = self.teaser.split(' ').take(TEASER_WORDS).collect();
        Self {
            html: format!("<p>{} […]</p>", words.join(" ")),
            ..self.clone()
        }
    }
}

/// A server; it ends with the process.
pub struct ServedFeeds {
    urls: Vec<String>,
}

impl ServedFeeds {
    /// Makes feeds of so many entries each, and starts the server.
    pub fn start(texts: &[ServedText], entries: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let feeds: Vec<String> = texts
            .chunks(entries)
            .enumerate()
            .map(|(number, texts)| make_feed(number, entries, texts))
            .collect();
        let urls = (0..feeds.len())
            .map(|number| format!("http://{address}/{number}"))
            .collect();
        let feeds = Arc::new(feeds);
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let feeds = Arc::clone(&feeds);
                std::thread::spawn(move || {
                    // A client that leaves is no failure.
                    let _ = serve(connection, &feeds);
                });
            }
        });
        Self { urls }
    }

    /// Returns the addresses of the feeds.
    pub fn urls(&self) -> &[String] {
        &self.urls
    }
}

fn make_feed(number: usize, entries: usize, texts: &[ServedText]) -> String {
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut feed = format!("<rss version=\"2.0\"><channel><title>Feed {number}</title>");
    for (at, text) in texts.iter().enumerate() {
        let article = number * entries + at;
        feed.push_str(&format!(
            "<item><title>{}</title><link>http://page.example/{article}</link><guid>{number}-{at}</guid>\
             <pubDate>{:02} Nov 2026 {:02}:00:00 GMT</pubDate><description>{}</description></item>",
            escape(&text.title),
            1 + at % 28,
            at % 24,
            escape(&text.html)
        ));
    }
    feed.push_str("</channel></rss>");
    feed
}

fn serve(connection: TcpStream, feeds: &[String]) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut writer = connection;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
        while reader.read_line(&mut line)? > 0 && !line.ends_with("\r\n\r\n") {}
        let number = path.trim_start_matches('/').parse::<usize>().ok();
        let body = number.and_then(|number| feeds.get(number));
        let body = body.map_or("", String::as_str);
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        writer.write_all(head.as_bytes())?;
        writer.write_all(body.as_bytes())?;
    }
}
