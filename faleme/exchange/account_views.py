"""What an event says as plain objects: headline values with reasons, all other values, figures, claims, confidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faleme.exchange.forms import number_text
from faleme.link.account import Claim, EventAccount
from faleme.link.account_fields import FieldAccount, Said
from faleme.link.account_figures import FigureAccount, ToldFigure
from faleme.link.weigh import Backing
from faleme.records import Figure, ResolvedActor, ResolvedPlace, TimeMention

View = dict[str, Any]


def account_view(account: EventAccount) -> View:
    """Everything that an event says. confidence: the probability and what makes it, in log odds."""
    return {
        "confidence": account.confidence.value,
        "confidence_factors": [
            {"name": one.name, "said": one.said, "weight": one.weight, "assumed": one.assumed}
            for one in account.confidence.factors
        ],
        "articles": account.articles,
        "first_reported": None if account.first_reported is None else str(account.first_reported),
        "last_reported": None if account.last_reported is None else str(account.last_reported),
        "hedges": account.hedges,
        "claimed_by": [_claim(one) for one in account.claimed_by],
        "denied_by": [_claim(one) for one in account.denied_by],
        "contradictions": list(account.contradictions),
        "values": {name: _field(one) for name, one in account.fields.items()},
        "tolls": [_figure(one) for one in account.figures],
    }


def said_words(value: Said | None) -> str:
    """A value in words; "unknown" where there is none."""
    match value:
        case None:
            return "unknown"
        case str():
            return value
        case ResolvedPlace():
            beside = "" if value.relation == "at" else f"{value.relation} "
            return beside + ", ".join(filter(None, (value.name, value.country)))
        case TimeMention():
            return interval_words(value) or f"“{value.text}”"
        case Figure():
            return figure_words(value)
    return "; ".join(who_of(one) for one in value)


def interval_words(date: TimeMention | None) -> str | None:
    """A day, month or year in ISO form, or two of them with a slash; None while unresolved."""
    if date is None or date.when is None:
        return None
    when = date.when
    return str(when.start) if when.start == when.end else f"{when.start}/{when.end}"


def figure_words(figure: Figure) -> str:
    """7, 7 to 12, 7 or more, up to 12; with a currency or the like after it."""
    low, high = (None if end is None else number_text(end) for end in (figure.low, figure.high))
    if low == high:
        return low or figure.text
    if high is None:
        return f"{low} or more"
    return f"up to {high}" if low is None else f"{low} to {high}"


def span_words(account: FigureAccount) -> str:
    """7-12; "or more" where an account leaves the upper end open."""
    if account.low is None or account.high is None:
        return "no number"
    low, high = number_text(account.low), number_text(account.high)
    said = low if low == high else f"{low}-{high}"
    return f"{said} or more" if account.open_high else f"up to {said}" if account.open_low else said


def toll_name(account: FigureAccount) -> str:
    """The kind, with whose people or which unit it counts where that is told."""
    return f"{account.kind.value} ({account.of})" if account.of else account.kind.value


def _field(one: FieldAccount) -> View:
    return {
        "value": None if one.value is None else said_words(one.value),
        "why": one.why,
        "report_id": one.report_id,
        **_backing(one.backing),
        "contradicted": one.contradicted,
        "others": [
            {
                "value": said_words(other.value),
                "standing": other.standing.value,
                "superseded": other.superseded,
                **_backing(other.backing),
            }
            for other in one.others
        ],
    }


def _figure(one: FigureAccount) -> View:
    value = one.value
    return {
        "kind": one.kind.value,
        "of": one.of,
        "value": None if value is None else figure_words(value),
        "value_low": None if value is None else value.low,
        "value_high": None if value is None else value.high,
        "unit": None if value is None else value.unit,
        "why": one.why,
        "report_id": one.report_id,
        **_backing(one.backing),
        "span": span_words(one),
        "low": one.low,
        "high": one.high,
        "open_low": one.open_low,
        "open_high": one.open_high,
        "contradicted": one.contradicted,
        "whose_unsaid": one.whose_unsaid,
        "accounts": [_told(each) for each in one.told],
    }


def _told(one: ToldFigure) -> View:
    return {
        "report_id": one.report_id,
        "words": one.figure.text,
        "low": one.figure.low,
        "high": one.figure.high,
        "unit": one.figure.unit,
        "of": one.of,
        "origin": one.origin,
        "outlet": one.outlet,
        "said_by": [speaker.name for speaker in one.said_by],
        "standing": one.standing.value,
        "superseded": one.superseded,
    }


def _claim(one: Claim) -> View:
    return {
        "speaker": one.speaker.name,
        "actor_id": one.speaker.actor_id,
        "country": one.speaker.country,
        "via": list(one.via),
        **_backing(one.backing),
    }


def _backing(one: Backing) -> View:
    return {"reports": list(one.reports), "origins": list(one.origins), "unnamed_origins": one.unnamed}


def who_of(actor: ResolvedActor) -> str:
    """A name with the country and sectors that are known."""
    known = ", ".join(filter(None, (actor.country, *actor.sectors)))
    return f"{actor.name} ({known})" if known else actor.name


def claim_names(claims: Sequence[Claim]) -> list[str]:
    """The speakers, each with who passes it on."""
    return [" as told by ".join((one.speaker.name, *one.via)) for one in claims]
