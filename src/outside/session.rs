//! A program asked about every document, one after the other.

use std::time::{Duration, Instant};

use super::child::{Child, Lost};
use super::failure::{Failure, Kind};
use super::hello::Hello;
use crate::exchange::{Answer, BlockLine, Record, alone};
use crate::method::Layer;

/// How often a program is started before it is given up.
const STARTS: usize = 4;

/// How long a program may take to end when there is nothing more to read.
const PARTING: Duration = Duration::from_secs(5);

/// The id and the text of the document that warms a program up.
const WARM_UP: (&str, &str) = ("warm-up", "Jane Doe said on Monday that the bridge at Oslo stays closed.");

/// What came of asking.
pub struct Outcome {
    pub hello: Hello,
    /// One for each document, in order: what was given, with the layers that were found, offsets in code points.
    pub answers: Vec<Result<Record, Failure>>,
    pub cost: Cost,
}

/// What it took.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    /// From when a document was given until its answer was there, of the documents that were answered rightly.
    pub seconds: f64,
    /// Bytes of their texts.
    pub bytes: usize,
    /// From the first start to the answer about the document that warms up, which is in no other figure but `cpu`.
    pub warm_up: f64,
    /// Seconds of processor time, of all starts.
    pub cpu: f64,
    /// Bytes of memory, where it can be told.
    pub peak: Option<u64>,
}

/// A program while it is asked.
struct Session<'a> {
    command: &'a str,
    deadline: Duration,
    hello: Hello,
    child: Option<Child>,
    starts: usize,
    cost: Cost,
}

/// Starts `command`, a line for the shell, and asks it about each of the records that `given` makes of its greeting,
/// `deadline` for each. Their ids must be distinct.
///
/// # Errors
/// When it did not say who it is, or failed at the document that warms it up.
pub fn ask(
    command: &str,
    deadline: Duration,
    given: impl FnOnce(&Hello) -> Vec<Record>,
) -> Result<Outcome, Failure> {
    let began = Instant::now();
    let (child, hello) = start(command, deadline)?;
    let cost = Cost { warm_up: began.elapsed().as_secs_f64(), ..Cost::default() };
    let asked = given(&hello);
    let mut session = Session { command, deadline, hello, child: Some(child), starts: 1, cost };
    let mut answers: Vec<Result<Record, Failure>> = Vec::new();
    for at in 0..asked.len() {
        let previous = at.checked_sub(1);
        let before = previous.map(|at| (&*asked[at].doc_id, answers[at].is_ok()));
        let (answer, again) = session.ask(&asked[at], before);
        if let Some(previous) = previous.filter(|_| again) {
            answers[previous] = Err(twice());
        }
        answers.push(answer);
    }
    if let (Some(record), Some(answer)) = (asked.last(), answers.last_mut())
        && session.says_more_of(&record.doc_id)
        && answer.is_ok()
    {
        *answer = Err(twice());
    }
    session.end();
    Ok(Outcome { hello: session.hello, answers, cost: session.cost })
}

fn twice() -> Failure {
    Failure::new(Kind::Twice, "a second answer for it")
}

impl Session<'_> {
    /// The answer about `asked`, and whether the one `before` was answered a second time on the way.
    fn ask(&mut self, asked: &Record, before: Option<(&str, bool)>) -> (Result<Record, Failure>, bool) {
        let mut again = false;
        let Some(line) = line(asked, &self.hello) else {
            return (Err(Failure::new(Kind::NotAsked, "it cannot be written in its offsets")), again);
        };
        if !self.running() {
            return (Err(Failure::new(Kind::NotAsked, format!("it was started {STARTS} times"))), again);
        }
        let began = Instant::now();
        let Some(child) = &self.child else { unreachable!("it runs") };
        child.send(line);
        let answer = loop {
            let line = match child.line(began + self.deadline) {
                Ok(line) => line,
                // It did answer, but about another document.
                Err(Lost::Late) if again => {
                    self.end();
                    let (id, _) = before.unwrap_or_default();
                    again = false;
                    break Err(other(id));
                }
                Err(lost) => break Err(self.lost(lost)),
            };
            let took = began.elapsed().as_secs_f64();
            let answer = match parse(&line) {
                Ok(answer) => answer,
                Err(failure) => break Err(failure),
            };
            if answer.doc_id == asked.doc_id {
                let read = read(answer, asked, &self.hello);
                if read.is_ok() {
                    self.cost.seconds += took;
                    self.cost.bytes += asked.text.len();
                }
                break read;
            }
            match before {
                // Of one that failed this is the answer, come too late.
                Some((id, right)) if id == answer.doc_id => again |= right,
                None if answer.doc_id == WARM_UP.0 => {}
                _ => break Err(other(&answer.doc_id)),
            }
        };
        (answer, again)
    }

    /// Whether it runs, perhaps again.
    fn running(&mut self) -> bool {
        while self.child.is_none() && self.starts < STARTS {
            self.starts += 1;
            let started = start(self.command, self.deadline).ok();
            self.child = started.filter(|(_, hello)| *hello == self.hello).map(|(child, _)| child);
        }
        self.child.is_some()
    }

    /// Ends it because it is lost.
    fn lost(&mut self, lost: Lost) -> Failure {
        let ended = self.end();
        failure(lost, self.deadline, ended)
    }

    /// Whether it says anything more of the document `id` before it ends by itself.
    fn says_more_of(&mut self, id: &str) -> bool {
        let Some(child) = &mut self.child else { return false };
        child.close();
        let limit = Instant::now() + PARTING;
        let mut said = false;
        while let Ok(line) = child.line(limit) {
            said |= parse(&line).is_ok_and(|answer| answer.doc_id == id);
        }
        said
    }

    /// Ends it, and adds what it took; the words for how it ended.
    fn end(&mut self) -> Option<String> {
        let usage = self.child.take()?.end()?;
        self.cost.cpu += usage.cpu.as_secs_f64();
        self.cost.peak = self.cost.peak.max(usage.peak);
        Some(usage.status.to_string())
    }
}

