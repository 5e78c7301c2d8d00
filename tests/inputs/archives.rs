//! Web archives: their pages as articles.

use std::fs;
use std::io::Write;

use super::program::{saidso, shown};
use super::{TEXT, build, claims, verified, write};

/// A record of a web archive as crawlers write it: the page in pieces, the record packed by itself.
fn archived(page: &str) -> Vec<u8> {
    let (first, second) = page.split_at(page.len() / 2);
    let http = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n\
         {:x}\r\n{first}\r\n{:x}\r\n{second}\r\n0\r\n\r\n",
        first.len(),
        second.len()
    );
    let record = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Date: 2025-05-06T10:00:00Z\r\nWARC-Target-URI: \
         https://news.example/ferry\r\nContent-Type: application/http; msgtype=response\r\nContent-Length: \
         {}\r\n\r\n{http}\r\n\r\n",
        http.len()
    );
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gzip.write_all(record.as_bytes()).expect("packed");
    gzip.finish().expect("packed")
}

fn page(name: &str) -> String {
    let body: String = TEXT.lines().skip(2).map(|line| format!("<p>{line}</p>")).collect();
    let filler =
        "<p>Nothing else ran on the fjord that day, and the harbour stayed as quiet as it is in winter.</p>";
    let head = format!("<html lang=\"en\"><head><title>{name}</title></head>");
    format!(
        "<!DOCTYPE html>{head}<body><article><h1>{name}</h1>{body}{}</article></body></html>",
        filler.repeat(4)
    )
}

#[test]
fn a_page_of_an_archive_is_read_as_the_page_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = ["Ferry runs late", "Ferry runs again", "Ferry stays in port"].map(page);
    let archive: Vec<u8> = pages.iter().flat_map(|page| archived(page)).collect();
    let input = write(folder.path(), "crawl.warc.gz", &archive);
    let output = folder.path().join("out");
    let (code, _, err) = build(&input, &output, &[]);
    assert_eq!(code, 0, "{err}");
    verified(&output);
    for (name, page) in ["1.html", "2.html", "3.html"].iter().zip(&pages) {
        write(&folder.path().join("pages"), name, page.as_bytes());
    }
    let alone = folder.path().join("alone");
    assert_eq!(build(&folder.path().join("pages"), &alone, &[]).0, 0);
    assert_eq!(claims(&output), claims(&alone));
    // Another page behind the same record is told.
    let changed: Vec<u8> = pages.iter().flat_map(|page| archived(&page.replace("late", "soon"))).collect();
    fs::write(&input, changed).expect("written");
    assert_ne!(saidso(&["verify", shown(&output)]).0, 0, "a changed page");
}

/// Wherever an archive is cut or changed, what is read before stands, and nothing panics.
#[test]
fn damaged_archives_are_rejects() {
    let folder = tempfile::tempdir().expect("a folder");
    let packed: Vec<u8> = [page("One"), page("Two")].iter().flat_map(|page| archived(page)).collect();
    let mut whole = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(&packed[..]), &mut whole)
        .expect("unpacked");
    let path = folder.path().join("damaged.warc");
    let read = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        let files = saidso::source::list(std::slice::from_ref(&path)).expect("a file");
        let inputs = saidso::source::inputs(files, saidso::source::Columns::default());
        inputs.map(|input| input.read()).filter(Result::is_ok).count()
    };
    assert_eq!(read(&whole), 2);
    for end in 0..whole.len() {
        assert!(read(&whole[..end]) <= 2, "cut at {end}");
    }
    for bytes in [&whole, &packed] {
        for at in 0..bytes.len() {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << (at % 8);
            assert!(read(&flipped) <= 2, "flipped at {at}");
        }
    }
}
