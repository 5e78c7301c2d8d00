//! What a width broke reads as if it had not: the same claims, each with bytes that its words come of.

use proptest::prelude::*;
use saidso::document::{Document, How, Span};
use saidso::method::Layer;
use saidso::pipeline::Pipeline;
use saidso::source;

const ARTICLES: [&str; 3] = [
    "Bridge to the islands closed after cracks are found
The bridge between Tromsø and the outer islands was closed on Thursday evening after engineers found cracks in two of \
its pillars, the road administration said.
“We cannot say when it will open again,” said Marit Lund, who leads the administration’s northern office. “Nobody wants \
to close a bridge in the herring season, but nobody wants to lose one either.”
The mayor, Ola Berg, told local radio that a state-owned ferry would take passengers, but no lorries, from Friday \
morning. He called on the government in Oslo to pay for a second ferry.
According to a report by the international inspection firm Holm & Sons, the cracks may have been there since 2011. \
Mr. Berg denied that the town had known of them.",
    "Central bank holds rate, sees slower growth
The central bank left its main rate at 4.25 percent on Tuesday and warned that unemployment could rise by the end of \
the year, a well-known risk that its governor, Jean-Paul Martin, had mentioned before.
Martin said the decision was unanimous. “Inflation is coming down, and it is coming down faster than we thought,” he told \
reporters. “That is no reason to be careless.”
Analysts at two commercial banks expect a first cut in March. The finance minister, Anna Keller, said that she respected \
the bank’s independence and would not comment on its decisions.
Trade unions argued that the bank was underestimating the consequences for low-income households.",
    "Ferry runs aground in fog, all passengers safe
A ferry with 140 people on board ran aground off the coast of Cornwall early on Sunday in thick fog, the coastguard said. \
All passengers were taken off by lifeboats within two hours and nobody was seriously hurt.
“There was a terrible noise and then everything went quiet,” said Emma Reed, a 20-year-old student from Plymouth. She said \
the crew had been calm and professional throughout.
The operator apologised for the inconvenience and promised a full investigation. A spokesman said the captain, an \
experienced seaman, had reported a malfunctioning radar shortly before the accident.
The opposition spokesman on transport, David Shaw, demanded that the government publish the inspection reports.",
];

/// How the lines of a paragraph are written.
#[derive(Clone, Copy, Debug)]
struct Form {
    mark: &'static str,
    end: &'static str,
    /// Line ends after a paragraph.
    between: usize,
    hyphens: bool,
}

const FORMS: [Form; 6] = [
    Form { mark: "", end: "\n", between: 2, hyphens: false },
    Form { mark: "", end: "\n", between: 1, hyphens: false },
    Form { mark: "", end: "\r\n", between: 2, hyphens: true },
    Form { mark: "> ", end: "\n", between: 2, hyphens: false },
    Form { mark: "", end: "\r", between: 2, hyphens: false },
    Form { mark: "", end: "\u{2028}", between: 2, hyphens: true },
];

/// Where a long word may be cut, as a dictionary says.
const CUTS: [&str; 12] = [
    "engi-neers",
    "adminis-tration",
    "govern-ment",
    "inter-national",
    "inspec-tion",
    "unem-ployment",
    "unani-mous",
    "indepen-dence",
    "conse-quences",
    "passen-gers",
    "investi-gation",
    "state-owned",
];

fn wrapped(text: &str, width: usize, form: Form) -> String {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split(' ') {
            let mut word = word;
            let room =
                |line: &str| width.saturating_sub(line.chars().count() + usize::from(!line.is_empty()));
            if word.chars().count() > room(&line) {
                let cut = CUTS.iter().filter(|_| form.hyphens).find_map(|cut| {
                    let (head, tail) = cut.split_once('-')?;
                    let compound = word.starts_with(cut);
                    (compound || word.starts_with(&cut.replace('-', ""))).then_some((head, tail, compound))
                });
                if let Some((head, _, compound)) = cut.filter(|cut| cut.0.len() < room(&line)) {
                    line.push_str(&format!("{}{head}-", if line.is_empty() { "" } else { " " }));
                    word = &word[head.len() + usize::from(compound)..];
                }
                if !line.is_empty() {
                    lines.push(format!("{}{line}", form.mark));
                    line.clear();
                }
            }
            line.push_str(if line.is_empty() { "" } else { " " });
            line.push_str(word);
        }
        lines.push(format!("{}{line}", form.mark));
        lines.extend((1..form.between).map(|_| form.mark.trim_end().to_owned()));
    }
    lines.join(form.end)
}

fn read(raw: &str) -> Document {
    let mut document = Document::read(&source::text("a", "a.txt", raw.into()).expect("prose"));
    Pipeline::default().annotate(&mut document, Layer::Claims);
    document
}

fn claims(document: &Document) -> Vec<[String; 3]> {
    let words =
        |spans: &[Span]| spans.iter().map(|span| span.text(document.text())).collect::<Vec<_>>().join(" … ");
    document
        .claims
        .iter()
        .map(|claim| [&claim.source, &claim.cue, &claim.content].map(|spans| words(spans)))
        .collect()
}

#[test]
fn claims_survive_a_width_in_every_form() {
    for article in ARTICLES {
        let whole = read(article);
        assert!(claims(&whole).len() > 5, "{article}");
        for form in FORMS {
            for width in [40, 52, 65, 72, 80, 100] {
                let raw = wrapped(article, width, form);
                let document = read(&raw);
                // Without empty lines a paragraph's last line may be as full as those before it.
                if form.between > 1 {
                    assert_eq!(document.lines(), whole.lines(), "{form:?}, {width} columns:\n{raw}");
                }
                assert_eq!(claims(&document), claims(&whole), "{form:?}, {width} columns");
                for line in 0..document.lines().len() {
                    for run in document.runs(line).iter().filter(|run| run.how == How::Same) {
                        let bytes = &raw.as_bytes()[run.raw_start..run.raw_end];
                        assert_eq!(&document.lines()[line].as_bytes()[run.start..run.end], bytes);
                    }
                }
            }
        }
    }
}

/// A title, a sentence or an item of a list; no width broke any of them.
fn line() -> impl Strategy<Value = String> {
    let words = "[a-z]{2,9}( [a-z]{2,9}){2,30}";
    prop_oneof![
        4 => words.prop_map(|words| format!("The {words}.")),
        1 => "[A-Z][a-z]{2,9}( [A-Z][a-z]{2,9}){2,6}",
        1 => "- [A-Z][a-z]{2,9}( [a-z]{2,9}){1,6}",
    ]
}

proptest! {
    #[test]
    fn a_text_whose_lines_no_width_broke_is_the_same_byte_for_byte(lines in prop::collection::vec((line(), 1..3usize), 1..20)) {
        let raw: String = lines.iter().map(|(line, ends)| line.clone() + &"\n".repeat(*ends)).collect();
        let article = source::text("a", "a.txt", raw.clone().into()).expect("prose");
        prop_assert_eq!(article.text.text(), raw);
    }
}
