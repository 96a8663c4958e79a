"""Articles to stories: same affair together, and apart where only the country is shared."""

from faleme.dates import PartialDate
from faleme.link.stories import StoryItem, group_stories


def item(key: str, title: str, text: str, published: str | None = None) -> StoryItem:
    when = PartialDate.parse(published) if published else None
    return StoryItem(key=key, title=title, text=text, published=when)


FERRY = "The ferry Amina capsized on the river near Lokoja; divers recovered bodies of passengers from the wreck."
VOTE = "Voters in Lokoja queued for the governorship ballot; the electoral commission counted ballots overnight."


def test_follow_ups_share_a_story_and_other_affairs_do_not() -> None:
    stories = group_stories(
        [
            item("a", "Ferry capsizes near Lokoja", FERRY, "2024-05-01"),
            item("b", "Divers search ferry wreck", FERRY + " The owner of the ferry was questioned.", "2024-05-03"),
            item("c", "Ballot in Lokoja", VOTE, "2024-05-02"),
        ]
    )
    assert stories["a"] == stories["b"] == "a"
    assert stories["c"] == "c"


def test_far_apart_in_time_is_no_story_and_undated_may_be() -> None:
    like = "The ferry Blessing sank on the river near Lokoja; police said that twelve passengers had drowned."
    late = item("b", "Ferry sinks near Lokoja", like, "2025-05-01")
    undated = item("b", "Ferry sinks near Lokoja", like)
    first = item("a", "Ferry capsizes near Lokoja", FERRY, "2024-05-01")
    assert group_stories([first, late])["b"] == "b"
    assert group_stories([first, undated])["b"] == "a"


def test_much_the_same_text_is_one_story_whatever_its_date() -> None:
    first = item("a", "Ferry capsizes near Lokoja", FERRY, "2024-05-01")
    misdated = item("b", "Divers search ferry wreck", FERRY + " The owner was questioned.", "2025-05-01")
    assert group_stories([first, misdated])["b"] == "a"


def test_one_headline_over_an_extractors_leavings_is_one_story() -> None:
    headline = "Ferry Amina capsizes near Lokoja, divers recover bodies"
    leavings = item("b", headline, "Sign in. Latest news. Weather.", "2024-05-01")
    assert group_stories([item("a", headline, FERRY, "2024-05-01"), leavings])["b"] == "a"


def test_nothing_gives_nothing() -> None:
    assert group_stories([]) == {}
