//! Tables and draws as Parquet: the same table gives the same bytes, whichever door hands it out.
//!
//! Works nothing out and opens no file: draws go into whatever takes bytes.
mod draws;

pub use draws::{Draws, columns};
pub use parquet::errors::ParquetError as Error;

use parquet::basic::{LogicalType, Repetition, Type as Physical};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::Type;
use std::sync::Arc;
use sunward_results::{Column, Table};

/// The table as a Parquet file.
///
/// # Errors
/// [`Error`]: a bug, for memory takes every byte.
pub fn bytes(table: &Table) -> Result<Vec<u8>, Error> {
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
        .collect::<Result<Vec<_>, Error>>()?;
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
    writer.into_inner()
}
