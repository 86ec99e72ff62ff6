//! Writing to the terminal.

use anyhow::Result;
use std::io::{IsTerminal, Write};
use sunward::results::Table;
use sunward::scenario::{Mistakes, Paint, draw};

/// Writes to standard output; a reader that has gone is an error, not a panic.
pub fn print(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(())
}

/// Writes a document.
pub fn print_json(document: &serde_json::Value) -> Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(document)?))
}

/// Whether standard error takes colours: a terminal, and nobody said `NO_COLOR`.
fn coloured() -> bool {
    std::io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Draws mistakes on standard error.
pub fn show_mistakes(mistakes: &Mistakes) {
    eprint!("{}", draw(mistakes, if coloured() { Paint::Coloured } else { Paint::Plain }));
}

/// A table for a person: header, a line, rows; numbers to the right.
pub fn drawn(table: &Table) -> String {
    let mut rows: Vec<Vec<String>> = vec![table.columns.iter().map(|c| c.0.replace('_', " ")).collect()];
    for row in 0..table.rows() {
        rows.push(
            table
                .columns
                .iter()
                .map(|(_, column)| match column {
                    sunward::results::Column::Number(cells) => {
                        cells[row].map_or("–".into(), sunward::quantity::show_number)
                    }
                    other => other.cell(row),
                })
                .collect(),
        );
    }
    lined_up(
        &rows,
        &table.columns.iter().map(|(_, c)| !matches!(c, sunward::results::Column::Text(_))).collect::<Vec<_>>(),
    )
}

/// Rows with their columns lined up; `right` says which stand to the right.
pub fn lined_up(rows: &[Vec<String>], right: &[bool]) -> String {
    let width = |c: usize| rows.iter().filter_map(|r| r.get(c)).map(|t| t.chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..right.len()).map(width).collect();
    let mut out = String::new();
    for (i, row) in rows.iter().enumerate() {
        let mut line = String::new();
        for (c, cell) in row.iter().enumerate() {
            let pad = " ".repeat(widths[c] - cell.chars().count());
            line.push_str(&if right[c] { format!("{pad}{cell}  ") } else { format!("{cell}{pad}  ") });
        }
        out.push_str(line.trim_end());
        out.push('\n');
        if i == 0 {
            out.push_str(&"─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1)));
            out.push('\n');
        }
    }
    out
}
