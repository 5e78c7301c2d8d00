#!/usr/bin/env python3
"""What stands after a fault at every single call of a rebuild, after kills at random moments, and what readers see.

    scripts/faults.py SAIDSO [KILLS [READS]]

A small dataset is built, then built anew from fewer articles while `strace` lets the Nth call of one kind fail (with EIO,
ENOSPC or EINTR, or by SIGKILL), for every kind and every N. After each, the folder must hold one whole dataset, the old or
the new, that verifies; the exit code must tell of the fault, unless an interrupted call was done again; and the next run
must give the bytes of an undisturbed one and leave no stray. KILLS (300) kills at random moments of a build, a rebuild or
a merge follow. Then two builders write one dataset over and over while a reader opens its files READS (1000) times: of
two builds at once one is refused, and what the reader opens is one whole dataset. Needs strace (Linux).
"""
import collections
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

CALLS = ["openat", "write", "fsync", "renameat", "renameat2", "mkdir", "unlink", "unlinkat", "rmdir", "fchmod", "chmod", "flock"]


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True)


def state(folder):
    """The names below the folder and the hash of every file."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


class House:
    def __init__(self, saidso, folder):
        self.saidso, self.folder = saidso, folder
        self.old, self.new = folder / "old", folder / "new"
        for name, count in ((self.old, 3), (self.new, 2)):
            name.mkdir()
            for at in range(count):
                (name / f"{at}.txt").write_text(f"Harbour {at} closes\n\nThe pier is unsafe, Ann Berg said on Monday.\n")
        self.target = folder / "out" / "dataset"
        self.target.parent.mkdir()
        self.whole = {}
        for name in (self.old, self.new):
            self.build(name)
            self.whole[name] = state(self.target)

    def command(self, inputs):
        return [self.saidso, "build", inputs, "-o", self.target, "--fast", "--threads", "1"]

    def build(self, inputs):
        done = run(*self.command(inputs))
        assert done.returncode == 0, done.stderr

    def check(self, what):
        """One whole dataset stands; then the next run mends all."""
        now = state(self.target)
        assert now in self.whole.values(), f"{what}: neither the old nor the new dataset stands: {sorted(now)}"
        proof = run(self.saidso, "verify", self.target)
        assert proof.returncode == 0, f"{what}: {proof.stderr}"
        self.build(self.new)
        assert state(self.target) == self.whole[self.new], f"{what}: the next run gives other bytes"
        strays = [path.name for path in self.target.parent.iterdir() if path != self.target]
        assert not strays, f"{what}: strays {strays}"
        self.build(self.old)


def faults(house):
    count = 0
    for call in CALLS:
        for kind in ("error=EIO", "error=ENOSPC", "error=EINTR", "signal=SIGKILL"):
            for nth in range(1, 10_000):
                inject = f"inject={call}:{kind}:when={nth}"
                # Only what touches the dataset: the loader's own calls are none of ours.
                log = house.folder / "trace"
                trace = ["strace", "-f", "-o", log, "-P", house.target.parent, "-P", house.target,
                         "-P", house.target.parent / ".dataset.saidso-next", "-e", f"trace={call}", "-e", inject]
                for name in house.whole[house.old]:
                    trace += ["-P", house.target.parent / ".dataset.saidso-next" / name]
                done = run(*trace, *house.command(house.new))
                hit = "(INJECTED)" in log.read_text() or "SIGKILL" in log.read_text()
                if not hit:
                    break
                count += 1
                what = f"{call} {nth} {kind}"
                again = "EINTR" in kind and state(house.target) == house.whole[house.new]
                assert done.returncode != 0 or "flock" in call or again, f"{what}: exit 0"
                assert "SIGKILL" in kind or "panicked" not in done.stderr, f"{what}: {done.stderr}"
                house.check(what)
    return count


def kills(house, times):
    started = time.monotonic()
    house.build(house.new)
    length = time.monotonic() - started
    chance = random.Random(1)
    shard = house.folder / "shard"
    run(*house.command(house.new)[:3], "-o", shard, "--fast", "--threads", "1")
    merge = [house.saidso, "merge", shard, "-o", house.target]
    for at in range(times):
        way = ("build", "rebuild", "merge")[at % 3]
        if way == "build":
            shutil.rmtree(house.target)
        command = merge if way == "merge" else house.command(house.new)
        child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 1.2 * length))
        child.kill()
        child.wait()
        if way == "build" and not house.target.exists():
            house.build(house.old)
        house.check(f"kill {at} of a {way}")


def opened(folder):
    """The bytes of every file of the folder that the path led to, all opened before any is read; None if one is gone."""
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    files = {}
    try:
        for name in os.listdir(at):
            files[name] = os.fdopen(os.open(name, os.O_RDONLY, dir_fd=at), "rb")
        return {name: hashlib.sha256(file.read()).hexdigest() for name, file in files.items()}
    except FileNotFoundError:
        return None
    finally:
        for file in files.values():
            file.close()
        os.close(at)


def readers(house, times):
    """How many builds were refused, how many were done, and how many reads met a folder that was going away."""
    told, over = collections.Counter(), threading.Event()

    def builder():
        while not over.is_set():
            for inputs in (house.new, house.old):
                done = run(*house.command(inputs))
                refused = "another saidso" in done.stderr
                assert refused or done.returncode == 0, done.stderr
                told["refused" if refused else "done"] += 1

    threads = [threading.Thread(target=builder) for _ in range(2)]
    for thread in threads:
        thread.start()
    try:
        for at in range(times):
            found = opened(house.target)
            if found is None:
                told["going"] += 1
            else:
                assert found in house.whole.values(), f"read {at}: files of two datasets: {sorted(found)}"
            time.sleep(0.01)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert told["refused"] and told["done"], told
    return told


def main():
    saidso = pathlib.Path(sys.argv[1]).resolve()
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    reads = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    if not shutil.which("strace"):
        sys.exit("error: strace is not there\nhint: install it; it lets single calls fail")
    with tempfile.TemporaryDirectory() as folder:
        house = House(saidso, pathlib.Path(folder))
        house.build(house.old)
        count = faults(house)
        print(f"{count} faults, one at each call of {', '.join(CALLS)}: one whole dataset stood after each")
        house.build(house.old)
        kills(house, times)
        print(f"{times} kills at random moments: likewise")
        told = readers(house, reads)
        print(f"{reads} reads while {told['done']} builds were done and {told['refused']} refused: each one whole dataset, "
              f"but for {told['going']} that met a folder going away")


if __name__ == "__main__":
    main()
