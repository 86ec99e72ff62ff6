//! Many at once, for a while: `cargo test --release -p sunward-server --test server -- --ignored --nocapture load`.

use crate::client::Running;
use crate::socket::{Heard, Socket};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::time::{Duration, Instant};
use sunward_server::Limits;

/// Half of them over live connections, half over HTTP.
const CLIENTS: u64 = 200;

/// How long they ask.
const TIME: Duration = Duration::from_secs(60);

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

/// One answer of a connection that stays open, into bytes that are already there: status and length of the body.
fn answered(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> (u16, usize) {
    bytes.clear();
    let mut part = [0; 1 << 16];
    let (mut head, mut all) = (None, usize::MAX);
    while bytes.len() < all {
        let count = stream.read(&mut part).expect("an answer comes");
        assert!(count > 0, "the connection ended");
        bytes.extend_from_slice(&part[..count]);
        if head.is_none()
            && let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let text = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            let status: u16 = text.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
            let length = text.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()?.parse().ok());
            let length: usize = length.expect("a length");
            all = end + 4 + length;
            head = Some((status, length));
        }
    }
    head.expect("a head")
}

/// Memory of this process that is in use, in MiB; 0 where the system does not say.
fn memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}

/// A life of the satellite that nobody has asked about before: nothing is answered from memory.
fn life(client: u64, turn: u64) -> Json {
    let years = 4.0 + ((client * 7919 + turn * 104_729) % 60_000) as f64 * 1e-4;
    json!([["satellite.d3.life", format!("{years:.4} years")]])
}

/// Clients start one after the other, over the length of a rest.
fn begin(client: u64) -> Instant {
    std::thread::sleep(REST.mul_f64(client as f64 / CLIENTS as f64));
    Instant::now()
}

/// Costs over HTTP; times, and how many answers were none.
fn over_http(server: &Running, client: u64, ready: &Barrier) -> (Vec<f64>, u64) {
    let (mut times, mut errors, mut bytes) = (Vec::new(), 0, Vec::new());
    ready.wait();
    // Not before: a connection on which nothing is asked for ten seconds is closed, and the others take longer to open their pages.
    let mut stream = server.connect();
    let start = begin(client);
    while start.elapsed() < TIME {
        let changes = life(client, times.len() as u64);
        let question = json!({"scenario": "terawatt", "changes": changes}).to_string();
        let asked = server.posted("/api/cost", &question).replace("Connection: close\r\n", "");
        let begin = Instant::now();
        stream.write_all(asked.as_bytes()).expect("the server takes it");
        let (status, length) = answered(&mut stream, &mut bytes);
        times.push(begin.elapsed().as_secs_f64() * 1e3);
        errors += u64::from(status != 200 || length < 100_000);
        std::thread::sleep(REST);
    }
    (times, errors)
}

/// Draws over a live connection.
fn over_a_socket(server: &Running, client: u64, ready: &Barrier) -> (Vec<f64>, u64) {
    let mut socket = Socket::open(server);
    socket.ask(&json!({"id": 0, "do": "open", "scenario": "terawatt", "seed": client}));
    assert!(socket.reply_to(0)["ok"].is_object());
    let draw = |id: u64, exact: bool| -> Json {
        json!({"id": id, "do": "draw", "changes": life(client, id), "draws": DRAWS, "exact": exact})
    };
    socket.ask(&draw(1, true));
    assert!(socket.reply_to(1)["ok"].is_object());
    let (mut times, mut errors) = (Vec::new(), 0);
    ready.wait();
    let start = begin(client);
    while start.elapsed() < TIME {
        let begin = Instant::now();
        socket.ask(&draw(2 + times.len() as u64, false));
        let Heard::Text(text) = socket.hear() else { panic!("the connection ended") };
        times.push(begin.elapsed().as_secs_f64() * 1e3);
        errors += u64::from(!text.contains("\"ok\""));
        std::thread::sleep(REST);
    }
    (times, errors)
}

#[test]
#[ignore = "takes more than a minute of the whole machine"]
fn two_hundred_clients_are_answered_without_an_error() {
    let server = Running::with(Limits::default());
    // Somebody looks at the scenario before he moves a lever.
    assert_eq!(server.post("/api/cost", "{\"scenario\": \"terawatt\"}").status, 200);
    let ready = Barrier::new(CLIENTS as usize + 1);
    let (server, ready) = (&server, &ready);
    let (asked, drawn, memory) = std::thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS / 2)
            .map(|pair| {
                let http = scope.spawn(move || over_http(server, 2 * pair, ready));
                (http, scope.spawn(move || over_a_socket(server, 2 * pair + 1, ready)))
            })
            .collect();
        ready.wait();
        // Whatever is kept for the first question of each is there after a few seconds.
        let start = Instant::now();
        let memory = [0.1, 0.5, 1.0].map(|share| {
            std::thread::sleep(TIME.mul_f64(share).saturating_sub(start.elapsed()));
            memory()
        });
        let (mut asked, mut drawn) = ((Vec::new(), 0), (Vec::new(), 0));
        for (http, live) in clients {
            for (sum, client) in [(&mut asked, http), (&mut drawn, live)] {
                let (times, errors) = client.join().expect("a client is answered");
                sum.0.extend(times);
                sum.1 += errors;
            }
        }
        (asked, drawn, memory)
    });
    let (costs, draws) = (Times::of(asked.0), Times::of(drawn.0));
    println!("{} clients for {} s, each resting {} s after an answer", CLIENTS, TIME.as_secs(), REST.as_secs_f64());
    println!("{}", costs.line("POST /api/cost of terawatt with one change"));
    println!("{}", draws.line(&format!("draws of terawatt over the live connection, {DRAWS} each")));
    println!("errors: {} and {}", asked.1, drawn.1);
    let [start, half, end] = memory;
    println!(
        "memory of server and clients: {start:.0} MiB after a tenth of the time, {half:.0} MiB at half, {end:.0} MiB at the end"
    );
    assert_eq!((asked.1, drawn.1), (0, 0));
    // Pages of the allocator that come and go are a few MiB; a leak of one answer of each client is two hundred.
    assert!(end < 1.1 * half + 20.0, "memory grows");
    // On a machine with nothing else to do.
    assert!(costs.at(0.99) < 100.0 && draws.at(0.99) < 100.0, "slower than a hundred milliseconds");
}
