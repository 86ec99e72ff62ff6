//! Who is let in: requests that name this machine and that its own page, or no page at all, has sent.
//!
//! A page of somebody else's can make a browser on this machine send requests here, and by pointing a name of its own at 127.0.0.1 it can
//! make them look like its own (DNS rebinding). Both name somebody else in `Host` or `Origin`, and are refused.

use crate::reply::Refusal;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use std::sync::Mutex;
use std::time::Instant;

/// Names of this machine.
const NAMES: &[&str] = &["127.0.0.1", "localhost", "[::1]"];

/// Whether an authority is this machine's at a port.
fn is_here(authority: &str, port: u16) -> bool {
    NAMES.iter().any(|name| {
        let rest = authority
            .get(..name.len())
            .filter(|head| head.eq_ignore_ascii_case(name))
            .map(|_| &authority[name.len()..]);
        match rest {
            // A browser leaves out the port of the scheme.
            Some("") => port == 80,
            Some(rest) => rest.strip_prefix(':').is_some_and(|text| text == port.to_string()),
            None => false,
        }
    })
}

/// Looks at where a request was sent to and where it comes from.
///
/// # Errors
/// A request for or from somebody else.
pub fn admit(uri: &Uri, headers: &HeaderMap, port: u16) -> Result<(), Refusal> {
    let address = format!("http://127.0.0.1:{port}/");
    let foreign = |what: &str| {
        let text = format!("{what} is not this machine's; only its own page and programs on it are answered");
        Refusal::new(StatusCode::FORBIDDEN, "foreign", text, &format!("use {address}"))
    };
    let mut hosts = headers.get_all(header::HOST).iter();
    let (Some(host), None) = (hosts.next(), hosts.next()) else {
        let text = "a request names one `Host`";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "host", text, &format!("use {address}")));
    };
    if !host.to_str().is_ok_and(|host| is_here(host, port)) {
        return Err(foreign("the `Host` of this request"));
    }
    if uri.authority().is_some_and(|authority| !is_here(authority.as_str(), port)) {
        return Err(foreign("the address of this request"));
    }
    for origin in headers.get_all(header::ORIGIN) {
        let own = origin.to_str().ok().and_then(|origin| origin.strip_prefix("http://"));
        if !own.is_some_and(|authority| is_here(authority, port)) {
            return Err(foreign("the `Origin` of this request"));
        }
    }
    // Pages of others may ask for pictures and scripts without an `Origin`; a link to the page itself is welcome.
    let said = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or("");
    let strangers = matches!(said("sec-fetch-site"), "cross-site" | "same-site");
    if strangers && !(said("sec-fetch-mode") == "navigate" && said("sec-fetch-dest") == "document") {
        return Err(foreign("the page that sent this request"));
    }
    Ok(())
}

/// Counts requests: so many a second, and twice as many after a pause.
#[derive(Debug)]
pub struct Rate {
    per_second: f64,
    left: Mutex<(f64, Instant)>,
}

impl Rate {
    /// So many a second.
    pub fn new(per_second: f64) -> Self {
        Self { per_second, left: Mutex::new((2.0 * per_second, Instant::now())) }
    }

    /// Takes one if there is one left now.
    pub fn take(&self, now: Instant) -> bool {
        let mut left = self.left.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let since = now.saturating_duration_since(left.1).as_secs_f64();
        let tokens = (left.0 + since * self.per_second).min(2.0 * self.per_second);
        let enough = tokens >= 1.0;
        *left = (if enough { tokens - 1.0 } else { tokens }, now.max(left.1));
        enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn only_this_machine_at_this_port_is_here() {
        for here in ["127.0.0.1:8080", "localhost:8080", "LocalHost:8080", "[::1]:8080"] {
            assert!(is_here(here, 8080), "{here}");
        }
        for foreign in [
            "",
            "127.0.0.1",
            "localhost",
            "127.0.0.1:80",
            "127.0.0.1:08080",
            "127.0.0.1:8080:8080",
            "127.0.0.1:8080@evil.example",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example:8080",
            "127.0.0.1.evil.example:8080",
            "0.0.0.0:8080",
            "::1:8080",
            "127.0.0.2:8080",
            "localhost.:8080",
            "évil",
        ] {
            assert!(!is_here(foreign, 8080), "{foreign}");
        }
        assert!(is_here("localhost", 80));
    }

    #[test]
    fn a_rate_lets_a_burst_through_and_then_so_many_a_second() {
        let rate = Rate::new(10.0);
        let start = Instant::now();
        // Twice a second's worth, exactly: no time passes.
        assert_eq!((0..100).filter(|_| rate.take(start)).count(), 20);
        let later = start + Duration::from_millis(550);
        // Five and a half more.
        assert_eq!((0..100).filter(|_| rate.take(later)).count(), 5);
    }
}
