//! The attribution relations of a sentence: each cue with its source and content.

use std::ops::Range;

use super::content::{self, Style};
use super::cue::{self, Cue};
use super::lexicon::{Context, Frame, Use};
use super::phrase;
use super::view::{NONE, View};
use super::words::*;
use crate::document::Act;
use crate::extract::token::Kind;

/// Longer sentences are worked through in pieces of so many words, so that time stays linear.
const LONGEST: usize = 400;

/// A claim in words of the view, not yet labeled.
#[derive(Clone, Debug)]
pub struct Draft {
    pub source: Option<Range<usize>>,
    pub cue: Vec<Range<usize>>,
    pub content: Vec<Range<usize>>,
    pub sentence: usize,
    pub known: Use,
    pub rate: u8,
    pub negated: bool,
    pub modal: bool,
    /// The cue's head; `usize::MAX` where the cue is empty.
    pub head: usize,
}

/// Works through the sentences of one document.
pub struct Finder<'v, 'd> {
    pub view: &'v View<'d>,
    pub drafts: Vec<Draft>,
    /// For each quotation, whether a claim holds it.
    pub held: Vec<bool>,
    /// The draft whose quotation closed last and the sentence of its end, for speech that goes on.
    last: Option<(usize, usize)>,
}

impl<'v, 'd> Finder<'v, 'd> {
    pub fn new(view: &'v View<'d>) -> Self {
        Finder { view, drafts: Vec::new(), held: vec![false; view.quotations.len()], last: None }
    }

    pub fn run(&mut self) {
        for sentence in 0..self.view.sentences.len() {
            let range = self.view.sentences[sentence].clone();
            for start in range.clone().step_by(LONGEST) {
                self.piece(sentence, start..range.end.min(start + LONGEST));
            }
        }
    }

    /// The region in which a word's relation lies: its sentence, or the quotation it stands in.
    fn region(&self, at: usize, sentence: &Range<usize>) -> Range<usize> {
        match self.view.words[at].quote {
            NONE => sentence.clone(),
            quote => {
                let words = &self.view.quotations[quote as usize].words;
                let inner = (words.start + 1).max(sentence.start)..words.end.min(sentence.end);
                if inner.end > inner.start { inner } else { sentence.clone() }
            }
        }
    }

    /// A sentence, or a piece of one too long to be honest.
    fn piece(&mut self, index: usize, range: Range<usize>) {
        let mut cues: Vec<Cue> = Vec::new();
        for at in range.clone() {
            if self.view.words[at].entry.cue != 0 || self.view.is(at, PERFORM) {
                let region = self.region(at, &range);
                cues.extend(cue::find(self.view, at, &region));
            }
        }
        let from = self.drafts.len();
        self.label_line(index, &range);
        self.reportedly(index, &range);
        let mut done = vec![false; cues.len()];
        for (at, cue) in cues.iter().enumerate() {
            if self.view.words[cue.head].quote == NONE {
                done[at] = self.postposed(cue, index, &range, from);
            }
        }
        for (at, cue) in cues.iter().enumerate() {
            if !done[at] && !self.taken(from, cue) {
                let region = self.inner_region(from, cue.head, &range);
                self.preposed(cue, index, &region, from);
            }
        }
        self.speaks_on(index, &range, from);
        self.goes_on(index, &range, from);
    }

    /// The part of the smallest content so far in which the cue stands, else its region.
    fn inner_region(&self, from: usize, at: usize, sentence: &Range<usize>) -> Range<usize> {
        let region = self.region(at, sentence);
        self.drafts[from..]
            .iter()
            .flat_map(|draft| draft.content.iter())
            .filter(|part| part.contains(&at) && part.start >= sentence.start && part.end <= sentence.end)
            .map(|part| part.start.max(region.start)..part.end.min(region.end))
            .min_by_key(|part| part.len())
            .unwrap_or(region)
    }

    /// Whether the cue's head already is part of another cue or source.
    fn taken(&self, from: usize, cue: &Cue) -> bool {
        self.drafts[from..].iter().any(|draft| {
            draft.cue.iter().any(|part| part.contains(&cue.head))
                || cue.context != Context::Verb
                    && draft.source.as_ref().is_some_and(|source| source.contains(&cue.head))
        })
    }

    fn push(
        &mut self,
        cue: &Cue,
        source: Option<Range<usize>>,
        content: Vec<Range<usize>>,
        sentence: usize,
    ) -> bool {
        let content: Vec<_> = content.into_iter().filter(|part| !part.is_empty()).collect();
        if content.is_empty() {
            return false;
        }
        for part in &content {
            for quote in [self.view.words[part.start].quote, self.view.words[part.end - 1].quote] {
                if quote != NONE && self.view.quotations[quote as usize].words.start >= part.start {
                    self.held[quote as usize] = true;
                }
            }
        }
        self.drafts.push(Draft {
            source,
            cue: cue.parts.clone(),
            content,
            sentence,
            known: cue.known,
            rate: cue.rate,
            negated: cue.negated,
            modal: cue.modal,
            head: cue.head,
        });
        true
    }

