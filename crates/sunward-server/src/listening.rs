//! Listening, connections, and the end.

#[cfg(doc)]
use crate::Limits;
use crate::Settings;
use crate::library::Library;
use crate::reply::Refusal;
use crate::state::{State, handle};
use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Instant, Sleep, sleep, timeout};

/// How often it is looked whether the server is to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Most bytes of the head of a request.
const LARGEST_HEAD: usize = 64 << 10;

/// Most headers of a request.
const MOST_HEADERS: usize = 64;

/// Why a server does not start.
#[derive(Debug)]
pub enum StartError {
    /// Somebody listens at the port already.
    PortTaken(u16),
    /// The port is not for everybody.
    PortForbidden(u16),
    /// The system's words.
    System(io::Error),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::PortTaken(port) => write!(
                f,
                "another program listens at port {port}, perhaps another `sunward serve`; give another one with `--port`, or `--port 0` for any that is free"
            ),
            Self::PortForbidden(port) => {
                write!(
                    f,
                    "this system lets only its administrator listen at port {port}; give one from 1024 on with `--port`"
                )
            }
            Self::System(error) => write!(f, "cannot listen on this machine: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

/// A server that has its port, and answers once it runs.
#[derive(Debug)]
pub struct Server {
    listener: std::net::TcpListener,
    address: SocketAddr,
    settings: Settings,
}

impl Server {
    /// Takes a port of 127.0.0.1.
    ///
    /// # Errors
    /// [`StartError`].
    pub fn start(settings: Settings) -> Result<Self, StartError> {
        let system = StartError::System;
        let listener =
            std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, settings.port)).map_err(|error| match error.kind() {
                io::ErrorKind::AddrInUse => StartError::PortTaken(settings.port),
                io::ErrorKind::PermissionDenied => StartError::PortForbidden(settings.port),
                _ => system(error),
            })?;
        listener.set_nonblocking(true).map_err(system)?;
        let address = listener.local_addr().map_err(system)?;
        Ok(Self { listener, address, settings })
    }

    /// Where it listens.
    pub const fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers until `stop` is set. Then nobody new is let in, and answers in the making are finished, for [`Limits::stop_time`] at most.
    ///
    /// # Errors
    /// What the system refuses.
    pub fn run(self, stop: &AtomicBool) -> io::Result<()> {
        let limits = &self.settings.limits;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(limits.threads.clamp(1, 4))
            .max_blocking_threads(2 * limits.threads.max(1) + limits.long_at_once.max(1) + 2)
            .enable_all()
            .build()?;
        let served = runtime.block_on(serve(self.listener, self.address.port(), self.settings, stop));
        // Work that nobody waits for has been asked to stop; it is not waited for.
        runtime.shutdown_background();
        served
    }
}

async fn serve(listener: std::net::TcpListener, port: u16, settings: Settings, stop: &AtomicBool) -> io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let (closing, told) = watch::channel(false);
    let limits = settings.limits.clone();
    let state = Arc::new(State::new(port, settings.limits, Library::new(settings.own), told));
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = set(stop) => break,
        };
        let Ok((stream, _)) = accepted else {
            // Too many files are open, or the client has gone already: a pause, and on.
            sleep(LOOK).await;
            continue;
        };
        // Small answers go out at once.
        let _ = stream.set_nodelay(true);
        match places.clone().try_acquire_owned() {
            Ok(place) => {
                let state = state.clone();
                tokio::spawn(async move {
                    connection(stream, &state).await;
                    drop(place);
                });
            }
            Err(_) => {
                tokio::spawn(turn_away(stream));
            }
        }
    }
    drop(listener);
    let _ = closing.send(true);
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let all_done = async {
        let _ = places.acquire_many(all).await;
        // Live connections have left their places among the others.
        while state.live.load(Ordering::Acquire) > 0 {
            sleep(LOOK / 5).await;
        }
    };
    // Whoever is not done by then is cut off.
    let _ = timeout(limits.stop_time, all_done).await;
    Ok(())
}

/// Waits until a flag is set.
async fn set(stop: &AtomicBool) {
    while !stop.load(Ordering::Relaxed) {
        sleep(LOOK).await;
    }
}

/// One too many.
async fn turn_away(mut stream: TcpStream) {
    let refusal = Refusal::come_again("too many connections are open", 1);
    let body = refusal.body();
    let head = format!(
        "HTTP/1.1 {}\r\nRetry-After: 1\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        refusal.status,
        body.len()
    );
    let answer = async {
        stream.write_all(head.as_bytes()).await?;
        stream.write_all(&body).await?;
        stream.shutdown().await
    };
    let _ = timeout(Duration::from_secs(1), answer).await;
}

/// All requests of one connection, until it ends or the server stops.
async fn connection(stream: TcpStream, state: &Arc<State>) {
    let shared = state.clone();
    let service = service_fn(move |request: Request<Incoming>| {
        let state = shared.clone();
        async move { Ok::<_, Infallible>(handle(state, request.map(Body::new)).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(state.limits.head_time)
        .max_buf_size(LARGEST_HEAD)
        .max_headers(MOST_HEADERS)
        .serve_connection(TokioIo::new(Patient::new(stream, state.limits.write_time)), service)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    tokio::select! {
        // Whatever ends a connection, there is nobody left to tell.
        _ = connection.as_mut() => return,
        () = state.stopped() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// A stream that gives up when nothing can be written for a while: a client that takes no answer holds no memory.
struct Patient {
    stream: TcpStream,
    patience: Duration,
    waits: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream, patience: Duration) -> Self {
        Self { stream, patience, waits: None }
    }

    fn patiently<T>(
        &mut self,
        context: &mut Context<'_>,
        mut write: impl FnMut(Pin<&mut TcpStream>, &mut Context<'_>) -> Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        match write(Pin::new(&mut self.stream), context) {
            Poll::Ready(done) => {
                self.waits = None;
                Poll::Ready(done)
            }
            Poll::Pending => {
                let until = Instant::now() + self.patience;
                let waits = self.waits.get_or_insert_with(|| Box::pin(tokio::time::sleep_until(until)));
                waits.as_mut().poll(context).map(|()| Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.patiently(context, |stream, context| stream.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.patiently(context, |stream, context| stream.poll_write_vectored(context, parts))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
