//! Whatever bytes come in, every reader, method and format answers with a value or an error: damaged copies of small
//! samples of each kind. What once failed is kept in `proptest-regressions` and tried first.
//!
//! A few hundred copies of each kind in CI; by hand as many as one likes: `PROPTEST_CASES=1000000 cargo test --release
//! --test fuzz`.

mod program;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

use anyhow::anyhow;
use program::{saidso, shown};
use proptest::prelude::*;
use saidso::dataset::verify;
use saidso::document::{Document, Reason};
use saidso::exchange::{self, FORMATS, Input, Labels, Record};
use saidso::method::{Layer, Shared};
use saidso::methods::Methods;
use saidso::pipeline::Pipeline;
use saidso::{gold, source};

const TEXT: &str = "Ferry runs late\n\n\u{201c}It is the ice,\u{201d} Ola Moe, the harbour master, told reporters on \
                    Monday; Jane Doe said the ferry\u{2019}s crew (of 12) \u{ad}had left.\n> According to the mayor, it \
                    may cost $3.5m.\n";

/// What breaks readers when it stands where it should not.
const WORDS: [&[u8]; 24] = [
    b"\0",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\\ud800",
    b"\"",
    b"\"\"",
    b"\r",
    b"\n\n",
    b"\xe2\x80\xa8",
    b"&quot;",
    b"&#x0;",
    b"<p>",
    b"<!--",
    b"</article>",
    b"{",
    b"]",
    b",",
    b"\t",
    b"said that ",
    b"\xe2\x80\x9c",
    b"-----",
    b"999999999999999999999",
    b"-1",
];

/// One change: where in 65,536ths of the bytes, what, and how much.
type Change = (u16, u8, u16);

fn changes() -> impl Strategy<Value = Vec<Change>> {
    prop::collection::vec((any::<u16>(), 0..6u8, any::<u16>()), 1..8)
}

