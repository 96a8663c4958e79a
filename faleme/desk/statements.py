"""What people said: statements that fit, newest first, each with its words, its speaker and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from faleme.desk.asking import BadParameter
from faleme.desk.marking import Pieces, found_words
from faleme.errors import SettingsError
from faleme.exchange.actor_directory import Directory
from faleme.exchange.asking import statement_filter_of
from faleme.exchange.views import date_of
from faleme.ids import ArticleId, StatementId
from faleme.records import ArticleText, ResolvedActor, Statement
from faleme.reference.codebook import Codebook
from faleme.reference.lexicon import load_lexicon
from faleme.spans import Span
from faleme.store.base import StatementFilter, Store
from faleme.store.persons import who

PAGE = 25
DEEPEST = 1000  # statements that a list goes down to; a narrower question finds those below
_AROUND = 160  # letters of the same paragraph on each side
_SHOWN = 700  # letters of what is said
FIELDS = ("q", "speaker", "about", "audience", "verb", "quoted", "country", "from", "to")


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidAsked:
    """What the address asks of statements, as written and as the store is asked."""

    given: Mapping[str, str]
    wanted: StatementFilter
    skip: int

    def address(self, **also: object) -> str:
        """The query part of the address, with other values for some parameters; "" asks nothing."""
        pairs = {**self.given, "skip": self.skip or "", **also}
        return "&".join(
            f"{name}={quote(str(value), safe='')}" for name, value in pairs.items() if value not in ("", None)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Who speaks, hears or is spoken of. key: of the dossier."""

    key: str
    name: str
    office: str | None
    country: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A statement in a list. before, after: words of its paragraph round what is said. said: what is said, with the
    words of a search marked. cut: True where not all of it is here. published, day: as close as they are known.
    span: of what is said, in the article's text."""

    statement_id: StatementId
    article_id: ArticleId
    speakers: tuple[Speaker, ...]
    audience: tuple[Speaker, ...]
    about: tuple[Speaker, ...]
    verb: str
    verb_class: str
    quoted: bool
    before: str
    said: Pieces
    after: str
    day: str | None
    place: str | None
    outlet: str | None
    published: str | None
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidPage:
    """A page of statements. more: whether others follow. first: number of the first, from 1."""

    asked: SaidAsked
    items: tuple[Said, ...]
    more: bool

    @property
    def first(self) -> int:
        return self.asked.skip + 1


def said_asked(
    parameters: Iterable[tuple[str, str]], *, codebook: Codebook, directory: Callable[[], Directory]
) -> SaidAsked:
    """What parameters ask. Raises BadParameter, which names the one that cannot be."""
    given = {name: text.strip() for name, text in parameters if name in (*FIELDS, "skip") and text.strip()}
    skip = given.pop("skip", "0")
    if not skip.isdecimal() or int(skip[:9]) > DEEPEST:
        raise BadParameter("skip", f"skip {skip}: a list goes down to {DEEPEST:,}. Ask more narrowly.")
    if given.get("quoted", "yes") not in ("yes", "no"):
        raise BadParameter("quoted", f"quoted {given['quoted']}: write yes or no.", ("yes", "no"))
    made: dict[str, StatementFilter] = {}
    # One at a time, so that the one that cannot be is named.
    for name in (*(each for each in FIELDS if each in given), None):
        asked = {name: given[name]} if name is not None else given
        try:
            made[name or ""] = _filter(asked, codebook, directory)
        except SettingsError as error:
            raise BadParameter(name or "q", str(error), verbs() if name == "verb" else ()) from error
    return SaidAsked(given={name: given[name] for name in FIELDS if name in given}, wanted=made[""], skip=int(skip))


def verbs() -> tuple[str, ...]:
    """Classes of verbs of saying."""
    return load_lexicon("en").classes_of_words


def said_page(asked: SaidAsked, store: Store) -> SaidPage:
    """A page of what was asked."""
    found = list(islice(store.statements(asked.wanted, limit=asked.skip + PAGE + 1), asked.skip, None))
    return SaidPage(asked=asked, items=tuple(shown(found[:PAGE], store, asked.wanted.words)), more=len(found) > PAGE)


def shown(made: Sequence[Statement], store: Store, words: str = "") -> list[Said]:
    """Statements with their words, whose pages are read at once."""
    texts = store.texts_of([each.article_id for each in made])
    return [_said(each, texts[each.article_id], words) for each in made if each.article_id in texts]


def _filter(asked: Mapping[str, str], codebook: Codebook, directory: Callable[[], Directory]) -> StatementFilter:
    def listed(name: str) -> tuple[str, ...]:
        return (asked[name],) if name in asked else ()

    return statement_filter_of(
        codebook=codebook,
        directory=directory,
        words=asked.get("q", ""),
        speakers=listed("speaker"),
        audience=listed("audience"),
        about=listed("about"),
        verbs=listed("verb"),
        quoted=None if "quoted" not in asked else asked["quoted"] == "yes",
        countries=listed("country"),
        since=asked.get("from"),
        until=asked.get("to"),
    )


def _said(made: Statement, article: ArticleText, words: str) -> Said:
    text, span = article.text, made.content
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _AROUND)
    end = text.find("\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + _AROUND)
    cut = span.start + _SHOWN < span.end
    return Said(
        statement_id=made.statement_id,
        article_id=made.article_id,
        speakers=tuple(map(_speaker, made.speaker)),
        audience=tuple(map(_speaker, made.audience)),
        about=tuple(map(_speaker, made.about)),
        verb=made.verb.of(text)[:60],
        verb_class=made.verb_class,
        quoted=made.quoted,
        before=_from_a_word(text[start : span.start], start > 0 and text[start - 1] != "\n"),
        said=found_words(span.of(text), words, shown=_SHOWN),
        after="" if cut else _to_a_word(text[span.end : end], end < len(text) and text[end] != "\n"),
        day=date_of(made.date),
        place=None if made.place is None else made.place.name,
        outlet=article.outlet,
        published=None if article.published is None else str(article.published),
        span=span,
    )


def _from_a_word(text: str, cut: bool) -> str:
    return "… " + text.partition(" ")[2] if cut else text


def _to_a_word(text: str, cut: bool) -> str:
    return text.rpartition(" ")[0] + " …" if cut else text


def _speaker(actor: ResolvedActor) -> Speaker:
    return Speaker(
        key=who(actor.actor_id, actor.name, actor.country),
        name=actor.name,
        office=actor.office,
        country=actor.country,
    )
