//! What a page says about its article, outside the article's text.

use dom_query::{Document, NodeRef};

use super::linked::Linked;
use super::markup::decode;
use super::written::{day, words};
use crate::document::Metadata;
use crate::source::date;

/// Names of `meta` that tell when an article was first published, the surest first. Those that tell of a change are
/// not among them.
const PUBLISHED: [&str; 20] = [
    "article:published_time",
    "og:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "article.published",
    "publish-date",
    "publishdate",
    "publish_date",
    "publication_date",
    "pubdate",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "date",
];

const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "article.author",
];

/// Marks that part a title from the name of its site.
const SEPARATORS: [&str; 7] = [" | ", " - ", " – ", " — ", " :: ", " » ", " · "];

/// As many elements that are marked as date or byline are read: they may stand in each other.
const MARKED: usize = 50;

/// What the page says: in its linked data, its `meta`, its elements, its address, in this order.
pub fn read(page: &Document) -> Metadata {
    let linked = Linked::read(page);
    let meta = Meta::read(page);
    let outlet = meta
        .first(&["og:site_name"])
        .or_else(|| linked.publisher())
        .or_else(|| meta.first(&["application-name"]));
    let canonical =
        page.select("link[rel~=canonical]").nodes().iter().find_map(|link| attribute(link, "href"));
    let url =
        [canonical, meta.first(&["og:url"]), linked.url()].into_iter().flatten().find(|url| is_address(url));
    let headline = headline(page, &linked, &meta, outlet.as_deref());
    let published = linked
        .published()
        .or_else(|| PUBLISHED.iter().find_map(|name| meta.all(name).find_map(|value| day(&value))))
        .or_else(|| times(page))
        .or_else(|| url.as_deref().and_then(day_of_address))
        .or_else(|| datelines(page));
    let language = page.select("html").nodes().first().and_then(|html| attribute(html, "lang"));
    Metadata {
        headline,
        published,
        outlet,
        url,
        authors: authors(page, &linked, &meta),
        language,
        ..Metadata::default()
    }
}

/// The `meta` of a page, by name in lower case.
struct Meta(Vec<(String, String)>);

impl Meta {
    fn read(page: &Document) -> Meta {
        let row = |node: &NodeRef| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| attribute(node, key))?;
            Some((name.to_lowercase(), attribute(node, "content")?))
        };
        Meta(page.select("meta").nodes().iter().filter_map(row).collect())
    }

    fn all<'m>(&'m self, name: &'m str) -> impl Iterator<Item = String> + 'm {
        self.0.iter().filter(move |row| row.0 == name).map(|row| row.1.clone())
    }

    fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next())
    }
}

/// The attribute `name` without white space around it; `None` where it is empty.
fn attribute(node: &NodeRef, name: &str) -> Option<String> {
    let value = node.attr(name)?;
    let value = words(&value);
    (!value.is_empty()).then_some(value)
}

