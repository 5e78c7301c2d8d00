//! Cues before their content: Doe said that …; Doe said: “…”.

use std::ops::Range;

use crate::claims::addressee;
use crate::claims::adverbial;
use crate::claims::cue::Cue;
use crate::claims::people::is_role;
use crate::claims::phrase;
use crate::claims::rules::addressee::without_addressee;
use crate::claims::rules::content;
use crate::claims::rules::content::Style;
use crate::claims::rules::finder::{Finder, Speech};
use crate::claims::rules::veto::says_nothing;
use crate::claims::view::{NONE, View};
use crate::document::Act;
use crate::words::classes::*;
use crate::words::lexicon::{Context, Frame};
use crate::words::token::Kind;
use crate::words::verbs;

/// A verb needs a source, unless its form is a cue in so many percent of its uses.
const SURE: u8 = 75;

/// The most words of those who are asked to do something.
const HEARERS: usize = 8;

/// How far an insertion like "however" may reach after a cue.
const INSERTION: usize = 9;

/// Where a content opens, and what stands between it and its cue.
#[derive(Clone, Copy)]
struct Opening {
    at: usize,
    /// The comma or colon.
    mark: Option<char>,
    that: bool,
}

/// Who speaks, as far as the words around the cue tell.
struct Voices {
    source: Option<Range<usize>>,
    /// The part of the content before a passive cue: "[the bridge] was said to be closed".
    front: Option<Range<usize>>,
    /// Where the content opens once the source is read.
    after: usize,
}

impl Finder<'_, '_> {
    /// A cue before its content.
    pub(super) fn preposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> Option<usize> {
        let view = self.view;
        if cue.is_according() {
            return view.quotation(cue.head).and_then(|_| self.according(cue, index, range));
        }
        let opening = opening(view, cue, range.end)?;
        let Voices { source, front, after } = self.voices(cue, range, opening)?;
        if after >= range.end {
            // "He said:" before a quotation in the next sentence or block.
            return opening
                .mark
                .filter(|mark| *mark == ':' || *mark == ',' && cue.speech)
                .and_then(|_| self.introduces(cue, source, index));
        }
        let quotation = quotation_at(view, cue, after)
            .filter(|words| words.end > range.end || opening.mark.is_some() && words.start == after);
        let mut content: Vec<_> =
            front.filter(|front| front.end <= cue.first && quotation.is_none()).into_iter().collect();
        content.push(match quotation {
            Some(words) => after..words.end.min(range.end),
            None => {
                let end = subordinate_end(view, cue, &source, after..range.end);
                unquoted(view, cue, after..end, opening.that)?
            }
        });
        let verb = matches!(cue.context, Context::Verb | Context::Infinitive);
        if source.is_none() && verb && cue.rate < SURE && !cue.participle {
            return None;
        }
        let source = source.or_else(|| agent(view, cue, &mut content));
        let asked = asked_to_do(view, cue, range.end);
        if quotation.is_none() && !asked && content.last().is_some_and(|part| says_nothing(view, cue, part)) {
            return None;
        }
        without_closing_marks(view, cue, &mut content);
        without_addressee(view, cue, &mut content);
        let draft = self.push(cue, source, content, index)?;
        if let Some(words) = quotation {
            self.speech = Some(Speech { draft, sentence: index });
            self.forwards(draft, words, index);
        }
        Some(draft)
    }

    /// `None` where nobody speaks.
    fn voices(&self, cue: &Cue, range: &Range<usize>, opening: Opening) -> Option<Voices> {
        let after = opening.at;
        match cue.context {
            Context::Passive if cue.known.feels => {
                Some(Voices { source: self.source(cue, range), front: None, after })
            }
            Context::Passive => Some(self.passive_voices(cue, range, after)),
            Context::Noun => {
                let source = self.owner(cue, range);
                (source.is_some() || opening.that).then_some(Voices { source, front: None, after })
            }
            Context::Verb | Context::Infinitive => {
                let source = self.source(cue, range);
                let speaks = source.as_ref().is_none_or(|source| self.speaks(cue, source));
                speaks.then_some(Voices { source, front: None, after })
            }
        }
    }

    /// "It was said by Doe that …", "Doe was accused of …", "Doe was told that …".
    fn passive_voices(&self, cue: &Cue, range: &Range<usize>, after: usize) -> Voices {
        let view = self.view;
        let subject = self.subject(cue, range);
        if view.same(after, "by") {
            let source = phrase::right(view, after + 1, range.end);
            let after = source.as_ref().map_or(after + 1, |source| source.end);
            return Voices { source, front: subject, after };
        }
        // One who was told something is spoken to.
        let front = subject.filter(|words| !view.is(cue.head, TELL) && !view.same(words.start, "it"));
        Voices { source: None, front, after }
    }

