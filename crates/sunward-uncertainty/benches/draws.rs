//! How long a drawn number takes.

fn main() {}
