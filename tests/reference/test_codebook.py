"""The code book: PLOVER's lists in full, and its traps as PEERS section 3.9 and the design settle them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from faleme.errors import ReferenceDataError
from faleme.reference.codebook import load_cameo, load_codebook, read_codebook
from faleme.reference.files import DATA

BOOK = load_codebook()

TYPES = [
    # type        quad  score
    ("AGREE", 1, 2.5),
    ("CONSULT", 1, 2.5),
    ("SUPPORT", 1, 5.0),
    ("CONCEDE", 1, 4.5),
    ("COOPERATE", 2, 9.5),
    ("AID", 2, 10.0),
    ("RETREAT", 2, 6.5),
    ("REQUEST", 3, 0.0),
    ("ACCUSE", 3, -3.0),
    ("REJECT", 3, -2.0),
    ("THREATEN", 3, -3.5),
    ("PROTEST", 4, -5.0),
    ("SANCTION", 4, -6.0),
    ("MOBILIZE", 4, -5.5),
    ("COERCE", 4, -7.0),
    ("ASSAULT", 4, -9.0),
]


@pytest.mark.parametrize(("code", "quad", "score"), TYPES, ids=[row[0] for row in TYPES])
def test_types(code: str, quad: int, score: float) -> None:
    found = BOOK.types[code]
    assert (found.quad, found.score) == (quad, score)


def test_lists_are_whole() -> None:
    assert list(BOOK.types) == [row[0] for row in TYPES]
    assert sum(len(found.modes) for found in BOOK.types.values()) == 67
    assert len(BOOK.contexts) == 37
    assert len(BOOK.sectors) == 25
    assert set(BOOK.auxiliaries) == {"historical", "future", "hypothetical", "negation"}


TRAPS = [
    # what is asked                                        answer        why
    (BOOK.quad("SANCTION"), 4, "the quad table alone says verbal"),
    (BOOK.types["ACCUSE"].score, -3.0, "printed +3 between 0 and -2"),
    (BOOK.score("PROTEST", "vandalize"), -5.0, "no score printed"),
    (BOOK.alias("FIGHT"), "ASSAULT", "old category"),
    (BOOK.alias("DISAPPROVE"), "ACCUSE", "old category"),
    (BOOK.alias("DEMAND"), "REQUEST", "old category"),
    (BOOK.alias("INVESTIGATE"), "ACCUSE", "old category"),
    (BOOK.alias("CRIME"), "ASSAULT", "old category"),
    (BOOK.alias("AID"), "AID", "a type is its own"),
    (BOOK.alias("STATEMENT"), None, "statements are no codings"),
    (BOOK.mode_alias("ASSAULT", "massacre"), "targeted", "mode of other code books"),
    (BOOK.mode_alias("COERCE", "ban"), "restrict", "ban under COERCE"),
    (BOOK.mode_alias("THREATEN", "ban"), "restrict", "ban under THREATEN"),
    (BOOK.mode_alias("RETREAT", "ease"), None, "a mode that has no heir"),
    (BOOK.has_mode("REQUEST", "meet"), True, "meet under REQUEST"),
    (BOOK.has_mode("CONSULT", "meet"), False, "mode names are keyed by type"),
    (BOOK.context_alias("humanitarian"), "human_security", "context of the published crosswalk"),
    (BOOK.sector_repairs["MED@CAMEO"], "JRN", "CAMEO's MED is media"),
    (BOOK.future_becomes("CONSULT"), "AGREE", "a planned meeting"),
    (BOOK.future_becomes("AID"), "AGREE", "a pledge"),
    (BOOK.future_becomes("RETREAT"), "CONCEDE", "a promised withdrawal"),
    (BOOK.future_becomes("ASSAULT"), "ASSAULT", "the auxiliary says it all"),
    (BOOK.quads_by_cameo_root["gdelt"]["14"], 3, "GDELT puts protest among verbal conflict"),
    (BOOK.quads_by_cameo_root["phoenix"]["16"], 3, "Phoenix puts reduced relations there"),
]


@pytest.mark.parametrize(("found", "wanted", "why"), TRAPS, ids=[f"{row[2]} ({row[1]})" for row in TRAPS])
def test_traps(found: object, wanted: object, why: str) -> None:
    assert found == wanted


def test_every_type_is_explained() -> None:
    for found in (*BOOK.types.values(), BOOK.statement):
        assert found.definition, found.code
        assert found.examples, found.code
        assert found.counter_examples, found.code
        assert found.because, found.code


CAMEO = [
    ("055", "CONCEDE", None, "apology"),
    ("085", "CONCEDE", None, "easing of sanctions"),
    ("116", "SANCTION", "convict", "conviction"),
    ("191", "COERCE", "restrict", "blockade"),
    ("201", "SANCTION", "expel", "mass expulsion"),
    ("1712", "ASSAULT", "destroy", "destruction of property"),
    ("176", "COERCE", "cyber", "cyber attack"),
    ("1952", "ASSAULT", "drone", "drone strike"),
    ("02", "REQUEST", None, "appeals, absent from the published crosswalk"),
    ("01", "STATEMENT", None, "statements"),
]


@pytest.mark.parametrize(("code", "event_type", "mode", "why"), CAMEO, ids=[row[3] for row in CAMEO])
def test_cameo(code: str, event_type: str, mode: str | None, why: str) -> None:
    found = load_cameo()[code]
    assert (found.event_type, found.mode) == (event_type, mode)


def test_cameo_covers_the_manual() -> None:
    roots = Counter(found.root for found in load_cameo().values())
    assert len(roots) == 20
    assert sum(roots.values()) == 316


def test_all_faults_at_once(tmp_path: Path) -> None:
    text = (DATA / "codebook" / "plover.toml").read_text(encoding="utf-8")
    text = text.replace("quad = 1\nscore = 2.5", "quad = 9\nscore = 2.5", 1)
    text = text.replace('FIGHT = "ASSAULT"', 'FIGHT = "ASSAUT"')
    text = text.replace('"COERCE.ban" = "restrict"', '"COERCE.ban" = "forbid"')
    text = text.replace('CONSULT = "meet"', 'CONSULT = "met"').replace('harm = ["ASSAULT"]', 'harm = ["FIGHT"]')
    text = text.replace('COERCE-deport = "expel"', 'COERCE-ban = "expel"').replace("troops = [", "soldiers = [")
    path = tmp_path / "plover.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReferenceDataError, match="7 fault") as raised:
        read_codebook(path)
    for entry in ("AGREE: quad 9", "FIGHT", "COERCE.forbid", "refused CONSULT", "rules.harm", "COERCE-ban", "soldiers"):
        assert entry in str(raised.value)


def test_schemes_differ_in_what_lies_ahead_and_what_is_only_said() -> None:
    ours, cameo, petrarch = load_codebook(), load_codebook("cameo"), load_codebook("petrarch")
    assert (ours.future_becomes("RETREAT"), cameo.future_becomes("RETREAT")) == ("CONCEDE", "AGREE")
    assert all(petrarch.future_becomes(code) == code for code in petrarch.types)
    apart = {
        code
        for code in ("cameo", "cameo-events", "petrarch")
        if (one := load_codebook(code).scheme) is not None and one.statements_apart
    }
    main = {
        code
        for code in ("cameo", "cameo-events", "petrarch")
        if (one := load_codebook(code).scheme) is not None and one.main_clauses
    }
    assert (apart, main) == ({"cameo"}, {"cameo"})
    assert {code: kind.modes for code, kind in cameo.types.items()} == {
        code: kind.modes for code, kind in ours.types.items()
    }
    assert ours.scheme is None


VERBS = [
    # verb, words that it acts on, CAMEO, type, why
    (("cordoned off", "cordoned"), {"road"}, "191", "COERCE", "with a particle"),
    (("lifted",), {"sanctions"}, "085", "RETREAT", "with a word; the published crosswalk decides"),
    (("opposed",), set(), "110", "ACCUSE", "alone"),
    (("urged",), set(), "020", None, "an appeal"),
    (("signed",), {"treaty"}, "057", "SUPPORT", "a word of a set"),
]


@pytest.mark.parametrize(("verbs", "words", "cameo", "event_type", "why"), VERBS, ids=[why for *_, why in VERBS])
def test_petrarchs_verbs(verbs: tuple[str, ...], words: set[str], cameo: str, event_type: str | None, why: str) -> None:
    scheme = load_codebook("petrarch").scheme
    assert scheme is not None
    assert scheme.verbs is not None
    code = scheme.verbs.code_of(verbs, words)
    assert code is not None
    assert (code.cameo, code.event_type) == (cameo, event_type)
    assert scheme.verbs.code_of(("glimmered",), words) is None


def test_petrarchs_verbs_by_who_does_it() -> None:
    scheme = load_codebook("petrarch").scheme
    assert scheme is not None
    assert scheme.verbs is not None
    by_protestors = scheme.verbs.code_of(("destroyed",), {"houses"}, {"protestors", "protestor"})
    assert by_protestors is not None
    assert (by_protestors.cameo, by_protestors.event_type) == ("145", "PROTEST")


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(ReferenceDataError, match="weis"):
        load_codebook("weis")


RULES = [
    # what is asked                                          answer       why
    (BOOK.rules.refusal("CONSULT", "visit"), "meet", "a meeting refused"),
    (BOOK.rules.refusal("RETREAT", "resign"), "change", "the mode tells more than the type"),
    (BOOK.rules.refusal("RETREAT", "release"), "yield", "the type alone"),
    (BOOK.rules.refusal("SUPPORT", None), None, "words withheld"),
    (BOOK.rules.threat("COERCE", "arrest"), "arrest", "the mode tells more than the type"),
    (BOOK.rules.threat("COERCE", "curfew"), "restrict", "the type alone"),
    (BOOK.rules.threat("CONSULT", None), None, "no menace"),
    ("SANCTION" in BOOK.rules.refused, False, "who will not leave a body has refused nothing"),
]


@pytest.mark.parametrize(("found", "wanted", "why"), RULES, ids=[f"{row[2]} ({row[1]})" for row in RULES])
def test_rules_by_type_and_mode(found: object, wanted: object, why: str) -> None:
    assert found == wanted, why
