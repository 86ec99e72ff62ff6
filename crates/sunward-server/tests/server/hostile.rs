//! Requests that nobody should send.

use crate::client::{Answer, Running, eventually};
use std::io::Write;
use std::net::Shutdown;
use std::time::{Duration, Instant};
use sunward_server::Limits;

fn server() -> Running {
    Running::with(Limits::default())
}

/// Time of a limit that a test waits for: longer than a busy machine pauses, and short.
const SOON: Duration = Duration::from_millis(700);

#[test]
fn only_requests_that_name_this_machine_are_answered() {
    let server = server();
    let port = server.address.port();
    let get = |target: &str, headers: &str| {
        server.send(format!("GET {target} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n")).status
    };
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        let host = format!("{host}:{port}");
        assert_eq!(get("/api/health", &format!("Host: {host}\r\n")), 200, "{host}");
        assert_eq!(get("/api/health", &format!("Host: {host}\r\nOrigin: http://{host}\r\n")), 200, "{host}");
        assert_eq!(get(&format!("http://{host}/api/health"), &format!("Host: {host}\r\n")), 200, "{host}");
    }
    let own = format!("127.0.0.1:{port}");
    for host in [
        "evil.example".to_string(),
        format!("evil.example:{port}"),
        format!("localhost.evil.example:{port}"),
        format!("127.0.0.1.evil.example:{port}"),
        format!("0.0.0.0:{port}"),
        format!("{own}@evil.example"),
        "127.0.0.1".into(),
        format!("127.0.0.1:{}", port.wrapping_add(1)),
    ] {
        for path in ["/", "/api/health", "/api/openapi.json", "/nothing", "/api/live"] {
            assert_eq!(get(path, &format!("Host: {host}\r\n")), 403, "{host} {path}");
        }
    }
    assert_eq!(get("/api/health", ""), 400);
    assert_eq!(get("/api/health", &format!("Host: {own}\r\nHost: {own}\r\n")), 400);
    assert_eq!(get("http://evil.example/api/health", &format!("Host: {own}\r\n")), 403);
    for origin in
        ["http://evil.example", "null", "file://", &format!("https://{own}"), &format!("http://{own}.evil.example"), ""]
    {
        assert_eq!(get("/api/health", &format!("Host: {own}\r\nOrigin: {origin}\r\n")), 403, "{origin}");
    }
    let fetched = |site: &str, mode: &str, target: &str| {
        let headers =
            format!("Host: {own}\r\nSec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {target}\r\n");
        get("/", &headers)
    };
    assert_eq!(fetched("cross-site", "no-cors", "script"), 403);
    assert_eq!(fetched("cross-site", "navigate", "iframe"), 403);
    assert_eq!(fetched("cross-site", "navigate", "document"), 200);
    assert_eq!(fetched("same-origin", "cors", "empty"), 200);
}

