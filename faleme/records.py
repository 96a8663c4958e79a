"""The nouns: every record that passes from one stage to the next.

Frozen, slotted, keyword-only. Spans are half-open code points of ``Article.text`` unless a field says
otherwise. Unknown is None; ambiguous is None with runners-up; refused is a Rejection.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, Protocol

from faleme.dates import DateRange, PartialDate
from faleme.ids import (
    ActorId,
    ArticleId,
    CaptureId,
    CodingId,
    EventId,
    ExternalId,
    FactId,
    GeonameId,
    JudgementId,
    ReportId,
    StatementId,
)
from faleme.spans import OffsetMap, Span

# --- refusals and reasons ---------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why something was refused: the closed list of DESIGN.md section 4."""

    UNREADABLE = "unreadable"
    UNDECODABLE = "undecodable"
    TOO_LARGE = "too_large"
    BLOCKED_ADDRESS = "blocked_address"
    ROBOTS = "robots"
    HTTP_ERROR = "http_error"
    TIMEOUT = "timeout"
    SOFT_ERROR = "soft_error"
    CONSENT_WALL = "consent_wall"
    LOGIN = "login"
    PAYWALL_STUB = "paywall_stub"
    LISTING = "listing"
    GALLERY = "gallery"
    LIVE_TICKER = "live_ticker"
    NO_TEXT = "no_text"
    NOT_PROSE = "not_prose"
    OTHER_LANGUAGE = "other_language"
    DUPLICATE_ITEM = "duplicate_item"
    BAD_RECORD = "bad_record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Something that a stage would not pass on, and why. Counted, never dropped in silence."""

    stage: str
    subject: str  # what was refused: a file name, an address, an id
    reason: Reason
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One step of a coding as `faleme explain` shows it: what was decided, and why so.

    step: type, mode, actor, recipient, place, time, speaker, auxiliary, hedge, figure, telling, link, refused, …
    runners_up: what else was possible, with scores, best first.
    """

    step: str
    decided: str
    why: str
    score: float | None = None
    runners_up: tuple[tuple[str, float], ...] = ()


# --- read, clean, dedup -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as they came, and what the carrier (file, feed, corpus line) said of them.

    key: the corpus id, or the file name with suffix; names the page in exports (`article_key`).
    text: given where the carrier holds decoded text already (a JSON line); then it is what offsets count in.
    """

    capture_id: CaptureId
    key: str
    content: bytes
    media_type: Literal["text/plain", "text/html"]
    charset: str | None = None
    text: str | None = None
    url: str | None = None
    title: str | None = None
    outlet: str | None = None
    published: PartialDate | None = None
    lang: str | None = None
    fetched_at: str | None = None  # ISO 8601, UTC


class BlockKind(StrEnum):
    """What a kept stretch of the page is."""

    TITLE = "title"
    DATELINE = "dateline"
    BODY = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One kept paragraph, headline or dateline. A dateline is a stretch of its own, cut from its paragraph."""

    kind: BlockKind
    span: Span
    support: int = 1  # how many extractors kept it (1 for flat text)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A stretch of the decoded input that is not the article, and the rule that said so."""

    source: Span  # offsets in the decoded input, not in Article.text
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """When the article says it was published. Never the time of fetching."""

    when: PartialDate
    how: Literal["carrier", "jsonld", "meta", "time_tag", "url", "visible", "htmldate"]
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Whom the page itself names as its origin: "source: X", "(AFP)", "Reporting by …"."""

    name: str
    kind: Literal["wire", "outlet"]
    source: Span  # offsets in the decoded input


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A page after cleaning.

    text: the kept blocks, one a line, in page order; every code point maps back by ``offsets``.
    repeats: copies of kept paragraphs that stood again in the page (offsets in the decoded input).
    origin: the credit's name or the outlet; counts as one origin whoever prints it; None when unknown.
    """

    article_id: ArticleId
    capture_id: CaptureId
    key: str
    text: str
    blocks: tuple[Block, ...]
    offsets: OffsetMap
    title: str | None = None
    url: str | None = None
    outlet: str | None = None
    byline: str | None = None
    published: Published | None = None
    modified: PartialDate | None = None
    lang: str | None = None
    credit: Credit | None = None
    origin: str | None = None
    dropped: tuple[Dropped, ...] = ()
    repeats: tuple[Span, ...] = ()
    partial: bool = False  # a paywall cut it short
    cleaning_notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """``article_id`` carries the text of ``copy_of``: whole, nearly, in part, or a later state of it.

    longer: of an excerpt, which of the two has more text; the other one is the excerpt. None for the other kinds.
    """

    article_id: ArticleId
    copy_of: ArticleId
    kind: Literal["exact", "near", "excerpt", "update"]
    containment: float  # share of the smaller text's 5-word shingles that stand in the other
    longer: Literal["copy", "original"] | None = None


