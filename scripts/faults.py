#!/usr/bin/env python3
"""What stands after a fault at every single call of a rebuild, and after kills at random moments.

    scripts/faults.py SAIDSO [KILLS]

A small dataset is built, then built anew from fewer articles while `strace` lets the Nth call of one kind fail (with EIO,
or by SIGKILL), for every kind and every N. After each, the folder must hold one whole dataset, the old or the new, that
verifies; the exit code must tell of the fault; and the next run must give the bytes of an undisturbed one and leave no
stray. KILLS (300) random kills follow. Needs strace (Linux).
"""
import hashlib
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
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
        for kind in ("error=EIO", "error=ENOSPC", "signal=SIGKILL"):
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
                assert done.returncode != 0 or "flock" in call, f"{what}: exit 0"
                assert "SIGKILL" in kind or "panicked" not in done.stderr, f"{what}: {done.stderr}"
                house.check(what)
    return count


def kills(house, times):
    started = time.monotonic()
    house.build(house.new)
    length = time.monotonic() - started
    chance = random.Random(1)
    for at in range(times):
        child = subprocess.Popen([str(part) for part in house.command(house.new)], stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0, 1.2 * length))
        child.kill()
        child.wait()
        house.check(f"kill {at}")


def main():
    saidso = pathlib.Path(sys.argv[1]).resolve()
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 300
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


if __name__ == "__main__":
    main()
