//! How much is answered at once, and how long anybody is waited for.

use std::time::Duration;

/// Bounds of a server. The defaults suit one machine that a person sits at.
#[derive(Debug, Clone, PartialEq)]
pub struct Limits {
    /// Connections at once; more are told to come again.
    pub connections: usize,
    /// Requests a second, over any second or two; more are told to come again.
    pub requests_per_second: f64,
    /// Largest body of a request, in bytes.
    pub body: usize,
    /// Longest wait for the head of a request.
    pub head_time: Duration,
    /// Longest wait for the body of a request.
    pub body_time: Duration,
    /// Longest time for which a client takes nothing of an answer.
    pub write_time: Duration,
    /// Threads of one exploration, and questions of a moment that are worked out at once.
    pub threads: usize,
    /// Questions of a moment that may wait.
    pub waiting: usize,
    /// Longest time of a question of a moment, its wait included.
    pub answer_time: Duration,
    /// Plans and explorations that are worked out at once.
    pub long_at_once: usize,
    /// Plans and explorations that may wait.
    pub long_waiting: usize,
    /// Longest time of a plan or an exploration, its wait included.
    pub long_time: Duration,
    /// Live connections at once.
    pub sessions: usize,
    /// Longest time for which nothing is heard of a live connection; its browser answers for a page that is left alone.
    pub silence: Duration,
    /// Longest time for which nothing is asked on a live connection. A page opens another one when it asks again.
    pub idle: Duration,
    /// Longest time in which answers in the making are finished once the server stops.
    pub stop_time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 1024,
            requests_per_second: 2000.0,
            body: 2 << 20,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(10),
            write_time: Duration::from_secs(30),
            threads: 2,
            waiting: 512,
            answer_time: Duration::from_secs(60),
            long_at_once: 2,
            long_waiting: 16,
            long_time: Duration::from_secs(1800),
            sessions: 256,
            silence: Duration::from_secs(60),
            idle: Duration::from_secs(3600),
            stop_time: Duration::from_secs(5),
        }
    }
}
