//! A dataset as Croissant 1.1 describes it (mlcommons.org/croissant/1.1): a file and a set of records for each table.

use anyhow::Result;
use arrow::datatypes::{DataType, Field};
use serde_json::{Value, json};

use super::card::{config, table_of};
use super::column::MEANING;
use super::schema::Table;
use super::{FileEntry, LICENSE, Manifest, schema_of};
use crate::document::Label;

pub fn croissant(manifest: &Manifest) -> Result<String> {
    let files: Vec<Value> = manifest.files.iter().map(file).collect();
    let records: Vec<Value> = manifest.files.iter().filter_map(records).collect();
    let mut whole = json!({
        "@context": context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "who-said-what",
        "description": format!(
            "News articles with their sentences, entities and claims (who said what), made by {} {}",
            manifest.tool, manifest.version
        ),
        "version": format!("{}.0.0", manifest.schema_version),
        "distribution": files,
        "recordSet": records,
    });
    if let Some(license) = manifest.options.get(LICENSE) {
        whole["license"] = license.as_str().into();
    }
    Ok(serde_json::to_string_pretty(&whole)? + "\n")
}

fn file(entry: &FileEntry) -> Value {
    json!({
        "@type": "cr:FileObject",
        "@id": entry.path,
        "name": entry.path,
        "contentUrl": entry.path,
        "contentSize": format!("{} B", entry.bytes),
        "encodingFormat": "application/x-parquet",
        "sha256": entry.sha256,
    })
}

fn records(entry: &FileEntry) -> Option<Value> {
    let (table, gold) = table_of(entry)?;
    let name = config(table, gold);
    let about = Table::ALL.iter().find(|row| row.0 == table).map_or("", |row| row.2);
    let schema = schema_of(table);
    let fields: Vec<Value> = schema.fields().iter().map(|field| column(field, &name, &entry.path)).collect();
    Some(json!({"@type": "cr:RecordSet", "@id": name, "name": name, "description": about, "field": fields}))
}

fn column(field: &Field, records: &str, file: &str) -> Value {
    let id = format!("{records}/{}", field.name());
    let mut about = json!({
        "@type": "cr:Field",
        "@id": id,
        "name": field.name(),
        "description": field.metadata().get(MEANING),
    });
    let source = |part: Option<&str>| {
        let mut source = json!({"fileObject": {"@id": file}, "extract": {"column": field.name()}});
        if let Some(part) = part {
            source["transform"] = json!({"jsonPath": part});
        }
        source
    };
    let item = match field.data_type() {
        DataType::List(item) => {
            (about["isArray"], about["arrayShape"]) = (true.into(), "-1".into());
            item.data_type()
        }
        own => own,
    };
    match item {
        DataType::Struct(parts) => {
            let parts = parts.iter().map(|part| {
                json!({
                    "@type": "cr:Field",
                    "@id": format!("{id}/{}", part.name()),
                    "name": part.name(),
                    "dataType": kind(part.data_type()),
                    "source": source(Some(part.name())),
                })
            });
            about["subField"] = parts.collect();
        }
        own => (about["dataType"], about["source"]) = (kind(own).into(), source(None)),
    }
    about
}

fn kind(of: &DataType) -> &'static str {
    match of {
        DataType::Int32 | DataType::Int64 => "sc:Integer",
        DataType::Float32 | DataType::Float64 => "sc:Float",
        DataType::Date32 => "sc:Date",
        _ => "sc:Text",
    }
}

/// What the names stand for, as the standard has it.
fn context() -> Value {
    json!({
        "@language": "en", "@vocab": "https://schema.org/", "arrayShape": "cr:arrayShape", "citeAs": "cr:citeAs",
        "column": "cr:column", "conformsTo": "dct:conformsTo", "containedIn": "cr:containedIn",
        "cr": "http://mlcommons.org/croissant/", "rai": "http://mlcommons.org/croissant/RAI/",
        "data": {"@id": "cr:data", "@type": "@json"}, "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "dct": "http://purl.org/dc/terms/", "equivalentProperty": "cr:equivalentProperty",
        "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
        "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject", "fileSet": "cr:fileSet",
        "format": "cr:format", "includes": "cr:includes", "isArray": "cr:isArray",
        "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key", "md5": "cr:md5",
        "parentField": "cr:parentField", "path": "cr:path", "recordSet": "cr:recordSet",
        "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
        "samplingRate": "cr:samplingRate", "sc": "https://schema.org/", "separator": "cr:separator",
        "source": "cr:source", "subField": "cr:subField", "transform": "cr:transform",
    })
}
