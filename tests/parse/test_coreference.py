"""Who is meant again: a table of short texts with their actor mentions, and which of them are one.

In the texts [..] marks an actor mention. A row lists the groups of mentions that must share a chain, by their number;
every other pair must not.
"""

import re
from dataclasses import replace

import pytest

from faleme.parse.coreference import chains
from faleme.records import Chain, NounPhrase, Parse
from faleme.reference.countries import load_countries
from faleme.reference.mentions_lexicon import load_mention_lexicon
from faleme.spans import Span
from tests.builders import SayingSpec, article_of, parse_of

LEXICON, COUNTRIES = load_mention_lexicon("en"), load_countries()

CASES = [
    # text                                                                       together        why it is here
    ("[Bamako] recalled its envoy. [Mali] gave no reason.", [(0, 1)], "capital and country"),
    ("[The Malian government] fell. [Niger] closed the border.", [], "two states"),
    ("[Mali] protested. [The Malian authorities] wrote to the UN.", [(0, 1)], "government of the state"),
    ("[President Macky Sall] flew to Doha. [Sall] met the emir.", [(0, 1)], "surname later"),
    ("[General Issa Maiga] met [Minister Ali Maiga]. [Maiga] left.", [], "two men of one surname: nobody's"),
    ("[General Issa Maiga] met [Minister Ali Maiga]. [General Maiga] left.", [(0, 2)], "the title tells the two apart"),
    ("[Senator Issa Maiga] met [Bishop Ali Maiga]. [Maiga] left. [Bishop Maiga] stayed.", [(1, 3)], "and left apart"),
    ("[President Maiga] and [his son, General Ali Maiga], left. [Maiga] waved.", [(0, 2)], "an and makes two of them"),
    ("[Ministers Abdou Kane] and [Birame Kane] spoke.", [], "same surname is never same person"),
    ("[The Alliance of Plains States (APS)] met. [APS] members agreed.", [(0, 1)], "acronym given in the text"),
    ("[The Union of Dock Workers] struck. [The UDW] wants more pay.", [(0, 1)], "acronym by its initials"),
    ("[The Sun Party] won. [Sun] will govern.", [(0, 1)], "a word for a body left out"),
    ("[Defence Minister Awa Toure] resigned. [The minister] gave no reason.", [(0, 1)], "the minister"),
    ("[Foreign Minister Awa Toure] met [President Ali Kane]. [The president] smiled.", [(1, 2)], "the role decides"),
    ("[President Ali Kane] fell. [The new president] took the oath.", [], "new is not the one before"),
    ("[The Front for Rural Rights] took the town. [The movement] burned it.", [(0, 1)], "the movement"),
    ("[The Constitutional Court] sat. [The court] will rule on Friday.", [(0, 1)], "the court"),
    ("[The Constitutional Court] sat. [The Supreme Court] did not.", [], "two courts"),
    ("[The Arab League] met. [The African Union] did not.", [], "two bodies"),
    ("[President Ali Kane] resigned on Sunday. [He] had ruled for a decade.", [(0, 1)], "he"),
    ("[Spokeswoman Awa Toure] met [Ali Kane]. [She] said nothing.", [(0, 2)], "she"),
    ("[Ali Kane] arrested [Omar Ba]. [Ba] cursed [him].", [(1, 2), (0, 3)], "nobody curses himself"),
    ("[Suspected jihadists] raided Boni. [The attackers] fled.", [(0, 1)], "one class of group"),
    ("[Forty soldiers] died. [Soldiers] fired back.", [], "a bare plural is a new one"),
    ("[The army] left Ber. On Monday [the army] returned.", [(0, 1)], "repeated"),
    ("[Foreign Minister Awa Toure] spoke. [Ghana's foreign minister] replied.", [], "an office of somebody's"),
    ("[The RSF] fled. [RSF fighters] burned a market.", [(0, 1)], "a body's fighters are the body"),
    ("[Syrians] marched. [He] watched.", [], "he is not a people"),
    ("[The Danish army chief], [General Per Holm], resigned.", [(0, 1)], "apposition in two mentions"),
    ("[Kenya's William Ruto] called. [Ruto] will host talks.", [(0, 1)], "possessor and name"),
    ("[The Sun Party] met [the Moon Party]. [The party] wants a vote.", [], "two fit alike: nobody"),
    ("[Minister Awa Toure] met [Minister Per Holm]. [The minister] left.", [], "two ministers fit alike: nobody"),
    ("[The Front for Rural Rights] fled. [The extremist organization] lost.", [(0, 1)], "the extremist organization"),
    ("[The junta in Niger] sent an envoy. [The junta] wants talks.", [(0, 1)], "the junta again"),
    ("[The Kremlin] denied it. [Moscow] sent no troops.", [(0, 1)], "two names for one government"),
    ("[Paris] recalled its ambassador. [France] is angry.", [(0, 1)], "a capital acts for its government"),
    ("[Togo] and [Benin] met. [The former] paid, [the latter] did not.", [(0, 2), (1, 3)], "the former, the latter"),
    ("[Togo], [Benin] and [Ghana] met. [The latter] paid.", [], "the latter of three: nobody"),
    ("[The ambassador of Togo] left. [The ambassador of Benin] stayed.", [], "two ambassadors"),
    ("[The ambassador of Togo] left. [The ambassador] flew home.", [(0, 1)], "the ambassador again"),
    ("[Supporters of Ali Kane] marched. [Kane] thanked them.", [], "supporters are not the man"),
]  # fmt: skip


