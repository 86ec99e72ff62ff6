//! The live connection: a WebSocket with a session of the page's engine of its own.
//!
//! Questions of a session are answered one after the other, in the order they came; of draws that wait only the latest is answered, for it is
//! the one that the slider stands at. Plans and explorations run beside them and tell how far they are. What is asked by a connection that
//! ends is given up.

use crate::answer::{NoAnswer, answer};
use crate::field::Fields;
use crate::reply::{Refusal, Reply};
use crate::routes::{ROUTES, Route, Verb};
use crate::state::{State, no_upgrade};
use crate::work::{NotDone, Stop};
use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::http::Request;
use serde_json::{Map, Value as Json, json};
use std::collections::VecDeque;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use sunward::mistakes::Mistake;
use sunward_page::Session;
use tokio::sync::{Notify, mpsc};
use tokio::time::{Instant, MissedTickBehavior, interval};

/// Most questions of one session that wait.
const MOST_WAITING: usize = 64;

/// Most plans and explorations of one session at a time.
const MOST_LONG: usize = 4;

/// How often a silent client is asked whether it is there.
const PING: Duration = Duration::from_secs(20);

/// How often progress is told at most.
const PROGRESS: Duration = Duration::from_millis(100);

/// Codes of the end of a WebSocket.
const GOING_AWAY: u16 = 1001;
const NOT_TAKEN: u16 = 1003;
const BUG: u16 = 1011;

/// Opens a session, if there is room for one more.
pub async fn open(state: Arc<State>, request: Request<Body>) -> Result<Reply, Refusal> {
    let (mut parts, _) = request.into_parts();
    let Ok(upgrade) = WebSocketUpgrade::from_request_parts(&mut parts, &()).await else { return Err(no_upgrade()) };
    let Some(place) = Place::take(&state) else {
        return Err(Refusal::come_again("too many pages are open", 5));
    };
    let most = state.limits.body;
    Ok(upgrade
        .max_message_size(most)
        .max_frame_size(most)
        .on_upgrade(move |socket| async move { Connection::new(&state).run(socket, place).await }))
}

/// Counts a session, as long as it lives.
struct Place(Arc<State>);

impl Place {
    fn take(state: &Arc<State>) -> Option<Self> {
        let most = state.limits.sessions;
        let add = |count| (count < most).then_some(count + 1);
        state.live.fetch_update(Ordering::AcqRel, Ordering::Acquire, add).ok()?;
        Some(Self(state.clone()))
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.live.fetch_sub(1, Ordering::AcqRel);
    }
}

/// A question for the session.
struct Question {
    id: Json,
    is_draw: bool,
    text: String,
}

/// Questions that wait for the session.
#[derive(Default)]
struct Desk {
    waiting: Mutex<VecDeque<Question>>,
    more: Notify,
}

impl Desk {
    fn waiting(&self) -> std::sync::MutexGuard<'_, VecDeque<Question>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a question; what is refused for it, or itself if there is no room, is given back with the reason.
    fn put(&self, question: Question) -> Vec<(Json, &'static str)> {
        let mut refused = Vec::new();
        let mut waiting = self.waiting();
        if question.is_draw {
            waiting.retain(|other| {
                if other.is_draw {
                    refused.push((other.id.clone(), "superseded"));
                }
                !other.is_draw
            });
        }
        if waiting.len() >= MOST_WAITING {
            refused.push((question.id, "too-many"));
        } else {
            waiting.push_back(question);
            self.more.notify_one();
        }
        refused
    }

    async fn next(&self) -> Question {
        loop {
            if let Some(question) = self.waiting().pop_front() {
                return question;
            }
            self.more.notified().await;
        }
    }

    /// Takes a question away before it is answered.
    fn cancel(&self, id: &Json) {
        self.waiting().retain(|question| question.id != *id);
    }
}

/// A plan or an exploration at work.
struct Long {
    id: Json,
    stop: Stop,
    task: tokio::task::JoinHandle<()>,
}

/// One connection.
struct Connection {
    state: Arc<State>,
    desk: Arc<Desk>,
    say: mpsc::Sender<Said>,
    said: mpsc::Receiver<Said>,
    long: Vec<Long>,
    /// The scenario that was opened last, and its seed: what plans and explorations are about.
    opened: Map<String, Json>,
}

/// What goes out.
enum Said {
    Text(String),
    /// The session is lost to a bug.
    Lost,
}

