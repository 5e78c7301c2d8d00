//! The results as a table: a row for each method, corpus, layer and measure.

use super::figure::{Cost, Figure};
use super::result::{Corpus, Made, Results, Trial};
use crate::dataset::column::{Column, double_or_null, long, long_or_null, string, string_or_null};
use crate::document::Label;
use crate::score::Scored;
use crate::score::board::{Entry, Standing, standings};

/// A figure of one method, with what it depends on.
struct Row<'r> {
    made: &'r Made,
    corpus: &'r Corpus,
    trial: &'r Trial,
    layer: Scored,
    measure: String,
    about: Option<&'static str>,
    figure: Option<Figure>,
    standing: Option<Standing>,
}

pub fn columns(results: &Results) -> Vec<Column> {
    let rows = &rows(results)[..];
    let counts = |r: &Row| r.standing.as_ref().map(|own| own.counts);
    let (figure, interval) = (|r: &Row| r.figure, |r: &Row| r.figure.and_then(|own| own.interval));
    vec![
        string("corpus", "what it was measured on", rows, |r| &r.corpus.name),
        string("layer", "what was scored", rows, |r| r.layer.name()),
        string("method", "which method, as the spec calls it", rows, |r| &r.trial.method),
        string("measure", "how it was scored, or what it took", rows, |r| &r.measure),
        string_or_null("about", "what that is, where it is a cost", rows, |r| r.about),
        double_or_null("value", "F1, or the figure in the unit that its measure names", rows, |r| {
            figure(r).map(|own| own.value)
        }),
        double_or_null("low", "lower end of its 95% interval", rows, |r| interval(r).map(|own| own.0)),
        double_or_null("high", "upper end of its 95% interval", rows, |r| interval(r).map(|own| own.1)),
        long_or_null("rank", "1 and one for each method that is better by a test at 5%", rows, |r| {
            r.standing.as_ref().map(|own| i64::from(own.rank))
        }),
        double_or_null("p_value", "paired randomization test against place 1", rows, |r| {
            r.standing.as_ref()?.p_value
        }),
        long("documents", "documents that were asked about", rows, |r| r.trial.documents.len() as i64),
        long_or_null("gold", "items in the gold", rows, |r| Some(counts(r)?.gold as i64)),
        long_or_null("predicted", "items that were found", rows, |r| Some(counts(r)?.predicted as i64)),
        double_or_null("recalled", "gold items found, or their shares", rows, |r| Some(counts(r)?.recalled)),
        double_or_null("precise", "found items that are right, or their shares", rows, |r| {
            Some(counts(r)?.precise)
        }),
        string("command", "what was started", rows, |r| &r.trial.command),
        string_or_null("says", "what it calls itself", rows, |r| r.trial.says.as_deref()),
        string_or_null("model_sha256", "its model, where it says one", rows, |r| r.trial.model.as_deref()),
        string_or_null("answers_sha256", "what was scored", rows, |r| r.trial.answers_sha256.as_deref()),
        string("gold_sha256", "the labels and their texts", rows, |r| &r.corpus.gold_sha256),
        string("convention", "whose conventions the gold follows", rows, |r| &r.corpus.convention),
        long("rounds", "how often it was run", rows, |r| r.made.rounds as i64),
        string("tool", "which program measured", rows, |r| &r.made.tool),
        string("build", "what that was built from", rows, |r| &r.made.build),
        string_or_null("revision", "of the repository in which it ran", rows, |r| r.made.revision.as_deref()),
        string("at", "when, ISO 8601, UTC", rows, |r| &r.made.at),
        string("processor", "on which", rows, |r| &r.made.machine.processor),
        long("cores", "threads that run at once", rows, |r| r.made.machine.cores as i64),
        string("system", "on which", rows, |r| &r.made.machine.system),
    ]
}

fn rows(results: &Results) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for corpus in &results.corpora {
        let standings = standings(&entries(results, corpus));
        for trial in results.on(corpus) {
            for &layer in &trial.layers {
                let base = |measure: String| Row {
                    made: &results.made,
                    corpus,
                    trial,
                    layer,
                    measure,
                    about: None,
                    figure: None,
                    standing: None,
                };
                let own = standings.iter().filter(|own| own.layer == layer && own.method == trial.method);
                rows.extend(own.map(|own| {
                    let figure = own.counts.f1().map(|value| Figure { value, interval: own.interval });
                    Row { figure, standing: Some(own.clone()), ..base(own.measure.name()) }
                }));
                rows.extend(Cost::ALL.iter().map(|&(cost, name, about)| {
                    let figure = trial.cost(cost, corpus, results.made.price.as_ref());
                    Row { figure, about: Some(about), ..base(name.to_owned()) }
                }));
            }
        }
    }
    rows
}

/// The counts of every method on `corpus`.
pub fn entries(results: &Results, corpus: &Corpus) -> Vec<Entry> {
    let of = |trial: &Trial| -> Vec<Entry> {
        trial.tallies.iter().flat_map(|tally| tally.entries(&trial.method)).collect()
    };
    results.on(corpus).flat_map(of).collect()
}
