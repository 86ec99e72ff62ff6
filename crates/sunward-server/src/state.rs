//! What all requests share, and the way of one through it.

use crate::Limits;
use crate::answer::{NoAnswer, is_long_table, written_answer};
use crate::field::{Fields, of_query};
use crate::gate::{Rate, admit};
use crate::library::Library;
use crate::reply::{HEADERS, Refusal, Reply, Written, json, written};
use crate::routes::{LIVE, ROUTES, Route, Verb};
use crate::work::{NotDone, Pool, Stop};
use crate::{live, openapi, page};
use axum::body::{Body, HttpBody};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};
use serde_json::{Value as Json, json};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::time::{Duration, Instant};
use sunward::mistakes::Mistake;
use tokio::sync::watch;

/// Most of a body that is too large which is still taken in, so that whoever sends it hears why it is refused.
const MOST_DRAINED: usize = 16 << 20;

/// How long a body that is too large is taken in.
const DRAIN_TIME: Duration = Duration::from_secs(2);

/// What all requests share.
#[derive(Debug)]
pub struct State {
    /// The port listened on.
    pub port: u16,
    /// Bounds.
    pub limits: Limits,
    /// Scenarios.
    pub library: Arc<Library>,
    /// How many requests a second.
    pub rate: Rate,
    /// Questions of a moment.
    pub short: Pool,
    /// Plans and explorations.
    pub long: Pool,
    /// Questions of live connections: there is a place for each of them, and for what those that have gone leave at work.
    pub sessions: Pool,
    /// Live connections.
    pub live: AtomicUsize,
    /// Told when the server stops.
    pub closing: watch::Receiver<bool>,
}

impl State {
    /// At a port, with bounds.
    pub fn new(port: u16, limits: Limits, library: Library, closing: watch::Receiver<bool>) -> Self {
        Self {
            port,
            library: Arc::new(library),
            rate: Rate::new(limits.requests_per_second),
            short: Pool::new(limits.threads, limits.waiting),
            long: Pool::new(limits.long_at_once, limits.long_waiting),
            sessions: Pool::new(limits.threads, 2 * limits.sessions),
            live: AtomicUsize::new(0),
            closing,
            limits,
        }
    }

    /// Waits until the server stops.
    pub async fn stopped(&self) {
        let mut closing = self.closing.clone();
        if closing.wait_for(|closing| *closing).await.is_err() {
            // Nobody can say so any more.
            std::future::pending::<()>().await;
        }
    }

    /// Where a question waits for its turn: one that took long and was answered before takes a moment.
    pub fn pool(&self, verb: Verb, fields: &Fields) -> &Pool {
        if is_long(verb, fields) && !self.library.kept.has(verb, fields) { &self.long } else { &self.short }
    }

    fn health(&self) -> Json {
        let load = |pool: &Pool| {
            let (working, waiting) = pool.load();
            json!({"working": working, "waiting": waiting})
        };
        json!({
            "sunward": sunward::results::VERSION,
            "status": "ok",
            "page": page::page_is_missing().is_none(),
            "own": self.library.own(),
            "first": self.library.first(),
            "live": self.live.load(std::sync::atomic::Ordering::Relaxed),
            "short": load(&self.short),
            "long": load(&self.long),
        })
    }
}

/// The whole way of a request.
pub async fn handle(state: Arc<State>, request: Request<Body>) -> Reply {
    let reply = respond(&state, request).await;
    let mut reply = reply.unwrap_or_else(|refusal| refusal.reply());
    dress(&mut reply);
    reply
}

