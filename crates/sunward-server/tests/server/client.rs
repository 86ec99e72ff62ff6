//! A server, and somebody who sends bytes to it.

use serde_json::Value as Json;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;
use sunward_server::{Limits, Server, Settings};

/// Long enough for anything on a busy machine; a test that waits so long has failed.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A server at work; it ends with its test.
pub struct Running {
    pub address: SocketAddr,
    pub stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<std::io::Result<()>>>,
}

impl Running {
    pub fn start(settings: Settings) -> Self {
        let server = Server::start(settings).expect("there is a port");
        let (address, stop) = (server.address(), Arc::new(AtomicBool::new(false)));
        let told = stop.clone();
        Self { address, stop, thread: Some(std::thread::spawn(move || server.run(&told))) }
    }

    pub fn with(limits: Limits) -> Self {
        Self::start(Settings { limits, ..Settings::default() })
    }

    /// Waits until it has ended.
    pub fn join(&mut self) {
        if let Some(thread) = self.thread.take() {
            thread.join().expect("a server does not panic").expect("a server ends well");
        }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("the server listens");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time can be set");
        stream
    }

    /// `GET` of a path.
    pub fn get(&self, path: &str) -> Answer {
        self.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address))
    }

    /// `POST` of a body.
    pub fn post(&self, path: &str, body: &str) -> Answer {
        self.send(self.posted(path, body))
    }

    /// The bytes of a `POST`.
    pub fn posted(&self, path: &str, body: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            self.address,
            body.len()
        )
    }

    /// Sends bytes, and hears what comes of them.
    pub fn send(&self, bytes: impl AsRef<[u8]>) -> Answer {
        let mut stream = self.connect();
        // Somebody who is refused may be cut off before all is sent.
        let _ = stream.write_all(bytes.as_ref());
        Answer::hear(&mut stream)
    }

    /// Whether it still answers.
    pub fn is_well(&self) {
        assert_eq!(self.get("/api/health").status, 200, "the server is not well any more");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        if !std::thread::panicking() {
            self.join();
        }
    }
}

/// What was heard.
#[derive(Debug)]
pub struct Answer {
    /// 0 where nothing was said.
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// Everything until the other side is done.
    pub fn hear(stream: &mut TcpStream) -> Self {
        let mut all = Vec::new();
        // A connection that is cut off ends too.
        let _ = stream.read_to_end(&mut all);
        Self::of(&all)
    }

    /// From its bytes.
    pub fn of(all: &[u8]) -> Self {
        let Some(end) = all.windows(4).position(|four| four == b"\r\n\r\n") else {
            return Self { status: 0, headers: Vec::new(), body: all.to_vec() };
        };
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or(0);
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_string()))
            .collect();
        Self { status, headers, body: all[end + 4..].to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|header| header.0 == name).map(|header| header.1.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Json {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// A refusal with this status, and a message that holds this text.
    pub fn refuses(&self, status: u16, text: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        let said = self.json();
        let first = &said["mistakes"][0];
        assert!(first["code"].is_string() && first["text"].is_string(), "{said}");
        assert!(self.text().contains(text), "`{text}` is not in {}", self.text());
    }
}

/// Waits until something holds.
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = std::time::Instant::now();
    while !holds() {
        assert!(start.elapsed() < PATIENCE, "{what}: not within {} s", PATIENCE.as_secs());
        std::thread::sleep(Duration::from_millis(20));
    }
}
