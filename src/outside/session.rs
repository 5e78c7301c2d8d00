//! A method asked about every document, one after the other.

use std::time::{Duration, Instant};

use super::failure::{Failure, Kind, Lost};
use super::hello::Hello;
use super::link::Link;
use super::reply::{line, parse, read};
use crate::document::Document;
use crate::exchange::{Question, Record};
use crate::method::Layer;

/// How often in a row a program is started without a right answer before it is given up.
const STARTS: usize = 3;

/// How many times as long as for a document a program has for its first line, and for the document that warms it up:
/// models take their time to be read.
const STARTING: u32 = 10;

/// How long a program may take to end when there is nothing more to read.
const PARTING: Duration = Duration::from_secs(5);

/// The id and the text of the document that warms a program up: with names, amounts, quotations and abbreviations, so that
/// whatever is made at its first use is made then.
const WARM_UP: (&str, &str) = (
    "warm-up",
    "Mr. John Roe of Acme Inc. told reporters in St. John's on Monday, 3 May, at 5 p.m. that “we knew nothing” and that it \
     cost $2.5 million, i.e. 3%... of all. “It stays closed,” he said, and asked why no one had told the U.S. Senate. \
     According to Jane Doe, the bridge at Oslo opens in June.",
);

/// What came of asking.
pub struct Outcome {
    pub hello: Hello,
    /// One for each document, in order: what was given, with the layers that were found, offsets in code points.
    pub answers: Vec<Result<Record, Failure>>,
    pub cost: Cost,
}

/// What it took.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// Seconds from when a document was given until its answer was there, one for each document, in order; `None` where
    /// it was not answered rightly.
    pub seconds: Vec<Option<f64>>,
    /// Seconds from the first start to the answer about the document that warms up, which is in no other figure but
    /// `cpu`.
    pub warm_up: f64,
    /// Seconds of processor time, of all starts, where that can be told.
    pub cpu: Option<f64>,
    /// Those of them that went into documents: without starts and ends, where that can be told.
    pub working: Option<f64>,
    /// Bytes of memory, where it can be told.
    pub peak: Option<u64>,
}

/// Starts `command`, a line for the shell or the address of a service, and asks it each of the questions that are made of its greeting, `deadline`
/// for each. The ids of the documents must be distinct.
///
/// # Errors
/// When it did not say who it is, or failed at the document that warms it up.
pub fn ask(
    command: &str,
    deadline: Duration,
    questions: impl FnOnce(&Hello) -> Vec<Question>,
) -> Result<Outcome, Failure> {
    let began = Instant::now();
    let (link, hello) = start(command, deadline)?;
    let warm_up = began.elapsed().as_secs_f64();
    let known = link.is_program().then_some(0.0);
    let cost = Cost { warm_up, cpu: known, working: known, ..Cost::default() };
    let asked = questions(&hello);
    let link = Some(link);
    let mut session =
        Session { command, deadline, hello, asked: &asked, answers: Vec::new(), link, starts: 1, cost };
    for question in &asked {
        let (answer, seconds) = match session.answer(question) {
            Ok((answer, seconds)) => (Ok(answer), Some(seconds)),
            Err(failure) => (Err(failure), None),
        };
        session.answers.push(answer);
        session.cost.seconds.push(seconds);
    }
    session.finish();
    Ok(Outcome { hello: session.hello, answers: session.answers, cost: session.cost })
}

/// A method while it is asked.
struct Session<'a> {
    command: &'a str,
    deadline: Duration,
    hello: Hello,
    asked: &'a [Question],
    /// Of the documents so far.
    answers: Vec<Result<Record, Failure>>,
    link: Option<Link>,
    /// Since the last right answer.
    starts: usize,
    cost: Cost,
}

