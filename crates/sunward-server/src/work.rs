//! Where questions are worked out: a bounded number of threads, a bounded number that wait, and an end for what nobody waits for any more.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// Asks work to stop. Set when whoever asked has gone, or the time is over.
pub type Stop = Arc<AtomicBool>;

/// Sets a [`Stop`] when it is dropped: a future that is given up takes its work with it.
#[derive(Debug, Default)]
pub struct Abandoned(pub Stop);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Why work was not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotDone {
    /// Too many wait already.
    Full,
    /// It panicked: a bug.
    Panicked,
}

/// So many at work at once, so many that wait.
#[derive(Debug)]
pub struct Pool {
    at_once: usize,
    places: Arc<Semaphore>,
    inside: Arc<AtomicUsize>,
    most: usize,
}

/// Counts one that works or waits.
struct Inside(Arc<AtomicUsize>);

impl Drop for Inside {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Pool {
    /// So many at once, so many that wait.
    pub fn new(at_once: usize, waiting: usize) -> Self {
        let at_once = at_once.max(1);
        Self { at_once, places: Arc::new(Semaphore::new(at_once)), inside: Arc::default(), most: at_once + waiting }
    }

    /// How many work, and how many wait.
    pub fn load(&self) -> (usize, usize) {
        let inside = self.inside.load(Ordering::Acquire);
        let working = self.at_once - self.places.available_permits().min(self.at_once);
        (working, inside.saturating_sub(working))
    }

    /// Does a piece of work. If the future is dropped, `stop` is set; work that has begun keeps its place until it notices.
    ///
    /// # Errors
    /// [`NotDone`].
    pub async fn run<T: Send + 'static>(
        &self,
        stop: Stop,
        work: impl FnOnce(&Stop) -> T + Send + 'static,
    ) -> Result<T, NotDone> {
        let inside = Inside(self.inside.clone());
        if self.inside.fetch_add(1, Ordering::AcqRel) >= self.most {
            return Err(NotDone::Full);
        }
        let abandoned = Abandoned(stop);
        let place = self.places.clone().acquire_owned().await.map_err(|_| NotDone::Full)?;
        let stop = abandoned.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let (_place, _inside) = (place, inside);
            work(&stop)
        });
        done.await.map_err(|_| NotDone::Panicked)
    }
}
