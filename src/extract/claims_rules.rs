//! Claims by rules: a cue lexicon, phrases found by closed classes, and quotation marks.

pub mod content;
pub mod cue;
pub mod label;
pub mod lexicon;
pub mod phrase;
pub mod postposed;
pub mod preposed;
pub mod quotation;
pub mod relation;
pub mod speaker;
pub mod speech;
pub mod subject;
pub mod view;
pub mod words;

use super::Method;
use crate::document::{Act, BlockKind, Claim, Document, Factuality, Span, Voice};
use crate::extract::token::Kind;
use label::{act, factuality, quote};
use relation::{Draft, Finder};
use speaker::Speakers;
use view::View;
use words::*;

/// Direct, indirect and mixed speech, thought and demands; and the outlet's own claims.
pub struct Rules;

impl Method for Rules {
    fn annotate(&self, document: &mut Document) {
        document.claims = claims(document);
    }
}

fn claims(document: &Document) -> Vec<Claim> {
    let view = View::of(document);
    let mut finder = Finder::new(&view);
    finder.run();
    let mut drafts = finder.drafts;
    drafts.sort_by_key(order);
    drafts.dedup_by(|a, b| a.content == b.content && a.cue == b.cue);
    let mut speakers = Speakers::of(document);
    let mut claims = Vec::with_capacity(drafts.len());
    let mut from = 0;
    let mut blocks = document.kept().peekable();
    for (index, sentence) in document.sentences.iter().enumerate() {
        while blocks.peek().is_some_and(|(_, span)| span.end() < sentence.span.end()) {
            blocks.next();
        }
        let to = from + drafts[from..].iter().take_while(|draft| draft.sentence == index).count();
        if from == to {
            let kind = blocks.peek().map_or(BlockKind::Body, |block| block.0);
            claims.extend(author(&view, index, kind));
        }
        let base = claims.len();
        let here = &drafts[from..to];
        for (at, draft) in here.iter().enumerate() {
            let mut claim: Claim = claim(&view, here, at, base, draft, &mut speakers);
            let first_person = claim.source.first().is_some_and(|span| span.text(view.text) == "I");
            if let Some(outer) =
                claim.nested_in.filter(|_| first_person).and_then(|k| claims.get(k))
            {
                claim.source_id.clone_from(&outer.source_id);
            }
            claims.push(claim);
        }
        from = to;
    }
    claims
}

/// By sentence, then first word of content, the longer content before what nests in it.
fn order(draft: &Draft) -> (usize, usize, std::cmp::Reverse<usize>, usize) {
    let start = draft.content.first().map_or(0, |part| part.start);
    let end = draft.content.last().map_or(0, |part| part.end);
    (draft.sentence, start, std::cmp::Reverse(end), draft.head)
}

fn holds(draft: &Draft, at: usize) -> bool {
    draft.content.iter().any(|part| part.contains(&at))
}

/// How many claims before or after one may be asked whether it nests in them; keeps long
/// sentences linear.
const NEAR: usize = 40;

fn claim(
    view: &View,
    here: &[Draft],
    at: usize,
    base: usize,
    draft: &Draft,
    speakers: &mut Speakers,
) -> Claim {
    let near = at.saturating_sub(NEAR)..here.len().min(at + NEAR);
    let size = |draft: &Draft| draft.content.iter().map(|part| part.len()).sum::<usize>();
    let outer = near
        .clone()
        .filter(|&k| {
            k != at
                && draft.head != usize::MAX
                && here[k].cue != draft.cue
                && holds(&here[k], draft.head)
        })
        .filter(|&k| !holds(draft, here[k].head))
        .min_by_key(|&k| size(&here[k]));
    let act = act(view, draft);
    let inner = |k: usize| &here[k];
    let nested: Vec<usize> =
        near.filter(|&k| k != at && holds(draft, inner(k).head)).take(4).collect();
    let own = |word: usize| !nested.iter().any(|&k| holds(&here[k], word));
    let spans = |parts: &[std::ops::Range<usize>]| {
        parts.iter().map(|part| view.span(part.clone())).collect::<Vec<Span>>()
    };
    let source = draft.source.iter().map(|part| view.span(part.clone())).collect::<Vec<Span>>();
    let source_id = match (&draft.source, source.first()) {
        (Some(words), Some(&span)) => speakers.resolve(view, span, words.clone()),
        _ => None,
    };
    Claim {
        source,
        cue: spans(&draft.cue),
        content: spans(&draft.content),
        sentence: draft.sentence,
        voice: Voice::Attributed,
        quote: Some(quote(view, draft)),
        act,
        factuality: factuality(view, draft, act, own),
        nested_in: outer.map(|k| base + k),
        source_id,
        proposition: None,
        confidence: f32::from(draft.rate) / 200.0 + 0.1,
    }
}