fn damaged(bytes: &[u8], changes: &[Change]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(place, what, much) in changes {
        let at = bytes.len() * usize::from(place) / 65_536;
        let rest = bytes.len() - at;
        match what {
            0 if rest > 0 => bytes[at] ^= 1 << (much % 8),
            1 => drop(bytes.drain(at..at + rest.min(usize::from(much) % 64))),
            2 => bytes.truncate(at),
            3 => {
                let part = bytes[at..at + rest.min(usize::from(much) % 512)].to_vec();
                bytes.splice(at..at, part);
            }
            4 => {
                let part = bytes[at..at + rest.min(16)].repeat(usize::from(much) % 64);
                bytes.splice(at..at, part);
            }
            _ => {
                let word = WORDS[usize::from(much) % WORDS.len()];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(bytes).and_then(|()| writer.finish()).expect("packed")
}

/// A file of each kind that a build reads, with its name.
static INPUTS: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    let body: String =
        TEXT.lines().filter(|line| !line.is_empty()).map(|line| format!("<p>{line}</p>")).collect();
    let page = format!(
        "<!DOCTYPE html><html lang=en><head><title>Ferry &amp; ice</title><meta property=\"article:published_time\" \
         content=\"2025-05-06\"><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry\"}}\
         </script></head><body><nav>Home</nav><article><h1>Ferry &amp; ice</h1>{}</article></body></html>",
        body.repeat(4)
    );
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let archive = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: \
         {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let line =
        serde_json::json!({"id": "a", "text": TEXT, "authors": ["Ann Holm"], "n": 3}).to_string() + "\n";
    let row = format!("id,text,outlet\na,\"{}\",Post\n", TEXT.replace('"', "\"\""));
    let zstd = zstd::encode_all(line.as_bytes(), 3).expect("packed");
    vec![
        ("a.txt", TEXT.as_bytes().to_vec()),
        ("a.html", page.clone().into_bytes()),
        ("latin.html", page.replace("<head>", "<head><meta charset=windows-1252>").into_bytes()),
        ("a.jsonl", line.repeat(2).into_bytes()),
        ("a.csv", row.clone().into_bytes()),
        ("a.tsv", row.replace(',', "\t").into_bytes()),
        ("a.warc", archive.clone().into_bytes()),
        ("a.warc.gz", gzip(archive.as_bytes())),
        ("a.txt.gz", gzip(TEXT.as_bytes())),
        ("a.jsonl.zst", zstd),
    ]
});

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(Pipeline::default);
static METHODS: LazyLock<Methods> = LazyLock::new(Methods::builtin);

/// As many copies as PROPTEST_CASES says, or `own`.
fn cases(own: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig { cases: asked.unwrap_or(own), ..ProptestConfig::default() }
}

/// How many articles `bytes` in a file called `name` hold, all of them read to their claims.
fn read(folder: &Path, name: &str, bytes: &[u8]) -> usize {
    let path = folder.join(name);
    fs::write(&path, bytes).expect("written");
    let files = source::list(std::slice::from_ref(&path)).expect("a file");
    let inputs = source::inputs(files, source::Columns::default());
    let known = |_: &_, _: &_| None;
    let mut articles = 0;
    let taken = PIPELINE.read_all(inputs, 1, known, |read| {
        articles += usize::from(read.is_ok());
        let failed = read.err().filter(|reject| reject.reason == Reason::Failed);
        failed.map_or(Ok(()), |reject| Err(anyhow!("{}", reject.message)))
    });
    taken.expect("nothing stops it");
    articles
}

/// Else the damage would be done to what is refused at once.
#[test]
fn samples_are_good_before_they_are_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in INPUTS.iter() {
        assert!(read(folder.path(), name, bytes) > 0, "{name}");
    }
    for (name, files) in CORPORA.iter() {
        let inputs: Vec<Input> =
            files.iter().map(|(name, text)| Input { name: name.clone(), text: text.clone() }).collect();
        let format = exchange::find(name).expect("a format");
        let (records, _) = format.import(&inputs, &Labels::parse(&[]).expect("none")).expect(name);
        assert!(!records.is_empty(), "{name}");
    }
    assert!(verify::verify(&DATASET.path().join("out"), None, || Ok(())).is_ok());
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn any_input_is_read_or_set_aside(kind in 0..10usize, changes in changes()) {
        let folder = tempfile::tempdir().expect("a folder");
        let (name, bytes) = &INPUTS[kind];
        read(folder.path(), name, &damaged(bytes, &changes));
    }
}

proptest! {
    #![proptest_config(cases(60))]

    #[test]
    fn every_method_reads_any_text(changes in changes()) {
        let bytes = damaged(TEXT.as_bytes(), &changes);
        let text = String::from_utf8_lossy(&bytes);
        let mut document = Document::plain("a", &text);
        PIPELINE.annotate(&mut document, Layer::Entities);
        for row in METHODS.rows().iter().filter(|row| row.layer != Layer::Blocks) {
            row.annotate(&mut document.clone(), &mut Shared::default());
        }
    }
}

const RECORD: &str = r#"{"doc_id":"a","text":"Jane Doe said “it rains” in Oslo.\nShe left.","sentences":[[0,33],[34,43]],
    "entities":[{"start":0,"end":8,"type":"PERSON","id":"jane-doe"}],
    "attributions":[{"id":"C1","source":[[0,8]],"cue":[[9,13]],"content":[[14,24]],"act":"assertive"}]}"#;

