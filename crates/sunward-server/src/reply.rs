//! Answers as they go out: documents, mistakes, refusals.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Value as Json, json};
use std::io::Write;
use sunward::mistakes::Mistake;

/// What goes out.
pub type Reply = Response<Body>;

/// Headers of every answer. The page loads nothing but itself, nobody else may frame or embed it, and no address of it is told to others.
pub const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
         object-src 'none'; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
];

/// Why a request is not answered with a document.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The status.
    pub status: StatusCode,
    /// All that is wrong.
    pub mistakes: Vec<Mistake>,
    /// A header that goes with it: which methods there are, when to come again.
    pub header: Option<(HeaderName, String)>,
}

impl Refusal {
    /// One thing is wrong with the request itself.
    pub fn new(status: StatusCode, code: &'static str, text: impl Into<String>, remedy: &str) -> Self {
        let mistake = Mistake { code, ..Mistake::of_question(None, text, Some(remedy)) };
        Self { status, mistakes: vec![mistake], header: None }
    }

    /// The question can be read, and is wrong.
    pub fn of(mistakes: Vec<Mistake>) -> Self {
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, mistakes, header: None }
    }

    /// Somebody else is at work; so many seconds from now there may be room.
    pub fn come_again(text: &str, seconds: u32) -> Self {
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "too-many", text, "ask again a little later");
        refusal.with(header::RETRY_AFTER, seconds.to_string())
    }

    /// And a header.
    #[must_use]
    pub fn with(mut self, name: HeaderName, value: String) -> Self {
        self.header = Some((name, value));
        self
    }

    /// What is said: `{"mistakes": [...]}`.
    pub fn body(&self) -> Vec<u8> {
        let mistakes: Vec<Json> = self.mistakes.iter().map(Mistake::document).collect();
        written(&json!({ "mistakes": mistakes }))
    }

    /// As it goes out.
    pub fn reply(&self) -> Reply {
        let mut reply = json(self.status, self.body());
        if let Some((name, value)) = &self.header
            && let Ok(value) = HeaderValue::from_str(value)
        {
            reply.headers_mut().insert(name.clone(), value);
        }
        reply
    }
}

/// Bytes of an answer, and what they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// `Content-Type`.
    pub kind: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Written {
    /// A document.
    pub fn json(bytes: Vec<u8>) -> Self {
        Self { kind: "application/json", bytes }
    }

    /// The same packed with gzip, for whoever takes it.
    pub fn packed(self) -> Reply {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let Ok(bytes) = encoder.write_all(&self.bytes).and_then(|()| encoder.finish()) else { return self.reply() };
        let mut reply = Self { bytes, ..self }.reply();
        reply.headers_mut().insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        reply.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        reply
    }

    /// As it goes out: not to be kept by anybody, for the next moment the numbers may be others.
    pub fn reply(self) -> Reply {
        typed(StatusCode::OK, self.kind, "no-store", Body::from(self.bytes))
    }
}

/// A document as the command line prints it.
pub fn written(document: &Json) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(document).expect("a document is texts, numbers and lists");
    bytes.push(b'\n');
    bytes
}

/// JSON, not to be kept by anybody: the next moment the numbers may be others.
pub fn json(status: StatusCode, bytes: Vec<u8>) -> Reply {
    typed(status, "application/json", "no-store", Body::from(bytes))
}

/// Bytes of a type.
pub fn typed(status: StatusCode, kind: &'static str, caching: &'static str, body: Body) -> Reply {
    let mut reply = Reply::new(body);
    *reply.status_mut() = status;
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    reply.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    reply
}
