//! What a method is asked over: the pipe of a program, or HTTP.

use std::io;
use std::time::Instant;

use super::child::{Child, Usage};
use super::failure::Lost;
use super::service::{Service, is_address};

/// A method that can be asked.
pub enum Link {
    Program(Child),
    Service(Service),
}

impl Link {
    /// Begins `method`, a line for the shell; where it is the address of a service, that is there already.
    ///
    /// # Errors
    /// When there is no shell.
    pub fn open(method: &str) -> io::Result<Link> {
        if is_address(method) {
            return Ok(Link::Service(Service::at(method)));
        }
        Child::spawn(method).map(Link::Program)
    }

    /// Gives it a document.
    pub fn send(&mut self, line: Vec<u8>) {
        match self {
            Link::Program(child) => child.send(line),
            Link::Service(service) => service.send(line),
        }
    }

    /// What it says next, by `limit` at the latest.
    ///
    /// # Errors
    /// When nothing comes that can be read.
    pub fn line(&mut self, limit: Instant) -> Result<Vec<u8>, Lost> {
        match self {
            Link::Program(child) => child.line(limit),
            Link::Service(service) => service.line(limit),
        }
    }

    /// Whether it is a program: it may say what it was not asked, and what it takes can be told.
    pub fn is_program(&self) -> bool {
        matches!(self, Link::Program(_))
    }

    /// Says that what it does from now on is its work, and no longer its start.
    pub fn ready(&mut self) {
        if let Link::Program(child) = self {
            child.ready();
        }
    }

    /// Tells it that there is nothing more.
    pub fn close(&mut self) {
        if let Link::Program(child) = self {
            child.close();
        }
    }

    /// Ends it where it is a program, and says what that took, where it is known.
    pub fn end(self) -> Option<Usage> {
        match self {
            Link::Program(child) => child.end(),
            Link::Service(_) => None,
        }
    }
}
