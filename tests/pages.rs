//! Saved web pages: what they say of their article in many layouts, and laws of their text.

use std::fs;

use proptest::prelude::*;
use saidso::document::{Article, Document, How, Reason};
use saidso::method::Layer;
use saidso::methods::Methods;
use saidso::pipeline::Pipeline;
use saidso::source::html::{decode, html, is_html, shown};

const TITLE: &str = "Storm shuts the coast road to Moss";

/// Two paragraphs, long enough for a reader view.
const BODY: &str = "<p>The mayor of Oslo, who has led the town since 1999, said on Monday that the coast road was unsafe, \
    that the ferries would stay where they are, and that nobody was hurt in the night.</p>\
    <p>&ldquo;We had no choice,&rdquo; <b>Ann Holm</b> told reporters at the quay, where the sea reached the rails at \
    noon, &ldquo;and we will open it again when the wind turns, which may be on Friday.&rdquo;</p>\
    <p>Shops near the harbour, schools in the west, and the library on the hill were shut for the day, the town said, \
    and the trains to the south ran an hour late, as they had on each of the three days before.</p>";

/// A page with that head, and that above the article.
fn page(head: &str, above: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">{head}</head>\n<body>\
         <nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/sport\">Sport</a></li></ul></nav>\
         <article>{above}<figure><img src=\"a.jpg\"><figcaption>Waves at the quay.</figcaption></figure>{BODY}</article>\
         <aside><a href=\"/b\">King visits Bergen</a></aside><footer>© The Oslo Post</footer></body></html>\n"
    )
}

fn read(page: &str) -> Article {
    html("a", "a.html", 0, page.as_bytes().to_vec()).expect("an article")
}

fn linked(json: &str) -> String {
    format!("<script type=\"application/ld+json\">{json}</script>")
}

