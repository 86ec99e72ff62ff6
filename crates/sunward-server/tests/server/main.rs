//! A server of its own for each test, asked over plain TCP: what is sent is what stands here, byte for byte.
mod answers;
mod client;
mod description;
mod hostile;
mod live;
mod load;
mod page;
mod socket;
mod stopping;
