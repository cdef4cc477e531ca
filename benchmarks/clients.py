"""Many clients at once at the program as it is served: how long an answer takes, whether one fails, what it costs.

`python -m benchmarks.clients --clients 50 --seconds 600`. Times on the clock are those of this machine with whatever
else runs on it; processor time for each answer says what limits the number of answers in a second.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import resource
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import quantiles

CASE = {
    "id": "load",
    "demographics": {"age": 44, "sex": "male"},
    "findings": [
        {"type": "strength", "muscle": "extensor_hallucis_longus", "side": "left", "mrc": 3},
        {"type": "sign", "sign": "straight_leg_raise", "side": "left", "value": "positive"},
    ],
}
_PAUSE_S = 0.2
_PAGE = {"content-type": "application/x-www-form-urlencoded", "x-myotome-pieces": "answer"}


@dataclass
class Seen:
    """What the clients saw."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int | str] = field(default_factory=Counter)


def ask(port: int, seen: Seen, until: float, number: int) -> None:
    """One client: the answer of the page to a case of its own, a pause, and again."""
    from urllib.parse import urlencode

    draw = random.Random(number)
    while time.monotonic() < until:
        weak = {**CASE["findings"][0], "mrc": draw.choice([0, 1, 2, 3, 4, 4.5])}
        case = {**CASE, "demographics": {"age": draw.randint(20, 80), "sex": "male"}, "findings": [weak]}
        begun = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
            connection.request("POST", "/", urlencode({"case": json.dumps(case)}), _PAGE)
            reply = connection.getresponse()
            reply.read()
            seen.statuses[reply.status] += 1
            connection.close()
        except OSError as error:
            seen.statuses[type(error).__name__] += 1
        seen.seconds.append(time.monotonic() - begun)
        time.sleep(_PAUSE_S)


def memory_mb(process: int) -> float:
    """Resident memory of a process."""
    with open(f"/proc/{process}/statm") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def processor_s(process: int) -> float:
    """Processor time of a process, user and system."""
    with open(f"/proc/{process}/stat") as file:  # noqa: PTH123
        told = file.read().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


def main(words: Sequence[str] | None = None) -> None:
    """Start the program, ask, and print what was seen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=600.0)
    chosen = parser.parse_args(words)
    command = [sys.executable, "-m", "myotome", "serve", "--port", "0", "--no-records"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        port = int(served.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
        wait_until_compiled(port)
        seen, before, spent = Seen(), memory_mb(served.pid), processor_s(served.pid)
        until = time.monotonic() + chosen.seconds
        clients = [threading.Thread(target=ask, args=(port, seen, until, n)) for n in range(chosen.clients)]
        for one in clients:
            one.start()
        for one in clients:
            one.join()
        after, spent = memory_mb(served.pid), processor_s(served.pid) - spent
        served.terminate()
    cuts = quantiles(seen.seconds, n=20)
    print(
        f"{chosen.clients} clients, {chosen.seconds:g} s: {len(seen.seconds)} answers, statuses {dict(seen.statuses)}"
    )
    print(f"on the clock: p50 {cuts[9] * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms (with whatever else runs here)")
    print(f"processor time of the program: {spent / len(seen.seconds) * 1000:.0f} ms an answer")
    print(f"memory: {before:.0f} MB before, {after:.0f} MB after ({(after / before - 1) * 100:+.1f} %)")


def wait_until_compiled(port: int) -> None:
    """Ask until the program says that its answers are quick."""
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", "/healthz")
        if json.loads(connection.getresponse().read())["answers"] != "compiling":
            return
        time.sleep(1.0)


if __name__ == "__main__":
    main()
