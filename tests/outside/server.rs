//! A small HTTP server on this machine, which does what a test asks of it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

/// A request: its method (GET, POST) and its body.
pub struct Request {
    pub method: String,
    pub body: String,
}

/// What becomes of a request.
pub enum Reply {
    /// An answer of this status.
    Status(u16, String),
    /// These bytes, whatever they are; then the connection ends.
    Bytes(String),
    /// The header of an answer, and then a byte of it every tenth of a second.
    Drip,
    /// Nothing, and the connection stays open.
    Silence,
}

/// The address of a server that answers each request as `reply` says, on a thread for each connection, until the tests
/// end.
pub fn serve(reply: impl Fn(&Request) -> Reply + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/method", listener.local_addr().expect("an address"));
    let reply = Arc::new(reply);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let reply = reply.clone();
            thread::spawn(move || converse(stream, &*reply));
        }
    });
    address
}

/// Answers what comes over one connection, until either side ends it.
fn converse(stream: TcpStream, reply: &dyn Fn(&Request) -> Reply) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut writer = stream;
    loop {
        match reply(&request(&mut reader)?) {
            Reply::Status(status, body) => {
                let length = body.len();
                let head = format!("HTTP/1.1 {status} Said\r\nContent-Length: {length}\r\n\r\n");
                writer.write_all((head + &body).as_bytes()).ok()?;
            }
            Reply::Bytes(bytes) => {
                writer.write_all(bytes.as_bytes()).ok()?;
                return None;
            }
            Reply::Drip => {
                writer.write_all(b"HTTP/1.1 200 Said\r\nContent-Length: 9999\r\n\r\n").ok()?;
                loop {
                    writer.write_all(b" ").ok()?;
                    thread::sleep(std::time::Duration::from_millis(100));
                }
            }
            Reply::Silence => loop {
                thread::park();
            },
        }
    }
}

fn request(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = || {
        let mut line = String::new();
        reader.read_line(&mut line).ok().filter(|bytes| *bytes > 0).map(|_| line.trim_end().to_owned())
    };
    let method = line()?.split(' ').next()?.to_owned();
    let mut length = 0;
    loop {
        let header = line()?.to_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(bytes) = header.strip_prefix("content-length:") {
            length = bytes.trim().parse().ok()?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Request { method, body: String::from_utf8(body).ok()? })
}
