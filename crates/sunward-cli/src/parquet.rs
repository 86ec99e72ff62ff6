//! Tables as Parquet.

use crate::folder::PartFile;
use anyhow::Result;
use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::path::Path;
use std::sync::Arc;
use sunward::exploration::Sample;
use sunward::results::{Column, Table};

/// The table as a Parquet file.
pub fn bytes(table: &Table) -> Result<Vec<u8>> {
    let fields = table
        .columns
        .iter()
        .map(|(name, column)| {
            let (kind, repetition) = match column {
                Column::Text(_) => (Physical::BYTE_ARRAY, Repetition::REQUIRED),
                Column::Whole(_) => (Physical::INT64, Repetition::REQUIRED),
                Column::Number(_) => (Physical::DOUBLE, Repetition::OPTIONAL),
            };
            let mut field = Type::primitive_type_builder(name, kind).with_repetition(repetition);
            if matches!(column, Column::Text(_)) {
                field = field.with_logical_type(Some(LogicalType::String));
            }
            Ok(Arc::new(field.build()?))
        })
        .collect::<Result<Vec<_>>>()?;
    let schema = Arc::new(Type::group_type_builder(table.name).with_fields(fields).build()?);
    // Nothing of the machine or the hour: the same table gives the same bytes.
    let properties = Arc::new(WriterProperties::builder().set_created_by("sunward".into()).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties)?;
    let mut group = writer.next_row_group()?;
    for (_, column) in &table.columns {
        let Some(mut out) = group.next_column()? else { break };
        match column {
            Column::Text(rows) => {
                let cells: Vec<ByteArray> = rows.iter().map(|text| ByteArray::from(text.as_str())).collect();
                out.typed::<ByteArrayType>().write_batch(&cells, None, None)?;
            }
            Column::Whole(rows) => {
                out.typed::<Int64Type>().write_batch(rows, None, None)?;
            }
            Column::Number(rows) => {
                let cells: Vec<f64> = rows.iter().flatten().copied().collect();
                let levels: Vec<i16> = rows.iter().map(|cell| i16::from(cell.is_some())).collect();
                out.typed::<DoubleType>().write_batch(&cells, Some(&levels), None)?;
            }
        }
        out.close()?;
    }
    group.close()?;
    Ok(writer.into_inner()?)
}

/// One column of a table of draws.
pub struct DrawColumn {
    /// Path of a drawn number, with its year where it has one; or the name of an outcome.
    pub name: String,
    /// Unit of its cells.
    pub unit: String,
    /// From what is kept to that unit.
    pub show: Box<dyn Fn(f64) -> f64>,
}

/// A table of draws, a row for each, written as they come: inputs and outcomes side by side, in memory that does not grow.
///
/// A crossover that has happened already is −∞, one that never does +∞; so is a cost that cannot be had.
pub struct DrawsFile {
    file: PartFile,
    writer: Option<SerializedFileWriter<std::fs::File>>,
    columns: Vec<DrawColumn>,
    waiting: Vec<Vec<f64>>,
    draws: Vec<i64>,
}

/// Rows that are written at once.
const ROWS: usize = 16_384;

impl DrawsFile {
    /// A table of inputs and outcomes, beside the place where it will stand.
    pub fn create(target: &Path, columns: Vec<DrawColumn>) -> Result<Self> {
        let file = PartFile::create(target)?;
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
        let writer = SerializedFileWriter::new(file.open()?, schema, Arc::new(properties))?;
        let waiting = vec![Vec::new(); columns.len()];
        Ok(Self { file, writer: Some(writer), columns, waiting, draws: Vec::new() })
    }

    /// Adds draws.
    pub fn add(&mut self, draws: &Sample) -> Result<()> {
        self.draws.extend(draws.draws.iter().map(|draw| i64::try_from(*draw).unwrap_or(i64::MAX)));
        let given = draws.values.iter().chain(&draws.outcomes);
        for ((waiting, column), given) in self.waiting.iter_mut().zip(&self.columns).zip(given) {
            waiting.extend(given.iter().map(|value| (column.show)(*value)));
        }
        if self.draws.len() >= ROWS { self.write() } else { Ok(()) }
    }

    fn write(&mut self) -> Result<()> {
        let Some(writer) = self.writer.as_mut().filter(|_| !self.draws.is_empty()) else { return Ok(()) };
        let mut group = writer.next_row_group()?;
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

    /// Puts the table in its place.
    pub fn finish(mut self) -> Result<()> {
        self.write()?;
        if let Some(writer) = self.writer.take() {
            writer.close()?;
        }
        self.file.finish()
    }
}