    /// "Doe: Malta must pay" or "Doe: “…”" as a whole line: a claim without a cue.
    fn label_line(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        if !view.opens_block[index] {
            return;
        }
        let Some(colon) = range.clone().take(7).find(|&at| view.mark(at) == ':') else { return };
        let named = colon > range.start
            && (range.start..colon)
                .all(|at| view.words[at].capital || view.same(at, "of") || view.mark(at) == '.')
            && (range.start..colon).any(|at| view.words[at].is_word());
        if !named || colon + 1 >= range.end {
            return;
        }
        let end = content::close(view, colon + 1, range.end);
        if end > colon + 1 && (end - colon > 4 || view.words[colon + 1].kind == Kind::Quote) {
            let known = SAYS;
            self.drafts.push(Draft {
                source: Some(range.start..colon),
                cue: Vec::new(),
                content: std::iter::once(colon + 1..end).collect(),
                sentence: index,
                known,
                rate: 60,
                negated: false,
                modal: false,
                head: usize::MAX,
            });
        }
    }

    /// "reportedly" and "allegedly" are cues whose content is the sentence around them.
    fn reportedly(&mut self, index: usize, range: &Range<usize>) {
        let view = self.view;
        for at in range.clone() {
            let word = &view.words[at];
            if !word.is(ADVERB)
                || word.quote != NONE
                || !matches!(
                    view.word(at),
                    "reportedly" | "allegedly" | "Reportedly" | "Allegedly" | "purportedly"
                )
            {
                continue;
            }
            let end = content::close(view, range.start, range.end);
            let mut content = Vec::new();
            if at > range.start {
                content.push(range.start..at);
            }
            if at + 1 < end {
                content.push(at + 1..end);
            }
            if content.is_empty() {
                continue;
            }
            self.drafts.push(Draft {
                source: None,
                cue: std::iter::once(at..at + 1).collect(),
                content,
                sentence: index,
                known: SAYS,
                rate: 60,
                negated: false,
                modal: false,
                head: at,
            });
            return;
        }
    }

