//! The web door: the page and the documents over HTTP, on this machine alone.
//!
//! Asks and shows, as the command line does; it holds no sums. Every document is the one that `sunward VERB --format json` prints, byte for
//! byte. Listens on 127.0.0.1 only, answers only requests that name this machine and come from its own page, reads no file once it runs, and
//! opens nothing outside.
mod answer;
mod field;
mod gate;
mod kept;
mod library;
mod limits;
mod listening;
mod live;
mod openapi;
mod page;
mod reply;
mod routes;
mod state;
mod work;

pub use field::{Field, Holds};
pub use library::Own;
pub use limits::Limits;
pub use listening::{Server, StartError};
pub use openapi::openapi;
pub use page::page_is_missing;
pub use routes::{ROUTES, Route, Verb};

/// The port, if none is asked for.
pub const PORT: u16 = 8080;

/// What a server is started with.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The port; 0 takes any that is free.
    pub port: u16,
    /// A scenario of the user's own, shown first.
    pub own: Option<Own>,
    /// How much is answered at once, and how long anybody is waited for.
    pub limits: Limits,
}