#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let server = server();
    let foreign = server.send("GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
    let wrong = server.post("/api/cost", "{");
    for answer in
        [server.get("/"), server.get("/nothing"), server.get("/api/health"), server.get("/api/live"), foreign, wrong]
    {
        let policy = answer.header("content-security-policy").expect("a policy");
        for part in [
            "default-src 'self'",
            "script-src 'self' 'wasm-unsafe-eval'",
            "style-src 'self'",
            "img-src 'self' data: blob:",
            "connect-src 'self'",
            "frame-ancestors 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        ] {
            assert!(policy.split("; ").any(|one| one == part), "`{part}` is not in {policy}");
        }
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("referrer-policy"), Some("no-referrer"));
        assert_eq!(answer.header("cross-origin-opener-policy"), Some("same-origin"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
}

#[test]
fn what_is_too_large_is_refused_with_a_message() {
    let server = server();
    let body = format!("{{\"text\": \"{}\"}}", "a".repeat(2 << 20));
    server.post("/api/cost", &body).refuses(413, "larger than 2048 KiB");
    // Without saying how much comes.
    let mut chunked = format!(
        "POST /api/cost HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
        server.address
    )
    .into_bytes();
    for _ in 0..40 {
        chunked.extend(format!("{:x}\r\n{}\r\n", 1 << 16, " ".repeat(1 << 16)).into_bytes());
    }
    chunked.extend(b"0\r\n\r\n");
    server.send(chunked).refuses(413, "larger than 2048 KiB");
    // A promise of more than there is memory.
    let promise = server.posted("/api/cost", "{}").replace("Content-Length: 2", "Content-Length: 99999999999999");
    let start = Instant::now();
    server.send(promise).refuses(413, "larger");
    assert!(start.elapsed() < Duration::from_secs(60));
    let long = format!("GET /{} HTTP/1.1\r\nHost: {}\r\n\r\n", "a".repeat(100_000), server.address);
    assert!([414, 431, 400].contains(&server.send(long).status));
    let many = format!("GET / HTTP/1.1\r\nHost: {}\r\n{}\r\n", server.address, "X-A: b\r\n".repeat(1000));
    assert!([431, 400].contains(&server.send(many).status));
    server.is_well();
}

#[test]
fn what_is_not_json_is_refused_with_its_place() {
    let server = server();
    let answer = server.post("/api/cost", "{\"scenario\":\n  terawatt}");
    answer.refuses(400, "not JSON");
    let place = &answer.json()["mistakes"][0]["place"];
    assert_eq!((place["line"].as_u64(), place["column"].as_u64()), (Some(2), Some(4)), "{place}");
    for wrong in ["{", "[", "\"", "{\"a\":1}}", "nul", "\u{feff}{}", "{\"seed\": 1e999}", &"[".repeat(100_000)] {
        server.post("/api/cost", wrong).refuses(400, "not JSON");
    }
    let mut bytes = server.posted("/api/cost", "\"XX\"").into_bytes();
    let end = bytes.len();
    bytes[end - 3..end - 1].copy_from_slice(&[0xff, 0xfe]);
    server.send(bytes).refuses(400, "not JSON");
    for wrong in ["[]", "3", "\"terawatt\"", "null"] {
        server.post("/api/cost", wrong).refuses(422, "an object");
    }
    let form = server.posted("/api/cost", "{}").replace("application/json", "text/plain");
    server.send(form).refuses(415, "Content-Type");
    server.is_well();
}

#[test]
fn what_does_not_come_is_not_waited_for() {
    let server = Running::with(Limits { head_time: SOON, body_time: SOON, ..Limits::default() });
    // Nothing at all; half a head; a head that grows by a letter at a time.
    let mut silent = server.connect();
    let mut half = server.connect();
    half.write_all(b"GET / HTTP/1.1\r\nHo").unwrap();
    let mut slow = server.connect();
    let start = Instant::now();
    let mut written = 0;
    for letter in b"GET / HTTP/1.1\r\nX: ".iter().chain(std::iter::repeat_n(&b'a', 10_000)) {
        if slow.write_all(&[*letter]).is_err() {
            break;
        }
        written += 1;
        std::thread::sleep(Duration::from_millis(20));
        if start.elapsed() > 4 * SOON {
            break;
        }
    }
    assert!(written > 1);
    // Each is told so or cut off; none is kept.
    for stream in [&mut silent, &mut half, &mut slow] {
        let answer = Answer::hear(stream);
        assert!([0, 408].contains(&answer.status), "{}", answer.status);
    }
    let body = server.posted("/api/cost", "{}").replace("Content-Length: 2", "Content-Length: 20");
    server.send(body).refuses(408, "in time");
    server.is_well();
}

/// Sockets take some of an answer by themselves; ten answers of two megabytes they do not.
#[test]
fn a_client_that_takes_no_answer_is_cut_off() {
    let server = Running::with(Limits { write_time: SOON, ..Limits::default() });
    let mut stream = server.connect();
    let body = "{\"scenario\": \"terawatt\"}";
    let whole = server.post("/api/cost", body).body.len();
    let ask = server.posted("/api/cost", body).replace("Connection: close\r\n", "");
    for _ in 0..10 {
        stream.write_all(ask.as_bytes()).unwrap();
    }
    eventually("nobody works for it", || {
        std::thread::sleep(SOON);
        server.get("/api/health").json()["short"]["working"] == 0
    });
    std::thread::sleep(4 * SOON);
    let taken = Answer::hear(&mut stream).body.len();
    assert!(taken < 9 * whole, "{taken} bytes of answers of {whole} were kept for it");
    server.is_well();
}

#[test]
fn whoever_is_cut_off_in_the_middle_takes_nothing_along() {
    let server = server();
    let whole = server.posted("/api/cost", "{\"scenario\": \"first_light\"}");
    for end in (0..whole.len()).step_by(7) {
        let mut stream = server.connect();
        stream.write_all(&whole.as_bytes()[..end]).unwrap();
        let _ = stream.shutdown(Shutdown::Both);
    }
    for garbage in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"\0\0\0\0",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        b"POST /api/cost HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n{}",
        b"POST /api/cost HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n{}",
        b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n",
    ] {
        let mut stream = server.connect();
        stream.write_all(garbage).unwrap();
        let _ = stream.shutdown(Shutdown::Write);
        let answer = Answer::hear(&mut stream);
        assert!(answer.status == 0 || answer.status >= 400, "{garbage:?}: {}", answer.status);
    }
    server.is_well();
}

#[test]
fn no_path_leads_out() {
    let server = server();
    for path in [
        "/../Cargo.toml",
        "/../../../../etc/passwd",
        "/..%2f..%2fetc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../Cargo.toml",
        "//etc/passwd",
        "/etc/passwd",
        "/index.html%00.txt",
        "/index.html/",
        "/INDEX.HTML",
        "/.git/config",
        "/api",
        "/api/",
        "/api/health/",
        "/api/../api/health",
        "/api/%68ealth",
        "/%",
        "/\u{7f}",
    ] {
        let answer = server.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.text().contains("root:"), "{path}");
    }
    server.get("/nothing").refuses(404, "`/nothing`");
    assert_eq!(server.get("*").status / 100, 4);
}