    /// A cue after (a part of) its content: "…," Doe said; …, according to Doe.
    fn postposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>, from: usize) -> bool {
        let view = self.view;
        if is_according(view, cue) {
            return self.according(cue, index, range);
        }
        if !cue.speech(view)
            || cue.participle
            || cue.context == Context::Infinitive
            || cue.context == Context::Noun
        {
            return false;
        }
        let (source, mut edge, mut after) = match self.around(cue, range) {
            Some(found) => found,
            None => return false,
        };
        let mut low = range.start;
        if edge > low && view.same(edge - 1, "as") {
            edge -= 1;
        }
        if edge <= low {
            return false;
        }
        let closing = edge - 1;
        let quoted = view.words[closing].kind == Kind::Quote && view.words[closing].quote != NONE;
        let comma = view.mark(closing) == ',';
        if !quoted && !comma {
            return false;
        }
        let inner = if comma && closing > low && view.words[closing - 1].kind == Kind::Quote {
            closing - 1
        } else {
            closing
        };
        let quote = if view.words[inner].kind == Kind::Quote { view.words[inner].quote } else { NONE };
        // Clauses of speech before this one keep their content.
        if let Some(before) = self.drafts[from..]
            .iter()
            .filter(|d| d.sentence == index && d.head < cue.head)
            .map(|d| d.content.iter().map(|p| p.end).max().unwrap_or(0).max(d.head + 1))
            .max()
        {
            let stop = (before..closing).find(|&k| matches!(view.mark(k), ';') || view.is(k, COORDINATOR));
            match stop {
                Some(stop) if stop + 2 < closing => low = stop + 1,
                _ if quote == NONE => return false,
                _ => {}
            }
        }
        if let Some(semicolon) =
            (low..closing).rev().take(80).find(|&k| view.mark(k) == ';' && view.words[k].quote == NONE)
        {
            low = semicolon + 1;
        }
        let content_end = if quote != NONE { inner + 1 } else { closing };
        let content_end =
            if view.mark(content_end - 1) == ',' && quote == NONE { content_end - 1 } else { content_end };
        let mut begins = low;
        if quote != NONE {
            let words = view.quotations[quote as usize].words.clone();
            let lead = words.start.saturating_sub(low);
            let whole = words.len() > 6 && view.words.get(words.start + 1).is_some_and(|word| word.capital);
            let loose = words.start > low
                && (low..words.start).all(|k| view.is(k, COORDINATOR | ADVERB) || view.mark(k) == ',');
            if words.start <= low {
                begins = low;
            } else if loose || whole && lead > 0 {
                begins = words.start;
            }
        } else {
            while begins < content_end && (view.is(begins, COORDINATOR) || view.mark(begins) == ',') {
                begins += 1;
            }
            let short = content_end.saturating_sub(begins) < 3;
            let adverbial = content_end - begins <= 7
                && (view.is(begins, PREPOSITION | SUBORDINATOR | ADVERB | TIME)
                    || view.word(begins).ends_with("ing")
                    || view.word(begins).ends_with("ed"));
            if short || adverbial && after < range.end && !matches!(cue.frame, Frame::End) {
                return false;
            }
            if begins < content_end
                && view.is(begins, SUBORDINATOR)
                && matches!(cue.frame, Frame::That | Frame::Other | Frame::Question)
            {
                return false;
            }
        }
        if begins >= content_end {
            return false;
        }
        after = phrase::adverbials(view, after, range.end);
        if view.is(cue.head, TELL)
            && cue.frame == Frame::Other
            && source.as_ref().is_none_or(|s| s.start < cue.head)
        {
            after = addressee(view, cue.after, range.end);
            after = phrase::adverbials(view, after, range.end);
        }
        let mut content = vec![begins..content_end];
        if let Some(rest) = self.resumes(after, range, quote != NONE) {
            content.push(rest);
        }
        // A quotation that began in sentences before: one claim for each of them, in order.
        if quote != NONE {
            let words = view.quotations[quote as usize].words.clone();
            if words.start < range.start {
                self.backwards(cue, &source, &words, index);
            }
        }
        let pushed = self.push(cue, source, content, index);
        if pushed && quote != NONE {
            self.last = Some((self.drafts.len() - 1, index));
        }
        pushed
    }

    /// Source, first word of source and cue, and the word after both, of a cue that may follow its
    /// content.
    fn around(&self, cue: &Cue, range: &Range<usize>) -> Option<(Option<Range<usize>>, usize, usize)> {
        let view = self.view;
        let before = cue.first.checked_sub(1).filter(|&at| at >= range.start)?;
        let inverted = cue.first == cue.head
            && (view.mark(before) == ','
                || view.words[before].kind == Kind::Quote && view.words[before].quote != NONE);
        if inverted && !view.is(cue.after, TO | SUBORDINATOR) {
            let start = cue.after;
            if let Some(source) = phrase::right(view, start, range.end) {
                if !view.is(source.end, AUXILIARY | VERB) && !view.is(source.start, TIME) {
                    let source = apposed(view, source, range.end);
                    let after = source.end;
                    return Some((Some(source), cue.first, after));
                }
            }
        }
        if !matches!(
            cue.frame,
            Frame::End
                | Frame::Mark
                | Frame::Quote
                | Frame::Preposition(_)
                | Frame::Gerund
                | Frame::Other
                | Frame::To
        ) {
            return None;
        }
        let source = self.subject(cue, range)?;
        let other = matches!(cue.frame, Frame::Other | Frame::Gerund | Frame::To);
        let adverbial = phrase::adverbials(view, cue.after, range.end) > cue.after;
        let tell = view.is(cue.head, TELL);
        let edge = source.start;
        if other && !adverbial && !tell {
            let quoted = edge > range.start && view.words[edge - 1].kind == Kind::Quote;
            if !quoted {
                return None;
            }
        }
        let comma = edge > range.start && view.mark(edge - 1) == ',';
        if comma && (other || matches!(cue.frame, Frame::Quote | Frame::Mark | Frame::Preposition(_))) {
            // "On Monday, Doe said, “…”": what follows is the content.
            let next = phrase::adverbials(view, cue.after, range.end);
            let next = if tell { addressee(view, next, range.end) } else { next };
            let next = phrase::adverbials(view, next, range.end);
            let opens = next < range.end
                && view.words[next].kind == Kind::Quote
                && view.words[next].quote != NONE
                && view.quotations[view.words[next].quote as usize].words.start == next;
            let marked = next + 1 < range.end
                && matches!(view.mark(next), ',' | ':')
                && view.words[next + 1].kind == Kind::Quote;
            let closed = edge >= 2 && view.words[edge - 2].kind == Kind::Quote;
            if (opens || marked || view.mark(next) == ':') && !closed {
                return None;
            }
            if next < range.end && view.words[next].is_word() && !closed {
                return None;
            }
        }
        Some((Some(source), edge, cue.after))
    }

    /// "according to Doe", before or after its content.
    fn according(&mut self, cue: &Cue, index: usize, range: &Range<usize>) -> bool {
        let view = self.view;
        let Some(source) = phrase::right(view, cue.after, range.end) else { return false };
        let source = widened(view, source, range.end);
        let source = apposed(view, source, range.end);
        let after = source.end;
        let mut content = Vec::new();
        let mut left_end = cue.first;
        while left_end > range.start && view.mark(left_end - 1) == ',' {
            left_end -= 1;
        }
        let mut low = range.start;
        if let Some(stop) = (low..left_end).rev().take(80).find(|&k| view.mark(k) == ';') {
            low = stop + 1;
        }
        while low < left_end && (view.is(low, COORDINATOR) || view.mark(low) == ',') {
            low += 1;
        }
        if left_end > low {
            content.push(low..left_end);
        }
        let rest = if view.mark(after) == ',' { after + 1 } else { after };
        if rest < range.end && (content.is_empty() || view.mark(after) == ',') {
            let word = &view.words[rest];
            let stops = !content.is_empty()
                && (word.is(COORDINATOR | RELATIVE | SUBORDINATOR)
                    || view.word(rest).ends_with("ing")
                    || word.is(SPEECH)
                    || left_end - low > 12 && word.is(DETERMINER));
            if !stops {
                content.push(rest..content::end(view, rest, range.end, Style::Clause));
            }
        }
        self.push(cue, Some(source), content, index)
    }

    /// The content that goes on after an inserted "Doe said".
    fn resumes(&self, after: usize, range: &Range<usize>, quoted: bool) -> Option<Range<usize>> {
        let view = self.view;
        if after >= range.end || !matches!(view.mark(after), ',' | ':' | '-' | '—' | '"') {
            return None;
        }
        let start = if view.words[after].kind == Kind::Quote { after } else { after + 1 };
        if start >= range.end {
            return None;
        }
        let opens = view.words[start].kind == Kind::Quote && view.words[start].quote != NONE;
        if opens {
            let quote = view.quotations[view.words[start].quote as usize].words.clone();
            return (quote.start == start).then(|| start..quote.end.min(range.end));
        }
        if quoted && !view.is(start, RELATIVE) || view.mark(after) != ',' {
            return None;
        }
        let word = &view.words[start];
        let inserted = word.is(COORDINATOR | SUBORDINATOR) && !view.same(start, "that")
            || word.is(RELATIVE) && view.same(start, "who")
            || view.word(start).ends_with("ing")
            || word.is(SPEECH);
        if inserted {
            return None;
        }
        let end = content::end(view, start, range.end, Style::Clause);
        (end > start).then_some(start..end)
    }

    /// Claims for the sentences before `index` that the quotation `words` covers.
    fn backwards(&mut self, cue: &Cue, source: &Option<Range<usize>>, words: &Range<usize>, index: usize) {
        let sentences = &self.view.sentences;
        let first = sentences.partition_point(|sentence| sentence.end <= words.start);
        for sentence in first..index {
            let part = sentences[sentence].start.max(words.start)..sentences[sentence].end;
            self.push(cue, source.clone(), vec![part], sentence);
        }
    }

    /// Claims for the sentences after `index` that the quotation goes on through.
    fn forwards(&mut self, draft: usize, words: &Range<usize>, index: usize) {
        let sentences = &self.view.sentences;
        let mut sentence = index + 1;
        while sentence < sentences.len() && sentences[sentence].start < words.end {
            let part = sentences[sentence].start..sentences[sentence].end.min(words.end);
            let copy =
                Draft { content: std::iter::once(part).collect(), sentence, ..self.drafts[draft].clone() };
            self.drafts.push(copy);
            self.last = Some((draft, sentence));
            sentence += 1;
        }
    }

    /// What the sentence after reported speech can go on with: an open quotation, or a demand that
    /// only the speaker can make ("Malta must pay").
    fn speaks_on(&mut self, index: usize, range: &Range<usize>, from: usize) {
        let view = self.view;
        let here = &self.drafts[from..];
        let spoken = (from..self.drafts.len()).filter(|&k| {
            let draft = &self.drafts[k];
            draft.head != usize::MAX
                && view.words[draft.head].quote == NONE
                && draft.source.is_some()
                && view.is(draft.head, SPEECH)
        });
        if let Some(draft) = spoken.min_by_key(|&k| self.drafts[k].head) {
            if self.last.is_none_or(|last| last.1 != index) {
                self.last = Some((draft, index));
            }
            return;
        }
        let Some((draft, at)) = self.last else { return };
        if !here.is_empty() || at + 1 != index || view.opens_block[index] {
            return;
        }
        let demand = range.clone().take(8).any(|at| view.same(at, "must") && view.words[at].quote == NONE);
        let direct = range
            .clone()
            .any(|at| view.words[at].kind == Kind::Quote || matches!(view.word(at), "I" | "We" | "we"));
        let end = content::close(view, range.start, range.end);
        if demand && !direct && end > range.start + 3 {
            let copy = Draft {
                content: std::iter::once(range.start..end).collect(),
                sentence: index,
                ..self.drafts[draft].clone()
            };
            self.drafts.push(copy);
        }
    }

    /// A sentence that opens with a quotation no cue of its own holds belongs to the speech before.
    fn goes_on(&mut self, index: usize, range: &Range<usize>, from: usize) {
        let view = self.view;
        let quote = view.words.get(range.start).map_or(NONE, |word| word.quote);
        let Some((draft, at)) = self.last else { return };
        let covered = self.drafts[from..]
            .iter()
            .any(|d| d.sentence == index && d.content.iter().any(|part| part.contains(&range.start)));
        if quote == NONE || covered || at + 1 != index || self.held[quote as usize] {
            return;
        }
        let words = view.quotations[quote as usize].words.clone();
        if words.start != range.start || words.len() < 4 {
            return;
        }
        // A later "Doe said" that closes the quotation takes it.
        let after = view.words.get(words.end);
        let sentence_end = view.sentences.partition_point(|s| s.end < words.end);
        let own = after.is_some() && view.sentences.get(sentence_end).is_some_and(|s| words.end + 1 < s.end);
        if own {
            return;
        }
        if view.opens_block[index] && !(words.end >= range.end) {
            return;
        }
        self.held[quote as usize] = true;
        let copy = Draft {
            content: std::iter::once(words.start..words.end.min(range.end)).collect(),
            sentence: index,
            ..self.drafts[draft].clone()
        };
        self.drafts.push(copy);
        self.last = Some((draft, index));
        self.forwards(draft, &words, index);
    }

    /// A cue before its content.
    fn preposed(&mut self, cue: &Cue, index: usize, range: &Range<usize>, from: usize) -> bool {
        let view = self.view;
        if is_according(view, cue) {
            return view.words[cue.head].quote != NONE && self.according(cue, index, range);
        }
        let mut start = cue.after;
        if cue.speech(view) || view.is(cue.head, TELL) {
            start = phrase::adverbials(view, start, range.end);
            start = past_place(view, cue, start, range.end);
            if view.is(cue.head, TELL) && cue.frame == Frame::Other {
                start = addressee(view, start, range.end);
                start = phrase::adverbials(view, start, range.end);
            }
        } else {
            while start < range.end && view.is(start, ADVERB) {
                start += 1;
            }
        }
        let marked = start < range.end && matches!(view.mark(start), ',' | ':');
        let introduced = start < range.end && view.mark(start) == ':';
        if marked {
            let next = start + 1;
            let opens = next < range.end && view.words[next].kind == Kind::Quote;
            if view.mark(start) == ',' && !opens && next < range.end {
                // "said, however, that": the insertion ends at the next comma.
                match (next..range.end.min(next + 9)).find(|&k| view.mark(k) == ',') {
                    Some(comma)
                        if view.same(comma + 1, "that") || comma - next <= 2 && view.is(next, ADVERB) =>
                    {
                        start = comma
                    }
                    _ if view.same(next, "that") || cue.speech(view) => {}
                    _ => return false,
                }
            }
            start += 1;
        }
        let that = start < range.end && view.same(start, "that") && !(view.mark(start + 1) == ',' && false);
        if that {
            start += 1;
        }
        let passive = cue.context == Context::Passive;
        let mut source = None;
        let mut front = None;
        if passive {
            let subject = self.subject(cue, range);
            if view.same(start, "by") {
                source = phrase::right(view, start + 1, range.end);
                let after = source.as_ref().map_or(start + 1, |s| s.end);
                start = after;
                front = subject;
            } else if view.is(cue.head, TELL) {
                // "was told that": the subject is spoken to.
            } else {
                front = subject.filter(|s| !view.same(s.start, "it"));
            }
        } else if cue.context == Context::Noun {
            source = self.owner(cue, range);
            if source.is_none() && !that {
                return false;
            }
        } else {
            source = self.source(cue, range, from);
            let lone = source.as_ref().filter(|s| s.len() == 1 && !view.words[s.start].capital);
            if lone.is_some_and(|s| view.word(s.start).ends_with("ed") || view.is(s.start, ADVERB)) {
                return false;
            }
            let things =
                source.as_ref().is_some_and(|s| view.is(s.end - 1, THING) || view.is(s.start, THING));
            if things && !cue.speech(view) || things && view.word(cue.head).starts_with("suggest") {
                return false;
            }
        }
        if start >= range.end {
            // "He said:" before a quotation in the next sentence or block.
            return introduced && self.introduces(cue, source, index);
        }
        let opening = view.words[start].kind == Kind::Quote
            && view.words[start].quote != NONE
            && view.words[start].quote != view.words[cue.head].quote;
        let mut content = Vec::new();
        let mut quotation = None;
        if opening {
            let words = view.quotations[view.words[start].quote as usize].words.clone();
            if words.end > range.end || marked && words.start == start {
                content.push(start..words.end.min(range.end));
                quotation = Some(words);
            }
        }
        if content.is_empty() {
            let clause = that
                || view.is(start, QUESTION)
                || matches!(cue.frame, Frame::That | Frame::Question)
                || cue.speech(view) && !matches!(cue.frame, Frame::Preposition(_) | Frame::To);
            let style = if clause { Style::Clause } else { Style::Object };
            let mut end = content::end(view, start, range.end, style);
            if style == Style::Object {
                end = before_time(view, start, end);
            }
            if end <= start {
                return false;
            }
            // "who", "which": the content is what they stand for; followed on only as they are.
            if let Some(front) = front {
                if front.end <= cue.first {
                    content.push(front);
                }
            }
            content.push(start..end);
        }
        if source.is_none() && !passive && cue.context != Context::Noun && cue.rate < 75 && !cue.participle {
            return false;
        }
        without_addressee(view, cue, &mut content);
        let pushed = self.push(cue, source, content, index);
        if pushed {
            if let Some(words) = quotation {
                let draft = self.drafts.len() - 1;
                self.last = Some((draft, index));
                self.forwards(draft, &words, index);
            }
        }
        pushed
    }

    /// A line that ends "Doe said:" takes the quotation that the next sentence opens with.
    fn introduces(&mut self, cue: &Cue, source: Option<Range<usize>>, index: usize) -> bool {
        let view = self.view;
        let Some(next) = view.sentences.get(index + 1) else { return false };
        let quote = view.words.get(next.start).map_or(NONE, |word| word.quote);
        if quote == NONE {
            return false;
        }
        let words = view.quotations[quote as usize].words.clone();
        if words.start != next.start {
            return false;
        }
        let part = words.start..words.end.min(next.end);
        let pushed = self.push(cue, source, vec![part], index + 1);
        let draft = self.drafts.len() - 1;
        self.last = Some((draft, index + 1));
        self.forwards(draft, &words, index + 1);
        pushed
    }

    /// The source of a verb: its subject, or that of the verb it hangs on.
    fn source(&self, cue: &Cue, range: &Range<usize>, from: usize) -> Option<Range<usize>> {
        let view = self.view;
        let previous = || {
            self.drafts[from..]
                .iter()
                .filter(|draft| {
                    draft.head < cue.head && draft.head >= range.start && draft.head != usize::MAX
                })
                .filter(|draft| !draft.content.iter().any(|part| part.contains(&cue.head)))
                .max_by_key(|draft| draft.head)
                .and_then(|draft| draft.source.clone())
        };
        let dependent = cue.participle || cue.context == Context::Infinitive;
        let joined = cue.first > range.start
            && (view.is(cue.first - 1, COORDINATOR)
                || view.mark(cue.first - 1) == ',' && !dependent && view.word(cue.head).ends_with("ed"));
        if dependent || joined {
            let before = cue.first.checked_sub(1).filter(|&at| at >= range.start);
            let attached = cue.participle
                && before.is_some_and(|at| {
                    view.words[at].kind == Kind::Word
                        && !view.is(at, PREPOSITION | COORDINATOR | ADVERB | TO | AUXILIARY | SUBORDINATOR)
                });
            if attached {
                return phrase::left(view, range.start, cue.first);
            }
            return previous().or_else(|| self.main_subject(range, cue.first));
        }
        self.subject(cue, range)
    }

    /// The noun phrase before the verb group, with an apposition or inserted clause between.
    fn subject(&self, cue: &Cue, range: &Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let mut end = cue.first;
        while end > range.start && view.is(end - 1, ADVERB) && !view.words[end - 1].capital {
            end -= 1;
        }
        if end <= range.start {
            return None;
        }
        // "Doe on Monday said": the adverbial stands between.
        let mut back = end;
        while back > range.start && view.is(back - 1, TIME) {
            back -= 1;
        }
        if back < end && back > range.start {
            if view.is(back - 1, PREPOSITION | DETERMINER)
                || matches!(view.word(back - 1), "late" | "early" | "this")
            {
                back -= 1;
            }
            if let Some(found) = phrase::left(view, range.start, back) {
                return Some(found);
            }
        }
        if view.mark(end - 1) != ',' {
            let found = phrase::left(view, range.start, end)?;
            return Some(self.list_left(found, range));
        }
        let close = end - 1;
        let open = (range.start..close)
            .rev()
            .take(30)
            .find(|&k| view.mark(k) == ',' && view.words[k].quote == view.words[close].quote)?;
        let segment = open + 1;
        let head = self.past_age(phrase::left(view, range.start, open)?, range);
        if segment == close {
            return None;
        }
        let word = &view.words[segment];
        let clause =
            word.is(RELATIVE | PREPOSITION | ADVERB | SUBORDINATOR | COORDINATOR | TIME | AUXILIARY | TO)
                || view.word(segment).ends_with("ing")
                || (segment..close).any(|k| view.is(k, SPEECH))
                || word.kind == Kind::Quote;
        if clause { Some(head) } else { Some(head.start..close) }
    }

    /// "Doe, 38, a nurse, said": steps back over the age and the like to the name.
    fn past_age(&self, found: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let view = self.view;
        let first = &view.words[found.start];
        let apposed = first.kind == Kind::Number
            || view.same(found.start, "a")
            || view.same(found.start, "an")
            || view.same(found.start, "the");
        if !apposed
            || found.start <= range.start + 1
            || view.mark(found.start - 1) != ','
            || !view.words[found.start - 2].capital
        {
            return found;
        }
        match phrase::left(view, range.start, found.start - 1) {
            Some(name) if view.words[name.start].capital => name.start..found.end,
            _ => found,
        }
    }

    /// "A, B and C said": takes the names before the comma into the list.
    fn list_left(&self, found: Range<usize>, range: &Range<usize>) -> Range<usize> {
        let view = self.view;
        let has_and = found.clone().any(|k| view.same(k, "and"));
        let comma = found.start > range.start + 1 && view.mark(found.start - 1) == ',';
        if has_and && comma && view.words[found.start].capital && view.words[found.start - 2].capital {
            if let Some(before) = phrase::left(view, range.start, found.start - 1) {
                if before.start == range.start {
                    return before.start..found.end;
                }
            }
        }
        found
    }

    /// The subject of the region's first clause.
    fn main_subject(&self, range: &Range<usize>, before: usize) -> Option<Range<usize>> {
        let view = self.view;
        let mut start = range.start;
        while start < before
            && (view.is(start, COORDINATOR | ADVERB)
                || view.words[start].kind == Kind::Mark
                || view.words[start].kind == Kind::Quote)
        {
            start += 1;
        }
        if view.is(start, PREPOSITION | SUBORDINATOR | TIME)
            || start < before && view.word(start).ends_with("ing")
        {
            let comma = (start..before).find(|&k| view.mark(k) == ',')?;
            start = comma + 1;
        }
        // The verb is not known: the phrase ends before the first auxiliary or verb.
        let end = (start..before).find(|&k| {
            k > start
                && (view.is(k, AUXILIARY | VERB | SPEECH)
                    || view.words[k].kind == Kind::Word && !view.words[k].capital && verb_like(view.word(k))
                    || view.mark(k) == ',')
        })?;
        let found = phrase::right(view, start, end)?;
        (found.end <= before).then_some(found)
    }

    /// Who a noun of speech belongs to: "Doe's claim", "criticism from Doe", "the statement by Doe".
    fn owner(&self, cue: &Cue, range: &Range<usize>) -> Option<Range<usize>> {
        let view = self.view;
        let mut at = cue.head;
        for _ in 0..4 {
            if at == range.start {
                break;
            }
            at -= 1;
            if view.is(at, POSSESSIVE) {
                return Some(at..at + 1);
            }
            if view.words[at].kind == Kind::Possessive {
                return phrase::left(view, range.start, at);
            }
            if !view.words[at].is_word()
                || view.is(at, PREPOSITION | AUXILIARY | DETERMINER | COORDINATOR | SUBORDINATOR)
            {
                break;
            }
        }
        let by = matches!(cue.preposition(), Some("by" | "from"));
        if by {
            return phrase::right(view, cue.after + 1, range.end);
        }
        None
    }
}