# --- parse ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word in Universal Dependencies terms. head: index into Parse.tokens, or -1 for the root."""

    span: Span
    text: str
    lemma: str
    upos: str
    xpos: str
    head: int
    deprel: str
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Tokens ``first`` to ``last`` (half-open indices into Parse.tokens)."""

    span: Span
    first: int
    last: int
    block: int  # index into Article.blocks


class NameKind(StrEnum):
    """Kinds of names that the engine tells apart."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    GROUP = "group"  # nationalities, peoples, religions


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A proper name. Score in 0..1."""

    kind: NameKind
    span: Span
    sentence: int
    score: float


class MentionKind(StrEnum):
    """What a mention can be in an event."""

    ACTOR = "actor"
    PLACE = "place"
    TIME = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words in an article that name an actor, a place or a time. Not yet resolved.

    text: always ``article.text[span.start:span.end]``. head: index of the key word in Parse.tokens.
    One phrase that is both actor and place stands twice.
    """

    kind: MentionKind
    span: Span
    head: int
    text: str
    sentence: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """Mentions (indices into Parse.mentions, in text order) of one referent.

    members: for a plural ("the two ministers") the chains it sums up, as indices into Parse.chains.
    """

    mentions: tuple[int, ...]
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NounPhrase:
    """A noun phrase or pronoun that may be a person, body or place, whether an event needs it or not.

    first, last: its tokens, both included. joined: "A and B" as one. antecedent: the earlier phrase of the same
    referent, as an index into Parse.phrases, or None where it is the first or nothing fits. score: probability of that
    antecedent.
    """

    head: int
    first: int
    last: int
    joined: bool = False
    antecedent: int | None = None
    score: float = 0.0


class Role(StrEnum):
    """What ties a mention to an anchor."""

    ACTOR = "actor"
    RECIPIENT = "recipient"
    PLACE = "place"
    TIME = "time"
    SPEAKER = "speaker"


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleArc:
    """Mention (index into Parse.mentions) fills ``role`` of an anchor, with a score in 0..1."""

    role: Role
    mention: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The words that name a doing, with everything the engine scored there.

    token: index of its first word in Parse.tokens. types: (event type, probability), best first, "" is none.
    modes: (mode or "", probability) given the best type. auxiliaries: ("" or auxiliary, probability).
    entry: id of the lexicon entry where a trigger list, not the engine, set the anchor.
    same: (index of an earlier anchor, probability that it tells the same happening), of those with a likely one.
    """

    token: int
    span: Span
    sentence: int
    types: tuple[tuple[str, float], ...]
    modes: tuple[tuple[str, float], ...] = ()
    contexts: tuple[tuple[str, float], ...] = ()
    auxiliaries: tuple[tuple[str, float], ...] = ()
    core: float = 1.0
    roles: tuple[RoleArc, ...] = ()
    hedge: Span | None = None
    entry: str | None = None
    same: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """A verb of saying with its content and, where the sentence names one, its speaker (mention index)."""

    verb: Span
    token: int
    sentence: int
    content: Span
    speaker: int | None
    quoted: bool
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """An article's sentences, words, names, mentions, chains, anchors and sayings.

    auxiliaries: for each token (verbs and nouns are meant; others hold ()), as in Anchor. phrases: noun phrases,
    linked by the engine; none where it has no linker. asked: words that a lexicon entry may make an anchor and the
    engine sees no event at, with what it scored there.
    """

    article_id: ArticleId
    sentences: tuple[Sentence, ...] = ()
    tokens: tuple[Token, ...] = ()
    names: tuple[Name, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    sayings: tuple[Saying, ...] = ()
    auxiliaries: tuple[tuple[tuple[str, float], ...], ...] = ()
    phrases: tuple[NounPhrase, ...] = ()
    asked: tuple[Anchor, ...] = ()
    engine: str = ""  # name and version of the engine that made it


# --- coding -----------------------------------------------------------------------------------------------


class Auxiliary(StrEnum):
    """PLOVER's auxiliary modes; None beside them means that it happened or is happening."""

    FUTURE = "future"
    HYPOTHETICAL = "hypothetical"
    NEGATION = "negation"
    HISTORICAL = "historical"


