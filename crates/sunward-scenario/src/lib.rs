//! From files to a [`Model`](sunward_model::Model), or every mistake at once.
//!
//! Reading goes through the [`Files`] trait, so the same reader serves a disk, an archive or a browser. Shapes
//! are declared in `sunward-model`; this room knows no subject, only how to read a shape. It never stops at the
//! first mistake.
mod chain;
mod correlation;
pub mod drawing;
pub mod files;
pub mod library;
mod lines;
pub mod lock;
pub mod mistake;
mod numbers;
pub mod reading;
pub mod sources;
mod tree;

pub use drawing::{Paint, draw};
pub use files::{DiskFiles, FileError, Files, MemoryFiles};
pub use lock::lock;
pub use mistake::{Code, Mistake, Mistakes, Place};
pub use reading::read;
