//! Methods that are services: the same questions over HTTP, the same scores, and the same failures.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;

use serde_json::{Value, json};

use crate::failures::{Case, costs_one_of, counts};
use crate::program::saidso;
use crate::server::{Reply, Request, serve};

/// Oslo in every text, but what `fault` makes of the answer about b.
fn oslo(fault: &'static str) -> String {
    serve(move |request: &Request| {
        if request.method == "GET" {
            let hello = json!({"protocol": 1, "name": fault, "version": "1", "layers": ["entities"],
                "offsets": "code-points"});
            return Reply::Status(200, hello.to_string());
        }
        let question: Value = serde_json::from_str(&request.body).expect("a question");
        let id = question["doc_id"].as_str().expect("an id");
        let answer = |id: &str, end: usize| json!({"doc_id": id, "entities": [{"start": 0, "end": end, "type": "GPE"}]});
        let right = Reply::Status(200, answer(id, 4).to_string());
        if id != "b#2" {
            return right;
        }
        match fault {
            "hangs" => Reply::Silence,
            "drips" => Reply::Drip,
            "garbage" => Reply::Status(200, "Oslo!".to_owned()),
            "no HTTP" => Reply::Bytes("Oslo!\r\n\r\n".to_owned()),
            "closes" => Reply::Bytes(String::new()),
            "breaks off" => Reply::Bytes("HTTP/1.1 200 Said\r\nContent-Length: 99\r\n\r\n{".to_owned()),
            "long" => Reply::Status(200, " ".repeat(17 << 20)),
            "error" => Reply::Status(500, answer(id, 4).to_string()),
            "elsewhere" => Reply::Bytes(
                "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n".to_owned(),
            ),
            "another" => Reply::Status(200, answer("z", 4).to_string()),
            "previous" => Reply::Status(200, answer("a#1", 4).to_string()),
            "twice" => Reply::Status(200, format!("{}\n{}", answer(id, 4), answer(id, 4))),
            "past" => Reply::Status(200, answer(id, 99).to_string()),
            "gives up" => Reply::Status(200, json!({"doc_id": id, "failed": "no money"}).to_string()),
            _ => right,
        }
    })
}

/// Fails unless the service with `fault` fails at one document of four, and nothing else is other than without it.
fn costs_one(fault: &'static str, kind: &str, why: &str) {
    costs_one_of(&Case::new(4), fault, &oslo(fault), kind, why);
}

#[test]
fn a_service_that_hangs() {
    costs_one("hangs", "hung", "within 5 s");
    costs_one("drips", "hung", "within 5 s");
}

#[test]
fn a_service_that_says_what_is_no_answer() {
    costs_one("garbage", "malformed", "line 1");
    costs_one("no HTTP", "malformed", "HTTP");
    costs_one("long", "malformed", "16 MiB");
    costs_one("twice", "malformed", "trailing");
}

#[test]
fn a_service_that_ends_the_connection() {
    costs_one("closes", "crashed", "");
    costs_one("breaks off", "crashed", "");
}

#[test]
fn a_service_that_refuses() {
    costs_one("error", "refused", "status 500");
    costs_one("elsewhere", "refused", "status 302");
}

#[test]
fn a_service_that_answers_about_another_document() {
    costs_one("another", "out of order", "\"z\"");
    costs_one("previous", "out of order", "\"a#1\"");
}

#[test]
fn a_service_that_is_wrong_or_gives_up() {
    costs_one("past", "spans outside", "entities[0]: 0..99");
    costs_one("gives up", "gave up", "no money");
}

#[test]
fn a_good_service_scores_as_a_good_program_and_says_nothing_of_its_processor() {
    let case = Case::new(4);
    let (code, scores) =
        case.run(&["--outside", &case.command("good", ""), "--outside", &oslo("good service")]);
    assert_eq!(code, 0, "{scores:#}");
    assert!(!counts(&scores, "good 1").is_empty());
    assert_eq!(counts(&scores, "good 1"), counts(&scores, "good service 1"));
    let own = &scores["outside"][1];
    assert_eq!((&own["cpu_seconds"], &own["peak_kib"]), (&Value::Null, &Value::Null), "{own:#}");
    assert!(own["seconds"]["median"].is_f64(), "{own:#}");
}

