"""Any program of the protocol as a service over HTTP, on this machine alone.

usage: over_http.py [--port N] COMMAND      (no packages)

python3 scripts/methods/over_http.py --port 8000 'python3 scripts/methods/quotes.py' &
saidso score --outside http://127.0.0.1:8000/

Each GET starts the program anew and says its greeting, each POST asks it. It is started anew, too, where it has ended.
"""

import argparse
import http.server
import os
import signal
import subprocess


class Program:
    """A line for the shell while it runs, and what it said first."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, shell=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
        self.greeting = self.process.stdout.readline()

    def answer(self, question):
        """Its next line; empty where it has ended."""
        try:
            self.process.stdin.write(question.strip() + b"\n")
            self.process.stdin.flush()
        except OSError:
            return b""
        return self.process.stdout.readline()

    def end(self):
        """Ends it with all that it began; it may be gone already."""
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


class Service(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port, command):
        super().__init__(("127.0.0.1", port), Conversation)
        self.command, self.program = command, Program(command)

    def begin(self):
        self.program.end()
        self.program = Program(self.command)
        return self.program.greeting


class Conversation(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # Header and body in one piece: else the second waits until the first is acknowledged, some 40 ms.
    wbufsize = -1

    def do_GET(self):
        self.say(self.server.begin())

    def do_POST(self):
        question = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.program.process.poll() is not None:
            self.server.begin()
        self.say(self.server.program.answer(question))

    def say(self, line):
        self.send_response(200 if line else 500)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(line)))
        self.end_headers()
        self.wfile.write(line)

    def log_message(self, *_):
        pass


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8000, help="0 for one that is free")
    parser.add_argument("command")
    args = parser.parse_args()
    service = Service(args.port, args.command)
    print(f"http://127.0.0.1:{service.server_port}/", flush=True)
    try:
        service.serve_forever()
    finally:
        service.program.end()


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        main()
    except KeyboardInterrupt:
        pass
