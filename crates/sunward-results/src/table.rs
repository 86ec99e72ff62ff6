//! Tables in long form: one observation a row, a unit column, years as whole numbers.

#[cfg(feature = "plan")]
use crate::PlanOutcome;
use crate::Results;
use sunward_economics::Part;
use sunward_model::Value;
use sunward_quantity::showing::{in_document_unit, with_money_year};

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// Words.
    Text(Vec<String>),
    /// Years and counts.
    Whole(Vec<i64>),
    /// Numbers; `None` where there is none.
    Number(Vec<Option<f64>>),
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its name, and that of its files.
    pub name: &'static str,
    /// Names and columns, all of the same length.
    pub columns: Vec<(&'static str, Column)>,
}

impl Column {
    /// How many rows it has.
    pub fn len(&self) -> usize {
        match self {
            Self::Text(rows) => rows.len(),
            Self::Whole(rows) => rows.len(),
            Self::Number(rows) => rows.len(),
        }
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A cell as text: numbers in full precision, nothing where there is none.
    pub fn cell(&self, row: usize) -> String {
        match self {
            Self::Text(rows) => rows[row].clone(),
            Self::Whole(rows) => rows[row].to_string(),
            Self::Number(rows) => rows[row].map_or(String::new(), |x| format!("{x}")),
        }
    }
}

impl Table {
    /// How many rows it has.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, |column| column.1.len())
    }

    /// As comma-separated values with a header.
    pub fn csv(&self) -> String {
        let quoted = |text: &str| {
            if text.contains([',', '"', '\n', '\r']) {
                format!("\"{}\"", text.replace('"', "\"\""))
            } else {
                text.to_string()
            }
        };
        let mut out = self.columns.iter().map(|c| c.0).collect::<Vec<_>>().join(",");
        out.push('\n');
        for row in 0..self.rows() {
            let cells: Vec<String> = self.columns.iter().map(|c| quoted(&c.1.cell(row))).collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
        out
    }
}

/// Collects rows of one shape.
pub(crate) struct Rows<const T: usize> {
    text: [Vec<String>; T],
    year: Vec<i64>,
    value: Vec<Option<f64>>,
    unit: Vec<String>,
}

impl<const T: usize> Rows<T> {
    pub(crate) fn new() -> Self {
        Self { text: std::array::from_fn(|_| Vec::new()), year: Vec::new(), value: Vec::new(), unit: Vec::new() }
    }

    pub(crate) fn push(&mut self, text: [&str; T], year: i32, value: Option<f64>, unit: &str) {
        for (column, cell) in self.text.iter_mut().zip(text) {
            column.push(cell.to_string());
        }
        self.year.push(i64::from(year));
        self.value.push(value);
        self.unit.push(with_money_year(unit));
    }

