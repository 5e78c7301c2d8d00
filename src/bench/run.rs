//! Every method on every corpus, in turn, round by round.
//!
//! Our own methods are programs here, too: `saidso serve`, over the same pipe, so that like is compared with like; a spec may
//! ask for them in this process, where the method alone is timed. In each round all methods are started anew, each at another place of the turn than before, so that what the machine does
//! meanwhile hits all alike.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, anyhow};
use arrow::temporal_conversions::timestamp_s_to_datetime;

use super::asked::Asked;
use super::confusion::{believed, confused};
use super::contestant::{Contestant, How, contestants};
use super::machine::{Machine, revision};
use super::result::{BUILD, Corpus, Failed, Grouped, Made, Results, Round, Tally, Text, Trial, VERSION};
use super::set::{Set, articles_of, load, stays_unread};
use super::spec::{self, Spec};
use super::wrong::Wrong;
use crate::document::{Document, Label};
use crate::evaluate::case::Case;
use crate::evaluate::group::Group;
use crate::evaluate::{Gold, Run};
use crate::exchange::Record;
use crate::hint::Hint;
use crate::method::Layer;
use crate::outside::{Failure, Hello, Kind};

/// A corpus that was loaded.
struct Field<'s> {
    spec: &'s spec::Corpus,
    set: Set,
}

/// Runs what `spec` asks for; `program` is this one, which is started for its own methods. `tell` is told what is being
/// done.
///
/// # Errors
/// When a corpus or a model cannot be read, there is no such method, or nothing is labeled that a method finds.
pub fn run(spec: &Spec, program: &Path, mut tell: impl FnMut(&str)) -> Result<(Results, Vec<Wrong>)> {
    let fields: Vec<Field> = spec.corpora.iter().map(field).collect::<Result<_>>()?;
    let contestants = contestants(spec, program)?;
    for own in &contestants {
        let labeled = |layer: &Layer| fields.iter().any(|field| field.has(*layer));
        if let Some(layer) = own.layers.iter().find(|layer| !labeled(layer)) {
            return Err(anyhow!("{}: in no corpus are {} labeled", own.method, layer.name()))
                .hint("give the spec a corpus that has them, or leave out the layer");
        }
    }
    let at = now()?;
    let matches = fields.iter().flat_map(|field| {
        let fits = |own: &&Contestant| own.layers.iter().any(|layer| field.has(*layer));
        contestants.iter().filter(fits).map(move |own| Match::new(field, own))
    });
    let mut matches: Vec<Match> = matches.collect();
    for round in 0..spec.rounds {
        let count = matches.len();
        for turn in 0..count {
            let own = &mut matches[(turn + round) % count];
            tell(&format!(
                "round {} of {}: {} on {}",
                round + 1,
                spec.rounds,
                own.contestant.method,
                own.field.spec.name
            ));
            own.play(spec, round + 1);
        }
    }
    let (mut trials, mut wrong) = (Vec::new(), Vec::new());
    for own in matches {
        let (trial, items) = own.finish();
        trials.push(trial);
        wrong.extend(items);
    }
    let corpora = fields.iter().map(Field::described).collect::<Result<_>>()?;
    let made = Made {
        tool: concat!("saidso ", env!("CARGO_PKG_VERSION")).to_owned(),
        build: BUILD.to_owned(),
        revision: revision(),
        at,
        machine: Machine::this(),
        spec_sha256: spec.sha256.clone(),
        rounds: spec.rounds,
        deadline: spec.deadline().as_secs_f64(),
        price: spec.price.clone(),
    };
    Ok((Results { version: VERSION, made, corpora, trials }, wrong))
}

/// The time, ISO 8601, UTC, to the second.
fn now() -> Result<String> {
    let seconds =
        SystemTime::now().duration_since(UNIX_EPOCH).context("the clock stands before 1970")?.as_secs();
    let time = timestamp_s_to_datetime(i64::try_from(seconds)?).context("the clock stands past all dates")?;
    Ok(time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

fn field(spec: &spec::Corpus) -> Result<Field<'_>> {
    let articles = spec.articles.clone().unwrap_or_else(|| articles_of(&spec.gold));
    let set = load(&spec.gold, &articles, spec.convention).with_context(|| format!("corpus {:?}", spec.name));
    let hint = match &spec.from {
        Some(from) => format!("to get it: {from}"),
        None => "gold is a directory of gold files or a corpus in JSON Lines".to_owned(),
    };
    Ok(Field { spec, set: set.hint(&hint)? })
}

impl Field<'_> {
    fn has(&self, layer: Layer) -> bool {
        self.set.gold.iter().any(|gold| gold.layers.contains(&layer))
    }

    fn described(&self) -> Result<Corpus> {
        let text = |gold: &Gold| Text { name: gold.name.clone(), bytes: gold.document.text().len() };
        Ok(Corpus {
            name: self.spec.name.clone(),
            from: self.spec.from.clone(),
            gold_sha256: self.set.sha256()?,
            convention: self.spec.convention.name().to_owned(),
            readable: !stays_unread(&self.spec.gold),
            documents: self.set.gold.iter().map(text).collect(),
            people: Tally::of(&self.set.people),
        })
    }
}

/// One contestant on one corpus, while the rounds go on.
struct Match<'s> {
    field: &'s Field<'s>,
    contestant: &'s Contestant,
    /// The first round in which it said who it is, which is the one that is scored.
    scored: Option<Asked>,
    /// What it was asked about, as far as is known.
    documents: Vec<String>,
    rounds: Vec<Round>,
    failures: Vec<Failed>,
    changed: usize,
}