    /// Whether a subject can speak: no lone adverb or participle does, and no photo.
    fn speaks(&self, cue: &Cue, source: &Range<usize>) -> bool {
        let view = self.view;
        let lone = source.len() == 1 && !view.words[source.start].capital;
        if lone && (view.word(source.start).ends_with("ed") || view.is(source.start, ADVERB)) {
            return false;
        }
        let head = phrase::head(view, source);
        let named = view.words[head].capital && !self.opens_sentence(head);
        let thing = view.is(head, THING) && !named;
        !thing || cue.speech && !cue.known.shows
    }

    /// Whether a capital at the word is but that of a sentence or a quotation.
    fn opens_sentence(&self, at: usize) -> bool {
        let starts = self.view.sentences.binary_search_by_key(&at, |sentence| sentence.start).is_ok();
        starts || at > 0 && self.view.words[at - 1].kind == Kind::Quote
    }

    /// A line that ends "Doe said:" takes the quotation that the next sentence opens with.
    fn introduces(&mut self, cue: &Cue, source: Option<Range<usize>>, index: usize) -> Option<usize> {
        let view = self.view;
        let next = view.sentences.get(index + 1)?;
        let words = view.quotation(next.start).filter(|words| words.start == next.start)?;
        let content = words.start..words.end.min(next.end);
        let draft = self.push(cue, source, vec![content], index + 1)?;
        self.speech = Some(Speech { draft, sentence: index + 1 });
        self.forwards(draft, words, index + 1);
        Some(draft)
    }
}

/// "was called a mistake [by Doe]": the agent that closes what follows a passive, which is cut off.
fn agent(view: &View, cue: &Cue, content: &mut [Range<usize>]) -> Option<Range<usize>> {
    let part = content.last_mut().filter(|_| cue.context == Context::Passive)?;
    let by = part.clone().rev().find(|&at| view.same(at, "by"))?;
    let words = phrase::right(view, by + 1, part.end)?;
    let head = phrase::head(view, &words);
    let speaks = view.words[head].capital || view.is(head, PRONOUN) || is_role(view.word(head));
    if words.end < part.end || by == part.start || !speaks {
        return None;
    }
    part.end = by;
    Some(words)
}

/// Where the content of `cue` opens, or the sentence ends.
fn opening(view: &View, cue: &Cue, high: usize) -> Option<Opening> {
    let mut at = after_hearer(view, cue, high);
    let mark = Some(view.mark(at)).filter(|mark| at < high && matches!(mark, ',' | ':'));
    if mark == Some(',') {
        at = past_insertion(view, cue, at, high)?;
    }
    at += usize::from(mark.is_some());
    let that = at < high && view.same(at, "that");
    Some(Opening { at: at + usize::from(that), mark, that })
}

/// After the adverbials and the hearer that may stand between a cue and its content.
fn after_hearer(view: &View, cue: &Cue, high: usize) -> usize {
    let tells = view.is(cue.head, TELL);
    if !cue.speech && !tells {
        return (cue.after..high).find(|&at| !view.is(at, ADVERB)).unwrap_or(cue.after.max(high));
    }
    let at = adverbial::end(view, cue.after, high);
    let at = past_place(view, cue, at, high);
    if asked_to_do(view, cue, high) {
        return cue.after;
    }
    if tells && cue.frame == Frame::Other {
        return adverbial::end(view, addressee::end(view, at, high), high);
    }
    at
}

/// "asked [the board to help]", "warned [drivers not to cross]": those who are to do it belong to the content.
fn asked_to_do(view: &View, cue: &Cue, high: usize) -> bool {
    let asks = view.is(cue.head, TELL) || cue.known.act == Act::Directive;
    if cue.frame != Frame::Other || !asks {
        return false;
    }
    let hearer = |at: &usize| {
        view.words[*at].is_word() && !view.is(*at, TO | AUXILIARY | SUBORDINATOR | RELATIVE | VERB)
            || view.words[*at].kind == Kind::Possessive
    };
    let end = (cue.after..high.min(cue.after + HEARERS)).find(|at| !hearer(at));
    end.is_some_and(|end| {
        end > cue.after
            && view.is(end, TO)
            && view.words.get(end + 1).is_some_and(|word| word.entry.verb & verbs::BASE != 0)
    })
}

/// The comma at `comma`, or the one that closes the insertion it opens: "said, however, that". `None` where
/// the comma parts the cue from what follows.
fn past_insertion(view: &View, cue: &Cue, comma: usize, high: usize) -> Option<usize> {
    let next = comma + 1;
    if next >= high || view.words[next].kind == Kind::Quote {
        return Some(comma);
    }
    let close = (next..high.min(next + INSERTION)).find(|&at| view.mark(at) == ',');
    let inserted = |close: &usize| view.same(close + 1, "that") || close - next <= 2 && view.is(next, ADVERB);
    match close.filter(inserted) {
        Some(close) => Some(close),
        None => (view.same(next, "that") || cue.speech).then_some(comma),
    }
}