/// The program, once it has said who it is and has answered about the document that warms it up.
fn start(command: &str, deadline: Duration) -> Result<(Child, Hello), Failure> {
    let child = Child::spawn(command).map_err(|error| Failure::new(Kind::Crashed, error.to_string()))?;
    let first = match child.line(Instant::now() + deadline) {
        Ok(line) => line,
        Err(lost) => return Err(failure(lost, deadline, child.end().map(|usage| usage.status.to_string()))),
    };
    let wrong = |error: anyhow::Error| Failure::new(Kind::Malformed, format!("its first line: {error:#}"));
    let hello = std::str::from_utf8(&first).map_err(anyhow::Error::from).and_then(Hello::parse);
    let hello = hello.map_err(wrong)?;
    let asked = warm_up(&hello);
    let (name, _) = WARM_UP;
    let Some(line) = line(&asked, &hello) else { unreachable!("offsets of a fixed text") };
    child.send(line);
    let warm = match child.line(Instant::now() + deadline) {
        Ok(line) => line,
        Err(lost) => return Err(failure(lost, deadline, child.end().map(|usage| usage.status.to_string()))),
    };
    let answer = parse(&warm)?;
    if answer.doc_id != name {
        return Err(other(&answer.doc_id));
    }
    read(answer, &asked, &hello)?;
    Ok((child, hello))
}

/// A short document, with what `hello` needs.
fn warm_up(hello: &Hello) -> Record {
    let (id, text) = WARM_UP;
    let end = text.len();
    Record {
        blocks: Some(vec![BlockLine { start: 0, end, kind: "body".to_owned() }]),
        sentences: hello.needs.contains(&Layer::Sentences).then(|| vec![[0, end]]),
        entities: hello.needs.contains(&Layer::Entities).then(Vec::new),
        ..Record::bare(id, text)
    }
}

/// `record` as it is written to the program.
fn line(record: &Record, hello: &Hello) -> Option<Vec<u8>> {
    let record = record.clone().in_unit(hello.offsets).ok()?;
    let mut line = serde_json::to_vec(&record).ok()?;
    line.push(b'\n');
    Some(line)
}

fn parse(line: &[u8]) -> Result<Answer, Failure> {
    let text = std::str::from_utf8(line).map_err(anyhow::Error::from);
    text.and_then(Answer::parse).map_err(|error| Failure::new(Kind::Malformed, format!("{error:#}")))
}

/// What `answer` says of `asked`: its own layers beside those that were given.
fn read(answer: Answer, asked: &Record, hello: &Hello) -> Result<Record, Failure> {
    let malformed = |error: anyhow::Error| Failure::new(Kind::Malformed, format!("{error:#}"));
    let said = answer.about(asked).map_err(malformed)?;
    let has = |layer: Layer| match layer {
        Layer::Blocks => ("blocks", false),
        Layer::Sentences => ("sentences", said.sentences.is_some()),
        Layer::Entities => ("entities", said.entities.is_some()),
        Layer::Claims => ("attributions", said.attributions.is_some()),
    };
    if let Some((key, _)) = hello.layers.iter().map(|layer| has(*layer)).find(|own| !own.1) {
        return Err(Failure::new(
            Kind::Malformed,
            format!("{key}: missing; an empty list says that nothing was found"),
        ));
    }
    let said = said.from_unit(hello.offsets);
    let said = said.map_err(|error| Failure::new(Kind::Outside, format!("{error:#}")))?;
    let own = |layer| hello.layers.contains(&layer);
    let record = Record {
        sentences: if own(Layer::Sentences) { said.sentences } else { asked.sentences.clone() },
        entities: if own(Layer::Entities) { said.entities } else { asked.entities.clone() },
        attributions: said.attributions.filter(|_| own(Layer::Claims)),
        ..asked.clone()
    };
    alone(&record).map_err(malformed)?;
    Ok(record)
}

fn other(id: &str) -> Failure {
    Failure::new(Kind::OutOfOrder, format!("an answer for document {id:?}"))
}

/// What it means that there is no line, where the program ended as `ended` says.
fn failure(lost: Lost, deadline: Duration, ended: Option<String>) -> Failure {
    match lost {
        Lost::Late => Failure::new(Kind::Hung, format!("no answer within {} s", deadline.as_secs_f64())),
        Lost::Closed => Failure::new(Kind::Crashed, ended.unwrap_or_else(|| "it is gone".to_owned())),
        Lost::TooLong => Failure::new(Kind::Malformed, "a line that cannot be read, or of more than 16 MiB"),
    }
}
