"""One run on a store, and its metrics."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from faleme.errors import StoreError
from faleme.run.lock import alone_on
from faleme.run.metrics import Metrics

_HOLDER = """
import sys, time
from pathlib import Path
from faleme.run.lock import alone_on
with alone_on(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_two_runs_do_not_share_a_store_and_a_killed_one_frees_it(tmp_path: Path) -> None:
    store = tmp_path / "news.db"
    with subprocess.Popen([sys.executable, "-c", _HOLDER, str(store)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StoreError, match=rf"another `faleme run` .*process {other.pid}"), alone_on(store):
            pass
        os.kill(other.pid, signal.SIGKILL)
        other.wait()
    with alone_on(store):
        pass


def test_metrics_in_text_in_a_file_and_over_http(tmp_path: Path) -> None:
    metrics = Metrics()
    metrics.pages.labels("stored").inc(3)
    metrics.feeds.set(2)
    assert 'faleme_pages_total{outcome="stored"} 3.0' in metrics.text()
    metrics.write(tmp_path / "faleme.prom")
    assert "faleme_feeds 2.0" in (tmp_path / "faleme.prom").read_text()
    port = metrics.serve(0)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        assert b"faleme_feeds 2.0" in answer.read()