/// Adds the headers of every answer.
fn dress(reply: &mut Reply) {
    for (name, value) in HEADERS {
        reply.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// Lets a request in, or says why not.
fn let_in(state: &State, request: &Request<Body>) -> Result<(), Refusal> {
    admit(request.uri(), request.headers(), state.port)?;
    if !state.rate.take(Instant::now()) {
        return Err(Refusal::come_again("there are more requests than are answered in a second", 1));
    }
    Ok(())
}

async fn respond(state: &Arc<State>, request: Request<Body>) -> Result<Reply, Refusal> {
    let_in(state, &request)?;
    if request.uri().path() == LIVE {
        return live::open(state.clone(), request).await;
    }
    let path = request.uri().path();
    // A head is a document without its body, which hyper leaves out.
    let method = if request.method() == Method::HEAD { Method::GET } else { request.method().clone() };
    let methods: Vec<&str> = ROUTES.iter().filter(|route| route.path == path).map(|route| route.method).collect();
    if methods.is_empty() {
        if let Some(file) = page::file(path) {
            return match method {
                Method::GET => Ok(page::reply(file, request.headers())),
                _ => Err(wrong_method(path, &["GET"])),
            };
        }
        let text = format!("there is nothing at `{}`", shown(path));
        return Err(Refusal::new(StatusCode::NOT_FOUND, "unknown", text, "GET /api/openapi.json says what there is"));
    }
    let Some(route) = ROUTES.iter().find(|route| route.path == path && route.method == method.as_str()) else {
        return Err(wrong_method(path, &methods));
    };
    match route.verb {
        Verb::Health => return Ok(json(StatusCode::OK, written(&state.health()))),
        Verb::OpenApi => return Ok(json(StatusCode::OK, written(&openapi::openapi()))),
        _ => {}
    }
    let packs = route.verb.begins_a_page() && page::takes_gzip(request.headers());
    let fields = read(state, route, request).await?;
    let written = work_out(state, route.verb, fields).await?;
    Ok(if packs { written.packed() } else { written.reply() })
}

/// A path in a message: what a terminal should not see is left out, and so is most of a long one.
fn shown(path: &str) -> String {
    path.chars().filter(|letter| !letter.is_control()).take(200).collect()
}

fn wrong_method(path: &str, methods: &[&str]) -> Refusal {
    let methods = methods.join(", ");
    let text = format!("`{path}` takes {methods}");
    Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "method", text, "use that method").with(header::ALLOW, methods)
}

/// The question that a request holds.
async fn read(state: &State, route: &Route, request: Request<Body>) -> Result<Fields, Refusal> {
    let (head, body) = request.into_parts();
    let value = if route.method == "GET" {
        of_query(head.uri.query().unwrap_or("")).map_err(|mistake| Refusal::of(vec![*mistake]))?
    } else {
        is_json(&head.headers)?;
        let bytes = tokio::time::timeout(state.limits.body_time, whole(body, &head.headers, state.limits.body));
        let slow = || {
            let text = "the body of the request did not arrive in time";
            Refusal::new(StatusCode::REQUEST_TIMEOUT, "slow", text, "send it at once")
        };
        let bytes = bytes.await.map_err(|_| slow())??;
        // A question with nothing in it may be left out.
        let bytes = if bytes.iter().all(u8::is_ascii_whitespace) { b"{}".to_vec() } else { bytes };
        serde_json::from_slice(&bytes).map_err(|error| {
            let text = format!("the body is not JSON: {error}");
            let refusal =
                Refusal::new(StatusCode::BAD_REQUEST, "not-json", text, "write it like {\"scenario\": \"terawatt\"}");
            let place = Some(("body".to_string(), error.line(), error.column()));
            let mistakes = refusal.mistakes.into_iter().map(|mistake| Mistake { place: place.clone(), ..mistake });
            Refusal { mistakes: mistakes.collect(), ..refusal }
        })?
    };
    Fields::read(value, route.fields).map_err(Refusal::of)
}

/// Forms of other pages are not JSON.
fn is_json(headers: &HeaderMap) -> Result<(), Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let kind = kind.split(';').next().unwrap_or("").trim();
    if kind.eq_ignore_ascii_case("application/json") {
        return Ok(());
    }
    let text = "the body of a question is JSON, and its `Content-Type` says so";
    Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", text, "send `Content-Type: application/json`"))
}

