//! The functions that a page calls: bytes in linear memory in, bytes out.
//!
//! `alloc(length)` gives an address to write a question to; `answer(address, length)` gives the address of the reply: its length in four
//! bytes, the least first, and that many bytes of UTF-8; `free(address, length)` gives either back. Buffers are kept in a map, so that a wrong
//! address finds nothing instead of something else.
#![allow(unsafe_code)] // for `no_mangle`; there is no unsafe block

#[cfg(not(feature = "whole"))]
use crate::Quick as Engine;
#[cfg(feature = "whole")]
use crate::Session as Engine;
use std::cell::RefCell;
use std::collections::BTreeMap;

struct Room {
    engine: Engine,
    buffers: BTreeMap<usize, Vec<u8>>,
}

impl Room {
    fn keep(&mut self, buffer: Vec<u8>) -> usize {
        let address = buffer.as_ptr() as usize;
        self.buffers.insert(address, buffer);
        address
    }
}

thread_local! {
    static ROOM: RefCell<Room> = RefCell::new(Room { engine: Engine::default(), buffers: BTreeMap::new() });
}

/// Room for a question of so many bytes.
#[unsafe(no_mangle)]
pub extern "C" fn alloc(length: usize) -> usize {
    // An empty buffer has no address of its own.
    ROOM.with_borrow_mut(|room| room.keep(vec![0; length.max(1)]))
}

/// Answers the question that was written there.
#[unsafe(no_mangle)]
pub extern "C" fn answer(address: usize, length: usize) -> usize {
    ROOM.with_borrow_mut(|room| {
        let question = room.buffers.get(&address).and_then(|buffer| buffer.get(..length)).unwrap_or_default();
        let question = String::from_utf8_lossy(question).into_owned();
        let reply = room.engine.answer(&question);
        let mut bytes = (reply.len() as u32).to_le_bytes().to_vec();
        bytes.extend_from_slice(reply.as_bytes());
        room.keep(bytes)
    })
}

/// Gives a buffer back.
#[unsafe(no_mangle)]
pub extern "C" fn free(address: usize, _length: usize) {
    ROOM.with_borrow_mut(|room| room.buffers.remove(&address));
}

/// Opens the kept scenario that was written there.
#[cfg(not(feature = "whole"))]
#[unsafe(no_mangle)]
pub extern "C" fn open(address: usize, length: usize) {
    ROOM.with_borrow_mut(|room| {
        let kept = room.buffers.get(&address).and_then(|buffer| buffer.get(..length)).unwrap_or_default();
        room.engine.open(kept);
    });
}
