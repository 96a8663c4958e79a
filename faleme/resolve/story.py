"""Where an article plays: the country that stands in where no word says one."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from faleme.records import BODIES, NOT_SAID, Article, Mention, Parse, ResolvedPlace
from faleme.reference.countries import Countries
from faleme.reference.phrases import Phrase
from faleme.reference.sections import Sections, scene_of
from faleme.spans import Span

# What stands in the first two sentences counts twice: there a story says where it plays.
_LEAD_SENTENCES = 2
# So much more counts what stands in the mention's own sentence or the one before.
_NEAR = 2
# The least share of all that is counted for a guess; it takes more where the sentence names other countries only.
_SHARE = 0.45
_SHARE_AGAINST_ITS_SENTENCE = 0.6

# Sectors of who acts for a state.
_ORGANS = frozenset("GOV MIL COP JUD LEG SPY".split())


class Story:
    """Where the article plays: the country of most of its places and of the actors whose country is known.

    On the annotated pages that country is right for 78 of 100 mentions that no word gives one, and for 85 of 100 of
    those (78 in 100 of all) where its share is large enough; the others stay without. The last place of the own
    sentence alone is right for 70.
    """

    def __init__(
        self,
        article: Article,
        parse: Parse,
        phrases: Mapping[int, Phrase],
        places: Sequence[ResolvedPlace],
        countries: Countries,
    ) -> None:
        self._text = article.text
        self._countries = countries
        self._sections = Sections(article, countries)
        self.places = [(place.span, place.country) for place in places if place.country is not None]
        self._starts = [sentence.span.start for sentence in parse.sentences]
        self._named: list[tuple[int, str]] = []  # sentence and country of each word that tells one
        counted: Counter[str] = Counter()
        for span, country in self.places:
            sentence = self._sentence_of(span)
            counted[country] += _weight(sentence)
            self._named.append((sentence, country))
        said: Counter[str] = Counter()
        for phrase in phrases.values():
            said.update(phrase.nationalities)
        self.weights: dict[str, float] = {
            code: counted[code] + 0.5 * said[code] for code in sorted(counted.keys() | said.keys())
        }
        self._counted = counted

    def _sentence_of(self, span: Span) -> int:
        return max(0, bisect_right(self._starts, span.start) - 1)

    def add_actors(self, known: Iterable[tuple[Mention, str | None]]) -> None:
        """Count the mentions of actors whose country the words or the registry tell."""
        for mention, country in known:
            if country is not None and country not in BODIES:
                self._counted[country] += _weight(mention.sentence)
                self._named.append((mention.sentence, country))

    def country_of(
        self, mention: Mention, *, owned: bool = False, sectors: Sequence[str] = ()
    ) -> tuple[str, str] | None:
        """The country of a place inside the mention, else the one that its section or the headline opens with, else
        the story's, with the reason; None where the story is as much about others, or where the headline opens with
        another. owned: by somebody whom a pronoun names ("its troops"), which takes more. sectors: the mention's."""
        organ = bool(_ORGANS.intersection(sectors[:1]))
        inside = [country for span, country in self.places if mention.span.contains(span)]
        if inside:
            return inside[-1], "a place in the phrase"
        start = self._starts[mention.sentence]
        scene = scene_of(self._text[start : mention.span.start], self._countries)
        if scene is not None and organ:
            return scene, "the sentence opens with the country"
        section = self._sections.country(self._sections.number(mention.span.start))
        if section is not None and not owned:
            return section, "the section's country" if organ else f"{NOT_SAID}: taken from the section"
        home = self._sections.home
        if home is not None and organ and not owned:
            return home, f"{NOT_SAID}: taken from the headline's first word"
        guessed = self._most(mention, owned=owned)
        abroad = home is not None and guessed is not None and guessed[0] != home
        # "Chad: refugees from Sudan" guesses Sudan, and only of the refugees is that likely.
        return None if abroad and not organ and "REF" not in sectors else guessed

    def _most(self, mention: Mention, *, owned: bool) -> tuple[str, str] | None:
        """The country of most places and actors of the story."""
        counted = Counter(self._counted)
        for sentence, country in self._named:
            if 0 <= mention.sentence - sentence <= 1:
                counted[country] += _NEAR
        if not counted:
            return None
        (country, most), *others = counted.most_common(2)
        beside = {code for sentence, code in self._named if sentence == mention.sentence}
        usual = not owned and (country in beside or not beside)
        share = _SHARE if usual else _SHARE_AGAINST_ITS_SENTENCE
        if most < share * counted.total() or (others and others[0][1] == most):
            return None
        return country, f"{NOT_SAID}: taken from most places and actors of the story"


def _weight(sentence: int) -> int:
    return 2 if sentence < _LEAD_SENTENCES else 1
