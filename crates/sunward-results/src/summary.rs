//! One screen that says it all.
