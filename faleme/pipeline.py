"""The stages in order, for one page. Pure: the same capture and kit give the same record."""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass, replace
from pathlib import Path

from faleme.clean.extract import extract_article
from faleme.coding.coder import code
from faleme.link.main_event import main_event
from faleme.link.registers import register_facts
from faleme.link.statements import statements
from faleme.link.tellings import merge_tellings
from faleme.parse.coreference import chains
from faleme.parse.encoder import load_engine
from faleme.parse.engine import Engine
from faleme.parse.parse import parse
from faleme.records import Article, Capture, Decision, Parse, Reason, Record, Rejection, Resolved
from faleme.reference.actors import Actors, load_actors
from faleme.reference.codebook import Codebook, load_codebook
from faleme.reference.countries import Countries, load_countries
from faleme.reference.dates_lexicon import DateLexicon, load_date_lexicon
from faleme.reference.gazetteer import Gazetteer, load_gazetteer
from faleme.reference.lexicon import Lexicon
from faleme.reference.mentions_lexicon import MentionLexicon, load_mention_lexicon
from faleme.reference.outlets import Boilerplate, Outlets, load_boilerplate, load_outlets
from faleme.reference.own_actors import read_own_actors
from faleme.reference.own_lexicon import load_ontology
from faleme.reference.petrarch import OldNames, load_petrarch
from faleme.resolve.actors import resolve_actors
from faleme.resolve.find_places import find_places
from faleme.resolve.sums import resolve_several
from faleme.resolve.times import find_times

log = logging.getLogger(__name__)

# Languages with a core. Pages in others are stored as articles, copies and origins told, and not coded.
CODED_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Kit:
    """All that the stages need beside the page itself; made once, shared by every page."""

    engine: Engine
    codebook: Codebook
    lexicon: Lexicon
    dates: DateLexicon
    mentions: MentionLexicon
    gazetteer: Gazetteer
    countries: Countries
    actors: Actors
    old_names: OldNames
    outlets: Outlets
    boilerplate: Boilerplate


def load_registry(own: Path | None = None) -> Actors:
    """The registry of actors, with those of a desk's own file. Raises SettingsError with all faults of the file.

    The registry itself is loaded once and stays as it is; one with own actors is another.
    """
    ours = load_actors()
    if own is None:
        return ours
    return ours.extended(read_own_actors(own, actors=ours, countries=load_countries(), codebook=load_codebook()))


def load_kit(
    *,
    threads: int = 1,
    precision: str = "int8",
    model: Path | None = None,
    own_actors: Path | None = None,
    own_lexicon: Path | None = None,
) -> Kit:
    """The shipped kit for English. The slow parts (gazetteer, core) load at their first use or here, once.

    own_actors, own_lexicon: files of a desk's own (see ``load_registry``, ``load_ontology``).
    """
    actors = load_registry(own_actors)
    codebook, lexicon = load_ontology(own_lexicon)
    return Kit(
        engine=load_engine("en", threads=threads, precision=precision, folder=model),
        codebook=codebook,
        lexicon=lexicon,
        dates=load_date_lexicon("en"),
        mentions=load_mention_lexicon("en"),
        gazetteer=load_gazetteer(),
        countries=load_countries(),
        actors=actors,
        old_names=load_petrarch(),
        outlets=load_outlets(),
        boilerplate=load_boilerplate(),
    )


def process(capture: Capture, kit: Kit) -> Record | Rejection:
    """The record of one page, or why there is none.

    A fault of ours on one page is a Rejection too, logged with its place: it must not stop a run of millions.
    """
    try:
        return _process(capture, kit)
    except Exception as fault:  # the one broad handler of the house, see above
        return fault_on(capture.key, fault)


