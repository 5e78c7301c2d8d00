//! The neural runtime against the plain definition, and against itself on other instruction sets.

mod tiny;

use saidso::learn::bert::{Neural, Scratch};
use saidso::learn::tensors::Tensors;
use tiny::Tiny;

fn loaded(file: Vec<u8>) -> anyhow::Result<Neural> {
    Neural::read(&Tensors::read(&file)?)
}

/// Logits of all words, and the windows.
fn tag(model: &Neural, text: &str, scratch: &mut Scratch) -> (Vec<f32>, usize) {
    let tagged = model.tag(text, std::slice::from_ref(&(0..text.len())), scratch);
    let logits = (0..tagged.words.len()).flat_map(|k| tagged.logits(k).to_vec()).collect();
    (logits, tagged.windows.len())
}

const TEXT: &str = "The mayor said on Monday,\n“it is unsafe.” Q";

#[test]
fn logits_are_those_of_the_definition() {
    let tiny = Tiny::new();
    let model = loaded(tiny.file()).expect("as the test made it");
    let pieces = [2, 5, 6, 7, 18, 19, 9, 10, 17, 13, 14, 15, 8, 11, 1, 3];
    let (lower, title, mark) = (|gap: usize| 4 + gap, |gap: usize| 7 + gap, |gap: usize| 1 + gap);
    let features = [
        0,
        title(2),
        lower(1),
        lower(1),
        lower(1),
        title(1),
        mark(0),
        mark(2),
        lower(0),
        lower(1),
        lower(1),
        lower(1),
        mark(0),
        mark(0),
        1 + 4 * 3 + 1,
        0,
    ];
    let right = tiny.slowly(&pieces, &features);
    let mut scratch = Scratch::default();
    let tagged = model.tag(TEXT, std::slice::from_ref(&(0..TEXT.len())), &mut scratch);
    let words: Vec<&str> = tagged.words.iter().map(|word| &TEXT[word.start..word.end]).collect();
    assert_eq!(
        words,
        ["The", "mayor", "said", "on", "Monday", ",", "“", "it", "is", "unsafe", ".", "”", "Q"]
    );
    let firsts = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 13, 14];
    let (mut squares, mut count) = (0.0, 0.0);
    for (word, &token) in firsts.iter().enumerate() {
        for (found, right) in tagged.logits(word).iter().zip(&right[token]) {
            let off = (f64::from(*found) - right).abs();
            // Logits lie within -5..5; what is between layers has 8 bits, and rows of noise are hard.
            assert!(off < 0.15, "word {word}: {found} for {right}");
            squares += off * off;
            count += 1.0;
        }
    }
    let deviation = f64::sqrt(squares / count);
    assert!(deviation < 0.03, "{deviation} in the mean");
    let mut labels = Vec::new();
    tagged.labels(&model.heads[1], &mut labels);
    assert_eq!(labels.len(), words.len());
}

#[test]
fn every_instruction_set_and_thread_gives_the_same() {
    let model = loaded(Tiny::new().file()).expect("as the test made it");
    let long = format!("{TEXT}\n").repeat(60);
    let (first, windows) = tag(&model, &long, &mut Scratch::default());
    assert!(windows > 5);
    let mut scratch = Scratch::default();
    tag(&model, "another text. before", &mut scratch);
    assert_eq!(tag(&model, &long, &mut scratch).0, first, "with room that was used");
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            (0..2).map(|_| scope.spawn(|| tag(&model, &long, &mut Scratch::default()).0)).collect();
        for thread in threads {
            assert_eq!(thread.join().expect("no panic"), first, "on another thread");
        }
    });
    #[cfg(target_arch = "x86_64")]
    {
        use archmage::{X64V3Token, X64V4xToken};
        // Other tests may lose the instructions too, and must not notice. An error says that the
        // compiler was told to rely on them.
        for disable in [
            X64V4xToken::dangerously_disable_token_process_wide,
            X64V3Token::dangerously_disable_token_process_wide,
        ] {
            if disable(true).is_ok() {
                let other = loaded(Tiny::new().file()).expect("as the test made it");
                assert_eq!(tag(&other, &long, &mut Scratch::default()).0, first, "on an older processor");
            }
        }
        for enable in [
            X64V4xToken::dangerously_disable_token_process_wide,
            X64V3Token::dangerously_disable_token_process_wide,
        ] {
            let _ = enable(false);
        }
    }
}

