//! A service that is asked over HTTP: a GET of its address for the greeting, a POST for each document.

use std::time::Instant;

use anyhow::{Result, bail};
use ureq::{Agent, Body, Error, http::Response};

use super::failure::Lost;
use crate::hint::Hint;

/// The longest answer that is read, in bytes.
const LONGEST: u64 = 16 << 20;

const PLAIN: &str = "http://";

/// A service at an address.
pub struct Service {
    agent: Agent,
    address: String,
    next: Next,
}

/// What it is to be asked next.
enum Next {
    Greeting,
    Document(Vec<u8>),
    Nothing,
}

/// Whether `method` is the address of a service, and no line for the shell.
pub fn is_address(method: &str) -> bool {
    method.starts_with(PLAIN)
}

/// Whether `method` is something that can be asked.
///
/// # Errors
/// When it is an address that is not spoken to.
pub fn check(method: &str) -> Result<()> {
    if method.starts_with("https://") {
        return Err(anyhow::anyhow!("{method}: services are asked over http:// alone"))
            .hint("give the address of the service itself, or of a proxy on this machine that speaks TLS");
    }
    if is_address(method) && method.parse::<ureq::http::Uri>().is_err() {
        bail!("{method}: no address");
    }
    Ok(())
}

impl Service {
    /// The service at `address`, to which no proxy and no redirection leads: what is timed is what is named.
    pub fn at(address: &str) -> Service {
        let config = Agent::config_builder()
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .user_agent(concat!("saidso/", env!("CARGO_PKG_VERSION")))
            .accept("application/json");
        Service { agent: config.build().into(), address: address.to_owned(), next: Next::Greeting }
    }

    /// Keeps a document, which is asked about when its answer is wanted.
    pub fn send(&mut self, document: Vec<u8>) {
        self.next = Next::Document(document);
    }

    /// What it says to what it is to be asked, by `limit` at the latest; it says one thing to each.
    pub fn line(&mut self, limit: Instant) -> Result<Vec<u8>, Lost> {
        let left = limit.checked_duration_since(Instant::now()).ok_or(Lost::Late)?;
        let answer = match std::mem::replace(&mut self.next, Next::Nothing) {
            Next::Greeting => {
                self.agent.get(&self.address).config().timeout_global(Some(left)).build().call()
            }
            Next::Document(document) => {
                let post = self.agent.post(&self.address).content_type("application/json");
                post.config().timeout_global(Some(left)).build().send(&document[..])
            }
            Next::Nothing => return Err(Lost::Closed("it was asked nothing more".to_owned())),
        };
        answer.map_err(lost).and_then(read)
    }
}

fn read(mut answer: Response<Body>) -> Result<Vec<u8>, Lost> {
    let body = answer.body_mut().with_config().limit(LONGEST).read_to_vec().map_err(lost)?;
    match answer.status().as_u16() {
        200 => Ok(body),
        status => Err(Lost::Refused(status)),
    }
}

fn lost(error: Error) -> Lost {
    match error {
        Error::Timeout(_) => Lost::Late,
        Error::BodyExceedsLimit(_) => Lost::TooLong,
        Error::Protocol(error) => Lost::NoHttp(error.to_string()),
        error => Lost::Closed(error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_not_spoken_to_is_told() {
        assert!(check("python3 quotes.py").is_ok() && check("http://127.0.0.1:8000/claims").is_ok());
        let error = check("https://example.org").expect_err("no TLS");
        assert!(crate::hint::of(&error).is_some_and(|hint| hint.contains("proxy")), "{error:#}");
        assert!(check("http://a b").is_err());
    }
}