def fault_on(subject: str, fault: BaseException, *, stage: str = "pipeline") -> Rejection:
    """A fault of ours on one page or feed, logged with its traceback."""
    last = traceback.extract_tb(fault.__traceback__)[-1]
    where = f"{Path(last.filename).name}, line {last.lineno}"
    log.error("fault on %s", subject, exc_info=fault)
    return Rejection(
        stage=stage,
        subject=subject,
        reason=Reason.UNREADABLE,
        detail=f"a fault of faleme, please report it: {type(fault).__name__} at {where}: {fault}",
    )


def _process(capture: Capture, kit: Kit) -> Record | Rejection:
    article = extract_article(capture, outlets=kit.outlets, boilerplate=kit.boilerplate, countries=kit.countries)
    if isinstance(article, Rejection):
        return article
    return _coded(article, kit)


def process_stored(article: Article, kit: Kit) -> Record | Rejection:
    """The record of an article whose page is gone, from its text as it was cleaned then; a fault as in ``process``."""
    try:
        return _coded(article, kit)
    except Exception as fault:  # as above
        return fault_on(article.key, fault)


def _coded(article: Article, kit: Kit) -> Record:
    if not is_coded(article):
        why = f"the page is in {article.lang!r}, which no core reads yet"
        refused = Decision(step="refused", decided="coding the page", why=why)
        return Record(article=article, parse=Parse(article_id=article.article_id), refused=(refused,))
    return process_article(article, kit)


def is_coded(article: Article) -> bool:
    """Whether a core reads the article's language; a page whose language is unknown is taken for English."""
    return article.lang is None or article.lang in CODED_LANGUAGES


def process_article(article: Article, kit: Kit) -> Record:
    """The record of an article that is clean already."""
    read = parse_article(article, kit)
    resolved = resolve(article, read, kit)
    codings, utterances, refused = code(article, read, codebook=kit.codebook, lexicon=kit.lexicon)
    reports = merge_tellings(article, read, codings, resolved, codebook=kit.codebook)
    resolved = replace(resolved, main=main_event(article, read, resolved, reports))
    return Record(
        article=article,
        parse=read,
        codings=codings,
        resolved=resolved,
        reports=reports,
        statements=statements(article, read, utterances, resolved, reports, lexicon=kit.lexicon),
        facts=register_facts(article, read, reports, utterances, resolved, actors=kit.actors, codebook=kit.codebook),
        refused=refused,
    )


def parse_article(article: Article, kit: Kit) -> Parse:
    """The article read by the engine, with coreference. A desk's own lexicon is named beside the engine: what it makes
    of the words is part of the reading."""
    read = parse(article, kit.engine, also=kit.lexicon.asked, names=kit.actors.own_names, sayers=kit.lexicon.sayers)
    return replace(
        read,
        chains=chains(article, read, lexicon=kit.mentions, countries=kit.countries, actors=kit.actors),
        engine=", ".join(filter(None, (read.engine, kit.lexicon.own))),
    )


def resolve(article: Article, read: Parse, kit: Kit) -> Resolved:
    """Who, where and when of every mention."""
    outlet = kit.outlets.by_name(article.outlet) if article.outlet else None
    at_home = [outlet.country] if outlet and outlet.country else []
    found = find_places(article, read, gazetteer=kit.gazetteer, countries=kit.countries, story_countries=at_home)
    actors = resolve_actors(
        article,
        read,
        actors=kit.actors,
        countries=kit.countries,
        places=found.places,
        lexicon=kit.mentions,
        old_names=kit.old_names,
        gazetteer=kit.gazetteer,
    )
    several = resolve_several(
        article,
        read,
        actors,
        actors=kit.actors,
        countries=kit.countries,
        places=found.places,
        lexicon=kit.mentions,
        old_names=kit.old_names,
        gazetteer=kit.gazetteer,
    )
    published = article.published.when if article.published else None
    return Resolved(
        actors=actors,
        several=several,
        places=found.places,
        inner_places=found.inner,
        described_places=found.described,
        times=find_times(
            article.text,
            published=published,
            lexicon=kit.dates,
            parse=read,
            country=outlet.country if outlet else None,
        ),
    )
