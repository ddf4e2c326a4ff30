//! Scripted web server on loopback for tests: it answers with exactly the bytes that a test gives it, and logs the requests.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

/// Request that the server has received.
#[derive(Debug, Clone)]
pub struct WebRequest {
    /// Method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers, names in lower case, values as bytes.
    pub headers: Vec<(String, Vec<u8>)>,
    /// Body, if the request has a length.
    pub body: Vec<u8>,
    /// Number of the connection, from 1.
    pub connection: usize,
}

impl WebRequest {
    /// Returns the value of a header as text.
    pub fn header(&self, name: &str) -> Option<String> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| String::from_utf8_lossy(value).into_owned())
    }

    /// Returns the value of a header as it came.
    pub fn header_bytes(&self, name: &str) -> Option<&[u8]> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_slice())
    }
}

/// Step of an answer.
#[derive(Clone)]
pub enum Step {
    /// Send these bytes.
    Send(Vec<u8>),
    /// Send these bytes until the client hangs up.
    Endless(Vec<u8>),
    /// Send nothing for this time.
    Wait(Duration),
    /// Send nothing more until the client hangs up or the server ends.
    Hang,
    /// Close the connection.
    Close,
    /// End the connection by a reset.
    Reset,
}

/// Answer to one request.
#[derive(Clone)]
pub struct Answer {
    pub steps: Vec<Step>,
}

impl Answer {
    /// Returns an answer with a length, and these headers.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut head = format!("HTTP/1.1 {status} Status\r\n");
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !matches!(status, 204 | 304) {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(body);
        Self::raw(bytes)
    }

    /// Returns a successful answer.
    pub fn ok(body: impl AsRef<[u8]>) -> Self {
        Self::new(200, &[], body)
    }

    /// Returns a redirect.
    pub fn redirect(status: u16, target: &str) -> Self {
        Self::new(status, &[("Location", target)], "moved")
    }

    /// Returns an answer of exactly these bytes. The connection stays open.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            steps: vec![Step::Send(bytes.into())],
        }
    }

    /// Adds a step.
    pub fn then(mut self, step: Step) -> Self {
        self.steps.push(step);
        self
    }
}

type Handler = Box<dyn FnMut(&WebRequest) -> Answer + Send>;

#[derive(Default)]
struct State {
    handlers: HashMap<String, Handler>,
    other: Option<Handler>,
    requests: Vec<WebRequest>,
    connections: usize,
}

/// Server that runs until the test ends.
pub struct WebServer {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
}

impl WebServer {
    /// Starts a server without paths: it answers 404.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = state.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shared = shared.clone();
                thread::spawn(move || serve(&stream, &shared));
            }
        });
        Self { address, state }
    }

    /// Answers requests for a path by a function. A path with a query comes before the same without.
    pub fn on(&self, path: &str, handler: impl FnMut(&WebRequest) -> Answer + Send + 'static) {
        let mut state = self.state.lock().unwrap();
        state.handlers.insert(path.to_owned(), Box::new(handler));
    }

    /// Answers requests for all other paths by a function.
    pub fn on_other(&self, handler: impl FnMut(&WebRequest) -> Answer + Send + 'static) {
        self.state.lock().unwrap().other = Some(Box::new(handler));
    }

    /// Answers all requests for a path in the same way.
    pub fn serve(&self, path: &str, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) {
        let body = body.into();
        let headers: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        self.on(path, move |_| {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            Answer::new(200, &headers, &body)
        });
    }

    /// Answers all requests for a path by this answer.
    pub fn answer(&self, path: &str, answer: Answer) {
        self.on(path, move |_| answer.clone());
    }

    /// Answers the first, the second … request for a path by these answers; all later ones by the last.
    pub fn answers(&self, path: &str, answers: Vec<Answer>) {
        let mut answers = answers.into_iter();
        let mut last = answers.next().unwrap();
        let mut is_first = true;
        self.on(path, move |_| {
            if !std::mem::take(&mut is_first) {
                last = answers.next().unwrap_or_else(|| last.clone());
            }
            last.clone()
        });
    }

    /// Returns the address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the address and port.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns the requests so far.
    pub fn requests(&self) -> Vec<WebRequest> {
        self.state.lock().unwrap().requests.clone()
    }

    /// Returns the requests for a path so far.
    pub fn requests_for(&self, path: &str) -> Vec<WebRequest> {
        let mut requests = self.requests();
        requests.retain(|request| request.path == path);
        requests
    }
}

fn serve(stream: &TcpStream, state: &Mutex<State>) {
    let _ = stream.set_nodelay(true);
    let mut reader = BufReader::new(stream);
    let connection = {
        let mut state = state.lock().unwrap();
        state.connections += 1;
        state.connections
    };
    while let Some(mut request) = read_request(&mut reader) {
        request.connection = connection;
        let answer = {
            let mut state = state.lock().unwrap();
            state.requests.push(request.clone());
            let whole = request.path.as_str();
            let path = match state.handlers.contains_key(whole) {
                true => whole,
                false => whole.split('?').next().unwrap_or_default(),
            };
            let state = &mut *state;
            match state.handlers.get_mut(path).or(state.other.as_mut()) {
                Some(handler) => handler(&request),
                None => Answer::new(404, &[], "not found"),
            }
        };
        let mut output = stream;
        for step in answer.steps {
            let sent = match step {
                Step::Send(bytes) => output.write_all(&bytes),
                Step::Endless(bytes) => loop {
                    if let Err(error) = output.write_all(&bytes) {
                        break Err(error);
                    }
                },
                Step::Wait(time) => {
                    thread::sleep(time);
                    Ok(())
                }
                Step::Hang => {
                    // Ends when the client hangs up.
                    let _ = read_request(&mut reader);
                    return;
                }
                Step::Close => {
                    let _ = stream.shutdown(std::net::Shutdown::Both);
                    return;
                }
                Step::Reset => {
                    // Without lingering, closing it is a reset.
                    let linger = Some(Duration::ZERO);
                    rustix::net::sockopt::set_socket_linger(stream, linger).unwrap();
                    return;
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }
}

fn read_request(reader: &mut BufReader<&TcpStream>) -> Option<WebRequest> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line).ok()?;
    let first = String::from_utf8_lossy(&line).into_owned();
    let mut words = first.split(' ');
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = Vec::new();
        reader.read_until(b'\n', &mut line).ok()?;
        let line = line.trim_ascii();
        if line.is_empty() {
            break;
        }
        let colon = line.iter().position(|byte| *byte == b':')?;
        let name = String::from_utf8_lossy(&line[..colon]).to_lowercase();
        headers.push((name, line[colon + 1..].trim_ascii().to_vec()));
    }
    let mut request = WebRequest {
        method,
        path,
        headers,
        body: Vec::new(),
        connection: 0,
    };
    if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().ok()?];
        reader.read_exact(&mut request.body).ok()?;
    }
    Some(request)
}
