//! The list of works that numbers are taken from: `data/sources.bib`.

use std::collections::BTreeMap;
use sunward_model::Source;

/// Reads a list in BibTeX form.
///
/// # Errors
/// The line that could not be read, or the entry that lacks title, author, year or address.
pub fn read_sources(text: &str) -> Result<BTreeMap<String, Source>, String> {
    let bibliography = biblatex::Bibliography::parse(text).map_err(|error| format!("sources.bib: {error}"))?;
    let mut sources = BTreeMap::new();
    for entry in bibliography.iter() {
        let field = |names: &[&str]| {
            names
                .iter()
                .find_map(|name| entry.get(name))
                .map(|chunks| chunks.iter().map(|chunk| chunk.v.get().to_string()).collect::<String>())
                .filter(|text| !text.trim().is_empty())
        };
        let need =
            |names: &[&str]| field(names).ok_or_else(|| format!("sources.bib: `{}` lacks {}", entry.key, names[0]));
        let source = Source {
            key: entry.key.clone(),
            title: need(&["title"])?,
            author: need(&["author", "organization", "institution"])?,
            year: need(&["year", "date"])?,
            address: need(&["url", "doi", "howpublished", "note"])?,
        };
        sources.insert(source.key.clone(), source);
    }
    Ok(sources)
}