fn is_according(view: &View, cue: &Cue) -> bool {
    view.same(cue.head, "according")
        || view.same(cue.after - 1, "with") && view.same(cue.after.saturating_sub(2), "accordance")
}

/// A plain assertion, for claims without a cue of the lexicon.
pub const SAYS: Use = Use::plain(Act::Assertive);

/// A lower-case word that ends like a finite verb of the past.
fn verb_like(word: &str) -> bool {
    word.ends_with("ed") && word.len() > 4
}

/// The end of the addressee that stands at `start`: "told [Doe] that", "told [NBC News] on Friday".
pub fn addressee(view: &View, start: usize, high: usize) -> usize {
    if start >= high || !view.words[start].is_word() {
        return start;
    }
    let opens = |at: usize| {
        at >= high
            || view.same(at, "that")
            || view.is(at, QUESTION | TO)
            || matches!(view.mark(at), ',' | ':' | '"' | '.')
    };
    if view.is(start, OBJECT | AUDIENCE)
        || view.same(start, "it")
        || view.same(start, "her") && opens(start + 1)
    {
        return start + 1;
    }
    if let Some(that) = (start..high.min(start + 14)).find(|&k| {
        view.same(k, "that")
            || view.is(k, QUESTION)
            || view.words[k].kind == Kind::Quote
            || matches!(view.mark(k), ',' | ':')
    }) {
        let of = (start + 1..that).find(|&k| {
            matches!(view.word(k), "of" | "about") && !view.words[start..k].iter().any(|w| w.is(DETERMINER))
        });
        if let Some(of) = of {
            return of;
        }
        let clean = (start..that).all(|k| !view.is(k, AUXILIARY | VERB | PRONOUN | SUBORDINATOR));
        if clean && that > start {
            return that;
        }
    }
    let mut at = start;
    while at < high && (view.is(at, DETERMINER) || view.words[at].kind == Kind::Possessive) && at < start + 2
    {
        at += 1;
    }
    if at < high && view.words[at].capital {
        while at < high
            && (view.words[at].capital && view.words[at].is_word()
                || view.mark(at) == '.' && !view.spaced(at)
                || view.is(at, PREPOSITION) && view.same(at, "of") && view.words[at + 1].capital
                || view.same(at, "and") && view.words[(at + 1).min(high - 1)].capital)
        {
            at += 1;
        }
        if view.is(at, AUDIENCE) {
            at += 1;
        }
        return at;
    }
    // Lower-case nouns: up to the determiner, pronoun or name that opens the clause.
    let mut end = at;
    while end < high
        && end < at + 6
        && view.words[end].is_word()
        && !view.words[end].capital
        && !(end > at && view.is(end, DETERMINER | PRONOUN | AUXILIARY))
    {
        end += 1;
    }
    if end < high
        && end > start
        && (view.is(end, DETERMINER | PRONOUN) || view.words[end].capital || opens(end))
    {
        end
    } else {
        start
    }
}

