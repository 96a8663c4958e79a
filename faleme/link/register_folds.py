"""How facts of agreements, memberships, offices and figures become rows. Commitments have a module of their own."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta

from faleme.link.match import words_of
from faleme.link.register_cells import Cell, Claim, OriginOf, Source, cell_of, iso, range_of
from faleme.link.register_rows import (
    Group,
    Party,
    Row,
    Step,
    in_order,
    parties_of,
    party_of,
    side_of,
    source_of,
    with_ids,
)
from faleme.records import FigureKind, PrintedFact
from faleme.reference.actors import Actors
from faleme.reference.names import normalise
from faleme.reference.registers_lexicon import RegisterLexicon

_SAME_NEWS = timedelta(days=45)  # an agreement named without its subject is the one last in the news
_ALIKE = 0.5  # share of the fewer words of two subjects that both have
_JOINED = frozenset({"joined", "readmitted"})
_LEFT = frozenset({"left", "expelled"})


def agreements(facts: Iterable[PrintedFact], words: RegisterLexicon, *, origin_of: OriginOf) -> list[Row]:
    """One row for each agreement: parties, kind, subject, when signed, and what became of it."""
    known = _Agreements()
    dull = frozenset(word[:5] for word in (*words.agreement_nouns, *words.agreement_status, *words.idle))
    for entry in in_order(facts):
        known.join(_Agreement(entry, words, dull))
    found = known.all
    found.sort(key=lambda one: (str(one.entries[0].published or "9"), one.entries[0].fact.article_id, one.first))
    return with_ids(((one.row(origin_of), one.keys) for one in found), "agreements")


class _Agreements:
    """The agreements so far, found by their parties, and by a party with a word of the subject."""

    def __init__(self) -> None:
        self.all: list[_Agreement] = []
        self._by_sides: dict[frozenset[str], dict[int, _Agreement]] = defaultdict(dict)
        # Those of which one party is known, by it and a word; and all of them.
        self._one_sided: dict[tuple[str, str], dict[int, _Agreement]] = defaultdict(dict)
        self._by_word: dict[tuple[str, str], dict[int, _Agreement]] = defaultdict(dict)

    def join(self, told: _Agreement) -> None:
        """One more, or the one that it tells again, where that is one alone."""
        near = dict(self._by_sides[told.sides])
        others = self._by_word if len(told.sides) == 1 else self._one_sided
        for side in told.sides:
            for word in told.about:
                near.update(others[side, word])
        fits = [(score, other) for other in near.values() if (score := other.likeness(told)) > 0]
        best = max((score for score, _ in fits), default=0.0)
        nearest = [other for score, other in fits if score == best]
        one = nearest[0] if len(nearest) == 1 else told
        if one is told:
            self.all.append(told)
        else:
            self._by_sides[one.sides].pop(id(one), None)
            one.add(told)
        self._by_sides[one.sides][id(one)] = one
        for side in one.sides:
            for word in one.about:
                self._by_word[side, word][id(one)] = one
                if len(one.sides) == 1:
                    self._one_sided[side, word][id(one)] = one


class _Agreement:
    """One agreement as told so far."""

    def __init__(self, entry: PrintedFact, words: RegisterLexicon, dull: frozenset[str]) -> None:
        """dull: stems of words that tell no subject."""
        fact = entry.fact
        self.entries = [entry]
        self.first = fact.span.start
        self.sides = frozenset(side_of(party, fact.article_id) for party in fact.parties)
        # By what each page says alone, so that a page that joins later renames nothing.
        self.keys: dict[str, tuple[str, ...]] = {fact.article_id: tuple(sorted(self.sides))}
        value = fact.value or ""
        tokens = re.findall(r"\w+", value.casefold())
        noun = next((token for token in tokens if token in words.agreement_nouns), "agreement")
        self.noun = noun
        self.kind = words.one_kind.get(noun, noun)
        names = [party.name for party in fact.parties] + [party.text for party in fact.parties]
        dates = [fact.date.text] if fact.date is not None else []
        self.about = words_of([value], without=[*names, *dates], stems_without=dull)
        self.day = fact.date.when if fact.date is not None and fact.status == "signed" else None

    def likeness(self, other: _Agreement) -> float:
        """How surely both are one agreement; 0 where they may be two. Who tells of one party alone ("Mali denounced the
        border accord") may mean it where the subject says so."""
        if not (self.sides <= other.sides or other.sides <= self.sides):
            return 0.0
        if "one_kind" not in (self.kind, other.kind) and self.kind != other.kind:
            return 0.0
        if self.day is not None and other.day is not None and self.day.distance_days(other.day) > 0:
            return 0.0
        dated = self.day is not None and other.day is not None
        shared = self.about & other.about
        fewer = min(len(self.about), len(other.about))
        if fewer and len(shared) / fewer < _ALIKE:
            return 0.0
        if self.sides != other.sides:
            return len(shared) / fewer if shared else 0.0
        if len(self.sides) < 2:  # with one party known, much may be meant
            return len(shared) / fewer if len(shared) > 1 else 0.0
        if shared:
            return 1.0 + len(shared) / fewer + dated
        return 1.0 if dated or self._in_the_news(other) else 0.0

    def _in_the_news(self, other: _Agreement) -> bool:
        one, two = (max((e.published for e in each.entries if e.published), default=None) for each in (self, other))
        return one is not None and two is not None and abs(one.first_day - two.first_day) <= _SAME_NEWS

    def add(self, other: _Agreement) -> None:
        self.entries += other.entries
        self.keys = {**self.keys, **{a: key for a, key in other.keys.items() if a not in self.keys}}
        self.sides |= other.sides
        self.about |= other.about
        self.day = self.day or other.day
        if self.kind == "one_kind" and other.kind != "one_kind":
            self.kind, self.noun = other.kind, other.noun

    def row(self, origin_of: OriginOf) -> Row:
        topics = [Claim(value=entry.fact.value, source=source_of(entry)) for entry in self.entries if entry.fact.value]
        about = cell_of(topics, origin_of=origin_of)
        return Row(
            row_id="",
            register="agreements",
            what=about.value or self.noun,
            parties=parties_of(self.entries, ("party",)),
            cells={
                "kind": cell_of(
                    [Claim(value=self.noun, source=source_of(self.entries[0]))],
                    origin_of=origin_of,
                ),
                "about": about,
                "signed": _dates(self.entries, {"signed"}, origin_of),
                "in_force": _dates(self.entries, {"in force"}, origin_of),
                "ended": _dates(self.entries, {"denounced", "ended"}, origin_of),
            },
            facts=tuple(self.entries),
            steps=_steps(self.entries, lambda status: status, origin_of),
        )


def memberships(facts: Iterable[PrintedFact], actors: Actors | None, *, origin_of: OriginOf) -> list[Row]:
    """One row for each member and body, with all that was ever told of it. actors: the registry, whose standings stand
    beside what the press says."""
    groups: dict[tuple[str, str], Group] = {}
    for entry in in_order(facts):
        if len(entry.fact.parties) == 2:
            member, body = (side_of(party, entry.fact.article_id) for party in entry.fact.parties)
            groups.setdefault((member, body), Group()).entries.append(entry)
    return with_ids(
        ((_membership(key, group.entries, actors, origin_of), {"": key}) for key, group in sorted(groups.items())),
        "memberships",
    )


def _membership(key: tuple[str, str], entries: list[PrintedFact], actors: Actors | None, origin_of: OriginOf) -> Row:
    parties = parties_of(entries, ("member", "body"))
    known = [] if actors is None else _standings(key, actors)
    joined = _claims(entries, _JOINED) + [claim for status, claim, _ in known if status == "member" and claim]
    left = _claims(entries, _LEFT) + [claim for status, _, claim in known if status == "member" and claim]
    exits = {end.value for status, _, end in known if status == "member" and end is not None}
    suspended = _claims(entries, {"suspended"}) + [c for status, c, _ in known if status == "suspended" and c]
    return Row(
        row_id="",
        register="memberships",
        what=f"{parties[0].name} in {parties[1].name}",
        parties=parties,
        cells={
            "from": cell_of(joined, origin_of=origin_of, dates=True),
            "to": cell_of(left, origin_of=origin_of, dates=True),
            "suspended": cell_of(suspended, origin_of=origin_of, dates=True),
        },
        facts=tuple(entries),
        steps=_with_known(
            _steps(
                entries,
                lambda status: "member" if status in _JOINED else "left" if status in _LEFT else status,
                origin_of,
            ),
            [
                (state, claim.value, claim.source.table or "")
                for status, start, end in known
                for state, claim in ((status, start), ("left" if status == "member" else "member", end))
                if claim is not None
                and status in ("member", "suspended")
                # Whoever leaves while suspended is no member again.
                and not (state == "member" and status == "suspended" and claim.value in exits)
            ],
        ),
    )


def _with_known(steps: tuple[Step, ...], known: Iterable[tuple[str, str, str]]) -> tuple[Step, ...]:
    """Steps of the press with those of the registry that none of them tells. known: status, when, table."""
    more = [
        Step(status=status, when=when, reported=None, why="the registry", sources=(Source(table=table),))
        for status, when, table in known
        if not any(step.status == status and step.when is not None and _same_time(step.when, when) for step in steps)
    ]
    return tuple(sorted((*steps, *more), key=lambda step: (step.day, step.status)))


def _same_time(one: str, two: str) -> bool:
    return range_of(one).distance_days(range_of(two)) == 0


def _standings(key: tuple[str, str], actors: Actors) -> list[tuple[str, Claim | None, Claim | None]]:
    """What the registry knows of a country in a body: status, from and to."""
    source = Source(table="actors/memberships.csv")
    return [
        (
            one.status,
            None if one.start is None else Claim(value=str(one.start), source=source),
            None if one.end is None else Claim(value=str(one.end), source=source),
        )
        for one in actors.history(key[0], key[1].removeprefix("org:"))
    ]


def offices(
    facts: Iterable[PrintedFact], words: RegisterLexicon, actors: Actors | None, *, origin_of: OriginOf
) -> list[Row]:
    """One row for each holder of each office of a country. actors: as in ``memberships``."""
    groups: dict[tuple[str, str, str], Group] = {}
    for entry in in_order(facts):
        holder = entry.fact.parties[0]
        person = str(holder.actor_id or f"{normalise(holder.name)}|{holder.country or entry.fact.article_id}")
        office = _office_key(entry.fact.value or "", holder.country, words, actors)
        groups.setdefault((person, office, holder.country or ""), Group()).entries.append(entry)
    return with_ids(
        ((_office(key, group.entries, actors, origin_of), {"": key}) for key, group in sorted(groups.items())),
        "offices",
    )


def _office_key(title: str, country: str | None, words: RegisterLexicon, actors: Actors | None) -> str:
    """What titles of one office have in common: "Transitional President" and "president of Guinea" are one."""
    plain = re.split(r"\s+(?:of|for)\s+(?=[A-Z])", title)[0]
    parts = [part for part in plain.casefold().replace("-", " ").split() if part not in words.manner]
    parts = [part for part in parts if part not in words.ranks] or parts
    found = " ".join(parts)
    return (None if actors is None else actors.office_class(found, country)) or found


def _office(key: tuple[str, str, str], entries: list[PrintedFact], actors: Actors | None, origin_of: OriginOf) -> Row:
    person, office, country = key
    known = None if actors is None else actors.by_id(person)
    terms = [] if known is None else [one for one in known.offices if one.country == country and one.office == office]
    table = Source(table="actors/offices.csv")
    starts = [Claim(value=str(one.start), source=table) for one in terms if one.start is not None]
    ends = [Claim(value=str(one.end), source=table) for one in terms if one.end is not None]
    seen = [str(e.published) for e in entries if e.published is not None and e.fact.status in (None, "appointed")]
    holder = party_of(entries[0].fact.parties[0], "holder", entries[0].fact.article_id)
    state = [Party(role="of", name=country, side=country, country=country)] if country else []
    titles = [Claim(value=e.fact.value, source=source_of(e)) for e in entries if e.fact.value]
    title = cell_of(titles, origin_of=origin_of)
    sources = [Claim(value=seen[at], source=source_of(e)) for at, e in ((0, entries[0]),) if seen]
    return Row(
        row_id="",
        register="offices",
        what=f"{holder.name}, {title.value or office}",
        parties=(holder, *state),
        cells={
            "office": title,
            "from": cell_of(_claims(entries, {"appointed"}) + starts, origin_of=origin_of, dates=True),
            "to": cell_of(_claims(entries, {"dismissed"}) + ends, origin_of=origin_of, dates=True),
            "first_seen": Cell() if not sources else cell_of(sources, origin_of=origin_of),
            "last_seen": Cell()
            if not seen
            else cell_of([Claim(value=max(seen), source=source_of(entries[-1]))], origin_of=origin_of),
        },
        facts=tuple(entries),
        steps=_not_brought_back(
            _with_known(
                _steps(
                    entries,
                    lambda status: "held" if status in (None, "appointed") else "former",
                    origin_of,
                ),
                [("held", claim.value, "actors/offices.csv") for claim in starts]
                + [("former", claim.value, "actors/offices.csv") for claim in ends],
            )
        ),
    )


def _not_brought_back(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Steps without a mere title ("President Bazoum") after the day on which the office ended: pages use old titles."""
    kept: list[Step] = []
    for step in steps:
        ended = kept and kept[-1].status == "former" and kept[-1].when is not None
        if not (ended and step.status == "held" and step.when is None):
            kept.append(step)
    return tuple(kept)


def figures(facts: Iterable[PrintedFact], *, origin_of: OriginOf) -> list[Row]:
    """One row for each kind of figure of an event, or of what no event tells (the length of a border)."""
    groups: dict[tuple[str, ...], Group] = {}
    for entry in in_order(facts):
        fact = entry.fact
        if fact.figure is None:
            continue
        sides = sorted({side_of(party, fact.article_id) for party in fact.parties})
        if entry.event_id is not None:
            key: tuple[str, ...] = (entry.event_id, fact.figure.what.value)
        elif fact.kind == "border" and len(sides) == 2:
            key = (*sides, "border")
        else:
            key = (fact.article_id, *sides, fact.figure.what.value, str(fact.span.start))
        groups.setdefault(key, Group()).entries.append(entry)
    return with_ids(
        ((_figure(group.entries, origin_of), {"": key}) for key, group in sorted(groups.items())), "figures"
    )


def _figure(entries: list[PrintedFact], origin_of: OriginOf) -> Row:
    claims, units, days = [], [], []
    for entry in entries:
        figure, source = entry.fact.figure, source_of(entry)
        assert figure is not None  # others make no row
        claims.append(Claim(value=amount(figure.low, figure.high), source=source))
        units += [Claim(value=figure.unit, source=source)] if figure.unit else []
        when = None if entry.fact.date is None else entry.fact.date.when
        days += [] if when is None else [Claim(value=iso(when), source=source)]
    first = entries[0].fact
    what = first.figure.what if first.figure is not None else FigureKind.OTHER
    return Row(
        row_id="",
        register="figures",
        what="border" if first.kind == "border" else what.value,
        parties=parties_of(entries, ("of",)),
        cells={
            "value": cell_of(claims, origin_of=origin_of),
            "unit": cell_of(units, origin_of=origin_of),
            "date": cell_of(days, origin_of=origin_of, dates=True),
        },
        facts=tuple(entries),
    )


def amount(low: float | None, high: float | None) -> str:
    """A figure in short: 12, 10-12, or 10- for at least so many."""
    if low == high:
        return "" if low is None else f"{low:g}"
    return f"{'' if low is None else f'{low:g}'}-{'' if high is None else f'{high:g}'}"


def _claims(entries: Sequence[PrintedFact], statuses: set[str] | frozenset[str]) -> list[Claim]:
    """Dates that facts of some statuses give."""
    return [
        Claim(value=iso(entry.fact.date.when), basis=entry.fact.date.basis or "", source=source_of(entry))
        for entry in entries
        if entry.fact.status in statuses and entry.fact.date is not None and entry.fact.date.when is not None
    ]


def _dates(entries: Sequence[PrintedFact], statuses: set[str], origin_of: OriginOf) -> Cell:
    return cell_of(_claims(entries, statuses), origin_of=origin_of, dates=True)


def _steps(
    entries: Sequence[PrintedFact], status_of: Callable[[str | None], str | None], origin_of: OriginOf
) -> tuple[Step, ...]:
    """The statuses in order of time. Facts that tell one change, those without a date too, are one step."""
    told: dict[str, list[PrintedFact]] = {}
    for entry in entries:
        status = status_of(entry.fact.status)
        if status is not None:
            told.setdefault(status, []).append(entry)
    steps = []
    for status, said in told.items():
        dated: dict[str, list[PrintedFact]] = {}
        undated = []
        claims = [
            Claim(value=iso(one.fact.date.when), source=source_of(one))
            for one in said
            if one.fact.date is not None and one.fact.date.when is not None
        ]
        heads = {
            source: value.value
            for value in cell_of(claims, origin_of=origin_of, dates=True).said
            for source in value.sources
        }
        for one in said:
            value = heads.get(source_of(one))
            if value is None:
                undated.append(one)
            else:
                dated.setdefault(value, []).append(one)
        if len(dated) == 1:
            next(iter(dated.values())).extend(undated)
            undated = []
        for when, group in dated.items():
            steps.append(_step(status, when, group))
        if undated:
            steps.append(_step(status, None, undated))
    # An undated change cannot be older than the first page that tells it is young.
    return tuple(sorted(steps, key=lambda step: (step.day, step.status)))


def _step(status: str, when: str | None, entries: Sequence[PrintedFact]) -> Step:
    reported = min((entry.published for entry in entries if entry.published is not None), default=None)
    many = len({entry.fact.article_id for entry in entries})
    return Step(
        status=status,
        when=when,
        reported=reported,
        why=f"told by {many} article{'' if many == 1 else 's'}",
        sources=tuple(source_of(entry) for entry in in_order(entries)),
    )
