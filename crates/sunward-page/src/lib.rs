//! The engine behind the web page: a scenario is opened, levers move, and every question is answered in JSON.
//!
//! One [`Session`] holds one scenario with its draws. It is the same over a worker with WebAssembly, where `door.rs` gives it plain functions
//! over linear memory, and behind a server's WebSocket, and it gives the same bits in both. What it says in documents is what the command line
//! says; the numbers come from the rooms below. It plans nothing.
//!
//! A question is an object with `do`, its fields, and a number `id` that the answer repeats: `{id, ok}`, or `{id, mistakes}` with a `code`, `path`,
//! `place`, `text` and `remedy` each. `changes` are pairs of path and value with its unit, as `--set` takes them; a question without them asks
//! about the scenario as it was opened.
//!
//! | `do` | fields | answer |
//! |---|---|---|
//! | `open` | `scenario`: a shipped name (`terawatt`, `study:suncatcher`), or a name for `text`; `seed` | years, uses, options, and the levers, the one that moves the answer most first |
//! | `details` | | of each lever its meaning, note, source and units |
//! | `draw` | `changes`, `draws` (1000), `exact`, `use` (all) | for each use a sentence, the ratio of the single run, quantiles of the draws, crossings, costs of both sides |
//! | `document` | `of`: `cost`, `datasheet`, `parameters`, `orbit`, `sources`, `compare`; `name`, `year`, `changes` | the document |
//! | `threshold` | `path`, `goal`, `draws`, `changes` | the document |
//! | `design` | `option`, `year`, `changes` | the datasheet, and what each decision trades |
//! | `table` | `of`: `draws`, or a table of a run by name; `changes` | `csv` |
#[cfg(target_arch = "wasm32")]
mod door;
mod drawing;
mod fan;
mod lever;
mod question;
mod quick;
mod session;
mod shelf;

pub use quick::Quick;
pub use session::Session;
pub use shelf::Shelf;
