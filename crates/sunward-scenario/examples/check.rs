//! Reads a scenario and draws its mistakes: `cargo run --example check FILE`.
fn main() {
    let path = std::env::args().nth(1).expect("a scenario file");
    match sunward_scenario::read(&sunward_scenario::DiskFiles::new(path)) {
        Ok(model) => println!("{} parameters", model.register.parameters().len()),
        Err(mistakes) => print!("{mistakes}"),
    }
}