#[test]
fn each_path_has_its_methods() {
    let server = server();
    let ask = |method: &str, path: &str| {
        server.send(format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
            server.address
        ))
    };
    let answer = ask("GET", "/api/cost");
    answer.refuses(405, "takes POST");
    assert_eq!(answer.header("allow"), Some("POST"));
    assert_eq!(ask("DELETE", "/api/parameters").header("allow"), Some("GET, POST"));
    for (method, path) in [("POST", "/"), ("PUT", "/api/cost"), ("OPTIONS", "/api/cost"), ("BREW", "/api/health")] {
        assert_eq!(ask(method, path).status, 405, "{method} {path}");
    }
    let head = ask("HEAD", "/api/health");
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(ask("GET", "/api/live").status, 426);
}

#[test]
fn more_than_there_is_room_for_are_told_to_come_again() {
    let server = Running::with(Limits { connections: 8, ..Limits::default() });
    let held: Vec<_> = (0..8).map(|_| server.connect()).collect();
    let answer = Answer::hear(&mut server.connect());
    answer.refuses(429, "connections");
    assert_eq!(answer.header("retry-after"), Some("1"));
    drop(held);
    eventually("there is room again", || server.get("/api/health").status == 200);
}

#[test]
fn more_than_so_many_a_second_are_told_to_come_again() {
    let server = Running::with(Limits { requests_per_second: 1.0, ..Limits::default() });
    let answers: Vec<Answer> = (0..20).map(|_| server.get("/api/health")).collect();
    let refused: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 429).collect();
    assert!(answers.iter().any(|answer| answer.status == 200) && !refused.is_empty());
    assert_eq!(refused[0].header("retry-after"), Some("1"));
    refused[0].refuses(429, "second");
}

/// So many draws take days.
const ENDLESS: &str = "{\"scenario\": \"first_light\", \"draws\": 4000000000}";

#[test]
fn work_that_nobody_waits_for_is_given_up() {
    let server = Running::with(Limits { long_at_once: 1, long_waiting: 0, ..Limits::default() });
    let working = || server.get("/api/health").json()["long"]["working"].as_u64();
    let mut first = server.connect();
    first.write_all(server.posted("/api/explore", ENDLESS).as_bytes()).unwrap();
    eventually("it is at work", || working() == Some(1));
    let second = server.post("/api/explore", ENDLESS);
    second.refuses(429, "wait for an answer");
    assert!(second.header("retry-after").is_some());
    // What takes a moment is answered meanwhile.
    assert_eq!(server.post("/api/cost", "{\"scenario\": \"first_light\"}").status, 200);
    drop(first);
    eventually("it was given up", || working() == Some(0));
}

#[test]
fn work_that_takes_too_long_is_given_up() {
    let server = Running::with(Limits { long_time: SOON, ..Limits::default() });
    server.post("/api/explore", ENDLESS).refuses(503, "longer than");
    eventually("it was given up", || server.get("/api/health").json()["long"]["working"] == 0);
}

#[test]
fn many_at_once_are_all_answered() {
    let server = server();
    let one = server.post("/api/cost", "{\"scenario\": \"first_light\"}").body;
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..64)
            .map(|index| {
                let server = &server;
                scope.spawn(move || match index % 4 {
                    0 => server.get("/"),
                    1 => server.post("/api/cost", "{\"scenario\": \"first_light\""),
                    _ => server.post("/api/cost", "{\"scenario\": \"first_light\"}"),
                })
            })
            .collect();
        for (index, asked) in asking.into_iter().enumerate() {
            let answer = asked.join().unwrap();
            match index % 4 {
                0 => assert_eq!(answer.status, 200),
                1 => assert_eq!(answer.status, 400),
                _ => assert!(answer.body == one, "{}", answer.text()),
            }
        }
    });
}
