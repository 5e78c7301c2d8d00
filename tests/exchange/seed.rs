//! Records of every kind, for the laws.

use proptest::prelude::*;
use saidso::document::{Act, BlockKind, EntityType, Factuality, Label, Quote, Voice, lines};
use saidso::exchange::{Attribution, BlockLine, Mention, Record};

/// A record's text and the numbers that its annotations are made of.
#[derive(Clone, Debug)]
pub struct Seed {
    pieces: Vec<&'static str>,
    numbers: Vec<u16>,
}

pub fn seed() -> impl Strategy<Value = Seed> {
    let piece = prop::sample::select(vec![
        "Jane Doe",
        "said",
        "“",
        "”",
        "\"",
        "👩🏽‍🚒",
        "😀",
        "e\u{301}",
        "ḍ\u{307}",
        "שלום",
        "مرحبا",
        "\u{202e}",
        "\r\n",
        "\n",
        "\n\n",
        " ",
        "  ",
        "\t",
        "\r",
        "\u{a0}",
        "\u{2028}",
        "\u{85}",
        "\u{feff}",
        ".",
        ",",
        "U.S.-led",
        "don’t",
        "(x)",
        "|",
        "\\",
        "#",
        "_",
        "-DOCSTART-",
        "{\"a\":1}",
        "CO₂",
        "=",
        ";",
    ]);
    let pieces = prop::collection::vec(piece, 0..10);
    let numbers = prop::collection::vec(any::<u16>(), 8..60);
    (pieces, numbers).prop_map(|(pieces, numbers)| Seed { pieces, numbers })
}

/// Deals out the numbers of a seed, zeros when they are gone.
struct Numbers(std::vec::IntoIter<u16>);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        usize::from(self.0.next().unwrap_or_default()) % bound.max(1)
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn span(&mut self, length: usize) -> [usize; 2] {
        let start = self.below(length);
        [start, start + 1 + self.below((length - start).min(12))]
    }

    fn label<L: Label>(&mut self) -> Option<String> {
        let at = self.below(L::ALL.len() + 1);
        L::ALL.get(at).map(|row| row.1.to_owned())
    }

    fn spans(&mut self, length: usize) -> Vec<[usize; 2]> {
        (0..self.below(3)).map(|_| self.span(length)).collect()
    }
}

/// The lines of `text` or pieces of them, of any kind that is kept.
fn blocks(text: &str, numbers: &mut Numbers) -> Vec<BlockLine> {
    let points = |at: usize| text[..at].chars().count();
    let kinds: Vec<BlockKind> = BlockKind::ALL.iter().map(|row| row.0).filter(|kind| kind.kept()).collect();
    let mut blocks: Vec<BlockLine> = Vec::new();
    for line in lines(text) {
        let (start, end) = (points(line.start()), points(line.end()));
        let cut = start + numbers.below(end - start);
        for (start, end) in [(start, cut), (cut, end)].into_iter().filter(|(start, end)| start < end) {
            blocks.push(BlockLine { start, end, kind: numbers.one(&kinds).name().to_owned() });
        }
    }
    blocks
}

/// Whatever a record can be.
pub fn record(seed: Seed, number: usize) -> Record {
    let mut numbers = Numbers(seed.numbers.into_iter());
    let text = seed.pieces.concat();
    let length = text.chars().count();
    let doc_id = format!("{}{number}", numbers.one(&["a", "Å b/c:", "x_y", "(1)", "..", "#=", "X_Y"]));
    let annotator = numbers.one(&[None, Some("4b22"), Some("Zoë\nA")]).map(str::to_owned);
    let layers = [numbers.below(4), numbers.below(4), numbers.below(4)];
    let blocks = (numbers.below(3) > 0).then(|| blocks(&text, &mut numbers));
    let slug = |numbers: &mut Numbers| {
        numbers.one(&[None, None, Some("jane-doe"), Some("é \"\t\n}")]).map(str::to_owned)
    };
    let confidence = |numbers: &mut Numbers| numbers.one(&[1.0, 1.0, 0.1, 0.333_333_34, 0.0]);
    let mut cuts: Vec<usize> = (0..numbers.below(7)).map(|_| numbers.below(length + 1)).collect();
    cuts.sort_unstable();
    let halves = cuts.chunks_exact(2).filter(|pair| pair[0] < pair[1]);
    let sentences = (layers[0] > 0).then(|| halves.map(|pair| [pair[0], pair[1]]).collect());
    let some = if length == 0 { 0 } else { 4 };
    let entities = (layers[1] > 0).then(|| {
        let mention = |numbers: &mut Numbers| {
            let [start, end] = numbers.span(length);
            let kind = numbers.label::<EntityType>().unwrap_or_else(|| "LAW".to_owned());
            Mention { start, end, kind, id: slug(numbers), confidence: confidence(numbers) }
        };
        (0..numbers.below(some)).map(|_| mention(&mut numbers)).collect()
    });
    let attributions = (layers[2] > 0).then(|| {
        let mut all: Vec<Attribution> = Vec::new();
        for at in 0..numbers.below(some) {
            let mut content = numbers.spans(length);
            let (source, cue) = (numbers.spans(length), numbers.spans(length));
            if content.is_empty() && source.is_empty() && cue.is_empty() {
                content.push(numbers.span(length));
            }
            let outer = numbers.below(at + 1);
            all.push(Attribution {
                id: format!("{}{}", numbers.one(&["E", "1 é\n", "T", ""]), at + 1),
                voice: numbers.label::<Voice>(),
                source,
                cue,
                content,
                quote: numbers.label::<Quote>(),
                act: numbers.label::<Act>(),
                factuality: numbers.label::<Factuality>(),
                nested_in: all.get(outer).map(|outer| outer.id.clone()),
                source_ids: slug(&mut numbers).into_iter().collect(),
                addressee: Vec::new(),
                proposition: slug(&mut numbers),
                confidence: confidence(&mut numbers),
            });
        }
        all
    });
    Record { doc_id, text, annotator, blocks, sentences, entities, attributions }
}
