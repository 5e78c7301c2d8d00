//! saidso: news articles in; sentences, entities and claims (who said what) out, as Parquet.
//!
//! Modules in the order in which data flows: a source yields articles, an article becomes a document,
//! methods fill the document's layers, and the dataset is written from it.

//! # A method of your own
//!
//! A method is a type that fills one layer. Registered, it is scored beside the program's own:
//!
//! ```
//! use std::sync::Arc;
//!
//! use saidso::document::{Document, Entity, EntityType, Span};
//! use saidso::method::{Layer, Method, Shared};
//! use saidso::methods::{Methods, Row};
//! use saidso::score::{Measure, board::standings};
//! use saidso::{evaluate, gold};
//!
//! /// Knows a few broadcasters by name.
//! struct Broadcasters;
//!
//! impl Method for Broadcasters {
//!     fn fill(&self, document: &mut Document, _: &mut Shared) {
//!         let places = ["BBC", "CNN", "NRK"].into_iter().flat_map(|name| document.text().match_indices(name));
//!         let mention = |(at, name): (usize, &str)| Entity {
//!             span: Span::new(at, at + name.len()),
//!             kind: EntityType::Org,
//!             id: Some(name.to_lowercase()),
//!             confidence: 0.9,
//!         };
//!         let mut found: Vec<Entity> = places.map(mention).collect();
//!         found.sort_by_key(|entity| entity.span);
//!         document.entities = found;
//!     }
//! }
//!
//! fn main() -> anyhow::Result<()> {
//!     let mut methods = Methods::builtin();
//!     methods.add(Row::new(Layer::Entities, "broadcasters", "a list of names", Arc::new(Broadcasters)))?;
//!     let gold = gold::load("datasets/gold".as_ref(), "datasets/articles".as_ref())?;
//!     let gold: Vec<evaluate::Gold> = gold.iter().map(evaluate::Gold::of).collect();
//!     let run = evaluate::run(methods.find(Layer::Entities, "broadcasters")?, &gold, |_, found| found);
//!     for row in standings(&run.entries(&gold)).iter().filter(|row| row.measure == Measure::Strict(None)) {
//!         println!("{}: F1 {:?}, 95% {:?}", row.method, row.counts.f1(), row.interval);
//!     }
//!     Ok(())
//! }
//! ```

#![forbid(unsafe_code)]

// The ground: nouns, what a method is, errors that say what to do, faults of the program as values.
pub mod caught;
pub mod document;
pub mod hint;
pub mod method;

// The flow.
pub mod source;
pub mod learn;
pub mod words;
/// What mentions of numbers and times come to.
pub mod values;
pub mod learner;
pub mod blocks;
pub mod sentences;
pub mod entities;
pub mod claims;
/// What the methods of claims put up, judged together.
pub mod judge;
pub mod methods;
pub mod pipeline;
pub mod dataset;

// Beside the flow.
pub mod gold;
pub mod exchange;
pub mod score;
pub mod convention;
pub mod outside;
pub mod evaluate;
pub mod extractor;
pub mod agreement;
pub mod bench;

#[cfg(feature = "cli")]
pub mod cmd;