def read(marked: str) -> tuple[str, Parse]:
    text, spans, opened = "", [], 0
    for part in re.split(r"([\[\]])", marked):
        if part == "[":
            opened = len(text)
        elif part == "]":
            spans.append(Span(opened, len(text)))
        else:
            text += part
    return text, parse_of(text, [(span, "actor") for span in spans])


def found(text: str, parse: Parse) -> tuple[Chain, ...]:
    return chains(article_of(text), parse, lexicon=LEXICON, countries=COUNTRIES)


@pytest.mark.parametrize(("marked", "together", "why"), CASES, ids=[why for *_, why in CASES])
def test_chains(marked: str, together: list[tuple[int, ...]], why: str) -> None:
    text, parse = read(marked)
    got = sorted(chain.mentions for chain in found(text, parse) if len(chain.mentions) > 1)
    assert got == sorted(together), why


def test_every_actor_and_place_mention_is_in_one_chain() -> None:
    text = "Mali left. In Mali the army rejoiced."
    parse = parse_of(text, [("Mali", "actor"), ("Mali", "place"), ("the army", "actor")])
    got = found(text, parse)
    assert sorted(mention for chain in got for mention in chain.mentions) == [0, 1, 2]
    assert all(0 not in chain.mentions or 1 not in chain.mentions for chain in got), "actor and place stay apart"


@pytest.mark.parametrize(
    ("marked", "plural", "members"),
    [
        ("[General Issa Diarra] met [Minister Awa Sow]. [The two ministers] agreed.", 2, [0, 1]),
        (
            "[Defence Minister Per Holm] met [his Danish counterpart, Ivar Lund]. [President Ali Kane] sent word. "
            "[Danish Defence Minister Ivar Lund] left. [The two ministers] agreed.",
            4,
            [0, 1],
        ),
        ("[Togo] and [Benin] share a river. [Both nations] need it.", 2, [0, 1]),
        ("[Togo], [Benin] and [Ghana] met. [The three countries] agreed.", 3, [0, 1, 2]),
        ("[Togo] and [Benin] share a river. [Both countries] need it.", 2, [0, 1]),
        ("[Togo] waited. [The two countries] had agreed.", 1, []),
        ("[President Ali Kane] fired [Mayor Awa Sow]. [The two foreign ministers] met.", 2, []),
        ("[President Ali Kane] received [President Per Holm]. [The two leaders] dined.", 2, [0, 1]),
        ("[Ali Kane], [the governor], met [two engineers]. [The two men] left.", 3, []),
        ("[Dockers] shut the port. [The company] gave in, and [the two sides] signed.", 2, [0, 1]),
        ("[Dockers], [teachers] and [nurses] marched. [The two sides] talk.", 3, []),
        ("[Togo] talked to [Benin].\n[Dockers] went on strike. [Teachers] followed. [Both sides] wait.", 4, [2, 3]),
        ("[Issa Diarra] met [Awa Sow].\nIt rained.\nIt was cold.\n[The two ministers] agreed.", 2, []),
        ("[Issa Diarra] met [Awa Sow]. [They] agreed.", 2, [0, 1]),
    ],
)
def test_plurals_know_their_members(marked: str, plural: int, members: list[int]) -> None:
    text, parse = read(marked)
    got = found(text, parse)
    chain = next(chain for chain in got if plural in chain.mentions)
    assert [got[member].mentions[0] for member in chain.members] == members