impl<'s> Match<'s> {
    fn new(field: &'s Field<'s>, contestant: &'s Contestant) -> Match<'s> {
        Match {
            field,
            contestant,
            scored: None,
            documents: Vec::new(),
            rounds: Vec::new(),
            failures: Vec::new(),
            changed: 0,
        }
    }

    /// Asks it about every document, and keeps what it took; a time counts where its answer is the one that was scored.
    fn play(&mut self, spec: &Spec, round: usize) {
        let gold = &self.field.set.gold;
        let mut asked = match &self.contestant.how {
            How::Outside(command) => Asked::of(command, spec.deadline(), gold),
            How::Inside(row) => Asked::inside(row, gold),
        };
        if let Some(failure) = asked.hello.as_ref().and_then(|hello| unfit(hello, &self.contestant.layers)) {
            asked.hello = None;
            asked.answers.iter_mut().for_each(|(_, answer)| *answer = Err(failure.clone()));
        }
        self.failures.extend(asked.failures().map(|(document, failure)| Failed {
            round,
            document: document.to_owned(),
            kind: failure.kind.name().to_owned(),
            why: failure.why.clone(),
        }));
        if let Some(first) = &self.scored {
            let same = |at: usize, answer: &Result<Record, Failure>| {
                let scored = first.answers.get(at).and_then(|(_, answer)| answer.as_ref().ok());
                answer.as_ref().ok().zip(scored).map(|(own, scored)| own == scored)
            };
            for (at, (_, answer)) in asked.answers.iter().enumerate() {
                if same(at, answer) != Some(true) {
                    self.changed += usize::from(same(at, answer) == Some(false));
                    asked.cost.seconds.get_mut(at).map(Option::take);
                }
            }
        }
        let cost = &asked.cost;
        self.rounds.push(Round {
            seconds: cost.seconds.clone(),
            warm_up: cost.warm_up,
            cpu: cost.cpu,
            working: cost.working,
            peak: cost.peak,
        });
        if self.scored.is_none() {
            self.documents = asked.answers.iter().map(|(name, _)| name.clone()).collect();
            self.scored = Some(asked).filter(|asked| asked.hello.is_some());
        }
    }

    /// What came of it, and what is wrong where that may be shown.
    fn finish(self) -> (Trial, Vec<Wrong>) {
        let Match { field, contestant, scored, documents, rounds, failures, changed } = self;
        let layers: Vec<Layer> =
            contestant.layers.iter().copied().filter(|layer| field.has(*layer)).collect();
        let gold = &field.set.gold;
        let convert = |gold: &Gold, found: Document| field.spec.convention.convert(&gold.ignored, found);
        let runs =
            scored.as_ref().map_or_else(Vec::new, |asked| asked.runs(&contestant.method, gold, convert));
        let runs: Vec<Run> = runs.into_iter().filter(|run| layers.contains(&run.layer)).collect();
        let entries: Vec<_> = runs.iter().flat_map(|run| run.entries(gold)).collect();
        let cases: Vec<Case> = runs.iter().flat_map(|run| Case::all(run, gold)).collect();
        let shown = !stays_unread(&field.spec.gold);
        let wrong = |case: &Case| Wrong::of(case, &field.spec.name, &contestant.method);
        let wrong = cases.iter().filter(|_| shown).filter_map(wrong).collect();
        let hello = scored.as_ref().and_then(|asked| asked.hello.as_ref());
        let trial = Trial {
            corpus: field.spec.name.clone(),
            method: contestant.method.clone(),
            layers: layers.iter().map(|layer| (*layer).into()).collect(),
            command: contestant.shown.clone(),
            says: scored.as_ref().and_then(Asked::name),
            model: hello.and_then(|hello| hello.model.clone()),
            answers_sha256: scored.as_ref().and_then(|asked| asked.answers_sha256().ok()),
            documents,
            rounds,
            failures,
            changed,
            tallies: Tally::of(&entries),
            groups: grouped(&cases, shown),
            inside: match &contestant.how {
                How::Inside(row) => Some(row.name.clone()),
                How::Outside(_) => None,
            },
            confused: runs.iter().flat_map(|run| confused(run, gold)).collect(),
            believed: runs.iter().filter_map(|run| believed(run, gold)).collect(),
        };
        (trial, wrong)
    }
}

/// That the program does not find what the spec asks of it.
fn unfit(hello: &Hello, layers: &[Layer]) -> Option<Failure> {
    let missing = layers.iter().find(|layer| !hello.layers.contains(layer))?;
    let why = format!("its first line: layers: no {}, which the spec asks for", missing.name());
    Some(Failure { kind: Kind::Malformed, why })
}

/// The cases by what they are; by cue, which is of the words of the text, only where these may be `shown`.
fn grouped(cases: &[Case], shown: bool) -> Vec<Grouped> {
    let mut all: Vec<Grouped> = Vec::new();
    for &(by, ..) in Group::ALL {
        if by == Group::Document || by == Group::Cue && !shown {
            continue;
        }
        for case in cases.iter().filter(|case| by.applies(case.layer)) {
            let (layer, group) = (case.layer.into(), case.group(by));
            let own = |other: &Grouped| other.layer == layer && other.by == by.name() && other.group == group;
            let at = all.iter().position(own).unwrap_or_else(|| {
                let by = by.name().to_owned();
                all.push(Grouped { layer, by, group: group.clone(), items: 0, right: 0, errors: 0 });
                all.len() - 1
            });
            all[at].items += 1;
            all[at].right += usize::from(case.found.is_right());
            all[at].errors += case.found.errors.len();
        }
    }
    all
}
