//! Claims in words of the view, and how they become claims of the document.

use std::ops::Range;

use crate::claims::label::{act, factuality, quote};
use crate::claims::speaker::Speakers;
use crate::claims::view::View;
use crate::claims::{label, view};
use crate::document::{Act, BlockKind, Claim, Document, Factuality, Span, Voice};
use crate::words::classes::*;
use crate::words::lexicon::Use;
use crate::words::token::Kind;

/// A claim in words of the view, not yet labeled.
#[derive(Clone, Debug)]
pub struct Draft {
    pub source: Option<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub sentence: usize,
    pub known: Use,
    /// The method's estimate that the relation is right, 0 to 1.
    pub confidence: f32,
    pub negated: bool,
    pub modal: bool,
    /// The cue's head; `usize::MAX` where the cue is empty.
    pub head: usize,
}

/// A plain assertion, for claims without a cue of the lexicon.
pub const SAYS: Use = Use::plain(Act::Assertive);

/// The claims of `document` that `drafts` found, labeled, and the outlet's own where they found none.
pub fn claims(document: &Document, view: &View, mut drafts: Vec<Draft>) -> Vec<Claim> {
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
            claims.extend(author(view, index, kind));
        }
        let base = claims.len();
        let here = &drafts[from..to];
        for (at, draft) in here.iter().enumerate() {
            let mut claim = claim(view, here, at, base, draft, &mut speakers);
            let first_person = claim.source.first().is_some_and(|span| span.text(view.text) == "I");
            if let Some(outer) = claim.nested_in.filter(|_| first_person).and_then(|k| claims.get(k)) {
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
            k != at && draft.head != usize::MAX && here[k].cue != draft.cue && holds(&here[k], draft.head)
        })
        .filter(|&k| !holds(draft, here[k].head))
        .min_by_key(|&k| size(&here[k]));
    let act = act(view, draft);
    let inner = |k: usize| &here[k];
    let nested: Vec<usize> = near.filter(|&k| k != at && holds(draft, inner(k).head)).take(4).collect();
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
        confidence: draft.confidence,
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
        view.is(at, AUXILIARY | VERB) || view.word(at).ends_with("ed") || view.word(at).ends_with("ing")
    });
    let named = words.clone().skip(1).any(|at| view.words[at].capital || view.words[at].kind == Kind::Number);
    let personal = words.clone().any(|at| matches!(view.word(at), "I" | "you" | "You" | "we" | "We"));
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