/// All of a body, if it is not too large.
async fn whole(mut body: Body, headers: &HeaderMap, most: usize) -> Result<Vec<u8>, Refusal> {
    let said = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let mut bytes = Vec::new();
    let mut next = async || poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await;
    let mut too_large = said.is_some_and(|said| said > most as u64);
    while !too_large && let Some(frame) = next().await {
        let cut_off = || Refusal::new(StatusCode::BAD_REQUEST, "cut-off", "the body was cut off", "send all of it");
        if let Ok(data) = frame.map_err(|_| cut_off())?.into_data() {
            too_large = bytes.len() + data.len() > most;
            bytes.extend_from_slice(&data);
        }
    }
    if !too_large {
        return Ok(bytes);
    }
    drop(bytes);
    let drain = async {
        let mut drained = 0;
        while drained < MOST_DRAINED
            && let Some(Ok(frame)) = next().await
        {
            drained += frame.into_data().map_or(0, |data| data.len());
        }
    };
    // Whether it ends in time or not: it is refused.
    let _ = tokio::time::timeout(DRAIN_TIME, drain).await;
    let text = format!("the body is larger than {} KiB", most / 1024);
    Err(Refusal::new(
        StatusCode::PAYLOAD_TOO_LARGE,
        "too-large",
        text,
        "a scenario is text written by a person; send a smaller one",
    ))
}

/// Whether a question may take minutes.
fn is_long(verb: Verb, fields: &Fields) -> bool {
    verb.is_long() || (verb == Verb::Table && is_long_table(fields))
}

/// Works a question out where there is room, and gives it up when nobody waits for it any more or the server stops.
async fn work_out(state: &Arc<State>, verb: Verb, fields: Fields) -> Result<Written, Refusal> {
    let pool = state.pool(verb, &fields);
    let long = is_long(verb, &fields);
    let time = if long { state.limits.long_time } else { state.limits.answer_time };
    let (library, threads) = (state.library.clone(), state.limits.threads);
    let work = pool.run(Stop::default(), move |stop| written_answer(verb, &fields, &library, threads, stop));
    let done = tokio::select! {
        done = tokio::time::timeout(time, work) => done,
        () = nearly_closed(state) => {
            let text = "the server stops";
            return Err(Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "stopping", text, "start it again, and ask again"));
        }
    };
    let over = || {
        let text = format!("this takes longer than {} s", time.as_secs());
        Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "too-long", text, "ask for less, or ask the command line")
    };
    match done.map_err(|_| over())? {
        Ok(Ok(written)) => Ok(written),
        Ok(Err(NoAnswer::Mistakes(mistakes))) => Err(Refusal::of(mistakes)),
        Ok(Err(NoAnswer::Stopped)) => Err(over()),
        Ok(Err(NoAnswer::Bug(text))) => Err(bug(text)),
        Err(NotDone::Full) => {
            Err(Refusal::come_again("too many questions wait for an answer", if long { 30 } else { 1 }))
        }
        Err(NotDone::Panicked) => Err(bug("an answer ended in a panic".into())),
    }
}

fn bug(text: String) -> Refusal {
    Refusal::new(StatusCode::INTERNAL_SERVER_ERROR, "bug", text, "this is a bug; please tell us what was asked")
}

/// Ends shortly before the time that a stopping server leaves is over.
async fn nearly_closed(state: &State) {
    state.stopped().await;
    tokio::time::sleep(state.limits.stop_time.mul_f64(0.8)).await;
}

/// The path of the live connection is no question; whoever asks for it otherwise hears so.
pub fn no_upgrade() -> Refusal {
    let text = format!("`{LIVE}` is a WebSocket");
    let refusal = Refusal::new(StatusCode::UPGRADE_REQUIRED, "upgrade", text, "open it as one");
    refusal.with(header::UPGRADE, "websocket".into())
}