/// The words of the quotation that opens or goes on at `at`, if it is another than the cue's own.
fn quotation_at<'v>(view: &'v View, cue: &Cue, at: usize) -> Option<&'v Range<usize>> {
    view.marked_quotation(at).filter(|_| view.words[at].quote != view.words[cue.head].quote)
}

/// The content that opens with `rest`, as far as it goes.
fn unquoted(view: &View, cue: &Cue, rest: Range<usize>, that: bool) -> Option<Range<usize>> {
    let clause = that
        || view.is(rest.start, QUESTION)
        || matches!(cue.frame, Frame::That | Frame::Question)
        || cue.speech && !matches!(cue.frame, Frame::Preposition(_) | Frame::To);
    let style = if clause { Style::Clause } else { Style::Object };
    let mut end = content::end(view, rest.start, rest.end, style);
    if style == Style::Object {
        end = before_time(view, rest.start, end);
    }
    (end > rest.start).then_some(rest.start..end)
}

/// Where the clause ends in which the cue stands, if it is one that hangs on another: "[If you think it is old], go".
fn subordinate_end(view: &View, cue: &Cue, source: &Option<Range<usize>>, rest: Range<usize>) -> usize {
    let first = source.as_ref().map_or(cue.first, |source| source.start.min(cue.first));
    let opens = |at: usize| {
        view.is(at, SUBORDINATOR | RELATIVE)
            && !matches!(view.word(at), "that" | "how" | "what" | "why" | "because" | "while" | "although")
    };
    let opener = source.as_ref().filter(|source| view.is(source.start, RELATIVE)).map(|source| source.start);
    let hangs = opener.or_else(|| first.checked_sub(1).filter(|&at| opens(at)));
    let opens_sentence =
        |at: usize| view.sentences.binary_search_by_key(&at, |sentence| sentence.start).is_ok();
    let inserted = |at: &usize| opens_sentence(*at) || view.mark(*at - 1) == ',';
    if hangs.filter(inserted).is_none() {
        return rest.end;
    }
    let comma = |at: &usize| view.mark(*at) == ',' && view.words[*at].quote == view.words[cue.head].quote;
    rest.clone().skip(1).find(comma).unwrap_or(rest.end)
}

/// Marks of the quotation around the cue close that, not the content.
fn without_closing_marks(view: &View, cue: &Cue, content: &mut [Range<usize>]) {
    let quote = view.words[cue.head].quote;
    let Some(part) = content.last_mut().filter(|_| quote != NONE) else { return };
    while part.end > part.start + 1
        && view.words[part.end - 1].quote == quote
        && matches!(view.mark(part.end - 1), ',' | '"')
    {
        part.end -= 1;
    }
}

/// After "wrote on the platform X that": the content opens at "that" or at a quotation mark.
fn past_place(view: &View, cue: &Cue, start: usize, high: usize) -> usize {
    let place = matches!(cue.preposition(), Some("on" | "in" | "at" | "by" | "after" | "through"));
    if !place || !cue.speech || start != cue.after {
        return start;
    }
    for at in start + 1..high.min(start + 12) {
        let opens = view.words[at].kind == Kind::Quote && at + 3 < high;
        if view.same(at, "that") || opens || view.mark(at) == ':' {
            let comma = opens && matches!(view.mark(at - 1), ',' | ':');
            return if comma { at - 1 } else { at };
        }
        if view.is(at, AUXILIARY | VERB | SPEECH | SUBORDINATOR | PRONOUN) {
            break;
        }
    }
    start
}

/// Cuts adverbials of time from the end of a noun phrase or infinitive.
fn before_time(view: &View, start: usize, end: usize) -> usize {
    let mut at = end;
    while at > start
        && (view.is(at - 1, TIME) && !view.same(at - 1, "may") && !view.same(at - 1, "march")
            || view.words[at - 1].kind == Kind::Number && at >= 2 && view.is(at - 2, TIME))
    {
        at -= 1;
    }
    if at == end || at <= start + 1 {
        return end;
    }
    if matches!(view.word(at - 1), "on" | "in" | "this" | "late" | "early" | "since" | "by") {
        at -= 1;
    }
    if view.words[at.max(start + 1) - 1].kind == Kind::Possessive
        || at <= start
        || view.is(at - 1, PREPOSITION | DETERMINER)
    {
        end
    } else {
        at
    }
}
