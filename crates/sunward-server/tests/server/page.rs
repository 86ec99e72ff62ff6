//! The page, where it is part of the program; what stands in its place, where it is not.

use crate::client::{Answer, Running};
use sunward_server::{Limits, page_is_missing};

fn asked(server: &Running, path: &str, headers: &str) -> Answer {
    server.send(format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\r\n", server.address))
}

/// What `index.html` loads: the paths between quotation marks that start with `./`.
fn loaded(page: &str) -> Vec<String> {
    page.split('"').filter_map(|part| part.strip_prefix("./")).map(|path| format!("/{path}")).collect()
}

#[test]
fn the_page_and_all_that_it_loads_are_there_with_their_types() {
    let server = Running::with(Limits::default());
    let page = server.get("/");
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    if page_is_missing().is_some() {
        assert!(page.text().contains("built without its page") && page.text().contains("/api/cost"));
        assert_eq!(server.get("/index.html").status, 404);
        return;
    }
    assert!(server.get("/index.html").body == page.body);
    let files = loaded(&page.text());
    assert!(
        files.iter().any(|path| path.ends_with(".js")) && files.iter().any(|path| path.ends_with(".css")),
        "{files:?}"
    );
    for path in &files {
        let plain = server.get(path);
        assert_eq!(plain.status, 200, "{path}");
        let kind = match path.rsplit('.').next() {
            Some("js") => "text/javascript; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("svg") => "image/svg+xml",
            other => panic!("{path}: {other:?}"),
        };
        assert_eq!(plain.header("content-type"), Some(kind), "{path}");
        // The browser that has it asks again with what it was given, and the one that takes gzip gets less.
        let tag = plain.header("etag").expect("a tag").to_string();
        let again = asked(&server, path, &format!("If-None-Match: {tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        let packed = asked(&server, path, "Accept-Encoding: gzip\r\n");
        if packed.header("content-encoding") == Some("gzip") {
            assert!(packed.body.starts_with(&[0x1f, 0x8b]) && packed.body.len() < plain.body.len(), "{path}");
            assert_ne!(packed.header("etag"), Some(tag.as_str()), "{path}");
        }
        if path.starts_with("/assets/") {
            assert!(plain.header("cache-control").is_some_and(|rule| rule.contains("immutable")), "{path}");
        }
    }
}
