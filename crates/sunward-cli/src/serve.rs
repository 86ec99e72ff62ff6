//! Starts the web door, and ends it.

use crate::arguments::Everywhere;
use crate::commands::{Done, read, say};
use crate::folder::stop_solver_when_interrupted;
use crate::screen::print;
use std::path::Path;
use std::process::ExitCode;
use sunward_server::{Limits, Own, Server, Settings, StartError, page_is_missing};

/// The web app on this machine, until it is interrupted.
pub fn serve(scenario: Option<&Path>, port: u16, everywhere: &Everywhere) -> Done {
    if scenario.is_none() && !everywhere.set.is_empty() {
        return say("sunward serve: --set changes the scenario that is named; name one, or change numbers on the page");
    }
    let own = scenario.map(|path| {
        let name = path.file_stem().map_or_else(|| "scenario".into(), |stem| stem.to_string_lossy().into_owned());
        read(path, everywhere).map(|model| Own { name, model })
    });
    let threads = usize::try_from(everywhere.threads).unwrap_or(1);
    let settings = Settings { port, own: own.transpose()?, limits: Limits { threads, ..Limits::default() } };
    let server = match Server::start(settings) {
        Ok(server) => server,
        Err(error @ (StartError::PortTaken(_) | StartError::PortForbidden(_))) => {
            return say(format!("sunward serve: {error}"));
        }
        Err(error) => return Err(error.into()),
    };
    let stop = stop_solver_when_interrupted();
    // Alone on its line, for programs that start it.
    print(&format!("http://{}/\n", server.address()))?;
    if !everywhere.quiet {
        if let Some(reason) = page_is_missing() {
            eprintln!("sunward: built without the page ({reason}); the address lists what there is");
        }
        eprintln!("sunward: open this address on this machine; Ctrl-C ends it");
    }
    server.run(&stop)?;
    Ok(ExitCode::SUCCESS)
}