/// Layouts: a head, what stands above the article, and the day that they tell.
fn layouts() -> Vec<(String, String, Option<&'static str>)> {
    let h1 = format!("<h1>{TITLE}</h1>");
    let title = format!("<title>{TITLE}</title>");
    let og = format!(
        "<meta property=\"og:title\" content=\"{TITLE}\"><meta property=\"og:site_name\" content=\"The Oslo Post\">"
    );
    let may = Some("2025-05-06");
    let heads = [
        (
            linked(&format!(
                "{{\"@type\":\"NewsArticle\",\"headline\":\"{TITLE}\",\"datePublished\":\"2025-05-06T10:00:00Z\",\"dateModified\":\"2025-05-09\"}}"
            )),
            "",
            may,
        ),
        (
            linked(&format!(
                "{{\"@context\":\"https://schema.org\",\"@graph\":[{{\"@type\":\"WebSite\",\"name\":\"The Oslo Post\"}},{{\"@type\":[\"Article\"],\"headline\":\"{TITLE}\",\"datePublished\":\"2025-05-06\"}}]}}"
            )),
            "",
            may,
        ),
        (
            linked(&format!(
                "[{{\"@type\":\"BreadcrumbList\"}},{{\"@type\":\"ReportageNewsArticle\",\"headline\":\"{TITLE}\",\"datePublished\":\"2025-05-06 08:15\"}}]"
            )),
            "",
            may,
        ),
        (
            linked(&format!(
                "{{\"@type\":\"WebPage\",\"datePublished\":\"2020-01-01\",\"mainEntity\":{{\"@type\":\"NewsArticle\",\"headline\":\"{TITLE}\",\"datePublished\":\"May 6, 2025\"}}}}"
            )),
            "",
            may,
        ),
        (
            linked(&format!(
                "\n//<![CDATA[\n{{\"@type\":\"BlogPosting\",\"description\":\"broken\nline\",\"headline\":\"{TITLE}\",\"datePublished\":\"2025-05-06T23:30:00-05:00\"}}\n//]]>\n"
            )),
            "",
            may,
        ),
        (
            format!(
                "{}{og}<meta property=\"article:published_time\" content=\"2025-05-06T01:00:00+02:00\">",
                linked("{broken")
            ),
            "",
            may,
        ),
        (
            format!(
                "{og}<meta property=\"article:modified_time\" content=\"2025-05-08\"><meta property=\"article:published_time\" content=\"2025-05-06\">"
            ),
            "",
            may,
        ),
        (format!("{title}<meta name=\"pubdate\" content=\"20250506\">"), "", may),
        (format!("{title}<meta name=\"parsely-pub-date\" content=\"2025-05-06T00:00:00Z\">"), "", may),
        (
            format!("{title}<meta name=\"sailthru.date\" content=\"Tue, 06 May 2025 10:00:00 +0000\">"),
            "",
            may,
        ),
        (format!("{title}<meta name=\"DC.date.issued\" content=\"2025-05-06\">"), "", may),
        (format!("{title}<meta itemprop=\"datePublished\" content=\"2025/05/06\">"), "", may),
        (
            format!(
                "{title}<meta name=\"date\" content=\"6 May 2025\"><meta name=\"last-modified\" content=\"2025-05-10\">"
            ),
            "",
            may,
        ),
        (
            format!("<title>{TITLE} | The Oslo Post</title>"),
            "<time datetime=\"2025-05-06T10:00\">Tuesday</time>",
            may,
        ),
        (
            format!("<title>{TITLE} - The Oslo Post</title>"),
            "<time class=\"updated\" datetime=\"2025-05-09\">Friday</time><time class=\"published\" datetime=\"2025-05-06\">Tuesday</time>",
            may,
        ),
        (format!("<title>{TITLE} – The Oslo Post</title>"), "<time>6 May 2025</time>", may),
        (
            format!("<title>{TITLE} :: News :: The Oslo Post</title>"),
            "<p>Updated <time datetime=\"2025-05-08\">Thursday</time></p><p>Published <time datetime=\"2025-05-06\">Tuesday</time></p>",
            may,
        ),
        (format!("{title}<link rel=\"canonical\" href=\"https://news.example/2025/05/06/storm\">"), "", may),
        (format!("{title}<link rel=\"canonical\" href=\"https://news.example/2025/may/06/storm\">"), "", may),
        (
            format!(
                "{title}<meta property=\"og:url\" content=\"https://news.example/storm-2025-05-06.html\">"
            ),
            "",
            may,
        ),
        (format!("{title}<link rel=\"canonical\" href=\"https://news.example/20250506/storm\">"), "", may),
        (title.clone(), "<div class=\"dateline\">Published: May 6, 2025 at 2:40 PM</div>", may),
        (title.clone(), "<span class=\"post-date\">06.05.2025</span>", may),
        (title.clone(), "<span class=\"date\">28/12/2024</span>", Some("2024-12-28")),
        (title.clone(), "<span class=\"date\">12/28/2024</span>", Some("2024-12-28")),
        (title.clone(), "<span class=\"date\">05/06/2025</span>", None),
        (title.clone(), "<p class=\"byline\">By Ann Holm, Updated May 8, 2025</p>", None),
        (title.clone(), "<time class=\"modified\" datetime=\"2025-05-09\">Friday</time>", None),
        (format!("{title}<meta property=\"article:modified_time\" content=\"2025-05-08\">"), "", None),
        (
            format!("{title}<link rel=\"canonical\" href=\"https://news.example/2025/05/storm-12345678\">"),
            "",
            None,
        ),
        (title.clone(), "", None),
        (String::new(), "<span class=\"published-on\">6th May 2025</span>", may),
    ];
    heads.into_iter().map(|(head, above, day)| (head, format!("{h1}{above}"), day)).collect()
}

#[test]
fn titles_and_days_of_pages_in_many_layouts() {
    let layouts = layouts();
    let (mut titles, mut days) = (0, 0);
    for (head, above, day) in &layouts {
        let found = read(&page(head, above)).metadata;
        let (title_is, day_is) =
            (found.headline.as_deref() == Some(TITLE), found.published.as_deref() == *day);
        if !(title_is && day_is) {
            println!("{head} {above}: {:?} {:?}, not {day:?}", found.headline, found.published);
        }
        titles += usize::from(title_is);
        days += usize::from(day_is);
    }
    println!("{} layouts: {titles} titles and {days} days are right", layouts.len());
    assert!(titles * 100 >= layouts.len() * 95 && days * 100 >= layouts.len() * 90);
}

