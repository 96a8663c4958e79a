"""Every command by its exit code, its stdout (data) and its stderr (talk); a few lines stand in for the stages."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import Result

from faleme.clean.normalise import decoded_text
from faleme.records import Capture, Reason, Record, Rejection
from faleme.reference.codebook import load_codebook
from faleme.store.sqlite import open_sqlite
from tests.command import run
from tests.store.pages import Told, page

RAID = "JNIM is reported to have attacked 12 soldiers near Gao on Sunday, Camara said."
DEAL = "Mali and Senegal signed an accord on patrols in Kayes."
FRENCH = (
    "Le président de la transition a été reçu à Ségou, où les élus de la région lui ont présenté l'état des pistes. "
    "À la fin de la journée, il a visité le marché, parlé à des commerçantes et promis que les travaux iraient jusqu'à "
    "l'hivernage. Les autorités ont précisé que le crédit était déjà voté et que l'entreprise était malienne."
)


@dataclass
class Stages:
    """What stands in for `pipeline.process`. stop_at: key of the page at which Ctrl-C is pressed."""

    stop_at: str = ""
    seen: int = 0

    def process(self, capture: Capture, _kit: object) -> Record | Rejection:
        self.seen += 1
        text = decoded_text(capture)
        if capture.key == self.stop_at:
            raise KeyboardInterrupt
        if len(text.split()) < 5:
            return Rejection(stage="clean", subject=capture.key, reason=Reason.NO_TEXT, detail="too short")
        told = []
        if RAID in text:
            told.append(
                Told(
                    clause=RAID,
                    anchor="attacked",
                    mode="firearms",
                    actor=[("JNIM", "MLI", "jnim")],
                    recipient=[("12 soldiers", "MLI", "fama")],
                    speaker=[("Camara", "MLI")],
                    place=("Gao", 2457161, "MLI", 16.27, -0.04),
                    hedge="is reported to",
                    figures={"12": ("dead", 12)},
                    salience=0.9,
                )
            )
        if DEAL in text:
            told.append(
                Told(
                    clause=DEAL,
                    anchor="signed",
                    event_type="AGREE",
                    actor=[("Mali", "MLI", "ML"), ("Senegal", "SEN", "SN")],
                    date=("accord", "2024-03"),
                    salience=0.3,
                )
            )
        made, _ = page(capture.key, text, told, outlet=capture.outlet, title="Kidal post")
        return replace(made, article=replace(made.article, capture_id=capture.capture_id))


@pytest.fixture(autouse=True)
def stages(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stages:
    from faleme import pipeline
    from faleme.run import local

    stand_in = Stages()
    kit = SimpleNamespace(
        codebook=load_codebook(),
        engine=SimpleNamespace(name="none"),
        lexicon=SimpleNamespace(own=""),
        actors=SimpleNamespace(own_digest=""),
    )
    monkeypatch.setattr(pipeline, "load_kit", lambda **_: kit)
    monkeypatch.setattr(local, "process", stand_in.process)
    monkeypatch.setattr(local, "signature", lambda article: ())
    monkeypatch.setattr(local, "find_copy", lambda article, shingles, lookup: None)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.delenv("FALEME_STORE", raising=False)
    return stand_in


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder of two pages, one of them no article."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(f"{RAID} {DEAL}", encoding="utf-8")
    (folder / "b.txt").write_text("Nothing here.", encoding="utf-8")
    return folder


@pytest.fixture
def filled(news: Path) -> Path:
    """The working folder with what `news` gives in faleme.db."""
    run("read", "pages")
    return news.parent


def test_help_opens_with_an_example() -> None:
    lines = run("--help").stdout.splitlines()
    assert lines[0] == "Example:"
    assert lines[1].strip().startswith("faleme read")


def test_help_has_each_command_in_a_part_and_loads_little() -> None:
    told = "import sys; from faleme.cli import app; app(['--help'], standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    *_, loaded = done.stdout.splitlines()
    heavy = ("faleme.exchange.views", "faleme.exchange.export", "faleme.link", "faleme.reference.lexicon", "numpy")
    assert [module for module in heavy if module in loaded.split()] == []
    assert done.stdout.index("Read pages:") < done.stdout.index("Ask the record:") < done.stdout.index("Exit codes")


@pytest.mark.parametrize("command", ["demo", "read", "code", "show", "explain", "search", "export", "evaluate"])
def test_each_command_opens_its_help_with_an_example(command: str) -> None:
    assert run(command, "--help").stdout.strip().startswith(f"faleme {command}")


def test_version() -> None:
    assert run("--version").stdout.startswith("faleme 0.")


def test_an_unknown_command_is_asked_wrongly() -> None:
    run("raed", code=2)


def test_read_talks_on_stderr_and_stores(news: Path) -> None:
    result = run("read", "pages")
    assert result.stdout == ""
    assert "1 page stored: 2 reports, 1 statement, 1 fact" in result.stderr
    assert "1 refused: 1 no_text\nb.txt: refused, no_text (too short)\n" in result.stderr
    store = open_sqlite(Path("faleme.db"), create=False)
    assert (store.tally().articles, store.tally().reports) == (1, 2)
    assert store.check() == []
    store.close()


def test_reading_twice_stores_once(news: Path, stages: Stages) -> None:
    run("read", "pages")
    before = Path("faleme.db").read_bytes()
    seen = stages.seen
    result = run("read", "pages/a.txt", "--json")
    assert rows(result)[0] | {"stored": 0, "unchanged": 1, "pages": 1, "rejected": {}} == rows(result)[0]
    assert stages.seen == seen, "a stored page is not even coded"
    assert Path("faleme.db").read_bytes() == before


def test_read_again_codes_anew_and_stores_what_is_otherwise(filled: Path, stages: Stages) -> None:
    first, seen = rows(run("show", "--json")), stages.seen
    assert "0 pages stored, 1 stored before" in run("read", "pages", "--again").stderr
    assert stages.seen > seen
    assert rows(run("show", "--json")) == first


ASKED = [
    # options                              found            why it is here
    (["--actor", "MLI"], {"ASSAULT", "AGREE"}, "a country"),
    (["--actor", "jnim"], {"ASSAULT"}, "an id"),
    (["--recipient", "MLI"], {"ASSAULT"}, "to whom it is done"),
    (["--factuality", "planned"], set(), "none is planned"),
]


@pytest.mark.parametrize(("options", "found", "why"), ASKED, ids=[why for *_, why in ASKED])
def test_search_asks_who_did_it_to_whom_and_whether(
    filled: Path, options: list[str], found: set[str], why: str
) -> None:
    assert {hit["type"] for hit in rows(run("search", "Kidal", "--json", *options))} - {"STATEMENT"} == found


def test_search_for_nobody_known_is_asked_wrongly(filled: Path) -> None:
    assert "faleme actors list" in run("search", "Mali", "--actor", "Nobody Here", code=2).stderr
    assert "--factuality maybe" in run("search", "Mali", "--factuality", "maybe", code=2).stderr


def test_an_altered_page_is_a_new_version(filled: Path) -> None:
    Path("pages/a.txt").write_text(f"{DEAL} The rest was withdrawn.", encoding="utf-8")
    run("read", "pages")
    (event,) = rows(run("show", "--json"))
    assert event["type"] == "AGREE"
    (report,) = rows(run("show", event["reports"][0], "--json"))
    first, second = rows(run("show", report["article_id"], "--versions", "--json"))
    assert (first["version"], first["changed"]) == (1, None)
    (changed,) = second["changed"]["paragraphs"]
    assert {"old": "", "new": "The rest was withdrawn."} in changed["words"] or changed["kind"] != "changed"
    shown = run("show", report["article_id"], "--versions").stdout
    assert "version 2" in shown
    assert "withdrawn." in shown


def test_versions_are_those_of_an_article(filled: Path) -> None:
    assert "needs the id of an article" in run("show", "--versions", code=2).stderr
    event = rows(run("show", "--json"))[0]["event_id"]
    assert "no article" in run("show", event, "--versions", code=3).stderr


def test_all_refused_is_ordinary(news: Path) -> None:
    assert "1 refused" in run("read", "pages/b.txt").stderr


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "no_text"),
        (b"\x7fELF\x00\x01\x02\x03" * 200, "not_prose"),
        (b"\x00" * 500, "no_text"),
        (b"A word. " * (7 * 1024 * 1024), "too_large"),
    ],
    ids=["empty", "binary", "NUL", "50 MB"],
)
def test_what_is_no_page_is_refused_and_the_store_stays_whole(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "page.txt").write_bytes(content)
    assert f"1 refused: 1 {reason}" in run("read", "page.txt").stderr
    store = open_sqlite(Path("faleme.db"), create=False)
    assert store.check() == []
    assert store.tally().rejections == {reason: 1}
    store.close()


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "utf-16", "utf-8-sig"])
def test_other_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "page.txt").write_bytes(f"{RAID} {FRENCH}".encode(encoding))
    run("read", "page.txt")
    store = open_sqlite(Path("faleme.db"), create=False)
    (article_id,) = store.iter_articles()
    article = store.article(article_id)
    store.close()
    assert article is not None
    assert FRENCH in article.text


def test_a_missing_path_is_asked_wrongly_and_makes_no_store(tmp_path: Path) -> None:
    result = run("read", "none.txt", code=2)
    assert "none.txt does not exist" in result.stderr
    assert not (tmp_path / "faleme.db").exists()


def test_ctrl_c_keeps_what_is_committed(tmp_path: Path, stages: Stages) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.txt").write_text(f"Page {name}. {DEAL}", encoding="utf-8")
    pages = [f"{name}.txt" for name in "abcd"]
    stages.stop_at = "c.txt"
    result = run("read", *pages, code=130)
    assert "2 pages kept; run the same command to go on" in result.stderr
    stages.stop_at = ""
    assert "2 pages stored, 2 stored before" in run("read", *pages).stderr


def test_store_errors_are_three(tmp_path: Path) -> None:
    (tmp_path / "faleme.db").write_text("no database" * 100)
    assert "not a faleme store" in run("show", code=3).stderr
    assert "there is no store" in run("show", "--store", "other.db", code=3).stderr


def test_settings_name_the_store(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("faleme.db").rename("news.db")
    run("show", code=3)
    monkeypatch.setenv("FALEME_STORE", "news.db")
    assert "ASSAULT-firearms" in run("show").stdout
    Path("faleme.toml").write_text("[engine]\nthreds = 2\n")
    assert "did you mean 'engine_threads'?" in run("show", code=2).stderr


def test_show_lists_events(filled: Path) -> None:
    lines = run("show").stdout.splitlines()
    assert lines[0].split() == "EVENT WHAT WHO WHERE WHEN IS IT SO ORIGINS".split()
    assert "ASSAULT-firearms  JNIM → 12 soldiers  Gao, MLI" in lines[1]
    assert "  hedged, claimed  " in lines[1]
    assert "2024-03" in lines[2]
    assert run("show", "--type", "aid").stdout == ""
    assert len(run("show", "--country", "sen").stdout.splitlines()) == 2


def test_show_fits_a_narrow_terminal(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert max(map(len, run("show").stdout.splitlines())) <= 100


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--type", "FIGHTING"), "no such event type"),
        (("--country", "Mali"), "three letters"),
        (("--since", "yesterday"), "Write 2024, 2024-03 or 2024-03-05"),
        (("--until", "2024-13"), "--until 2024-13"),
        (("--limit", "0"), "--limit"),
    ],
)
def test_filters_that_cannot_be(filled: Path, options: tuple[str, ...], said: str) -> None:
    assert said in run("show", *options, code=2).stderr


def test_everything_can_be_shown_by_its_id(filled: Path) -> None:
    store = open_sqlite(Path("faleme.db"), create=False)
    (article_id,) = store.iter_articles()
    record = store.record(article_id)
    store.close()
    assert record is not None
    (raid, deal), (statement,), (fact,) = record.reports, record.statements, record.facts
    assert "1 report, origins: unknown" in run("show", str(raid.event_id)).stdout
    assert "linked 1.00: its first report" in run("show", str(raid.event_id)).stdout
    assert "actor: JNIM (MLI, GOV)" in run("show", raid.report_id).stdout
    assert "date: 2024-03-01 to 2024-03-31 (month, said)" in run("show", deal.report_id).stdout
    assert DEAL in " ".join(run("show", article_id).stdout.split())
    assert "Camara (MLI, GOV) (attacked; say, in" in run("show", statement.statement_id).stdout
    assert "agreement: Mali, Senegal" in run("show", fact.fact_id).stdout
    assert rows(run("show", raid.report_id[:9].lower(), "--json"))[0]["report_id"] == raid.report_id
    assert rows(run("show", record.codings[0].coding_id, "--json"))[0]["report_id"] == raid.report_id
    for one in (raid.event_id, article_id, statement.statement_id, fact.fact_id):
        assert len(rows(run("show", str(one), "--json"))) == 1
    assert "could be" in run("show", "R", code=2).stderr
    assert "nothing in the store" in run("show", "X9", code=1).stderr


def test_explain_leads_back_to_the_words(filled: Path) -> None:
    event = rows(run("show", "--type", "ASSAULT", "--json"))[0]
    told = run("explain", event["reports"][0]).stdout
    assert "[JNIM](actor: JNIM (MLI, GOV)) [is reported to](hedge) have [attacked](ASSAULT-firearms)" in " ".join(
        told.split()
    )
    assert "type: ASSAULT because the engine" in told
    assert "or: COERCE 0.25" in told
    assert "its first report" in told
    assert "seen in the same article and not coded" in told
    assert "because a verb of saying" in told
    assert run("explain", event["event_id"]).stdout == told, "an event of one report"
    (view,) = rows(run("explain", event["event_id"], "--json"))
    assert view["tellings"][0]["decisions"][0]["runners_up"] == [{"decided": "COERCE", "score": 0.25}]
    assert view["refused"][0]["decided"] == "said"


def test_search(filled: Path) -> None:
    assert "ASSAULT-firearms" in run("search", "soldiers", "gao").stdout
    found = rows(run("search", "kidal", "--json"))
    assert {row["type"] for row in found} == {"ASSAULT", "AGREE", "STATEMENT"}
    assert rows(run("search", "kidal", "--type", "statement", "--json"))[0]["kind"] == "statement"
    result = run("search", "gold")
    assert (result.stdout, result.stderr) == ("", "nothing found\n")
    assert run("search", "\"'(*:").stdout == ""


def test_export(filled: Path) -> None:
    reports = rows(run("export", "--format", "reports"))
    assert [row["type"] for row in reports] == ["ASSAULT", "AGREE"]
    text = Path("pages/a.txt").read_text(encoding="utf-8")
    for row in reports:
        assert row["article_key"] == "a.txt"
        for span in (*row["actor"], *row["recipient"], *row["speaker"], *row["figures"]):
            assert text[span["start"] : span["end"]] == span["text"]
    result = run("export")
    assert [row["event"] for row in rows(result)] == [["ASSAULT"], ["AGREE"]]
    assert rows(result)[0]["id"].startswith("E")
    assert 'no date at all, which PLOVER demands (date_basis "unknown") (1)' in result.stderr
    assert rows(run("export", "--unit", "report"))[0]["id"].startswith("R")
    run("export", "--format", "camel", code=2)
    run("export", "--unit", "week", code=2)


def test_export_into_a_file(filled: Path) -> None:
    result = run("export", "--format", "polecat", "--out", "events.tsv", "--loss-report", "loss.json")
    assert result.stdout == ""
    assert "events written" in result.stderr
    header, *lines = Path("events.tsv").read_text(encoding="utf-8").splitlines()
    assert header.startswith("Event ID\t")
    loss = json.loads(Path("loss.json").read_text(encoding="utf-8"))
    assert loss["rows"] == len(lines)
    assert "--force" in run("export", "--format", "polecat", "--out", "events.tsv", code=2).stderr
    assert "--force" in run("export", "--loss-report", "loss.json", code=2).stderr
    run("export", "--format", "csv", "--out", "events.tsv", "--force")
    assert Path("events.tsv").read_text(encoding="utf-8").startswith("id,")
    assert "--out" in run("export", "--format", "parquet", code=2).stderr
    assert "no folder" in run("export", "--out", "no/such.jsonl", code=2).stderr
    assert "one file" in run("export", "--out", "x", "--loss-report", "x", code=2).stderr
    assert not list(Path().glob("*.part"))


def test_code_takes_words_files_and_stdin(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DEAL, encoding="utf-8")
    assert rows(run("code", RAID))[0]["actor"][0]["start"] == 0
    assert rows(run("code", "a.txt"))[0]["article_key"] == "a.txt"
    assert rows(run("code", "-", stdin=DEAL))[0]["type"] == "AGREE"
    assert [row["type"] for row in rows(run("code", RAID, "a.txt"))] == ["ASSAULT", "AGREE"]
    assert rows(run("code", RAID))[0]["event_id"] is None
    assert not (tmp_path / "faleme.db").exists()


def test_code_tells_what_it_refuses() -> None:
    result = run("code", "Too short a text")
    assert (result.stdout, result.stderr) == ("", "text: refused, no_text (too short)\n")
    assert "no words" in run("code", " ", code=2).stderr, "the empty path is the folder here"
    assert "does not exist" in run("code", "none.txt", code=2).stderr
    assert "does not exist" in run("code", "my pages/none.txt", code=2).stderr


def test_demo_ends_with_three_things_to_try(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from faleme.run import examples

    monkeypatch.setattr(examples, "example_pages", lambda: news)
    lines = run("demo").stdout.splitlines()
    *_, head, one, two, three, blank, desk = lines
    assert (head, blank) == ("Three things to try next:", "")
    for line in (one, two, three):
        assert line.startswith("  faleme ")
        run(*line.split()[1:])
    assert desk == "The same in a browser: faleme serve --store demo.db"
    assert run("demo").stdout.splitlines()[:-7] == lines[:-7], "again the same"


def test_demo_names_each_page_with_its_main_events(news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from faleme.run import examples

    monkeypatch.setattr(examples, "example_pages", lambda: news)
    (news / "c.txt").write_text(f"{DEAL} Again: {RAID} Or so.", encoding="utf-8")
    (news / "d.txt").write_text("Nothing in here that would be coded.", encoding="utf-8")
    lines = run("demo").stdout.splitlines()
    assert lines[0] == "Kidal post · a.txt"
    assert [line.split()[1] for line in lines[1:3]] == ["ASSAULT-firearms", "AGREE"]
    assert "Kidal post · c.txt" in lines
    assert lines[lines.index("Kidal post · d.txt") + 1] == "  … nothing to code"
    assert max(map(len, lines)) <= 100


def test_output_that_cannot_be_written(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("faleme.cli.write_json", full)
    assert run("show", "--json", code=1).stderr == "faleme: No space left on device\n"


@pytest.mark.parametrize(("letter", "marked"), [("S", "Camara said.](content)"), ("F", "[Mali](party: Mali")])
def test_statements_and_facts_are_explained(letter: str, marked: str, filled: Path) -> None:
    article = rows(run("search", "patrols", "--json"))[0]["article_id"]
    view = json.loads(run("show", article, "--json").stdout)
    kind = {"S": "statements", "F": "facts"}[letter]
    id_ = view[kind][0][f"{kind[:-1]}_id"]
    assert marked in run("explain", id_).stdout
    assert "Kidal post · a.txt" in run("explain", id_).stdout


def test_a_statement_is_explained_step_by_step(filled: Path) -> None:
    article = rows(run("search", "patrols", "--json"))[0]["article_id"]
    id_ = json.loads(run("show", article, "--json").stdout)["statements"][0]["statement_id"]
    told = " ".join(run("explain", id_).stdout.split())
    assert "class: say" in told
    assert "“attacked” as it is used here" in told
    assert "speaker “" in told
    assert "in quotation marks" in told
    (view,) = rows(run("explain", id_, "--json"))
    assert [step["step"] for step in view["decisions"]][:2] == ["class", "speaker"]


def test_the_example_pages_are_found() -> None:
    from faleme.run.examples import example_pages

    assert len(list(example_pages().iterdir())) >= 60


def test_evaluate_passes_its_arguments_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from faleme import evaluate

    called: dict[str, Any] = {}

    def stand_in(gold: Path, out: Path, **more: Any) -> None:
        called.update(gold=gold, out=out, sets=more["sets"], jobs=more["jobs"])
        more["on_set"](SimpleNamespace(name="geo", rows=3, path=out / "geo.jsonl", note=""))

    monkeypatch.setattr(evaluate, "evaluate", stand_in)
    result = run("evaluate", str(tmp_path), "--out", "pred", "--set", "geo", "--jobs", "1")
    assert called == {"gold": tmp_path, "out": Path("pred"), "sets": ["geo"], "jobs": 1}
    assert "geo: 3 rows" in result.stderr