impl Session<'_> {
    /// The answer to `question`, and the seconds until it was there. What comes in its place of documents before is
    /// passed over; where one of them was answered rightly, neither answer counts.
    fn answer(&mut self, question: &Question) -> Result<(Record, f64), Failure> {
        let line = line(question, &self.hello)?;
        self.run()?;
        let began = Instant::now();
        if let Some(link) = &mut self.link {
            link.send(line);
        }
        let mut again: Vec<usize> = Vec::new();
        let answer = loop {
            let line = match self.next(began + self.deadline) {
                Ok(line) => line,
                // It did answer, but about another document.
                Err(failure) if failure.kind == Kind::Hung && !again.is_empty() => {
                    return Err(other(&self.asked[again[0]].record.doc_id));
                }
                Err(failure) => break Err(failure),
            };
            let took = began.elapsed().as_secs_f64();
            match parse(&line) {
                Err(failure) => break Err(failure),
                Ok(answer) if answer.doc_id == question.record.doc_id => {
                    break read(answer, question, &self.hello).map(|answer| {
                        self.starts = 0;
                        (answer, took)
                    });
                }
                // A service says one thing to each question, so that there is nothing to wait for.
                Ok(answer) if !self.link.as_ref().is_some_and(Link::is_program) => {
                    break Err(other(&answer.doc_id));
                }
                Ok(answer) => match self.before(&answer.doc_id) {
                    Some(at) => again.extend(self.answers[at].is_ok().then_some(at)),
                    None if answer.doc_id == WARM_UP.0 => {}
                    None => break Err(other(&answer.doc_id)),
                },
            }
        };
        self.answered_twice(&again);
        answer
    }

    /// Which of the documents so far `id` is.
    fn before(&self, id: &str) -> Option<usize> {
        self.asked[..self.answers.len()].iter().position(|question| question.record.doc_id == id)
    }

    fn answered_twice(&mut self, documents: &[usize]) {
        for &at in documents {
            self.answers[at] = Err(Failure::new(Kind::Twice, "a second answer for it"));
            self.cost.seconds[at] = None;
        }
    }

    /// Sees to it that it is there, started anew where it is gone; a service is greeted anew.
    fn run(&mut self) -> Result<(), Failure> {
        while self.link.is_none() {
            if self.starts == STARTS {
                let why = format!("{STARTS} starts in a row brought no right answer");
                return Err(Failure::new(Kind::NotAsked, why));
            }
            self.starts += 1;
            let started = start(self.command, self.deadline).ok();
            self.link = started.filter(|(_, hello)| *hello == self.hello).map(|(link, _)| link);
        }
        Ok(())
    }

    /// Its next line; where there is none by `limit`, it is ended.
    fn next(&mut self, limit: Instant) -> Result<Vec<u8>, Failure> {
        let gone = || Err(Lost::Closed("it is gone".to_owned()));
        let line = self.link.as_mut().map_or_else(gone, |link| link.line(limit));
        line.map_err(|lost| {
            let ended = if lost.goes_on() { None } else { self.end() };
            lost.failure(self.deadline, ended)
        })
    }

    /// Tells it that there is nothing more, and looks at what it says before it ends by itself.
    fn finish(&mut self) {
        let Some(link) = &mut self.link else { return };
        link.close();
        let limit = Instant::now() + PARTING;
        let mut said = Vec::new();
        while let Ok(line) = link.line(limit) {
            said.extend(parse(&line).map(|answer| answer.doc_id));
        }
        let again: Vec<usize> = said.iter().filter_map(|id| self.before(id)).collect();
        let again: Vec<usize> = again.into_iter().filter(|at| self.answers[*at].is_ok()).collect();
        self.answered_twice(&again);
        self.end();
    }

    /// Ends it, and adds what it took; the words for how it ended.
    fn end(&mut self) -> Option<String> {
        let usage = self.link.take()?.end()?;
        self.cost.cpu = self.cost.cpu.map(|all| all + usage.cpu.as_secs_f64());
        self.cost.working = self.cost.working.zip(usage.working).map(|(all, own)| all + own);
        self.cost.peak = self.cost.peak.max(usage.peak);
        Some(usage.status.to_string())
    }
}

/// The method, once it has said who it is and has answered about the document that warms it up.
fn start(command: &str, deadline: Duration) -> Result<(Link, Hello), Failure> {
    let mut link = Link::open(command).map_err(|error| Failure::new(Kind::Crashed, error.to_string()))?;
    match greeted(&mut link, STARTING * deadline) {
        Ok(hello) => {
            link.ready();
            Ok((link, hello))
        }
        Err(Greeting::Wrong(failure)) => Err(failure),
        Err(Greeting::Lost(lost)) => {
            let ended = link.end().map(|usage| usage.status.to_string());
            Err(lost.failure(STARTING * deadline, ended))
        }
    }
}

/// Why a method did not start well.
enum Greeting {
    Lost(Lost),
    Wrong(Failure),
}

fn greeted(link: &mut Link, patience: Duration) -> Result<Hello, Greeting> {
    let first = link.line(Instant::now() + patience).map_err(Greeting::Lost)?;
    let hello = std::str::from_utf8(&first).map_err(anyhow::Error::from).and_then(Hello::parse);
    let hello = hello.map_err(|error| {
        Greeting::Wrong(Failure::new(Kind::Malformed, format!("its first line: {error:#}")))
    })?;
    let question = warm_up(&hello);
    link.send(line(&question, &hello).map_err(Greeting::Wrong)?);
    let warm = link.line(Instant::now() + patience).map_err(Greeting::Lost)?;
    let answer = parse(&warm).map_err(Greeting::Wrong)?;
    if answer.doc_id != WARM_UP.0 {
        return Err(Greeting::Wrong(other(&answer.doc_id)));
    }
    read(answer, &question, &hello).map_err(Greeting::Wrong)?;
    Ok(hello)
}

/// The document that warms a method up: one sentence, with what `hello` needs.
pub fn warm_up(hello: &Hello) -> Question {
    let (id, text) = WARM_UP;
    let mut question = Question::of(&Document::plain(id, text), [false; 3]);
    let needs = |layer: Layer| hello.needs.contains(&layer);
    question.record.sentences = needs(Layer::Sentences).then(|| vec![[0, text.chars().count()]]);
    question.record.entities = needs(Layer::Entities).then(Vec::new);
    question
}

fn other(id: &str) -> Failure {
    Failure::new(Kind::OutOfOrder, format!("doc_id: {id:?} in place of the one that was asked about"))
}