#[test]
fn a_page_says_who_wrote_it_where_and_in_which_language() {
    let json = "{\"@type\":\"NewsArticle\",\"author\":[{\"name\":\"Ann Holm\"},{\"@id\":\"#jane\"}],\"publisher\":{\"@id\":\"#post\"}}";
    let graph = format!(
        "{{\"@graph\":[{json},{{\"@id\":\"#jane\",\"name\":\"Jane Doe\"}},{{\"@id\":\"#post\",\"name\":\"The Oslo Post\"}}]}}"
    );
    let canonical = "<link rel=\"canonical\" href=\"https://news.example/storm\">";
    let found = read(&page(&format!("{}{canonical}", linked(&graph)), "")).metadata;
    assert_eq!(found.authors, ["Ann Holm", "Jane Doe"]);
    assert_eq!(found.outlet.as_deref(), Some("The Oslo Post"));
    assert_eq!(found.url.as_deref(), Some("https://news.example/storm"));
    assert_eq!(found.language.as_deref(), Some("en"));
    let byline = read(&page("", "<p>By <a rel=\"author\" href=\"/ann\">Ann Holm</a></p>")).metadata;
    assert_eq!(byline.authors, ["Ann Holm"]);
    let silent = read(&page("", "")).metadata;
    assert_eq!((silent.headline, silent.published, silent.outlet, silent.url), (None, None, None, None));
    assert!(silent.authors.is_empty());
}

#[test]
fn captions_and_navigation_are_no_paragraphs_and_the_headline_is_the_first_line() {
    let article = read(&page("", &format!("<h1>{TITLE}</h1>")));
    let lines: Vec<&str> = article.text.text().lines().collect();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert_eq!(lines[0], TITLE);
    assert!(lines[2].starts_with("“We had no choice,” Ann Holm told reporters"), "{}", lines[2]);
}

/// Every run's words come of its bytes.
fn assert_traced(article: &Article) {
    let text = article.text.text();
    for run in article.text.runs() {
        let words = &text[run.start..run.end];
        let bytes = &article.raw[run.raw_start..run.raw_end];
        match run.how {
            How::Same => assert_eq!(words.as_bytes(), bytes),
            How::Decoded => assert_eq!(words, shown(&decode(&String::from_utf8_lossy(bytes)))),
            _ => assert!(words.trim().is_empty(), "{words}"),
        }
    }
}

#[test]
fn a_page_and_its_text_give_the_same_claims() {
    let article = read(&page("", &format!("<h1>{TITLE}</h1>")));
    assert_traced(&article);
    let text = saidso::source::text("a", "a.txt", article.text.text().as_bytes().to_vec()).expect("prose");
    let pipeline = Pipeline::with(Methods::builtin().default(Layer::Claims));
    let claims = |article: &Article| {
        let mut document = Document::read(article);
        pipeline.annotate(&mut document, Layer::Claims);
        assert!(!document.claims.is_empty());
        (document.text().to_owned(), document.claims)
    };
    assert_eq!(claims(&article), claims(&text));
}

#[test]
fn a_page_cut_at_any_byte_is_an_article_or_set_aside() {
    let whole = page("<title>Röd 東京</title>", "<h1>R&ouml;d &#x6771; &#xD800; \0</h1>");
    for end in 0..whole.len() {
        if let Ok(article) = html("a", "a.html", 0, whole.as_bytes()[..end].to_vec()) {
            assert_traced(&article);
        }
    }
}

#[test]
fn a_page_that_no_tree_is_built_for_is_set_aside_and_the_byte_is_named() {
    let many = |what: &str, times: usize| format!("<!DOCTYPE html><body>{}", what.repeat(times));
    for (page, what) in [
        (many("<div>", 100_000), "elements stand in each other"),
        (many("<b>", 100_000), "elements stand in each other"),
        (many("<div/><br/></x>", 50_000), "elements stand in each other"),
        (many("<b><div></b>", 50_000), "elements stand in each other"),
        (many("<p>", 1_000_000), "more than 200000 elements"),
        (
            format!("<!DOCTYPE html><body {}>", (0..5_000).map(|n| format!("a{n} ")).collect::<String>()),
            "attributes in one element",
        ),
    ] {
        let reject = html("a", "a.html", 0, page.into_bytes()).expect_err("no article");
        assert_eq!(reject.reason, Reason::TooLarge);
        assert!(reject.message.starts_with("byte ") && reject.message.contains(what), "{}", reject.message);
    }
    let huge = format!("<!DOCTYPE html><body><p title=\"{}\">{BODY}", "x".repeat(4 << 20));
    assert!(html("a", "a.html", 0, huge.into_bytes()).is_ok());
    let empty = html("a", "a.html", 0, b"<html><body></body></html>".to_vec()).expect_err("no article");
    assert_eq!(empty.reason, Reason::NoText);
}