#[test]
fn nothing_and_very_much_are_texts() {
    let model = loaded(Tiny::new().file()).expect("as the test made it");
    let mut scratch = Scratch::default();
    for text in ["", " \n ", "\u{200b}"] {
        assert_eq!(tag(&model, text, &mut scratch), (vec![], 0));
    }
    assert!(model.tag("x", &[], &mut scratch).words.is_empty());
    let endless = "unsafe ".repeat(10_000);
    let (logits, windows) = tag(&model, &endless, &mut scratch);
    assert_eq!((logits.len(), windows), (10_000 * tiny::OUTPUTS, 10_000usize.div_ceil(63)));
    assert!(logits.iter().all(|x| x.is_finite()));
    let paragraphs = [0..10, 35..41];
    let tagged = model.tag(TEXT, &paragraphs, &mut scratch);
    let words: Vec<&str> = tagged.words.iter().map(|word| &TEXT[word.start..word.end]).collect();
    assert_eq!(words, ["The", "mayor", "unsafe"]);
}

#[test]
fn a_broken_model_is_refused() {
    let file = Tiny::new().file();
    for length in [0, 7, 100, file.len() / 2, file.len() - 1] {
        assert!(loaded(file[..length].to_vec()).is_err(), "the first {length} bytes");
    }
    let replaced = |from: &str, to: &str| {
        let header = u64::from_le_bytes(file[..8].try_into().expect("as the test made it")) as usize;
        let text = std::str::from_utf8(&file[8..8 + header]).expect("as the test made it");
        assert!(text.contains(from) && from.len() == to.len());
        let mut file = file.clone();
        file[8..8 + header].copy_from_slice(text.replace(from, to).as_bytes());
        loaded(file).err().map_or_else(String::new, |error| format!("{error:#}"))
    };
    assert!(replaced("gelu_tanh", "gelu_erf_").contains("activation"));
    assert!(replaced("line break", "page break").contains("features"));
    assert!(replaced("layers.1.up.bias", "layers.1.up.bios").contains("layers.1.up.bias"));
    assert!(replaced("labels", "lapels").contains("description"));
}

/// The model that ships, against what torch says with weights of 8 bits and all else float; the rows
/// are what `scripts/train_neural.py export` wrote beside it.
#[test]
fn the_real_model_says_what_torch_says() {
    let file = [saidso_neural_1::HALF, saidso_neural_2::HALF].concat();
    let model = loaded(file).expect("the model that ships");
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(include_str!("reference.json")).expect("as the trainer wrote it");
    let mut scratch = Scratch::default();
    for row in &rows {
        let text = row["text"].as_str().expect("as the test made it");
        let right: Vec<Vec<f32>> =
            serde_json::from_value(row["logits"].clone()).expect("as the test made it");
        let words: Vec<[usize; 2]> =
            serde_json::from_value(row["words"].clone()).expect("as the test made it");
        let tagged = model.tag(text, std::slice::from_ref(&(0..text.len())), &mut scratch);
        let points = |bytes: usize| text[..bytes].chars().count();
        let found: Vec<[usize; 2]> =
            tagged.words.iter().map(|word| [points(word.start), points(word.end)]).collect();
        assert_eq!(found, words);
        let squares = right.iter().enumerate().flat_map(|(word, right)| {
            tagged.logits(word).iter().zip(right).map(|(a, b)| (a - b).powi(2)).collect::<Vec<_>>()
        });
        let squares: Vec<f32> = squares.collect();
        let deviation = (squares.iter().sum::<f32>() / squares.len() as f32).sqrt();
        assert!(deviation < 0.08, "logits deviate by {deviation} in the mean");
        for head in &model.heads {
            let mut labels = Vec::new();
            tagged.labels(head, &mut labels);
            let right = row["tags"][&head.name].as_array().expect("as the test made it");
            let name = |label: &serde_json::Value| match label.as_u64() {
                Some(label) => head.labels[label as usize].clone(),
                None => label.as_str().unwrap_or_default().to_owned(),
            };
            let wrong =
                labels.iter().zip(right).filter(|(a, b)| head.labels[usize::from(**a)] != name(b)).count();
            assert!(wrong * 20 <= right.len(), "{}: {wrong} of {} labels", head.name, right.len());
        }
    }
}
