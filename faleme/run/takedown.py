"""Taking a page down: its text and all that was made of it go, the fact that it was there stays."""

from __future__ import annotations

from faleme.ids import ArticleId
from faleme.records import Judgement
from faleme.run.relink import summarise_all
from faleme.store.base import Store


def take_down(article_id: ArticleId, store: Store, *, who: str, why: str) -> Judgement:
    """Forget an article (`Store.forget`), and write anew the events that it told of; those of it alone go.

    Raises StoreError where it is not stored or taken down already.
    """
    with store.transaction():
        made, touched = store.forget(article_id, who=who, why=why)
        summarise_all(touched, store)
        return made
