//! A table of draws, written as they come.

use crate::Error;
use parquet::basic::{Repetition, Type as Physical};
use parquet::data_type::{DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::io::Write;
use std::sync::Arc;
use sunward_exploration::{Explorer, Outcomes, Sample};
use sunward_model::{Model, Value};

/// One column of a table of draws.
pub struct DrawColumn {
    /// Path of a drawn number, with its year where it has one; or the name of an outcome.
    name: String,
    /// Unit of its cells.
    unit: String,
    /// From what is kept to that unit.
    show: Box<dyn Fn(f64) -> f64>,
}

/// A table of draws, a row for each, written as they come: inputs and outcomes side by side, in memory that does not grow.
///
/// A crossover that has happened already is −∞, one that never does +∞; so is a cost that cannot be had.
pub struct Draws<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Vec<DrawColumn>,
    waiting: Vec<Vec<f64>>,
    draws: Vec<i64>,
}

/// Rows that are written at once.
const ROWS: usize = 16_384;

impl<W: Write + Send> Draws<W> {
    /// A table of inputs and outcomes, written to `to`.
    ///
    /// # Errors
    /// [`Error`]: what takes the bytes takes no more.
    pub fn new(to: W, columns: Vec<DrawColumn>) -> Result<Self, Error> {
        let field = |name: &str, kind| {
            let field = Type::primitive_type_builder(name, kind).with_repetition(Repetition::REQUIRED).build();
            field.map(Arc::new)
        };
        let mut fields = vec![field("draw", Physical::INT64)?];
        for column in &columns {
            fields.push(field(&column.name, Physical::DOUBLE)?);
        }
        let schema = Arc::new(Type::group_type_builder("draws").with_fields(fields).build()?);
        let unit = |column: &DrawColumn| KeyValue::new(format!("unit of {}", column.name), column.unit.clone());
        let properties = WriterProperties::builder()
            .set_created_by("sunward".into())
            .set_dictionary_enabled(false)
            .set_key_value_metadata(Some(columns.iter().map(unit).collect()))
            .build();
        let writer = SerializedFileWriter::new(to, schema, Arc::new(properties))?;
        let waiting = vec![Vec::new(); columns.len()];
        Ok(Self { writer, columns, waiting, draws: Vec::new() })
    }

    /// Adds draws.
    ///
    /// # Errors
    /// [`Error`]: what takes the bytes takes no more.
    pub fn add(&mut self, draws: &Sample) -> Result<(), Error> {
        self.draws.extend(draws.draws.iter().map(|draw| i64::try_from(*draw).unwrap_or(i64::MAX)));
        let given = draws.values.iter().chain(&draws.outcomes);
        for ((waiting, column), given) in self.waiting.iter_mut().zip(&self.columns).zip(given) {
            waiting.extend(given.iter().map(|value| (column.show)(*value)));
        }
        if self.draws.len() >= ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<(), Error> {
        if self.draws.is_empty() {
            return Ok(());
        }
        let mut group = self.writer.next_row_group()?;
        let mut index = 0;
        while let Some(mut out) = group.next_column()? {
            if index == 0 {
                out.typed::<Int64Type>().write_batch(&self.draws, None, None)?;
            } else {
                out.typed::<DoubleType>().write_batch(&self.waiting[index - 1], None, None)?;
            }
            out.close()?;
            index += 1;
        }
        group.close()?;
        self.draws.clear();
        self.waiting.iter_mut().for_each(Vec::clear);
        Ok(())
    }

    /// Ends the table, and gives back what took it.
    ///
    /// # Errors
    /// [`Error`]: what takes the bytes takes no more.
    pub fn finish(mut self) -> Result<W, Error> {
        self.write()?;
        self.writer.into_inner()
    }
}

/// Columns of the table of draws: every drawn number, then every outcome.
pub fn columns(model: &Model, explorer: &Explorer) -> Vec<DrawColumn> {
    let mut columns = Vec::new();
    for number in &explorer.uncertain.numbers {
        let parameter = &model.register.parameters()[number.slot];
        let years: Vec<Option<i32>> = match &parameter.value {
            Value::OverTime { points, .. } => points.iter().map(|point| Some(point.0)).collect(),
            Value::Constant(_) | Value::Absent => vec![None],
        };
        let measure = parameter.measure();
        let scale = measure.in_document_unit(1.0);
        let offset = measure.in_document_unit(0.0);
        for year in years {
            let name = year.map_or(number.path.clone(), |year| format!("{}.{year}", number.path));
            let show = move |value: f64| offset + value * (scale - offset);
            columns.push(DrawColumn { name, unit: measure.unit(), show: Box::new(show) });
        }
    }
    let Outcomes { all, .. } = explorer.outcomes();
    columns.extend(all.iter().map(|outcome| DrawColumn {
        name: outcome.name.clone(),
        unit: outcome.unit.into(),
        show: Box::new(|value| value),
    }));
    columns
}