# What PLOVER's auxiliary says of an event, in the words of filters and exports.
FACTUALITY: dict[Auxiliary | None, str] = {
    None: "happened",
    Auxiliary.FUTURE: "planned",
    Auxiliary.HYPOTHETICAL: "hypothetical",
    Auxiliary.NEGATION: "denied",
    Auxiliary.HISTORICAL: "historical",
}


class FigureKind(StrEnum):
    """What a figure counts: the closed list of DESIGN.md section 4."""

    DEAD = "dead"
    INJURED = "injured"
    ARRESTED = "arrested"
    ABDUCTED = "abducted"
    RELEASED = "released"
    DISPLACED = "displaced"
    DEPORTED = "deported"
    TROOPS = "troops"
    SURRENDERED = "surrendered"
    MONEY = "money"
    WEAPONS = "weapons"
    VOTERS = "voters"
    DISTANCE = "distance"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with what it counts. "at least 12": low 12, high None; "dozens": low 24, high None."""

    what: FigureKind
    span: Span
    text: str
    low: float | None
    high: float | None
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One clause coded: spans and mention indices only, nothing resolved yet.

    speaker: mention indices, innermost first. contexts: codebook codes, best first.
    score: calibrated probability that the clause tells an event of this type.
    salience: how much this telling is the news of its page, 0..1.
    """

    coding_id: CodingId
    article_id: ArticleId
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    auxiliary: Auxiliary | None
    hedge: Span | None
    anchor: Span
    clause: Span
    sentence: int
    actor: tuple[int, ...] = ()
    recipient: tuple[int, ...] = ()
    place: tuple[int, ...] = ()
    time: tuple[int, ...] = ()
    speaker: tuple[int, ...] = ()
    figures: tuple[Figure, ...] = ()
    score: float = 1.0
    salience: float = 0.5
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """The verb or noun that a statement's words turn on: "leave" of "will not leave", "refuses to leave".

    time: told as past; as present; as lying ahead ("will", "plans to", a promise); or open ("may", "if"). subject,
    object: the words for whoever does it and to what, None where they stand nowhere in the content.
    """

    span: Span
    lemma: str
    negated: bool = False
    time: Literal["past", "now", "ahead", "open"] = "now"
    subject: Span | None = None
    object: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A statement coded: who says what to whom, spans and mention indices only.

    about: whom one accuses or praises first, then those named. audience: whom the words are spoken to. hearers: words
    for some that are no mention ("told reporters").
    """

    speaker: tuple[int, ...]
    verb: Span
    verb_class: str  # a class of `lexicon/<language>/speech.toml` that reports words: say, deny, promise, demand, …
    content: Span
    quoted: bool
    about: tuple[int, ...] = ()
    audience: tuple[int, ...] = ()
    hearers: tuple[Span, ...] = ()
    predicate: Predicate | None = None
    sentence: int = 0
    score: float = 1.0


# --- resolve ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A runner-up of a resolution: registry or GeoNames id, its name, its score, best first in lists."""

    ref: str
    name: str
    score: float


