//! What a plan builds and what binds it: for a person, for a program, for the report.
pub mod amounts;
pub mod arithmetic;
pub mod build_out;
pub mod chain;
pub mod flows;
pub mod schedule;