#[test]
fn a_page_in_another_encoding_has_its_own_bytes() {
    let page = page("", "").replace("utf-8", "windows-1252").replace("the quay, where", "the “quay”, where");
    let (raw, _, _) = encoding_rs::WINDOWS_1252.encode(&page);
    let article = html("a", "a.html", 0, raw.into_owned()).expect("an article");
    let quay = article.text.text().find("“quay”").expect("its words");
    let place = article.text.raw(saidso::document::Span::new(quay, quay + "“quay”".len()));
    assert_eq!(&article.raw[place.start()..place.end()], b"\x93quay\x94");
}

#[test]
fn pages_are_told_by_how_they_begin() {
    for page in [
        "<!doctype HTML>",
        "\u{feff}\n<html lang=en>",
        "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">",
        "<!-- saved --><html>",
        "<p>Ann Holm said so.</p>",
    ] {
        assert!(is_html(page.as_bytes()), "{page}");
    }
    for other in [
        "<?xml version=\"1.0\"?><nitf/>",
        "<?xml version=\"1.0\"?><article><p>It rains.</p></article>",
        "<!DOCTYPE article><article><p>It rains.</p></article>",
        "<3 from Oslo",
        "{\"text\":\"<html>\"}",
        "It rains.",
        "",
    ] {
        assert!(!is_html(other.as_bytes()), "{other}");
    }
}

#[test]
fn pages_are_built_packed_and_proved() {
    use std::io::Write;
    let folder = tempfile::tempdir().expect("a folder");
    let input = folder.path().join("in");
    fs::create_dir(&input).expect("a folder");
    let page = page(
        "",
        &format!(
            "<h1>{TITLE}</h1><p>Roe &amp; Sons<sup>1</sup> said it&nbsp;rained, and   that <script>x</script>was all.</p>"
        ),
    );
    fs::write(input.join("a.html"), &page).expect("written");
    let mut packed = flate2::write::GzEncoder::new(
        fs::File::create(input.join("b.htm.gz")).expect("a file"),
        flate2::Compression::default(),
    );
    packed.write_all(page.as_bytes()).and_then(|()| packed.finish().map(drop)).expect("packed");
    let output = folder.path().join("out");
    let run = |args: &[&std::ffi::OsStr]| {
        let done =
            std::process::Command::new(env!("CARGO_BIN_EXE_saidso")).args(args).output().expect("a run");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    assert_eq!(run(&["build".as_ref(), input.as_os_str(), "-o".as_ref(), output.as_os_str()]).0, Some(0));
    assert_eq!(run(&["verify".as_ref(), output.as_os_str()]), (Some(0), String::new()));
    let at = page.find("&amp;").expect("a reference");
    fs::write(input.join("a.html"), page.replacen("&amp;", "&lt;;", 1)).expect("written");
    let (code, told) = run(&["verify".as_ref(), output.as_os_str()]);
    assert!(code == Some(1) && told.contains("row "), "byte {at}: {told}");
}

/// The tree ends a line inside a reference, where the page has no byte for it.
#[test]
fn a_line_that_ended_at_no_byte_panicked() {
    let page = page("", "&amp;\0&notit;&notit;<p>&notit;<br>&notit;");
    if let Ok(article) = html("a", "a.html", 0, page.into_bytes()) {
        assert_traced(&article);
    }
}

proptest! {
    #[test]
    fn whatever_marks_stand_in_it_each_word_has_its_bytes(pieces in prop::collection::vec(0_usize..20, 0..40)) {
        const PIECES: [&str; 20] = [
            "<p>", "</p>", "<b>", "</i>", "<table>", "<td>", "<!-- x -->", "&amp;", "&nbsp", "&#8220;", "&#xD800;", "<br>",
            "\r\n", "\0", " ferry, ", "<script>a<b</script>", "<aside>x</aside>", "ø\u{ad}", "&notit;", "<",
        ];
        let inner: String = pieces.iter().map(|&at| PIECES[at]).collect();
        let page = page("", &inner);
        if let Ok(article) = html("a", "a.html", 0, page.into_bytes()) {
            assert_traced(&article);
        }
    }
}
