//! The engine behind the web page: a scenario is opened, levers move, and every question is answered in JSON.
//!
//! One [`Session`] holds one scenario with its draws. It is the same over a worker with WebAssembly, where `door.rs` gives it plain functions
//! over linear memory, and behind a server's WebSocket, and it gives the same bits in both. What it says in documents is what the command line
//! says; the numbers come from the rooms below. It plans nothing.
#[cfg(target_arch = "wasm32")]
mod door;
mod fan;
mod lever;
mod question;
mod session;

pub use session::Session;