# Stands in ResolvedActor.why where no word tells the country: it is that of the story.
NOT_SAID = "no country said"
GUESSED_COUNTRY = 0.35  # the score of such an actor, where nothing better is known of him
# Stand in ResolvedActor.country for bodies that are of no country.
BODIES = frozenset("IGO UNO EUR NGO IMG ISM MNC".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedActor:
    """A mention with what is known of whom it names.

    actor_id: registry id, or None where nobody there fits or two fit (then runners_up says who).
    country: ISO 3166 alpha-3 or IGO UNO EUR NGO IMG ISM MNC, None if unknown. sectors: codebook codes, main one first.
    text, span: the mention's own words. name: fullest name known (registry's, else the chain's fullest). mention: -1
    of words that are none.
    """

    mention: int
    text: str
    span: Span
    name: str
    actor_id: ActorId | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()
    office: str | None = None
    score: float = 0.0
    why: str = ""
    runners_up: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedPlace:
    """A toponym, or a noun that stands for a place, tied to a record of the gazetteer, or left NIL with the reason.

    NIL has no geonameid and no feature. Country, divisions, point and resolution are then those of the place that the
    words put it in or beside, if any ("Dara in the Gao region"). resolution: PLOVER's 1 country, 2 province,
    3 district, 4 city, 5 sub-city, never finer than the words; None for NIL without a place round it, for regions of
    any size, rivers and roads, and where the words leave the country open. admin1, admin2: names of the province and
    district that hold it. Coordinates WGS84.
    span: the toponym or noun alone, not the whole phrase.
    relation: "offset" ("30 km north of Gao"), "near", "between" and "border" say that the words put it beside the
    place named, which name and geonameid still tell. Then lat and lon are the best point and radius_km, where known,
    how far off it may be; country, admin1 and admin2 are None where the words leave them open.
    """

    span: Span
    text: str
    name: str
    geonameid: GeonameId | None = None
    country: str | None = None  # ISO 3166 alpha-3
    admin1: str | None = None
    admin2: str | None = None
    lat: float | None = None
    lon: float | None = None
    feature: str | None = None  # GeoNames class.code, e.g. P.PPLC
    resolution: int | None = None
    relation: Literal["at", "near", "offset", "between", "border"] = "at"
    radius_km: float | None = None
    score: float = 0.0
    why: str = ""
    runners_up: tuple[Candidate, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """A date phrase of the text.

    value: TIMEX3 ("2021-03", "2021-W10", "2021-Q1", "PAST_REF", …) or None while unresolved.
    when: the calendar interval where the value gives one, or where a duration is told from publication ("the past two
    weeks"). basis: said, relative (to publication), or None. kind: TIMEX3 type.
    """

    span: Span
    text: str
    kind: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str | None = None
    when: DateRange | None = None
    basis: Literal["said", "relative"] | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Words of a page that answer who, where or when of its main event.

    text: as the page has them; of a pronoun, those it stands for. name: what they name in full (a date in ISO form).
    basis: the report of the event says so; its clause; its sentence; the headline; the lead; the dateline; any sentence
    of the page; or the day of publication, which has no words: text "" and span None. when: the interval that a date
    covers.
    """

    text: str
    name: str
    basis: Literal["event", "clause", "sentence", "headline", "lead", "dateline", "text", "published"]
    span: Span | None = None
    when: DateRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MainEvent:
    """What a page is about as a whole. An answer about the page: nothing of it goes into a report's own fields.

    report_id: the report that tells it, or None where the page's main clause is no event of the codebook.
    what: the predicate of the clause that tells it. who: those who do it; where nobody does, those whom it befalls.
    where: the finest place that the page tells of it, a hall or square that no gazetteer knows included. within: the
    places that hold it, as the page names them, the nearest first.
    """

    report_id: ReportId | None
    sentence: int
    what: Span
    who: tuple[Answer, ...]
    where: Answer | None
    when: Answer | None
    why: str
    within: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """All of an article's resolutions.

    actors: by mention index, for every actor mention. several: mention index -> the two or more actors that the
    mention sums up, where it does. places: every toponym of the text, in order. inner_places: places inside other words
    ("Kaduna Chamber of Commerce", "Malian"), in order; they tell where a story is at home, and no event lies there.
    described_places: nouns that stand for a place which the text knows ("the capital", "the town"), where an event may
    lie, in order. times: every date phrase, in order. main: the page's main event, None where no sentence of its lead
    tells anything.
    """

    actors: dict[int, ResolvedActor] = field(default_factory=dict)
    several: dict[int, tuple[ResolvedActor, ...]] = field(default_factory=dict)
    places: tuple[ResolvedPlace, ...] = ()
    inner_places: tuple[ResolvedPlace, ...] = ()
    described_places: tuple[ResolvedPlace, ...] = ()
    times: tuple[TimeMention, ...] = ()
    main: MainEvent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """One field as a person judged it, with what the machine has there; both in words.

    field: type, mode, factuality, actor, recipient, place, date, a kind of figure; "event" where the report tells no
    event (value "none"); "accepted" where a person found all of it right. at: ISO 8601, UTC.
    """

    field: str
    value: str
    machine: str
    judgement_id: JudgementId
    who: str
    why: str
    at: str


# --- link -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One telling inside an article: the clause and the anchor that say so."""

    coding_id: CodingId
    clause: Span
    anchor: Span
    sentence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one article says of one happening: its tellings merged and resolved.

    evidence: first telling first. place_basis: clause, sentence, story, dateline.
    event_id: None until linked, and where people judged that there is no event.
    corrected: what people judged otherwise than the machine, or confirmed; never stored with the report.
    """

    report_id: ReportId
    article_id: ArticleId
    event_type: str
    mode: str | None
    contexts: tuple[str, ...]
    auxiliary: Auxiliary | None
    hedge: Span | None
    speaker: tuple[ResolvedActor, ...]
    actor: tuple[ResolvedActor, ...]
    recipient: tuple[ResolvedActor, ...]
    place: ResolvedPlace | None
    place_basis: Literal["clause", "sentence", "story", "dateline"] | None
    date: TimeMention | None
    figures: tuple[Figure, ...]
    evidence: tuple[Evidence, ...]
    score: float
    salience: float
    event_id: EventId | None = None
    decisions: tuple[Decision, ...] = ()
    corrected: tuple[Corrected, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenOf:
    """A report of the same article whose happening a statement speaks of.

    basis: the statement's words hold an anchor of the report (words); its verb is one, since saying so is the deed, as
    an accusation is (deed); or it denies what was told before (denial): that report, and the one of its denial.
    """

    report_id: ReportId
    basis: Literal["words", "deed", "denial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Somebody's reported or quoted words.

    speaker: innermost first. about: whom one accuses or praises first, then those named. audience: whom the words are
    spoken to, empty where nobody says. date, place: of the saying, where the words round the verb tell them; never the
    day of publication. predicate: None where the words have none, or the statement was stored before there was one.
    spoken_of: in order of telling.
    """

    statement_id: StatementId
    article_id: ArticleId
    speaker: tuple[ResolvedActor, ...]
    verb: Span
    verb_class: str
    content: Span
    quoted: bool
    about: tuple[ResolvedActor, ...] = ()
    audience: tuple[ResolvedActor, ...] = ()
    date: TimeMention | None = None
    place: ResolvedPlace | None = None
    predicate: Predicate | None = None
    spoken_of: tuple[SpokenOf, ...] = ()
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A background fact for the registers, with the words it came from.

    agreement: parties sign; ``value`` what it is about. membership: parties[0] is the member, parties[1] the
    body; status member, left, suspended, joined, … office: parties[0] holds the office ``value``.
    border: between the parties; figure: ``figure`` of the parties. commitment: parties[0] promised ``value`` to the
    others, ``date`` is when it is due; status open, or what the page says became of it: kept, broken, withdrawn,
    lapsed, or unmet (somebody failed to do ``value``). office: status None (held), former, appointed or dismissed.
    """

    fact_id: FactId
    article_id: ArticleId
    kind: Literal["agreement", "membership", "office", "border", "figure", "commitment"]
    parties: tuple[ResolvedActor, ...]
    span: Span
    status: str | None = None
    value: str | None = None
    date: TimeMention | None = None
    figure: Figure | None = None
    report_id: ReportId | None = None  # the report that shows it, if one does


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedFact:
    """A fact with the page that prints it. event_id, happened: of the report that shows it, where one does."""

    fact: Fact
    outlet: str | None
    published: PartialDate | None
    event_id: EventId | None = None
    happened: DateRange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Why a report stands in an event: the report it was matched to, the score, and reasons in words."""

    report_id: ReportId
    event_id: EventId
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Reports of one happening. What they say together: `link.account`.

    origins: names of independent origins (copies and credits folded), sorted.
    """

    event_id: EventId
    event_type: str
    report_ids: tuple[ReportId, ...]
    origins: tuple[str, ...]
    headline: ReportId  # the best-evidenced report, by which the event is found and its dyads are kept
    links: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person decided, kept for good. payload: JSON text, its form by kind; at: ISO 8601, UTC.

    kind: merge and split of actors; set, no_event, accept, same and different of reports; register, of rows of the
    registers; or undo, whose subject is the
    id of the judgement that no longer counts.
    """

    judgement_id: JudgementId
    kind: str
    subject: str
    payload: str
    who: str
    why: str
    at: str


# --- other people's records --------------------------------------------------------------------------------

ExternalSource = Literal["acled", "ucdp", "gdelt1", "gdelt2", "polecat"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalActor:
    """A party as another data set names it. actor_id, country, sectors: as in `ResolvedActor`, from the row's codes and
    from the registry; None and empty where neither tells."""

    name: str
    actor_id: ActorId | None = None
    country: str | None = None
    sectors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalPlace:
    """A place as another data set has it. country: ISO 3166 alpha-3. resolution: PLOVER's, as in `ResolvedPlace`, from
    the precision that the row gives (in its own steps: precision); None for regions of any size and where it gives
    none. Coordinates WGS84, both or neither."""

    name: str | None = None
    admin1: str | None = None
    admin2: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonameid: GeonameId | None = None
    resolution: int | None = None
    precision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalReport:
    """A row of another data set in our terms, with the row itself. Never a report of ours: it is no origin, and no
    event takes a value from it.

    data_set: the desk's name for what was imported. given_type: the event type as the row has it. types: event types
    and modes that it may be in the code book, empty where there is none. actor, recipient: of a source that gives no
    direction (directed False) its first and second side. when: as wide as the row's precision. dead: lowest, best and
    highest that it tells, each None where it does not. revised: a number that rises with each revision of the row, None
    where the source has none. given: columns that are not empty, and their cells.
    """

    external_id: ExternalId
    source: ExternalSource
    data_set: str
    row_id: str
    given_type: str
    types: tuple[tuple[str, str | None], ...] = ()
    actor: tuple[ExternalActor, ...] = ()
    recipient: tuple[ExternalActor, ...] = ()
    directed: bool = True
    place: ExternalPlace | None = None
    when: DateRange | None = None
    dead: tuple[float | None, float | None, float | None] = (None, None, None)
    note: str | None = None
    outlet: str | None = None
    url: str | None = None
    revised: int | None = None
    given: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExternalLink:
    """Which of our events an external report tells, and why, in words.

    event_id: None where several fit about as well; runners_up then has them, best first, with score and reasons.
    """

    external_id: ExternalId
    event_id: EventId | None
    score: float
    reasons: tuple[str, ...] = ()
    runners_up: tuple[tuple[EventId, float, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleText:
    """Of a stored article its newest text, who published it, and when; None where it does not say."""

    text: str
    outlet: str | None = None
    published: PartialDate | None = None


class Lookup(Protocol):
    """What linking and copy detection ask of the store."""

    def articles_sharing(self, shingles: tuple[int, ...], *, at_least: int) -> list[tuple[ArticleId, int]]:
        """Articles with ``at_least`` of the sampled shingles in common, most first, and how many; one that is asked
        twice counts twice."""
        ...

    def shingles_of(self, article_id: ArticleId) -> tuple[int, ...]:
        """All sampled shingles of a stored article, sorted."""
        ...

    def articles_naming(self, names: Sequence[str], published: PartialDate | None) -> list[ArticleId]:
        """Articles published (read, where they do not say) within a month of a day whose coded sentences or headlines
        hold the most of the names, a few of them; none without a day."""
        ...

    def reports_near(
        self,
        report: Report,
        *,
        types: Collection[str],
        published: PartialDate | None,
        window_days: int,
        beside: Collection[ArticleId] = (),
    ) -> list[Report]:
        """Stored reports of other articles that could tell the same happening, in order of id: of one of ``types``,
        with a country, place, actor or day in common, their days within the window; where one of the two has no day,
        filed within a month of each other or at an unknown time. published: of the report's own article. beside:
        articles whose reports could tell it though they have nothing of these in common. A store may leave out all but
        the likeliest."""
        ...

    def reports_of(self, article_id: ArticleId) -> list[Report]:
        """Stored reports of one article, in order of telling."""
        ...

    def clauses_of(self, report_id: ReportId) -> tuple[str, ...]:
        """Words of a stored report's evidence clauses, first telling first."""
        ...

    def published_of(self, article_id: ArticleId) -> PartialDate | None:
        """When a stored article was published, or None where it does not say."""
        ...

    def texts_of(self, articles: Iterable[ArticleId]) -> dict[ArticleId, ArticleText]:
        """Those of the articles that are stored, read in one query."""
        ...

    def origin_of(self, article_id: ArticleId) -> str | None:
        """Origin of a stored article, copies folded."""
        ...

    def told_apart(self) -> frozenset[frozenset[str]]:
        """Pairs of actor ids that people judged to be two actors."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that faleme makes of one page: what `pipeline.process` returns and the store keeps in one transaction."""

    article: Article
    parse: Parse
    codings: tuple[Coding, ...] = ()
    resolved: Resolved = field(default_factory=Resolved)
    reports: tuple[Report, ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    refused: tuple[Decision, ...] = ()  # anchors, roles and figures seen and not coded