/// A format, and the files of a corpus in it, name and text.
type Corpus = (&'static str, Vec<(String, String)>);

/// A corpus of one document in each format that is read and written.
static CORPORA: LazyLock<Vec<Corpus>> = LazyLock::new(|| {
    let record: Record = serde_json::from_str(RECORD).expect("a record");
    let both = FORMATS.iter().filter(|format| format.read.is_some() && format.write.is_some());
    let made = both.map(|format| {
        let mut files = Vec::new();
        format.export(std::iter::once(Ok(record.clone())), &mut files).expect(format.name);
        (
            format.name,
            files
                .into_iter()
                // What is put beside a corpus, such as an interface for labeling, is not read again.
                .filter(|(name, _)| !name.starts_with('.'))
                .map(|(name, text)| (if name.is_empty() { "a.x".into() } else { name }, text))
                .collect(),
        )
    });
    let read_alone = [(
        "conllu",
        "# newdoc id = a\n# sent_id = 1\n# text = It rains.\n1\tIt\tit\tPRON\t_\t_\t2\tnsubj\t_\t_\n2\trains\train\tVERB\t_\t_\t0\troot\t_\tSpaceAfter=No\n3\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_\n",
    )];
    let alone =
        read_alone.into_iter().map(|(format, text)| (format, vec![("a.conllu".to_owned(), text.to_owned())]));
    made.chain(alone.filter(|(format, _)| exchange::find(format).is_some())).collect()
});

const GOLD: &str = "article = \"a.txt\"\nblocks = [[\"headline\", \"Ferry runs\"], [\"body\", \"Jane Doe\"]]\n\n[[sentence]]\nn = 1\n\
                    text = '''Ferry runs late'''\nentities = []\n\n[[sentence]]\nn = 2\ntext = '''Jane Doe said the ferry was late.'''\n\
                    entities = [[\"Jane Doe\", \"PERSON\", \"jane-doe\"]]\n\n[[sentence.claim]]\nid = \"2a\"\nsource = [\"Jane Doe\"]\n\
                    cue = [\"said\"]\ncontent = [\"the ferry was late\"]\nquote = \"indirect\"\nact = \"assertive\"\nfactuality = \"CT+\"\n";

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn any_corpus_is_imported_or_refused(kind in any::<prop::sample::Index>(), file in any::<prop::sample::Index>(), changes in changes()) {
        let (name, files) = kind.get(&CORPORA);
        let at = file.index(files.len());
        let input = |(number, (name, text)): (usize, &(String, String))| {
            let bytes = if number == at { damaged(text.as_bytes(), &changes) } else { text.clone().into_bytes() };
            Input { name: name.clone(), text: String::from_utf8_lossy(&bytes).into_owned() }
        };
        let inputs: Vec<Input> = files.iter().enumerate().map(input).collect();
        let format = exchange::find(name).expect("a format");
        if let Ok((records, _)) = format.import(&inputs, &Labels::parse(&[]).expect("none")) {
            for format in FORMATS.iter().filter(|format| format.write.is_some()) {
                let _ = format.export(records.iter().cloned().map(Ok), &mut Vec::new());
            }
        }
    }

    #[test]
    fn any_gold_file_is_read_or_refused(changes in changes()) {
        let raw = b"Ferry runs late\n\nJane Doe said the ferry was late.\n".to_vec();
        let article = source::text("a", "a.txt", raw).expect("an article");
        prop_assert!(gold::parse(GOLD, &article).is_ok());
        let _ = gold::parse(&String::from_utf8_lossy(&damaged(GOLD.as_bytes(), &changes)), &article);
    }

    #[test]
    fn any_model_file_is_loaded_or_refused(changes in changes()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.safetensors");
        let whole = fs::read("datasets/models/claims-judge.safetensors").expect("a model");
        fs::write(&path, damaged(&whole, &changes)).expect("written");
        let _ = METHODS.load(&path);
    }
}

/// A small dataset, built once.
static DATASET: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), TEXT).expect("written");
    let (input, output) = (folder.path().join("a.txt"), folder.path().join("out"));
    assert_eq!(saidso(&["build", "--fast", "-o", shown(&output), shown(&input)]).0, 0);
    folder
});

proptest! {
    #![proptest_config(cases(200))]

    /// The manifest is made to fit, so that the damage is met where the rows are read.
    #[test]
    fn any_dataset_is_proved_or_refused(kind in any::<prop::sample::Index>(), changes in changes()) {
        let folder = tempfile::tempdir().expect("a folder");
        let out = DATASET.path().join("out");
        let mut manifest: serde_json::Value =
            serde_json::from_slice(&fs::read(out.join("manifest.json")).expect("a file")).expect("JSON");
        let files = manifest["files"].as_array_mut().expect("files");
        let chosen = kind.index(files.len());
        for (at, file) in files.iter_mut().enumerate() {
            let name = file["path"].as_str().expect("a path").to_owned();
            let mut bytes = fs::read(out.join(&name)).expect("a file");
            if at == chosen {
                bytes = damaged(&bytes, &changes);
                file["sha256"] = source::sha256(&bytes).into();
                file["bytes"] = bytes.len().into();
            }
            fs::write(folder.path().join(name), bytes).expect("written");
        }
        fs::write(folder.path().join("manifest.json"), manifest.to_string()).expect("written");
        let _ = verify::verify(folder.path(), None, || Ok(()));
    }
}
