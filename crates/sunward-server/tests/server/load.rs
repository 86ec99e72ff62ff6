//! Many at once, for a while: `cargo test --release -p sunward-server --test server -- --ignored --nocapture load`.

use crate::client::Running;
use crate::socket::{Heard, Socket};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};
use sunward_server::Limits;

/// Half of them over live connections, half over HTTP.
const CLIENTS: u64 = 200;

/// How long they ask.
const TIME: Duration = Duration::from_secs(10);

/// How long each rests after an answer: 200 people do not all drag at once, and a hand that does lets go now and then.
const REST: Duration = Duration::from_secs(1);

/// Draws of a fan while a lever is dragged, by somebody who shares the machine with so many.
const DRAWS: u64 = 64;

/// Times of answers, in milliseconds, in order.
struct Times(Vec<f64>);

impl Times {
    fn of(mut all: Vec<f64>) -> Self {
        all.sort_by(f64::total_cmp);
        Self(all)
    }

    fn at(&self, share: f64) -> f64 {
        self.0[((self.0.len() - 1) as f64 * share) as usize]
    }

    fn line(&self, what: &str) -> String {
        let (count, seconds) = (self.0.len(), TIME.as_secs_f64());
        format!(
            "{what}: {count} answers, {:.0} a second; median {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
            count as f64 / seconds,
            self.at(0.5),
            self.at(0.95),
            self.at(0.99),
            self.at(1.0)
        )
    }
}

/// One answer of a connection that stays open.
fn answered(stream: &mut TcpStream) -> (u16, usize) {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).expect("an answer comes");
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).to_ascii_lowercase();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
    let mut body = vec![0; length.expect("a length")];
    stream.read_exact(&mut body).expect("all of it comes");
    (status, body.len())
}

/// Memory of this process that is in use, in MiB; 0 where the system does not say.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

#[test]
#[ignore = "takes half a minute of the whole machine"]
fn two_hundred_clients_are_answered_without_an_error() {
    let server = Running::with(Limits::default());
    let seconds = |client: u64| Duration::from_millis(client * 1000 / CLIENTS);
    // Every change is another one: nothing is answered from before.
    let years = |client: u64, turn: u64| {
        format!("{:.4} years", 4.0 + ((client * 7919 + turn * 104_729) % 60_000) as f64 * 1e-4)
    };
    let http = |client: u64| {
        let mut stream = server.connect();
        let mut times = Vec::new();
        std::thread::sleep(seconds(client));
        let start = Instant::now();
        let mut turn = 0;
        while start.elapsed() < TIME {
            turn += 1;
            let changes = json!([["satellite.lantern.life", years(client, turn)]]);
            let question = json!({"scenario": "first_light", "changes": changes}).to_string();
            let asked = server.posted("/api/cost", &question).replace("Connection: close\r\n", "");
            let begin = Instant::now();
            stream.write_all(asked.as_bytes()).expect("the server takes it");
            let (status, length) = answered(&mut stream);
            times.push(begin.elapsed().as_secs_f64() * 1e3);
            assert!(status == 200 && length > 1000, "{status}");
            std::thread::sleep(REST);
        }
        times
    };
    let live = |client: u64| {
        let mut socket = Socket::open(&server);
        let mut times = Vec::new();
        socket.ask(&json!({"id": 0, "do": "open", "scenario": "first_light", "seed": client}));
        assert!(socket.reply_to(0)["ok"].is_object());
        let draw = |id: u64, exact: bool| -> Json {
            let changes = json!([["satellite.lantern.life", years(client, id)]]);
            json!({"id": id, "do": "draw", "changes": changes, "draws": DRAWS, "exact": exact})
        };
        socket.ask(&draw(1, true));
        assert!(socket.reply_to(1)["ok"].is_object());
        std::thread::sleep(seconds(client));
        let start = Instant::now();
        let mut id = 1;
        while start.elapsed() < TIME {
            id += 1;
            let begin = Instant::now();
            socket.ask(&draw(id, false));
            let Heard::Text(text) = socket.hear() else { panic!("the connection ended") };
            times.push(begin.elapsed().as_secs_f64() * 1e3);
            assert!(text.contains("\"ok\""), "{text}");
            std::thread::sleep(REST);
        }
        times
    };
    let before = memory();
    let (asked, drawn): (Vec<Vec<f64>>, Vec<Vec<f64>>) = std::thread::scope(|scope| {
        let all: Vec<_> = (0..CLIENTS / 2)
            .map(|client| (scope.spawn(move || http(client)), scope.spawn(move || live(client + CLIENTS / 2))))
            .collect();
        all.into_iter().map(|(http, live)| (http.join().expect("no error"), live.join().expect("no error"))).unzip()
    });
    let (asked, drawn) = (Times::of(asked.concat()), Times::of(drawn.concat()));
    println!("{}", asked.line("POST /api/cost of first_light"));
    println!("{}", drawn.line(&format!("draws of first_light, {DRAWS} each")));
    println!("memory: {before:.0} MiB before, {:.0} MiB after", memory());
    // On a machine with nothing else to do.
    assert!(asked.at(0.99) < 100.0 && drawn.at(0.99) < 100.0, "slower than a hundred milliseconds");
}
