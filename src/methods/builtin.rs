//! THE table: every method of this program, and what each builds on.
//!
//! To add one, write it in the folder of its layer with a type that implements [`Method`], and give it a
//! row here. The command line, the scorer, the tests and the benches loop over the table.

use std::sync::Arc;

use crate::learn::model;
use crate::learner::Learner;
use crate::method::{Layer, Method};
use crate::methods::calibration::Worth;
use crate::methods::first_use::AtFirstUse;
#[cfg(feature = "neural")]
use crate::methods::neural;
use crate::methods::row::Row;
use crate::{blocks, claims, entities, judge, sentences};

static BLOCKS_LEARNED: &[u8] = include_bytes!("../../datasets/models/blocks-learned.safetensors");
static ENTITIES_CRF: &[u8] = include_bytes!("../../datasets/models/entities-crf.safetensors");
static CLAIMS_CRF: &[u8] = include_bytes!("../../datasets/models/claims-crf.safetensors");
static CLAIMS_JUDGE: &[u8] = include_bytes!("../../datasets/models/claims-judge.safetensors");

/// Every method; the first of a layer is its default.
pub fn rows() -> Vec<Row> {
    let blocks_rules: Arc<dyn Method> = Arc::new(blocks::rules::Rules);
    let entities_rules: Arc<dyn Method> = Arc::new(entities::rules::Rules);
    let claims_rules: Arc<dyn Method> = Arc::new(claims::rules::Rules);
    // The judge turns down what is wrong, so it is given more.
    let eager = Arc::new(crf(&claims_rules, judge::EAGER));
    let own = eager.clone();
    let eager_crf = Arc::new(AtFirstUse::new(move || own.load(CLAIMS_CRF).expect("a test reads it")));
    let mut rows = vec![
        plain(
            Layer::Blocks,
            "rules",
            "wordings, marks and neighbours of lines outside the running text",
            blocks_rules.clone(),
        ),
        learned(
            Layer::Blocks,
            "learned",
            "a conditional random field over the lines of a page, kinds by the rules; trained on WCXB",
            BLOCKS_LEARNED,
            Arc::new(blocks::learned::Trained { base: blocks_rules }),
        ),
        plain(
            Layer::Sentences,
            "rules",
            "cuts after final punctuation unless an abbreviation, initial, quote or ellipsis says no",
            Arc::new(sentences::rules::Rules),
        ),
        plain(
            Layer::Sentences,
            "uax29",
            "Unicode text segmentation, UAX #29 sentence boundaries",
            Arc::new(sentences::uax29::Uax29),
        ),
        learned(
            Layer::Entities,
            "crf",
            "a conditional random field over words, clusters and the rules' names; trained on open corpora",
            ENTITIES_CRF,
            Arc::new(entities::crf::Trained { base: entities_rules.clone() }),
        ),
        plain(
            Layer::Entities,
            "rules",
            "grammar for values, gazetteers and context for names, surnames tied to full names",
            entities_rules.clone(),
        ),
    ];
    #[cfg(feature = "neural")]
    rows.push(neural::names(&entities_rules));
    rows.extend([
        plain(
            Layer::Entities,
            "capitals",
            "runs of capitalised words, all called PERSON: the naive baseline",
            Arc::new(entities::capitals::Capitals),
        ),
        learned(
            Layer::Claims,
            "judge",
            "what rules and crf find, judged by a filter that learned which is right; trained on texts labeled by our guide",
            CLAIMS_JUDGE,
            Arc::new(judge::Trained { plain: claims_rules.clone(), learned: eager_crf, learner: eager }),
        ),
        plain(
            Layer::Claims,
            "rules",
            "cue lexicon with direct, indirect and mixed speech, acts, factuality and nesting",
            claims_rules.clone(),
        ),
        learned(
            Layer::Claims,
            "crf",
            "conditional random fields over words, clusters and the rules' tags; trained on texts labeled by our guide",
            CLAIMS_CRF,
            Arc::new(crf(&claims_rules, 0.0)),
        ),
    ]);
    #[cfg(feature = "neural")]
    rows.push(neural::claims(&claims_rules));
    rows.push(plain(
        Layer::Claims,
        "quotes",
        "text in quotation marks and the nearest reporting verb: the baseline",
        Arc::new(claims::quotes::Quotes),
    ));
    for row in &mut rows {
        row.worth = Worth::of(row.layer, &row.name);
    }
    rows
}

fn crf(base: &Arc<dyn Method>, eager: f32) -> claims::crf::Trained {
    claims::crf::Trained { name: "crf", base: base.clone(), eager, encoder: None }
}

fn plain(layer: Layer, name: &str, about: &str, method: Arc<dyn Method>) -> Row {
    Row::new(layer, name, about, method)
}

/// A method with a model that is part of the program.
fn learned(layer: Layer, name: &str, about: &str, file: &'static [u8], learner: Arc<dyn Learner>) -> Row {
    let own = learner.clone();
    let method = AtFirstUse::new(move || own.load(file).expect("a test reads it"));
    Row { learner: Some(learner), model: identity(file), ..plain(layer, name, about, Arc::new(method)) }
}

fn identity(file: &[u8]) -> Option<String> {
    model::identity(file).ok().map(|own| own.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Document;
    use crate::method::Shared;

    #[test]
    fn every_model_of_the_program_is_whole() {
        for row in rows() {
            let mut document = Document::plain("t", "Jane Doe said it rained.");
            sentences::rules::Rules.annotate(&mut document);
            if row.layer == Layer::Blocks {
                document = document.unread();
            }
            row.annotate(&mut document, &mut Shared::default());
            let learns = matches!(&*row.name, "learned" | "crf" | "neural" | "judge");
            assert_eq!(row.model.is_some(), learns, "{}", row.name);
        }
    }
}
