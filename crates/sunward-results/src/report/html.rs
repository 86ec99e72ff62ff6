//! Text that is safe to put into the page.

/// A piece of the page: marked up, with everything foreign escaped.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Html(pub String);

impl Html {
    /// Nothing.
    pub fn empty() -> Self {
        Self::default()
    }

    /// One after the other.
    pub fn join(pieces: impl IntoIterator<Item = Self>) -> Self {
        Self(pieces.into_iter().map(|piece| piece.0).collect())
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Html {
    fn from(text: &str) -> Self {
        Self(escape(text))
    }
}

impl From<String> for Html {
    fn from(text: String) -> Self {
        Self(escape(&text))
    }
}

impl From<&String> for Html {
    fn from(text: &String) -> Self {
        Self(escape(text))
    }
}

impl std::fmt::Display for Html {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Escapes text for element content and for attributes in double quotes; drops what no page may hold.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(letter),
            // Controls, and marks that turn the direction of the words around them.
            letter if letter.is_control() => {}
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A link, if the address is one that may be followed; else the words alone.
pub fn link(address: &str, words: &Html) -> Html {
    let address = address.trim();
    let address = if address.starts_with("10.") && address.contains('/') {
        format!("https://doi.org/{address}")
    } else {
        address.to_string()
    };
    let safe = ["https://", "http://"].iter().any(|start| address.to_ascii_lowercase().starts_with(start));
    if safe && !address.contains(char::is_whitespace) {
        Html(format!("<a href=\"{}\" rel=\"noopener noreferrer\">{words}</a>", escape(&address)))
    } else {
        words.clone()
    }
}

/// `<tag class="class">inner</tag>`.
pub fn tag(name: &str, class: &str, inner: impl Into<Html>) -> Html {
    let inner = inner.into();
    if class.is_empty() {
        Html(format!("<{name}>{inner}</{name}>"))
    } else {
        Html(format!("<{name} class=\"{class}\">{inner}</{name}>"))
    }
}

/// A table with a header row; columns after the first `words` are numbers. It scrolls sideways if it must.
pub fn table(caption: &str, words: usize, head: &[Html], rows: &[Vec<Html>]) -> Html {
    named_table(caption, words, head, rows, &[])
}

/// A table whose cells know the name of their column, so that a narrow page can set them one below the other.
pub fn named_table(caption: &str, words: usize, head: &[Html], rows: &[Vec<Html>], names: &[String]) -> Html {
    let class = |column: usize| if column < words { "" } else { " class=\"n\"" };
    let mut out = format!(
        "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"{0}\"><table><caption>{0}</caption><thead><tr>",
        escape(caption)
    );
    for (column, cell) in head.iter().enumerate() {
        out.push_str(&format!("<th scope=\"col\"{}>{cell}</th>", class(column)));
    }
    out.push_str("</tr></thead><tbody>");
    for row in rows {
        out.push_str("<tr>");
        for (column, cell) in row.iter().enumerate() {
            if column == 0 {
                out.push_str(&format!("<th scope=\"row\">{cell}</th>"));
            } else {
                let name = names.get(column).map_or(String::new(), |name| format!(" data-name=\"{}\"", escape(name)));
                out.push_str(&format!("<td{}{name}>{cell}</td>", class(column)));
            }
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
    Html(out)
}
