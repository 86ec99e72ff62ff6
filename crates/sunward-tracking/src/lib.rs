//! What is observed: published files to rows, and a satellite catalogue to its shells.
//!
//! Every reader is a function from the bytes of a file to [`reading::Rows`]: the rows that can be trusted, and each one that cannot,
//! with its line, why, and what would be right. A file that cannot be read at all is a [`reading::Refusal`]. Nothing is dropped in
//! silence, and no file can make a reader panic. Knows no disk, no clock and no network; who calls brings the bytes.

pub mod backtest;
pub mod catalogue;
pub mod checkpoints;
pub mod counts;
pub mod date;
pub mod elements;
pub mod entries;
pub mod epoch;
pub mod falcon;
pub mod forecast;
pub mod format;
pub mod launch_library;
pub mod launch_log;
pub mod nowcast;
pub mod observations;
pub mod observed;
mod omm;
pub mod our_world;
mod pieces;
pub mod points;
pub mod propagation;
pub mod reading;
pub mod shells;
mod table;
mod tle;
pub mod trend;
