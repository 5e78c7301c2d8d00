//! What is written to a program, and what its lines say.

use super::failure::{Failure, Kind};
use super::hello::Hello;
use crate::exchange::{Answer, Question, Record, alone};
use crate::method::Layer;

/// `question` as it is written to the program.
///
/// # Errors
/// When it has no offsets in the program's unit.
pub fn line(question: &Question, hello: &Hello) -> Result<Vec<u8>, Failure> {
    let question = question.clone().in_unit(hello.offsets);
    let line = question.and_then(|question| Ok(serde_json::to_vec(&question)?));
    let mut line = line.map_err(|error| Failure::new(Kind::NotAsked, format!("{error:#}")))?;
    line.push(b'\n');
    Ok(line)
}

/// The answer in a line.
///
/// # Errors
/// When it is none.
pub fn parse(line: &[u8]) -> Result<Answer, Failure> {
    let text = std::str::from_utf8(line).map_err(anyhow::Error::from);
    text.and_then(Answer::parse).map_err(malformed)
}

/// What `answer` says of the document of `question`: its own layers beside those that were given.
///
/// # Errors
/// When a layer is missing that was promised, or something in it is wrong.
pub fn read(answer: Answer, question: &Question, hello: &Hello) -> Result<Record, Failure> {
    let asked = &question.record;
    if let Some(why) = answer.failed {
        return Err(Failure::new(Kind::GaveUp, why));
    }
    let said = answer.about(asked).map_err(malformed)?;
    if let Some(key) = hello.layers.iter().find_map(|layer| missing(&said, *layer)) {
        return Err(Failure::new(
            Kind::Malformed,
            format!("{key}: missing; an empty list says that nothing was found"),
        ));
    }
    let said = said.from_unit(hello.offsets);
    let said = said.map_err(|error| Failure::new(Kind::Outside, format!("{error:#}")))?;
    let own = |layer| hello.layers.contains(&layer);
    if own(Layer::Blocks) {
        said.kinds(asked).map_err(malformed)?;
        return Ok(Record { blocks: said.blocks, ..asked.clone() });
    }
    let record = Record {
        sentences: if own(Layer::Sentences) { said.sentences } else { asked.sentences.clone() },
        entities: if own(Layer::Entities) { said.entities } else { asked.entities.clone() },
        attributions: said.attributions.filter(|_| own(Layer::Claims)),
        ..asked.clone()
    };
    alone(&record).map_err(malformed)?;
    Ok(record)
}

/// The key of `layer`, if `said` lacks it.
fn missing(said: &Record, layer: Layer) -> Option<&'static str> {
    let (key, there) = match layer {
        Layer::Blocks => ("blocks", said.blocks.is_some()),
        Layer::Sentences => ("sentences", said.sentences.is_some()),
        Layer::Entities => ("entities", said.entities.is_some()),
        Layer::Claims => ("attributions", said.attributions.is_some()),
    };
    (!there).then_some(key)
}

fn malformed(error: anyhow::Error) -> Failure {
    Failure::new(Kind::Malformed, format!("{error:#}"))
}
