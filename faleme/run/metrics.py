"""What a run did, in the Prometheus text form, for a file that a collector reads or a page that it asks for."""

from __future__ import annotations

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, generate_latest, start_http_server, write_to_textfile


class Metrics:
    """Counters of one process. Names begin with ``faleme_``; the unit stands in the name."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.feed_tries = self._counter("feed_tries", "Fetches of feeds by outcome.", "outcome")
        self.items = self._counter("feed_items", "New items that feeds listed.")
        self.pages = self._counter("pages", "Pages by what became of them.", "outcome")
        self.reports = self._counter("reports", "Reports coded.")
        self.page_seconds = self._counter("page_processing_seconds", "Time spent cleaning, coding and storing pages.")
        self.feeds = self._gauge("feeds", "Watched feeds.")
        self.failing = self._gauge("feeds_failing", "Feeds whose last try got no answer.")
        self.silent = self._gauge("feeds_silent", "Feeds without anything new for far longer than usual.")
        self.waiting = self._gauge("pages_waiting", "Items whose page is still to be fetched.")
        self.last_round = self._gauge("last_round_timestamp_seconds", "End of the last round, seconds since 1970.")

    def text(self) -> str:
        """All of it as text."""
        return generate_latest(self._registry).decode()

    def write(self, path: Path) -> None:
        """Write the text to a file, whole or not at all."""
        write_to_textfile(str(path), self._registry)

    def serve(self, port: int) -> int:
        """Answer on this machine's loopback address; the port, which is chosen where 0 is asked for."""
        server, _ = start_http_server(port, addr="127.0.0.1", registry=self._registry)
        return int(server.server_port)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"faleme_{name}", what, labels, registry=self._registry)

    def _gauge(self, name: str, what: str) -> Gauge:
        return Gauge(f"faleme_{name}", what, registry=self._registry)