/// The claim of a sentence in the outlet's own voice, if it states something that can be checked.
fn author(view: &View, index: usize, kind: BlockKind) -> Option<Claim> {
    let words = view.sentences[index].clone();
    if !matches!(kind, BlockKind::Body | BlockKind::Caption) || words.len() < 4 {
        return None;
    }
    let quoted = words.clone().all(|at| view.words[at].quote != view::NONE);
    let asks = view.mark(words.end - 1) == '?';
    let verb = words.clone().any(|at| {
        view.is(at, AUXILIARY | VERB)
            || view.word(at).ends_with("ed")
            || view.word(at).ends_with("ing")
    });
    let named = words
        .clone()
        .skip(1)
        .any(|at| view.words[at].capital || view.words[at].kind == Kind::Number);
    let personal =
        words.clone().any(|at| matches!(view.word(at), "I" | "you" | "You" | "we" | "We"));
    if quoted || asks || personal || !verb || !named && words.len() < 8 {
        return None;
    }
    let factuality = label::hedge(view, words.clone()).unwrap_or(Factuality::Certain);
    Some(Claim {
        source: Vec::new(),
        cue: Vec::new(),
        content: vec![view.span(words)],
        sentence: index,
        voice: Voice::Author,
        quote: None,
        act: Act::Assertive,
        factuality,
        nested_in: None,
        source_id: None,
        proposition: None,
        confidence: 0.7,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Quote;
    use crate::extract::sentences_rules;

    fn annotated(text: &str) -> Document {
        let mut document = Document::plain("t", text);
        sentences_rules::Rules.annotate(&mut document);
        Rules.annotate(&mut document);
        document
    }

    fn show(text: &str, spans: &[Span]) -> String {
        spans.iter().map(|span| span.text(text)).collect::<Vec<_>>().join(" / ")
    }

    /// Source, cue and content of each attributed claim, parts joined by " / ".
    fn found(text: &str) -> Vec<[String; 3]> {
        let document = annotated(text);
        let attributed = document.claims.iter().filter(|claim| claim.voice == Voice::Attributed);
        attributed
            .map(|c| [show(text, &c.source), show(text, &c.cue), show(text, &c.content)])
            .collect()
    }

    #[track_caller]
    fn only(text: &str, source: &str, cue: &str, content: &str) {
        assert_eq!(found(text), [[source, cue, content].map(str::to_owned)]);
    }

    #[test]
    fn indirect_speech_leaves_out_that_and_adverbs() {
        only(
            "Jane Doe also said that the bridge had closed.",
            "Jane Doe",
            "said",
            "the bridge had closed",
        );
        only(
            "She had earlier warned that the bridge was old.",
            "She",
            "had / warned",
            "the bridge was old",
        );
    }

    #[test]
    fn direct_speech_before_its_cue_in_either_order() {
        only(
            "“The bridge is closed,” Jane Doe said.",
            "Jane Doe",
            "said",
            "“The bridge is closed,”",
        );
        only(
            "“The bridge is closed,” said Jane Doe.",
            "Jane Doe",
            "said",
            "“The bridge is closed,”",
        );
    }

    #[test]
    fn an_inserted_cue_splits_the_content() {
        only(
            "The bridge, the mayor said, will stay closed.",
            "the mayor",
            "said",
            "The bridge / will stay closed",
        );
    }

    #[test]
    fn a_quotation_of_several_sentences_makes_one_claim_for_each() {
        let text = "“The bridge is closed. It will not open soon,” Jane Doe said.";
        let claims = found(text);
        assert_eq!(claims.len(), 2);
        assert_eq!(claims[0][2], "“The bridge is closed.");
        assert_eq!(claims[0][..2], claims[1][..2]);
    }

    #[test]
    fn according_to_takes_the_rest_of_the_sentence() {
        only(
            "The bridge is closed, according to the mayor.",
            "the mayor",
            "according to",
            "The bridge is closed",
        );
    }

    #[test]
    fn the_addressee_is_in_no_part() {
        only("Doe told Roe that the bridge was closed.", "Doe", "told", "the bridge was closed");
        only("Doe apologized to Roe for the delay.", "Doe", "apologized", "for the delay");
    }

    #[test]
    fn a_participle_shares_the_subject_of_the_main_verb() {
        let claims = found("Doe said the bridge was closed, adding that it was old.");
        assert_eq!(claims[1], ["Doe", "adding", "it was old"].map(str::to_owned));
    }

    #[test]
    fn an_apposition_belongs_to_the_source_and_a_relative_clause_does_not() {
        only(
            "Jane Doe, the mayor of Oslo, said the bridge was closed.",
            "Jane Doe, the mayor of Oslo",
            "said",
            "the bridge was closed",
        );
        only(
            "Jane Doe, who lives nearby, said the bridge was closed.",
            "Jane Doe",
            "said",
            "the bridge was closed",
        );
    }

    #[test]
    fn refusals_take_the_verb_of_speech() {
        only(
            "The mayor declined to say if the bridge was closed.",
            "The mayor",
            "declined to say",
            "if the bridge was closed",
        );
        only(
            "The firm stopped short of admitting a leak.",
            "The firm",
            "stopped short of admitting",
            "a leak",
        );
    }

    #[test]
    fn inner_claims_name_the_outer_one() {
        let document = annotated("“The boss apologized for the delay,” the firm said.");
        assert_eq!(document.claims.len(), 2);
        assert_eq!((document.claims[0].nested_in, document.claims[1].nested_in), (None, Some(0)));
    }

    #[test]
    fn labels_follow_cue_negation_and_hedge() {
        let label = |text: &str| {
            let claim = annotated(text).claims.remove(0);
            (claim.quote, claim.act, claim.factuality)
        };
        let indirect = Some(Quote::Indirect);
        assert_eq!(
            label("Doe said it may rain."),
            (indirect, Act::Assertive, Factuality::Possible)
        );
        assert_eq!(
            label("Doe did not say that it rained."),
            (indirect, Act::Assertive, Factuality::Uncommitted)
        );
        assert_eq!(
            label("Doe denied that it rained."),
            (indirect, Act::Assertive, Factuality::CertainNot)
        );
        assert_eq!(
            label("Doe called for a full inquiry."),
            (indirect, Act::Directive, Factuality::Certain)
        );
        assert_eq!(
            label("Doe promised to rebuild the bridge."),
            (indirect, Act::Commissive, Factuality::Certain)
        );
        assert_eq!(label("Doe said it was a “small” leak.").0, Some(Quote::Mixed));
    }

    #[test]
    fn a_sentence_without_attribution_is_the_outlets_own() {
        let claims = annotated("The bridge in Oslo was closed on Monday.").claims;
        assert!(claims.len() == 1 && claims[0].voice == Voice::Author && claims[0].quote.is_none());
        assert!(annotated("Was the bridge in Oslo closed?").claims.is_empty());
    }

    #[test]
    fn an_odd_mark_does_not_swallow_the_next_sentence() {
        let claims = found("He is an \"odd man. Doe said that the bridge was closed.");
        assert_eq!(claims[0], ["Doe", "said", "the bridge was closed"].map(str::to_owned));
    }
}
