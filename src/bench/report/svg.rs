//! Quality against speed as a file of its own, for a README: it needs nothing else, and is dark where its reader is.

use super::escape::escaped;
use super::frontier::{HEIGHT, WIDTH, drawn};
use crate::bench::rank::Board;

/// Room for the name of a board above its picture.
const HEAD: f64 = 30.0;

const STYLE: &str = include_str!("picture.css");

/// The pictures of `boards`, one below the other; nothing where no method has both a score and a time.
pub fn svg(boards: &[Board]) -> Option<String> {
    let mut pictures = String::new();
    let (mut count, mut words) = (0, Vec::new());
    for board in boards {
        let Some(picture) = drawn(board) else { continue };
        let title = escaped(&board.title());
        let down = f64::from(count) * (HEAD + HEIGHT);
        pictures += &format!(
            "<g transform=\"translate(0 {down})\">\n<text class=\"head\" x=\"14\" y=\"20\">{title}, by {}</text>\n\
             <g transform=\"translate(0 {HEAD})\">\n{}</g>\n</g>\n",
            escaped(&board.measure.name()),
            picture.inner
        );
        words.push(format!("{title}: {}", escaped(&picture.words)));
        count += 1;
    }
    let height = f64::from(count) * (HEAD + HEIGHT);
    (count > 0).then(|| {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" width=\"{WIDTH}\" height=\"{height}\" \
             role=\"img\" aria-labelledby=\"title words\">\n<title id=\"title\">Quality against speed</title>\n\
             <desc id=\"words\">{}</desc>\n<style>\n{STYLE}</style>\n<rect class=\"paper\" width=\"{WIDTH}\" \
             height=\"{height}\"/>\n{pictures}</svg>\n",
            words.join(". ")
        )
    })
}
