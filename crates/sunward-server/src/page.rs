//! The page, inside the program: files by their exact paths, and nothing else.

use crate::reply::{Reply, typed};
use crate::routes::{LIVE, ROUTES};
use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};

/// One file.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Where: `/index.html`.
    pub path: &'static str,
    /// As it is.
    pub bytes: &'static [u8],
    /// Packed with gzip, where that is smaller.
    pub packed: Option<&'static [u8]>,
    /// Differs where the bytes do.
    pub print: &'static str,
}

// `PAGE_IS_BUILT_IN` and `FILES`, written by the build.
include!(concat!(env!("OUT_DIR"), "/page.rs"));

/// Why this program was built without its page, where it was.
pub fn page_is_missing() -> Option<&'static str> {
    (!PAGE_IS_BUILT_IN).then_some(NO_PAGE_REASON)
}

/// Instead of the page.
static NO_PAGE: std::sync::LazyLock<String> = std::sync::LazyLock::new(no_page);

/// What stands at a path.
pub fn file(path: &str) -> Option<Option<&'static File>> {
    let wanted = if path == "/" { "/index.html" } else { path };
    match FILES.iter().find(|file| file.path == wanted) {
        Some(file) => Some(Some(file)),
        None if path == "/" => Some(None),
        None => None,
    }
}

/// Type of a file, by its ending.
fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a list of encodings takes gzip.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next().is_some_and(|name| name.eq_ignore_ascii_case("gzip"))
            && !parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse::<f64>().is_ok_and(|q| q <= 0.0)))
    })
}

/// A file as it goes out; nothing of it, if the browser has it already.
pub fn reply(file: Option<&'static File>, headers: &HeaderMap) -> Reply {
    let Some(file) = file else {
        return typed(StatusCode::OK, kind(".html"), "no-cache", Body::from(NO_PAGE.as_str()));
    };
    // Names in `assets/` change with what is in the files.
    let caching = if file.path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let packed = file.packed.filter(|_| takes_gzip(headers));
    let tag = format!("\"{}{}\"", file.print, if packed.is_some() { "-gzip" } else { "" });
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let known = known.flat_map(|list| list.split(',')).any(|one| {
        let one = one.trim();
        one == "*" || one.strip_prefix("W/").unwrap_or(one) == tag
    });
    let mut reply = match known {
        true => typed(StatusCode::NOT_MODIFIED, kind(file.path), caching, Body::empty()),
        false => typed(StatusCode::OK, kind(file.path), caching, Body::from(packed.unwrap_or(file.bytes))),
    };
    let headers = reply.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if file.packed.is_some() {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    if packed.is_some() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    }
    reply
}

/// Says that there is no page, why, and what there is.
fn no_page() -> String {
    let rows: String = ROUTES
        .iter()
        .map(|route| (route.method, route.path, route.title))
        .chain([("GET", LIVE, "The live connection, a WebSocket")])
        .map(|(method, path, title)| {
            let path =
                if method == "GET" && path != LIVE { format!("<a href=\"{path}\">{path}</a>") } else { path.into() };
            format!("<tr><td>{method}</td><td>{path}</td><td>{title}</td></tr>\n")
        })
        .collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>Sunward</title>\n<h1>Sunward</h1>\n<p>This program was built without its page: {NO_PAGE_REASON}. \
         Everything else is here:</p>\n<table>\n{rows}</table>\n</html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    const FILE: File = File { path: "/assets/a.js", bytes: b"plain", packed: Some(b"packed"), print: "0123" };
    static A_FILE: File = FILE;

    #[test]
    fn a_browser_that_takes_gzip_gets_it() {
        for (list, takes) in
            [("gzip, deflate, br", true), ("br;q=1.0, GZIP;q=0.5", true), ("gzip;q=0", false), ("identity", false)]
        {
            let reply = reply(Some(&A_FILE), &headers(header::ACCEPT_ENCODING, list));
            assert_eq!(reply.headers().contains_key(header::CONTENT_ENCODING), takes, "{list}");
            assert_eq!(reply.headers()[header::VARY], "Accept-Encoding");
        }
    }

    #[test]
    fn a_browser_that_has_it_gets_nothing() {
        let known = headers(header::IF_NONE_MATCH, "\"other\", W/\"0123\"");
        assert_eq!(reply(Some(&A_FILE), &known).status(), StatusCode::NOT_MODIFIED);
        // Packed, it is another representation.
        let other = headers(header::IF_NONE_MATCH, "\"0123-gzip\"");
        assert_eq!(reply(Some(&A_FILE), &other).status(), StatusCode::OK);
    }

    #[test]
    fn every_file_has_a_type_and_a_print_of_its_own() {
        for file in FILES {
            assert_ne!(kind(file.path), "application/octet-stream", "{}: say its type", file.path);
            assert!(file.path.starts_with('/') && !file.path.contains(".."), "{}", file.path);
            assert!(file.packed.is_none_or(|packed| packed.len() < file.bytes.len()));
        }
    }

    #[test]
    fn without_a_page_the_interface_is_listed() {
        let page = no_page();
        assert!(ROUTES.iter().all(|route| page.contains(route.path)));
        // The policy forbids both.
        assert!(!page.contains("<script") && !page.contains("style="));
    }
}
