//! The baseline: text in quotation marks and the nearest verb of speech.

use crate::claims::phrase;
use crate::claims::view::{NONE, View};
use crate::document::{Act, Claim, Document, Factuality, Quote, Voice};
use crate::method::{Method, Shared};
use crate::words::classes::{PRONOUN, SPEECH};

/// How far from the quotation its verb may stand, in words.
const REACH: usize = 12;

/// The shortest quotation that is taken for speech, marks included; below are scare quotes.
const SHORTEST: usize = 6;

/// One claim for each sentence of each quotation that has a verb of speech beside it.
pub struct Quotes;

impl Method for Quotes {
    fn fill(&self, document: &mut Document, shared: &mut Shared) {
        let view = View::shared(document, shared);
        document.claims = claims(document, &view);
    }
}

fn claims(document: &Document, view: &View) -> Vec<Claim> {
    let mut claims = Vec::new();
    for quotation in view.quotations.iter().map(|quotation| &quotation.words) {
        let first = view.sentences.partition_point(|sentence| sentence.end <= quotation.start);
        let Some(after) = view.sentences[first..].iter().position(|sentence| sentence.end >= quotation.end)
        else {
            continue;
        };
        let last = first + after;
        if quotation.len() < SHORTEST {
            continue;
        }
        let Some(verb) =
            verb(view, view.sentences[first].start, quotation.start, quotation.end, view.sentences[last].end)
        else {
            continue;
        };
        let low = if verb < quotation.start { view.sentences[first].start } else { quotation.end };
        let high = if verb < quotation.start { quotation.start } else { view.sentences[last].end };
        let before = phrase::left(view, low, verb);
        let source = before.or_else(|| phrase::right(view, verb + 1, high));
        for sentence in first..=last {
            let range = &view.sentences[sentence];
            let part = range.start.max(quotation.start)..range.end.min(quotation.end);
            claims.push(Claim {
                source: source.iter().map(|words| view.span(words.clone())).collect(),
                cue: vec![view.span(verb..verb + 1)],
                content: vec![view.span(part)],
                sentence,
                voice: Voice::Attributed,
                quote: Some(Quote::Direct),
                act: Act::Assertive,
                factuality: Factuality::Certain,
                nested_in: None,
                source_ids: source
                    .as_ref()
                    .and_then(|words| id(document, view, words.clone()))
                    .into_iter()
                    .collect(),
                addressee: Vec::new(),
                proposition: None,
                confidence: 0.6,
            });
        }
    }
    claims.sort_by_key(|claim| (claim.sentence, claim.content[0]));
    claims
}

/// The verb of speech nearest to a quotation, after it or before it, outside all others.
fn verb(view: &View, low: usize, start: usize, end: usize, high: usize) -> Option<usize> {
    let speaks = |at: &usize| view.is(*at, SPEECH) && view.words[*at].quote == NONE;
    let after = (end..high.min(end + REACH)).find(speaks);
    let before = (low.max(start.saturating_sub(REACH))..start).rev().find(speaks);
    match (before, after) {
        (Some(before), Some(after)) => Some(if start - before <= after - end { before } else { after }),
        (before, after) => before.or(after),
    }
}

/// The id of the entity inside the source; a pronoun has none here.
fn id(document: &Document, view: &View, words: std::ops::Range<usize>) -> Option<String> {
    if view.is(words.start, PRONOUN) {
        return None;
    }
    let span = view.span(words);
    let first = document.entities.partition_point(|entity| entity.span.start() < span.start());
    let inside = document.entities[first..].iter().take_while(|entity| entity.span.end() <= span.end());
    inside.filter_map(|entity| entity.id.clone()).last()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Sentence, Span};

    fn found(text: &str) -> Vec<(String, String, String)> {
        let mut document = Document::plain("t", text);
        document.sentences = vec![Sentence { span: Span::new(0, text.len()) }];
        Quotes.annotate(&mut document);
        let words = |spans: &[Span]| spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" / ");
        document
            .claims
            .iter()
            .map(|claim| (words(&claim.source), words(&claim.cue), words(&claim.content)))
            .collect()
    }

    #[test]
    fn takes_the_verb_on_either_side() {
        let expected = ("Jane Doe".to_owned(), "said".to_owned(), "“We will not go there,”".to_owned());
        assert_eq!(found("“We will not go there,” Jane Doe said."), std::slice::from_ref(&expected));
        assert_eq!(found("“We will not go there,” said Jane Doe."), [expected]);
        assert_eq!(found("She said: “We will not go there.”")[0].0, "She");
    }

    #[test]
    fn a_scare_quote_or_a_quotation_without_a_verb_is_none() {
        assert!(found("He said it was a “small” leak.").is_empty());
        assert!(found("The song “We will not go there” is old.").is_empty());
    }
}
