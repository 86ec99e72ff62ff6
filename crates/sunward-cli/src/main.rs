//! The command line: ask, draw, show; no sums.
//!
//! Tables go to standard output, progress and diagnostics to standard error. Exit status: 0 done, 1 a bug or a system
//! that refuses (a full disk), 2 the input is wrong, 130 interrupted.
mod arguments;
mod claims;
mod commands;
mod explore;
mod folder;
mod observe;
mod screen;
mod serve;
mod track;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    folder::clean_up_when_interrupted();
    let arguments = match arguments::Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match commands::run(&arguments) {
        Ok(code) => code,
        Err(error) => {
            if error.chain().any(|cause| {
                cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
            }) {
                // The reader of our output has gone, as `head` does: nothing is wrong.
                return ExitCode::SUCCESS;
            }
            eprintln!("sunward: {error:#}");
            ExitCode::FAILURE
        }
    }
}
