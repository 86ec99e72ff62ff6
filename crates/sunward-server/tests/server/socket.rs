//! A WebSocket by hand: what a page's browser does.

use crate::client::{Answer, PATIENCE, Running};
use serde_json::{Value as Json, json};
use std::io::{Read, Write};
use std::net::TcpStream;

/// One connection.
pub struct Socket {
    stream: TcpStream,
    /// Whether it answers when it is asked whether it is there, as every browser does.
    pub is_there: bool,
}

/// What the server says.
#[derive(Debug, PartialEq)]
pub enum Heard {
    Text(String),
    /// The end, with its code; 0 where none was given, or the connection was cut off.
    End(u16),
}

/// The request for a connection, with further headers.
pub fn handshake(server: &Running, headers: &str) -> String {
    format!(
        "GET /api/live HTTP/1.1\r\nHost: {}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
         Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n",
        server.address
    )
}

impl Socket {
    pub fn open(server: &Running) -> Self {
        Self::try_open(server, "").expect("the server opens a connection")
    }

    /// A connection, or what is answered instead.
    pub fn try_open(server: &Running, headers: &str) -> Result<Self, Answer> {
        let mut stream = server.connect();
        stream.write_all(handshake(server, headers).as_bytes()).unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            match stream.read(&mut byte) {
                Ok(1) => head.push(byte[0]),
                _ => break,
            }
        }
        if head.starts_with(b"HTTP/1.1 101") {
            // The answer to the key above, from RFC 6455.
            assert!(String::from_utf8_lossy(&head).to_ascii_lowercase().contains("s3pplmbitxaq9kygzzhzrbk+xoo="));
            return Ok(Self { stream, is_there: true });
        }
        let mut rest = String::from_utf8_lossy(&head).to_ascii_lowercase();
        let length = rest.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next()?.parse().ok());
        let mut body = vec![0; length.unwrap_or(0)];
        let _ = stream.read_exact(&mut body);
        rest.push_str(&String::from_utf8_lossy(&body));
        Err(Answer::of(rest.as_bytes()))
    }

    /// A frame as a browser sends it: masked.
    pub fn frame(&mut self, kind: u8, payload: &[u8]) -> std::io::Result<()> {
        let mut bytes = vec![0x80 | kind];
        match payload.len() {
            length @ 0..126 => bytes.push(0x80 | length as u8),
            length @ 126..65536 => {
                bytes.push(0x80 | 126);
                bytes.extend((length as u16).to_be_bytes());
            }
            length => {
                bytes.push(0x80 | 127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        let mask = [7, 11, 13, 17];
        bytes.extend(mask);
        bytes.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
        self.stream.write_all(&bytes)
    }

    pub fn say(&mut self, text: &str) {
        // Somebody who is cut off hears so.
        let _ = self.frame(1, text.as_bytes());
    }

    pub fn ask(&mut self, question: &Json) {
        self.say(&question.to_string());
    }

    /// What comes next.
    pub fn hear(&mut self) -> Heard {
        loop {
            match self.heard() {
                Ok(Some(heard)) => return heard,
                Ok(None) => {}
                Err(_) => return Heard::End(0),
            }
        }
    }

    fn heard(&mut self) -> std::io::Result<Option<Heard>> {
        let mut head = [0; 2];
        self.stream.read_exact(&mut head)?;
        assert_eq!(head[0] & 0xf0, 0x80, "the server sends whole messages in one frame");
        let length = match head[1] {
            126 => {
                let mut length = [0; 2];
                self.stream.read_exact(&mut length)?;
                u64::from(u16::from_be_bytes(length))
            }
            127 => {
                let mut length = [0; 8];
                self.stream.read_exact(&mut length)?;
                u64::from_be_bytes(length)
            }
            short => u64::from(short),
        };
        let mut payload = vec![0; usize::try_from(length).unwrap()];
        self.stream.read_exact(&mut payload)?;
        Ok(match head[0] & 0x0f {
            1 => Some(Heard::Text(String::from_utf8(payload).unwrap())),
            8 => Some(Heard::End(payload.get(..2).map_or(0, |code| u16::from_be_bytes([code[0], code[1]])))),
            9 if self.is_there => {
                // What was said before the end is heard all the same.
                let _ = self.frame(10, &payload);
                None
            }
            _ => None,
        })
    }

    /// The next message, which must be one.
    pub fn reply(&mut self) -> Json {
        match self.hear() {
            Heard::Text(text) => serde_json::from_str(&text).unwrap(),
            Heard::End(code) => panic!("the connection ended with {code}"),
        }
    }

    /// The reply to a question; what comes before it is passed over.
    pub fn reply_to(&mut self, id: u64) -> Json {
        loop {
            let reply = self.reply();
            if reply["id"] == json!(id) && reply.get("progress").is_none() {
                return reply;
            }
        }
    }

    /// The code with which the connection ends; messages before it are passed over.
    pub fn end(&mut self) -> u16 {
        self.stream.set_read_timeout(Some(PATIENCE)).unwrap();
        loop {
            if let Heard::End(code) = self.hear() {
                return code;
            }
        }
    }
}