/// Cuts the one apologized or condoled to out of a content: "an apology [to Doe] for the delay".
fn without_addressee(view: &View, cue: &Cue, content: &mut Vec<Range<usize>>) {
    let verb = view.word(cue.head).to_ascii_lowercase();
    if !verb.starts_with("apolog") && !view.is(cue.head, PERFORM) {
        return;
    }
    let Some(part) = content.last().cloned() else { return };
    let Some(to) = part.clone().take(8).find(|&at| view.is(at, TO)) else { return };
    let named = view.is(to + 1, DETERMINER | OBJECT | POSSESSIVE)
        || view.words.get(to + 1).is_some_and(|word| word.capital);
    if !named || (part.start..to).any(|at| view.words[at].quote != view.words[part.start].quote) {
        return;
    }
    let stop = |at: usize| {
        view.is(at, SUBORDINATOR | COORDINATOR | TO | RELATIVE) && !view.is(at, PREPOSITION)
            || at > to + 1 && view.is(at, PREPOSITION) && !view.same(at, "of")
            || matches!(view.mark(at), ',' | '"')
    };
    let end = (to + 1..part.end).find(|&at| stop(at)).unwrap_or(part.end);
    // An apposition in commas goes with the one it is about.
    let end = if view.mark(end) == ',' && end < part.end {
        (end + 1..part.end).find(|&at| view.mark(at) == ',').map_or(end, |comma| comma + 1)
    } else {
        end
    };
    let end = match (end..part.end).find(|&at| !view.is(at, TIME) && !matches!(view.word(at), "on" | "in")) {
        Some(after) if after > end && view.is(after - 1, TIME) => after,
        _ => end,
    };
    content.pop();
    if to > part.start {
        content.push(part.start..to);
    }
    if end < part.end {
        let that = if view.same(end, "that") { end + 1 } else { end };
        content.push(that..part.end);
    }
}