fn mistakes(id: &Json, mistakes: &[Mistake]) -> String {
    let rows: Vec<Json> = mistakes.iter().map(Mistake::document).collect();
    json!({"id": id, "mistakes": rows}).to_string()
}

fn refused(id: &Json, code: &'static str) -> String {
    let (text, remedy) = match code {
        "superseded" => ("a later draw takes the place of this one", None),
        "too-many" => ("too many questions wait for an answer", Some("ask again a little later")),
        "stopped" => ("this was stopped, or took too long", Some("ask again, or ask for less")),
        _ => ("this is a bug; please tell us what was asked", None),
    };
    mistakes(id, &[Mistake { code, ..Mistake::of_question(None, text, remedy) }])
}

impl Connection {
    fn new(state: &Arc<State>) -> Self {
        let (say, said) = mpsc::channel(MOST_WAITING);
        let (state, desk) = (state.clone(), Arc::default());
        Self { state, desk, say, said, long: Vec::new(), opened: Map::new() }
    }

    async fn run(mut self, mut socket: WebSocket, place: Place) {
        let session = tokio::spawn(answer_in_order(self.state.clone(), self.desk.clone(), self.say.clone()));
        let (code, why) = self.talk(&mut socket).await;
        session.abort();
        for long in &self.long {
            long.stop.store(true, Ordering::Relaxed);
            long.task.abort();
        }
        let frame = CloseFrame { code, reason: why.into() };
        // Whoever has gone hears nothing.
        let _ = tokio::time::timeout(Duration::from_secs(1), socket.send(Message::Close(Some(frame)))).await;
        drop(place);
    }