#[test]
fn a_service_that_is_not_there_fails_at_every_document() {
    let case = Case::new(2);
    // Port 9 is of the service `discard`, which nobody runs.
    let (code, scores) = case.run(&["--outside", "http://127.0.0.1:9/", "--deadline", "0.5"]);
    assert_eq!((code, &scores["outside"][0]["failures"]), (1, &json!({"crashed": 2})), "{scores:#}");
    let (code, _, err) = saidso(&["score", "--outside", "https://127.0.0.1/"]);
    assert!(code == 2 && err.contains("http:// alone") && err.contains("proxy"), "{err}");
}

/// `saidso serve` behind a service: every layer's rules, to the last count.
#[test]
fn our_own_methods_score_the_same_over_http() {
    for layer in ["blocks", "sentences", "entities", "claims"] {
        let mut child = Command::new(assert_cmd::cargo::cargo_bin!("saidso"))
            .args(["serve", "--layer", layer, "--method", "rules"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut lines = BufReader::new(child.stdout.take().expect("piped")).lines();
        let hello = lines.next().expect("a greeting").expect("UTF-8");
        let pipe = Mutex::new((child.stdin.take().expect("piped"), lines));
        let address = serve(move |request| {
            if request.method == "GET" {
                return Reply::Status(200, hello.clone());
            }
            let mut pipe = pipe.lock().expect("no panic");
            writeln!(pipe.0, "{}", request.body.trim_end()).expect("it reads");
            Reply::Status(200, pipe.1.next().expect("an answer").expect("UTF-8"))
        });
        let (code, out, err) = saidso(&["score", "--json", "--gold", "datasets/gold", "--outside", &address]);
        child.kill().and_then(|()| child.wait()).expect("it ends");
        assert_eq!(code, 0, "{err}");
        let scores: Value = serde_json::from_str(&out).expect("JSON");
        let outside = format!("saidso {layer} rules {}", env!("CARGO_PKG_VERSION"));
        let of = |method: &str| -> Vec<Value> {
            let rows = scores["standings"].as_array().expect("standings").iter();
            let own = rows.filter(|row| row["layer"] == layer && row["method"] == method);
            own.map(|row| json!([row["measure"], row["documents"], row["low"], row["high"]])).collect()
        };
        assert!(!of("rules").is_empty(), "{layer}");
        assert_eq!(of("rules"), of(&outside), "{layer}");
    }
}

/// A program behind scripts/methods/over_http.py: what it finds, and that it is there again after it was killed and after it
/// hung.
#[test]
fn a_program_behind_the_bridge_of_the_scripts_is_a_service() {
    let case = Case::new(4);
    let bridged = |fault: &str, wrong: &str| {
        let mut child = Command::new("python3")
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args(["scripts/methods/over_http.py", "--port", "0", &case.command(fault, wrong)])
            .stdout(Stdio::piped())
            .spawn()
            .expect("it runs");
        let mut address = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        out.read_line(&mut address).expect("an address");
        (Bridge(child), address.trim().to_owned())
    };
    let (_good, address) = bridged("good", "");
    let (code, scores) = case.run(&["--outside", &case.command("good", ""), "--outside", &address]);
    assert_eq!(code, 0, "{scores:#}");
    assert_eq!(counts(&scores, "good 1"), counts(&scores, "good 1 #2"));
    let (_killed, address) = bridged("killed", "b#2");
    costs_one_of(&case, "killed", &address, "refused", "status 500");
    let (_hangs, address) = bridged("hangs", "b#2");
    costs_one_of(&case, "hangs", &address, "hung", "within 5 s");
}

/// Ends with the test, and so does the program behind it.
struct Bridge(Child);

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status();
        let _ = self.0.wait();
    }
}