/// After "wrote on the platform X that": the content opens at "that" or at a quotation mark.
fn past_place(view: &View, cue: &Cue, start: usize, high: usize) -> usize {
    let place = matches!(cue.preposition(), Some("on" | "in" | "at" | "by" | "after" | "through"));
    if !place || !cue.speech(view) || start != cue.after {
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

/// "according to a study by Doe of Oslo": "by", "from" and "in" belong to such a source.
fn widened(view: &View, source: Range<usize>, high: usize) -> Range<usize> {
    if view.words[source.start].capital {
        return source;
    }
    let mut end = source.end;
    while end < high
        && matches!(view.word(end), "by" | "from" | "of" | "with" | "to" | "on")
        && !view.is(end + 1, TIME)
    {
        match phrase::right(view, end + 1, high) {
            Some(more) => end = more.end,
            None => break,
        }
    }
    source.start..end
}

/// The source with the apposition that follows it: "Doe, the minister of transport,".
pub fn apposed(view: &View, source: Range<usize>, high: usize) -> Range<usize> {
    let start = source.end + 1;
    if view.mark(source.end) != ','
        || start >= high
        || view.words[source.end].quote != view.words[source.start].quote
    {
        return source;
    }
    let word = &view.words[start];
    if word.is(RELATIVE | COORDINATOR | SUBORDINATOR | PRONOUN | PREPOSITION | TIME | POSSESSIVE)
        || view.word(start).ends_with("ing")
        || word.kind == Kind::Quote
    {
        return source;
    }
    let named = view.words[source.start].capital;
    let Some(end) = (start..high.min(start + 25)).find(|&k| {
        view.mark(k) == ',' || k + 1 == high || view.is(k, RELATIVE | SUBORDINATOR | COORDINATOR | SPEECH)
    }) else {
        return source;
    };
    let verbal = (start..end).any(|k| view.is(k, AUXILIARY | VERB | PRONOUN | SPEECH));
    let article = word.is(DETERMINER) || !word.capital && word.kind == Kind::Word;
    if !named || verbal || !article || view.is(end, SPEECH) {
        return source;
    }
    let mut end = if view.same(end, "and") {
        (end..high.min(end + 15)).find(|&k| view.mark(k) == ',' || k + 1 == high).unwrap_or(end)
    } else {
        end
    };
    while end > start && view.words[end - 1].kind == Kind::Mark {
        end -= 1;
    }
    if end < high && view.words[end].is_word() && end + 1 == high {
        end += 1;
    }
    source.start..end
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
