"""Which countries a text speaks of, in a sentence and as a whole: what "the capital" and "the border" are of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from faleme.records import Parse, ResolvedPlace
from faleme.reference.sections import Sections
from faleme.spans import Span

# What stands in the first two sentences counts twice: there a story says where it plays.
_LEAD_SENTENCES = 2
# The story is of the country that it names this many times as often as the next.
_CLEARLY = 1.5


class Homes:
    """The countries named by a text's toponyms and words of peoples."""

    def __init__(
        self,
        parse: Parse,
        places: Sequence[ResolvedPlace],
        peoples: Sequence[tuple[Span, str]],
        story_countries: Iterable[str] = (),
        sections: Sections | None = None,
    ) -> None:
        """story_countries: iso3 of countries that the story is about by other signs, once for each sign.
        sections: what stands in one of them is of the country that opens it."""
        self._sections = sections
        toponyms = [(place.span, place.country) for place in places if place.country is not None]
        self._named = sorted([*toponyms, *peoples])
        self._sentences = parse.sentences
        lead = parse.sentences[:_LEAD_SENTENCES]
        counted: Counter[str] = Counter(story_countries)
        for span, country in self._named:
            counted[country] += 2 if lead and span.end <= lead[-1].span.end else 1
        ranked = counted.most_common(2)
        clear = bool(ranked) and (len(ranked) == 1 or ranked[0][1] >= _CLEARLY * ranked[1][1])
        self.main: str | None = ranked[0][0] if clear else None
        """The country that the whole story is about; None where two are named about as often."""

    def __contains__(self, country: str | None) -> bool:
        """Whether the text names the country at all."""
        return any(code == country for _, code in self._named)

    def beside(self, span: Span) -> tuple[str, ...]:
        """The countries named in the sentence of a span, outside it, each once, in text order."""
        around = next((sentence.span for sentence in self._sentences if sentence.span.contains(span)), None)
        if around is None:
            return ()
        near = (code for named, code in self._named if around.contains(named) and not named.overlaps(span))
        return tuple(dict.fromkeys(near))

    def likely(self, span: Span) -> tuple[str, ...]:
        """The countries that a word like "the country" may mean there: one where the sentence and the story agree.

        That a sentence names one other country is no sign for that one: "Nigerian jets buzzed the capital" of Gambia.
        """
        section = self._sections.country(self._sections.number(span.start)) if self._sections is not None else None
        if section is not None:
            return (section,)
        beside = self.beside(span)
        named = beside if len(beside) == 1 else ()
        return tuple(dict.fromkeys((*named, *([self.main] if self.main is not None else beside))))
