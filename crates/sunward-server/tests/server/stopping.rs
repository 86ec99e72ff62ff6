//! Starting, stopping, and starting again.

use crate::client::{Answer, Running, eventually};
use std::io::Write;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use sunward_server::{Limits, Server, Settings, StartError};

#[test]
fn a_server_that_is_stopped_finishes_its_answers_and_lets_nobody_in() {
    let mut server = Running::with(Limits::default());
    let mut idle = server.connect();
    idle.write_all(format!("GET /api/health HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).as_bytes()).unwrap();
    let mut asked = server.connect();
    asked.write_all(server.posted("/api/cost", "{\"scenario\": \"terawatt\"}").as_bytes()).unwrap();
    eventually("it is at work", || server.get("/api/health").json()["short"]["working"] == 1);
    let start = Instant::now();
    server.stop.store(true, Ordering::Relaxed);
    let answer = Answer::hear(&mut asked);
    assert_eq!(answer.status, 200);
    assert!(answer.json()["costs"].is_array());
    // Kept open for a next request that does not come.
    assert_eq!(Answer::hear(&mut idle).status, 200);
    server.join();
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(std::net::TcpStream::connect(server.address).is_err());
}

#[test]
fn an_answer_that_would_take_too_long_is_refused_when_the_server_stops() {
    let stop_time = Duration::from_secs(2);
    let mut server = Running::with(Limits { stop_time, ..Limits::default() });
    let mut asked = server.connect();
    let endless = "{\"scenario\": \"first_light\", \"draws\": 4000000000}";
    asked.write_all(server.posted("/api/explore", endless).as_bytes()).unwrap();
    // One that never says what it wants does not hold it up.
    let _silent = server.connect();
    eventually("it is at work", || server.get("/api/health").json()["long"]["working"] == 1);
    let start = Instant::now();
    server.stop.store(true, Ordering::Relaxed);
    Answer::hear(&mut asked).refuses(503, "stops");
    server.join();
    assert!(start.elapsed() < stop_time + Duration::from_secs(5), "{:?}", start.elapsed());
}

#[test]
fn a_port_is_one_servers() {
    let server = Running::with(Limits::default());
    let port = server.address.port();
    assert!(server.address.ip().is_loopback());
    let refused = Server::start(Settings { port, ..Settings::default() }).expect_err("the port is taken");
    assert!(matches!(refused, StartError::PortTaken(taken) if taken == port));
    assert!(refused.to_string().contains("--port 0"), "{refused}");
    // Another one beside it answers for itself: what is sent to it in the name of the first is foreign.
    let other = Running::with(Limits::default());
    assert_ne!(other.address.port(), port);
    other.is_well();
    let crossed = other.send(format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address));
    crossed.refuses(403, "Host");
}

#[test]
fn a_server_can_be_started_again_where_it_was() {
    let mut first = Running::with(Limits::default());
    let port = first.address.port();
    let before = first.post("/api/cost", "{\"scenario\": \"first_light\"}").body;
    // Somebody is still connected when it ends.
    let _idle = first.connect();
    first.stop.store(true, Ordering::Relaxed);
    first.join();
    let second = Running::start(Settings { port, ..Settings::default() });
    assert_eq!(second.address.port(), port);
    assert!(second.post("/api/cost", "{\"scenario\": \"first_light\"}").body == before);
}
