//! The items that are wrong, as the script of the page reads them: each text and name once, whatever their number.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::bench::wrong::{Side, Wrong};
use crate::document::Label;

/// Words that are kept once, each by its number.
#[derive(Default)]
struct Names<'w> {
    all: Vec<String>,
    places: HashMap<std::borrow::Cow<'w, str>, usize>,
}

impl<'w> Names<'w> {
    fn of(&mut self, name: impl Into<std::borrow::Cow<'w, str>>) -> usize {
        let name = name.into();
        *self.places.entry(name).or_insert_with_key(|name| {
            self.all.push(name.to_string());
            self.all.len() - 1
        })
    }
}

/// The items as JSON that may stand in a page: no `<` in it.
pub fn json(wrong: &[Wrong]) -> String {
    let [mut corpora, mut layers, mut methods, mut kinds, mut documents, mut texts, mut labels] =
        std::array::from_fn(|_| Names::default());
    let mut rows: Vec<Value> = Vec::with_capacity(wrong.len());
    for own in wrong {
        let errors: Vec<usize> = own.errors.iter().map(|error| kinds.of(error.to_string())).collect();
        let mut side = |side: &'_ Option<Side>| {
            side.as_ref().map(|side| {
                let marks =
                    side.marks.iter().map(|(start, end, role)| json!([start, end, role.map(Label::name)]));
                json!([labels.of(side.labels.clone()), marks.collect::<Vec<_>>()])
            })
        };
        let (gold, predicted) = (side(&own.gold), side(&own.predicted));
        rows.push(json!([
            corpora.of(&*own.corpus),
            layers.of(own.layer.name()),
            methods.of(&*own.method),
            errors,
            documents.of(&*own.document),
            texts.of(&*own.text),
            gold,
            predicted,
        ]));
    }
    let data = json!({
        "corpora": corpora.all, "layers": layers.all, "methods": methods.all, "kinds": kinds.all,
        "documents": documents.all, "texts": texts.all, "labels": labels.all, "rows": rows,
    });
    // Nothing that stands in a text can end the element.
    data.to_string().replace('<', "\\u003c")
}
