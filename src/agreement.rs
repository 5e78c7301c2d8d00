//! How far people agree: the ceiling that methods are read against.

use std::collections::{BTreeMap, HashMap};

use crate::document::{Document, Label};
use crate::evaluate::Gold;
use crate::gold::{Labeled, on_raw};
use crate::method::Layer;
use crate::score::board::Entry;
use crate::score::{ClaimLabel, Counts, Measure, Scored, compare, label_pairs, type_pairs};

/// What stands in the place of a method's name.
pub const ANNOTATORS: &str = "annotators";

/// What the type of a mention is called among labels.
pub const ENTITY_TYPE: &str = "entity type";

/// The second annotator's labels scored against the first's, article by article. Both label the
/// same articles in the same order; spans are compared in the raw files, since the two may keep
/// different lines.
pub fn annotators(ours: &[Labeled], theirs: &[Labeled]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (a, b) in ours.iter().zip(theirs) {
        let mut add = |layer, counts: Vec<(Measure, Counts)>| {
            entries.extend(
                counts.into_iter().map(|(measure, counts)| entry(layer, measure, &a.article.id, counts)),
            );
        };
        let (on_a, on_b) = (on_raw(&a.document, &a.article), on_raw(&b.document, &b.article));
        for &(layer, ..) in Layer::ALL {
            let lines = layer == Layer::Blocks;
            let (a, b) = if lines { (&a.document, &b.document) } else { (&on_a, &on_b) };
            add(layer.into(), compare(layer, a, b));
        }
    }
    entries
}

/// The labelings of each text that several people labeled.
#[derive(Default)]
pub struct Labelings {
    pub texts: usize,
    /// Pairs of people who labeled the same text.
    pub pairs: usize,
    /// One entry for a text and measure: the sum over its pairs.
    pub entries: Vec<Entry>,
    /// The labels of what both of a pair marked.
    pub labels: Vec<LabelPair>,
}

/// Which label it is, and what each of two people says.
pub type LabelPair = (&'static str, String, String);

/// The labels of what `a` and `b` both mark: types of mentions, and labels of claims.
pub fn labels(a: &Document, b: &Document) -> Vec<LabelPair> {
    let types = type_pairs(a, b).into_iter();
    let types = types.map(|(a, b)| (ENTITY_TYPE, a.name().to_owned(), b.name().to_owned()));
    let claims = label_pairs(a, b).into_iter().map(|(label, a, b)| (label.name(), a, b));
    types.chain(claims).collect()
}

/// Every pair of labelings of a text is one comparison; the bootstrap draws texts with all of
/// theirs, since pairs of one text are not independent.
pub fn labelings(gold: &[Gold]) -> Labelings {
    let mut texts: BTreeMap<&str, Vec<&Gold>> = BTreeMap::new();
    for gold in gold {
        texts.entry(gold.document.id()).or_default().push(gold);
    }
    let mut found = Labelings::default();
    for (id, people) in texts.into_iter().filter(|(_, people)| people.len() > 1) {
        found.texts += 1;
        let mut sums: Vec<Entry> = Vec::new();
        let mut places: HashMap<(Layer, Measure), usize> = HashMap::new();
        for (at, a) in people.iter().enumerate() {
            for b in &people[at + 1..] {
                found.pairs += 1;
                let both = |name: &str| {
                    let label = ClaimLabel::parse(name).map(Measure::Label);
                    label.is_none_or(|measure| a.has(measure) && b.has(measure))
                };
                found
                    .labels
                    .extend(labels(&a.document, &b.document).into_iter().filter(|(name, ..)| both(name)));
                for &layer in a.layers.iter().filter(|layer| b.layers.contains(layer)) {
                    let counts = compare(layer, &a.document, &b.document).into_iter();
                    for (measure, counts) in counts.filter(|(measure, _)| a.has(*measure) && b.has(*measure))
                    {
                        let place = *places.entry((layer, measure)).or_insert(sums.len());
                        match sums.get_mut(place) {
                            Some(sum) => sum.counts = sum.counts + counts,
                            None => sums.push(entry(layer.into(), measure, id, counts)),
                        }
                    }
                }
            }
        }
        found.entries.extend(sums);
    }
    found
}

fn entry(layer: Scored, measure: Measure, document: &str, counts: Counts) -> Entry {
    Entry { layer, method: ANNOTATORS.to_owned(), measure, document: document.to_owned(), counts }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::read;

    #[test]
    fn what_two_people_say_of_the_same_words_is_compared() {
        let line = |act: &str, kind: &str| {
            format!(
                r#"{{"doc_id":"d","text":"Doe asked for help","entities":[{{"start":0,"end":3,"type":"{kind}"}}],"attributions":[{{"id":"C1","source":[[0,3]],"cue":[[4,9]],"content":[[10,18]],{act}"factuality":"UU"}}]}}"#
            )
        };
        let found = |one: &str, other: &str| {
            let lines = [line(one, "PERSON"), line(other, "ORG")].join("\n");
            let records = read("a.jsonl", lines.as_bytes()).expect("two labelings");
            let gold: Vec<Gold> = records.iter().map(|own| Gold::of_record(own).expect("fits")).collect();
            labelings(&gold).labels
        };
        let pair = |label, a: &str, b: &str| (label, a.to_owned(), b.to_owned());
        let (types, sure) = (pair(ENTITY_TYPE, "PERSON", "ORG"), pair("factuality", "UU", "UU"));
        let acts = found("\"act\":\"directive\",", "\"act\":\"commissive\",");
        assert_eq!(acts, [types.clone(), pair("act", "directive", "commissive"), sure.clone()]);
        assert_eq!(found("\"act\":\"directive\",", ""), [types, sure], "the second says nothing of acts");
    }
}