    pub(crate) fn table(self, name: &'static str, names: [&'static str; T]) -> Table {
        let mut columns: Vec<(&'static str, Column)> =
            names.into_iter().zip(self.text).map(|(name, rows)| (name, Column::Text(rows))).collect();
        columns.push(("year", Column::Whole(self.year)));
        columns.push(("value", Column::Number(self.value)));
        columns.push(("unit", Column::Text(self.unit)));
        Table { name, columns }
    }
}

/// Every table of the results.
pub fn tables(results: &Results) -> Vec<Table> {
    let mut tables = vec![
        costs(results),
        stack(results),
        crossover(results),
        break_even(results),
        datasheet(results),
        orbit(results),
        crate::attribution::table(&results.attributions),
        parameters(results),
        crate::trade::table(&results.model, &results.trades),
    ];
    #[cfg(feature = "plan")]
    if let Some(PlanOutcome::Planned(planned)) = &results.plan {
        tables.extend(crate::plan::tables::tables(planned));
    }
    if let Some(findings) = &results.explored {
        tables.extend(crate::explore::tables::tables(&results.model, findings));
    }
    #[cfg(feature = "plan")]
    if let Some(tracked) = &results.tracked {
        tables.extend(crate::track::tables::tables(tracked));
    }
    #[cfg(feature = "plan")]
    if !results.claims.is_empty() {
        tables.push(crate::claims::tables::table(&results.claims));
    }
    tables
}

/// Levelised cost of compute by option, use and year, in five units.
pub fn costs(results: &Results) -> Table {
    let mut rows = Rows::<4>::new();
    for series in &results.costs.series {
        for (w, workload) in results.model.workloads.iter().enumerate() {
            for (year, cell) in results.costs.years.iter().zip(&series.years) {
                let option = series.name.to_string();
                let cost = cell.as_ref().ok().map(|found| &found.1);
                let of = |take: &dyn Fn(&sunward_economics::Cost) -> f64| cost.map(take);
                let measures: [(&str, Option<f64>, &str); 5] = [
                    ("compute", of(&|c| c.workloads[w].compute.in_dollars_per_petaflops_hour()), "USD/(PFLOP/s h)"),
                    ("chip hour", of(&|c| c.workloads[w].chip_hour.in_dollars()), "USD"),
                    ("million tokens", of(&|c| c.workloads[w].million_tokens.in_dollars()), "USD"),
                    ("IT energy", of(&|c| c.it_energy.in_dollars_per_kilowatt_hour()), "USD/kWh"),
                    (
                        "IT power for a year",
                        of(&|c| (c.total / c.it_power).in_dollars_per_kilowatt_year()),
                        "USD/kW/year",
                    ),
                ];
                for (measure, value, unit) in measures {
                    rows.push([&option, &workload.name, measure, &series.title], *year, value, unit);
                }
            }
        }
    }
    rows.table("costs", ["option", "workload", "measure", "title"])
}

/// The parts of the cost, by option and year.
pub fn stack(results: &Results) -> Table {
    let mut rows = Rows::<2>::new();
    for series in &results.costs.series {
        let option = series.name.to_string();
        for (year, cell) in results.costs.years.iter().zip(&series.years) {
            let Ok((_, cost)) = cell else { continue };
            for part in Part::ALL {
                let paid = cost.by_part[*part as usize];
                if paid.in_dollars_per_year() != 0.0 {
                    let value = (paid / cost.it_power).in_dollars_per_kilowatt_year();
                    rows.push([&option, part.key()], *year, Some(value), "USD/kW/year");
                }
            }
        }
    }
    rows.table("stack", ["option", "part"])
}

fn crossover(results: &Results) -> Table {
    let mut rows = Rows::<3>::new();
    let name =
        |index: Option<usize>| index.map_or("cheapest".to_string(), |i| results.costs.series[i].name.to_string());
    for c in &results.costs.crossovers {
        for (year, ratio) in results.costs.years.iter().zip(&c.ratio) {
            let (challenger, against) = (name(c.challenger), name(c.against));
            rows.push([&results.model.workloads[c.workload].name, &challenger, &against], *year, *ratio, "1");
        }
    }
    rows.table("ratio", ["workload", "challenger", "against"])
}

fn break_even(results: &Results) -> Table {
    let mut rows = Rows::<5>::new();
    for b in &results.costs.break_evens {
        let workload = &results.model.workloads[b.workload].name;
        let (challenger, against) =
            (results.costs.series[b.challenger].name.to_string(), results.costs.series[b.against].name.to_string());
        let kind = b.lever.kind;
        for (what, value) in [("break-even", b.value), ("now", b.now)] {
            rows.push(
                [workload, &challenger, &against, &b.lever.path, what],
                b.year,
                value.map(|v| in_document_unit(kind, v)),
                kind.unit(),
            );
        }
    }
    rows.table("break_even", ["workload", "challenger", "against", "path", "what"])
}

/// Mass, area and price of every part of every option, by year.
pub fn datasheet(results: &Results) -> Table {
    let mut rows = Rows::<3>::new();
    for series in &results.costs.series {
        let option = series.name.to_string();
        for (year, cell) in results.costs.years.iter().zip(&series.years) {
            let Ok((sheet, _)) = cell else { continue };
            for part in Part::ALL {
                let capital = &sheet.capital[*part as usize];
                for (what, value, unit) in [
                    ("mass", capital.mass.in_kilograms(), "kg"),
                    ("area", capital.area.in_square_metres(), "m2"),
                    ("price", capital.price.in_dollars(), "USD"),
                ] {
                    if value != 0.0 {
                        rows.push([&option, part.key(), what], *year, Some(value), unit);
                    }
                }
            }
        }
    }
    rows.table("datasheet", ["option", "part", "what"])
}

/// Every day of the surveyed orbits.
pub fn orbit(results: &Results) -> Table {
    let mut names = Vec::new();
    let (mut day, mut beta, mut eclipse, mut sunlit, mut flux) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (name, year) in &results.costs.prepared.surveys {
        for d in &year.days {
            names.push(name.clone());
            day.push(i64::from(d.day));
            beta.push(Some(d.beta.in_degrees()));
            eclipse.push(Some(d.eclipse.in_minutes()));
            sunlit.push(Some(d.sunlit_fraction));
            flux.push(Some(d.flux.in_watts_per_square_metre()));
        }
    }
    Table {
        name: "orbit",
        columns: vec![
            ("orbit", Column::Text(names)),
            ("day", Column::Whole(day)),
            ("beta_deg", Column::Number(beta)),
            ("eclipse_min_per_revolution", Column::Number(eclipse)),
            ("sunlit_fraction", Column::Number(sunlit)),
            ("flux_w_per_m2", Column::Number(flux)),
        ],
    }
}

/// The register: every number with its source.
pub fn parameters(results: &Results) -> Table {
    let model = &results.model;
    let mut text: [Vec<String>; 6] = Default::default();
    let (mut years, mut best, mut low, mut high) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for p in model.register.parameters().iter().filter(|p| p.value != Value::Absent) {
        for (year, estimate) in p.value.estimates() {
            let row = [
                p.path.clone(),
                p.measure().unit(),
                p.provenance.source.clone(),
                p.provenance.evidence.name().to_string(),
                p.provenance.date.clone().unwrap_or_default(),
                p.provenance.note.clone().unwrap_or_default(),
            ];
            for (column, cell) in text.iter_mut().zip(row) {
                column.push(cell);
            }
            years.push(year.map(f64::from));
            let show = |x| p.measure().in_document_unit(x);
            best.push(Some(show(estimate.best)));
            low.push(estimate.range.map(|r| show(r.0)));
            high.push(estimate.range.map(|r| show(r.1)));
        }
    }
    let [path, unit, source, kind, date, note] = text;
    Table {
        name: "parameters",
        columns: vec![
            ("path", Column::Text(path)),
            ("year", Column::Number(years)),
            ("best", Column::Number(best)),
            ("low", Column::Number(low)),
            ("high", Column::Number(high)),
            ("unit", Column::Text(unit)),
            ("source", Column::Text(source)),
            ("kind", Column::Text(kind)),
            ("date", Column::Text(date)),
            ("note", Column::Text(note)),
        ],
    }
}