    /// Hears and says until the connection ends; then the reason.
    async fn talk(&mut self, socket: &mut WebSocket) -> (u16, &'static str) {
        let state = self.state.clone();
        let (mut heard, mut asked) = (Instant::now(), Instant::now());
        let mut tick = interval(PING.min(self.state.limits.silence / 2));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let text = tokio::select! {
                message = socket.recv() => {
                    heard = Instant::now();
                    match message {
                        Some(Ok(Message::Text(text))) => {
                            asked = heard;
                            match self.hear(text.as_str()) {
                                Ok(texts) => texts,
                                Err(text) => vec![text],
                            }
                        }
                        Some(Ok(Message::Binary(_))) => return (NOT_TAKEN, "questions are JSON text"),
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                        Some(Ok(Message::Close(_)) | Err(_)) | None => return (GOING_AWAY, ""),
                    }
                }
                said = self.said.recv() => match said {
                    Some(Said::Text(text)) => vec![text],
                    Some(Said::Lost) | None => return (BUG, "a bug; please tell us what was asked"),
                },
                _ = tick.tick() => {
                    if heard.elapsed() > self.state.limits.silence {
                        return (GOING_AWAY, "nobody is there");
                    }
                    if asked.elapsed() > self.state.limits.idle {
                        return (GOING_AWAY, "nothing was asked for a long time");
                    }
                    self.long.retain(|long| !long.task.is_finished());
                    if socket.send(Message::Ping(Default::default())).await.is_err() {
                        return (GOING_AWAY, "");
                    }
                    continue;
                }
                () = state.stopped() => return (GOING_AWAY, "the server stops"),
            };
            for text in text {
                if socket.send(Message::Text(text.into())).await.is_err() {
                    return (GOING_AWAY, "");
                }
            }
        }
    }

    /// Takes a message: what is to be said at once.
    fn hear(&mut self, text: &str) -> Result<Vec<String>, String> {
        // What is no question the session refuses in its own words.
        let message: Map<String, Json> = serde_json::from_str(text).unwrap_or_default();
        let id = message.get("id").cloned().unwrap_or(Json::Null);
        let told = |refusals: Vec<(Json, &'static str)>| refusals.iter().map(|(id, code)| refused(id, code)).collect();
        match message.get("do").and_then(Json::as_str) {
            Some("cancel") => {
                self.desk.cancel(&id);
                for long in self.long.iter().filter(|long| long.id == id) {
                    long.stop.store(true, Ordering::Relaxed);
                }
                Ok(Vec::new())
            }
            Some(word) if long_route(word).is_some() => {
                let route = long_route(word).expect("it was just found");
                self.long.retain(|long| !long.task.is_finished());
                if self.long.len() >= MOST_LONG {
                    return Err(refused(&id, "too-many"));
                }
                let fields = self.fields(route, message).map_err(|wrong| mistakes(&id, &wrong))?;
                self.start(id, route.verb, fields);
                Ok(Vec::new())
            }
            Some("open") => {
                self.note_opened(&message);
                Ok(told(self.desk.put(Question { id, is_draw: false, text: text.into() })))
            }
            word => {
                let is_draw = word == Some("draw");
                Ok(told(self.desk.put(Question { id, is_draw, text: text.into() })))
            }
        }
    }

    /// Remembers what is opened: plans and explorations are about it.
    fn note_opened(&mut self, message: &Map<String, Json>) {
        self.opened = message.clone();
        self.opened.retain(|name, value| matches!(name.as_str(), "scenario" | "text" | "seed") && !value.is_null());
    }

    /// The fields of a plan or an exploration: its own, and of the scenario those that were opened.
    fn fields(&self, route: &Route, mut message: Map<String, Json>) -> Result<Fields, Vec<Mistake>> {
        message.remove("id");
        message.remove("do");
        if !message.contains_key("scenario") && !message.contains_key("text") {
            for (name, value) in &self.opened {
                message.entry(name.clone()).or_insert_with(|| value.clone());
            }
        }
        Fields::read(Json::Object(message), route.fields)
    }

    /// Starts a plan or an exploration.
    fn start(&mut self, id: Json, verb: Verb, fields: Fields) {
        let stop = Stop::default();
        let (state, say, asked, given_up) = (self.state.clone(), self.say.clone(), id.clone(), stop.clone());
        let task = tokio::spawn(async move {
            let (library, threads) = (state.library.clone(), state.limits.threads);
            let (tell, id) = (say.clone(), asked.clone());
            let work = state.pool(verb, &fields).run(given_up, move |stop| {
                let told = Mutex::new((None::<std::time::Instant>, String::new()));
                answer(verb, &fields, &library, threads, stop, &|share, says| {
                    let mut last = told.lock().unwrap_or_else(PoisonError::into_inner);
                    if last.1 == says && last.0.is_some_and(|time| time.elapsed() < PROGRESS) {
                        return;
                    }
                    *last = (Some(std::time::Instant::now()), says.into());
                    let text = json!({"id": id, "progress": share, "says": says}).to_string();
                    // Whoever does not listen misses it.
                    let _ = tell.try_send(Said::Text(text));
                })
            });
            let text = match tokio::time::timeout(state.limits.long_time, work).await {
                Ok(Ok(Ok(document))) => json!({"id": asked, "ok": document}).to_string(),
                Ok(Ok(Err(NoAnswer::Mistakes(wrong)))) => mistakes(&asked, &wrong),
                Ok(Ok(Err(NoAnswer::Stopped))) | Err(_) => refused(&asked, "stopped"),
                Ok(Err(NotDone::Full)) => refused(&asked, "too-many"),
                Ok(Err(NotDone::Panicked) | Ok(Err(NoAnswer::Bug(_)))) => refused(&asked, "bug"),
            };
            let _ = say.send(Said::Text(text)).await;
        });
        self.long.push(Long { id, stop, task });
    }
}

/// The route of a word that may take minutes, where the session has no answer of its own.
fn long_route(word: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| {
        matches!(route.verb, Verb::Plan | Verb::Explore | Verb::Claims | Verb::Track)
            && route.path.strip_prefix("/api/") == Some(word)
    })
}

/// Answers the questions of a session, one after the other.
async fn answer_in_order(state: Arc<State>, desk: Arc<Desk>, say: mpsc::Sender<Said>) {
    let mut session = Session::at_shelf(1, state.library.pages.clone());
    loop {
        let question = desk.next().await;
        let text = question.text;
        let answered = state.sessions.run(Stop::default(), move |stop| {
            // Whoever asked may have gone while this waited for a place.
            let reply = (!stop.load(Ordering::Relaxed)).then(|| session.answer(&text));
            (session, reply)
        });
        let said = match answered.await {
            Ok((same, reply)) => {
                session = same;
                match reply {
                    Some(reply) => Said::Text(reply),
                    None => return,
                }
            }
            // There is a place for each session; what is left is a panic, and with it the session is gone.
            Err(_) => {
                let _ = say.send(Said::Text(refused(&question.id, "bug"))).await;
                let _ = say.send(Said::Lost).await;
                return;
            }
        };
        if say.send(said).await.is_err() {
            return;
        }
    }
}