def test_two_mentions_about_one_word_are_one() -> None:
    text = "Its Danish counterpart, Per Holm, left."
    parse = parse_of(
        text, [("Its Danish counterpart", "actor"), ("Its Danish counterpart, Per Holm", "actor", "counterpart")]
    )
    assert [chain.mentions for chain in found(text, parse)] == [(0, 1)]


def test_a_capital_that_acts_is_not_the_place() -> None:
    parse = parse_of(
        text := "Bamako said no. Crowds met in Bamako.", [("Bamako", "actor"), ("Crowds", "actor"), ("Bamako", "place")]
    )
    assert all(len(chain.mentions) == 1 for chain in found(text, parse))


def linked(parse: Parse, score: float) -> Parse:
    """The parse with its second mention linked to its first."""
    first, second = (parse.mentions[at].head for at in (0, 1))
    phrases = (
        NounPhrase(head=first, first=first, last=first),
        NounPhrase(head=second, first=second, last=second, antecedent=0, score=score),
    )
    return replace(parse, phrases=phrases)


@pytest.mark.parametrize(
    ("marked", "score", "together", "why"),
    [
        ("[The opposition] lost. [Protesters] went home.", 0.95, True, "what the linker is sure of"),
        ("[The opposition] lost. [Protesters] went home.", 0.7, False, "a doubt is not enough for a description"),
        ("[Togo] sent troops. [The Ghanaian side] left.", 0.95, False, "two countries"),
        ("[The crew] waited. It rained. Hours went by. [They] left.", 0.7, True, "a pronoun from far away"),
        ("[The crew] waited. It rained. Hours went by. [They] left.", 0.3, False, "not by a weak link"),
        ("[Ali Kane] waited. [She] left.", 0.9, True, "a name does not tell the sex"),
        ("[Mr Kane] waited. [She] left.", 0.9, False, "two sexes"),
    ],
)
def test_what_the_linker_adds(marked: str, score: float, together: bool, why: str) -> None:
    text, parse = read(marked)
    assert any(len(chain.mentions) > 1 for chain in found(text, linked(parse, score))) is together, why


def test_i_is_the_speaker() -> None:
    text = '"I will not resign," President Ali Kane told reporters.'
    parse = parse_of(
        text,
        [("I", "actor"), ("President Ali Kane", "actor")],
        sayings=[SayingSpec("told", "I will not resign", speaker=1, quoted=True)],
    )
    assert [chain.mentions for chain in found(text, parse)] == [(0, 1)]


def test_who_adds_something_is_who_spoke_last() -> None:
    text = 'Minister Ali Kane met Omar Diallo. Mr Diallo said no. "That is all that I will say today," he added.'
    parse = parse_of(
        text,
        [("Minister Ali Kane", "actor"), ("Omar Diallo", "actor"), ("Mr Diallo", "actor"), ("he", "actor")],
        sayings=[
            SayingSpec("said", "no", speaker=2),
            SayingSpec("added", "That is all that I will say today", speaker=3, quoted=True),
        ],
    )
    assert (1, 2, 3) in [chain.mentions for chain in found(text, parse)]


def test_between_two_short_quotations_nobody_is_quoted() -> None:
    text = '"It is a new page," the envoy of the old king commented. "Pages tear," he cautioned.'
    parse = parse_of(
        text,
        [("the envoy of the old king", "actor"), ("he", "actor")],
        sayings=[
            SayingSpec("commented", "It is a new page", speaker=0, quoted=True),
            SayingSpec("cautioned", "Pages tear", speaker=1, quoted=True),
        ],
    )
    assert [chain.mentions for chain in found(text, parse)] == [(0, 1)]