fn is_address(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

/// The title that the page gives its article, without the name of the site.
fn headline(page: &Document, linked: &Linked, meta: &Meta, site: Option<&str>) -> Option<String> {
    let of = |name: &str| -> Vec<String> {
        page.select(name)
            .nodes()
            .iter()
            .map(|node| words(&node.text()))
            .filter(|title| !title.is_empty())
            .collect()
    };
    let titles = of("h1");
    let stated =
        linked.headline().or_else(|| meta.first(&["og:title", "twitter:title", "headline", "dc.title"]));
    if let Some(stated) = stated {
        return Some(without_site(&words(&decode(&stated)), site, &titles));
    }
    let shown = of("head title").into_iter().next().or_else(|| of("title").into_iter().next());
    match shown {
        Some(shown) => Some(without_site(&shown, site, &titles)),
        None => (titles.len() == 1).then(|| titles[0].clone()),
    }
}

/// `title` without the name of the site before or behind it: what a title of the page or the site's name tells, or
/// what stands behind a mark that titles of news do not have.
fn without_site(title: &str, site: Option<&str>, titles: &[String]) -> String {
    if let Some(own) = titles
        .iter()
        .find(|own| title.len() > own.len() && own.split(' ').count() > 1 && title.starts_with(*own))
    {
        let behind = &title[own.len()..];
        if SEPARATORS.iter().any(|mark| behind.starts_with(mark)) {
            return own.clone();
        }
    }
    let is_site = |part: &str| site.is_some_and(|site| part.trim().eq_ignore_ascii_case(site));
    let mut title = title;
    while let Some((at, mark)) = SEPARATORS.iter().filter_map(|mark| Some((title.rfind(mark)?, *mark))).max()
    {
        let (head, tail) = (&title[..at], &title[at + mark.len()..]);
        let long = |part: &str| part.split(' ').count();
        let sure = matches!(mark, " | " | " :: " | " » ") && long(head) > 2;
        let likely = sure || site.is_none() && long(head) > 3 && long(tail) <= 3;
        if is_site(head) {
            title = tail;
        } else if is_site(tail) || likely && !titles.iter().any(|own| own == title) {
            title = head;
        } else {
            break;
        }
    }
    title.trim().to_owned()
}

/// The day of the element `time` that says when the article appeared: the one marked so, or the first that is not
/// marked as a change.
fn times(page: &Document) -> Option<String> {
    let found = page.select("time");
    let marks = |node: &NodeRef| -> String {
        let own = ["class", "itemprop", "pubdate", "data-testid"]
            .iter()
            .filter_map(|key| Some(format!("{key} {}", node.attr(key)?)));
        own.collect::<Vec<_>>().join(" ").to_lowercase()
    };
    let told =
        |node: &NodeRef| attribute(node, "datetime").and_then(|at| day(&at)).or_else(|| day(&node.text()));
    let changed = |node: &&NodeRef| {
        let around = node.parent().map(|parent| parent.immediate_text().to_lowercase()).unwrap_or_default();
        let own = format!("{} {}", marks(node), node.text().to_lowercase());
        let is = |text: &str| ["modif", "updated", "changed"].iter().any(|word| text.contains(word));
        is(&own) || is(&around) && !around.contains("publish")
    };
    let stated =
        found.nodes().iter().filter(|node| marks(node).contains("publi") || marks(node).contains("pubdate"));
    let first = found.nodes().iter();
    stated.chain(first).filter(|node| !changed(node)).find_map(told)
}

/// The day in an address: "/2025/05/06/", "/2025-05-06-".
fn day_of_address(url: &str) -> Option<String> {
    let path = url.splitn(4, '/').nth(3)?;
    let parts: Vec<&str> = path.split(|c: char| !c.is_alphanumeric()).collect();
    let number = |part: &str, digits: usize| {
        part.len() <= digits && !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())
    };
    parts
        .windows(3)
        .find_map(|window| {
            let date = window[0].len() == 4
                && number(window[0], 4)
                && number(window[1], 2)
                && (number(window[2], 2));
            let named =
                window[0].len() == 4 && number(window[0], 4) && number(window[2], 2) && window[1].len() >= 3;
            let written =
                if date { window.join("-") } else { format!("{} {} {}", window[2], window[1], window[0]) };
            if date || named { date::find(&written) } else { None }
        })
        .or_else(|| parts.iter().filter(|part| part.len() == 8 && number(part, 8)).find_map(|part| day(part)))
}

/// The day in a short line of the page that its marks call a date.
fn datelines(page: &Document) -> Option<String> {
    let marked = "[class*=date], [class*=publish], [class*=posted], [class*=timestamp], [class*=byline], [itemprop=datePublished], [id*=date]";
    page.select(marked).nodes().iter().take(MARKED).find_map(|node| {
        let line = words(&node.text());
        let lower = line.to_lowercase();
        let from = ["published", "posted", "first"].iter().filter_map(|word| lower.find(word)).min();
        let changed = ["updated", "modified", "changed"].iter().filter_map(|word| lower.find(word)).min();
        match (from, changed) {
            _ if line.len() > 200 => None,
            (Some(from), _) => line.get(from..).and_then(day),
            (None, Some(changed)) => line.get(..changed).and_then(day),
            (None, None) => day(&line),
        }
    })
}

fn authors(page: &Document, linked: &Linked, meta: &Meta) -> Vec<String> {
    let texts = |selector: &str| -> Vec<String> {
        page.select(selector).nodes().iter().take(MARKED).map(|node| words(&node.text())).collect()
    };
    let ways = [
        linked.authors(),
        AUTHORS
            .iter()
            .map(|name| meta.all(name).collect::<Vec<_>>())
            .find(|names| names.iter().any(|name| is_name(name)))
            .unwrap_or_default(),
        texts("[rel~=author]"),
        texts("[itemprop=author]"),
        texts("[class~=byline], [class~=author], [class~=author-name]"),
    ];
    ways.iter().map(|way| names(way)).find(|names| !names.is_empty()).unwrap_or_default()
}

/// The people that `lines` name: "By Ann Holm and Jane Doe".
fn names(lines: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for line in lines {
        let line = decode(line);
        let line = line.trim();
        let bare = line.get(..3).filter(|by| by.eq_ignore_ascii_case("by ")).map_or(line, |_| &line[3..]);
        for name in bare.split([',', ';', '|', '&']).flat_map(|part| part.split(" and ")).map(str::trim) {
            if is_name(name) && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Whether it may be somebody's name, and no address, date or sentence.
fn is_name(text: &str) -> bool {
    let words = text.split(' ').count();
    words <= 6
        && text.chars().any(char::is_alphabetic)
        && !text.contains(['/', '@', '{'])
        && !text.chars().any(|c| c.is_ascii_digit())
}
