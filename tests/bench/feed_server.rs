//! A loopback server of feeds with keep-alive, gzip, ETag and 304 (RFC 9110), and bare requests to it.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::data::Numbers;
use crate::figures::processor_time;
use crate::measured_process::Usage;

/// Words of one entry.
const ENTRY_WORDS: usize = 120;

/// A server with its feeds.
pub struct FeedServer {
    address: SocketAddr,
    feeds: Arc<Vec<ServedFeed>>,
    /// Number of answers by status.
    answers: Arc<Mutex<HashMap<u16, usize>>>,
}

struct ServedFeed {
    etag: String,
    plain_length: usize,
    gzip: Vec<u8>,
}

impl FeedServer {
    /// Makes the feeds and starts the server; it ends with the process.
    pub fn start(feeds: usize, entries: usize) -> Self {
        let feeds: Vec<ServedFeed> = (0..feeds).map(|feed| make_feed(feed, entries)).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            feeds: Arc::new(feeds),
            answers: Arc::default(),
        };
        let (feeds, answers) = (Arc::clone(&server.feeds), Arc::clone(&server.answers));
        std::thread::spawn(move || {
            for connection in listener.incoming().flatten() {
                let (feeds, answers) = (Arc::clone(&feeds), Arc::clone(&answers));
                std::thread::spawn(move || {
                    // A client that leaves is no failure.
                    let _ = serve(connection, &feeds, &answers);
                });
            }
        });
        server
    }

    /// Returns the subscriptions to all feeds.
    pub fn opml(&self) -> String {
        let mut list = "<opml version=\"2.0\"><body>".to_owned();
        for feed in 0..self.feeds.len() {
            let url = format!("http://{}/{feed}", self.address);
            writeln!(list, "<outline text=\"Feed {feed}\" xmlUrl=\"{url}\"/>").unwrap();
        }
        list.push_str("</body></opml>");
        list
    }

    /// Forgets the answers so far.
    pub fn reset(&self) {
        self.answers.lock().unwrap().clear();
    }

    /// Returns the number of answers with this status.
    pub fn answers(&self, status: u16) -> usize {
        let answers = self.answers.lock().unwrap();
        answers.get(&status).copied().unwrap_or_default()
    }

    /// Returns the size of all feeds.
    pub fn decoded_bytes(&self) -> usize {
        self.feeds.iter().map(|feed| feed.plain_length).sum()
    }

    /// Returns the size of all feeds with gzip.
    pub fn sent_bytes(&self) -> usize {
        self.feeds.iter().map(|feed| feed.gzip.len()).sum()
    }
}

/// Makes an RSS feed of invented words.
fn make_feed(feed: usize, entries: usize) -> ServedFeed {
    let mut numbers = Numbers::new(feed as u64 + 1);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\"><channel><title>Feed {feed}</title>\
         <link>http://feed{feed}.example/</link>"
    );
    for entry in 0..entries {
        let title = numbers.sentence(6).0;
        let (day, hour) = (1 + entry % 28, entry % 24);
        write!(
            text,
            "<item><title>{title}</title><link>http://feed{feed}.example/{entry}</link><guid>{feed}-{entry}</guid>\
             <pubDate>{day:02} Feb 2026 {hour:02}:00:00 GMT</pubDate><description>"
        )
        .unwrap();
        for _ in 0..3 {
            let paragraph = numbers.paragraph(ENTRY_WORDS / 3).0;
            writeln!(text, "&lt;p&gt;{paragraph}&lt;/p&gt;").unwrap();
        }
        text.push_str("</description></item>\n");
    }
    text.push_str("</channel></rss>\n");
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    ServedFeed {
        etag: format!("\"feed-{feed}\""),
        plain_length: text.len(),
        gzip: encoder.finish().unwrap(),
    }
}

/// Answers the requests of one connection, one after the other.
fn serve(
    connection: TcpStream,
    feeds: &[ServedFeed],
    answers: &Mutex<HashMap<u16, usize>>,
) -> std::io::Result<()> {
    connection.set_nodelay(true)?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let mut writer = connection;
    let mut line = String::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        let path = line.split(' ').nth(1).unwrap_or_default();
        let number = path.trim_start_matches('/').parse::<usize>();
        let mut etag = None;
        loop {
            line.clear();
            if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
                break;
            }
            if let Some((name, value)) = line.split_once(':')
                && name.eq_ignore_ascii_case("if-none-match")
            {
                etag = Some(value.trim().to_owned());
            }
        }
        let feed = number.ok().and_then(|number| feeds.get(number));
        let (status, answer) = match feed {
            None => (
                404,
                b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".to_vec(),
            ),
            Some(feed) if etag.as_deref() == Some(&feed.etag) => {
                let head = format!("HTTP/1.1 304 Not Modified\r\nETag: {}\r\n\r\n", feed.etag);
                (304, head.into_bytes())
            }
            Some(feed) => {
                let head = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Encoding: gzip\r\nETag: {}\r\nContent-Length: {}\r\n\r\n",
                    feed.etag,
                    feed.gzip.len()
                );
                let mut answer = head.into_bytes();
                answer.extend_from_slice(&feed.gzip);
                (200, answer)
            }
        };
        *answers.lock().unwrap().entry(status).or_default() += 1;
        writer.write_all(&answer)?;
    }
}

/// Requests every feed once and drops the answers: the least that a refresh can take.
pub fn request_all(server: &FeedServer, connections: usize, is_conditional: bool) -> Usage {
    let start = Instant::now();
    let processor = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..connections)
            .map(|first| {
                scope.spawn(move || request_some(server, first, connections, is_conditional))
            })
            .collect();
        let times = threads.into_iter().map(|thread| thread.join().unwrap());
        times.sum::<Duration>()
    });
    Usage {
        wall: start.elapsed(),
        processor,
        peak_memory: 0.0,
    }
}

/// Requests each `step`th feed from `first` on, on one connection. Returns the processor time.
fn request_some(server: &FeedServer, first: usize, step: usize, is_conditional: bool) -> Duration {
    let start = processor_time();
    let connection = TcpStream::connect(server.address).unwrap();
    connection.set_nodelay(true).unwrap();
    let mut reader = BufReader::new(connection.try_clone().unwrap());
    let mut writer = connection;
    let mut body = Vec::new();
    for number in (first..server.feeds.len()).step_by(step) {
        let condition = match is_conditional {
            true => format!("If-None-Match: {}\r\n", server.feeds[number].etag),
            false => String::new(),
        };
        let request = format!(
            "GET /{number} HTTP/1.1\r\nHost: {}\r\n{condition}\r\n",
            server.address
        );
        writer.write_all(request.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            if line.trim().is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("Content-Length:") {
                length = value.trim().parse().unwrap();
            }
        }
        body.resize(length, 0);
        reader.read_exact(&mut body).unwrap();
    }
    processor_time() - start
}
