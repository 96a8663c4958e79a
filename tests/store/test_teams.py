"""The desk's people in every store: what comes in comes out, nothing is told twice, and the log cannot be altered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faleme.errors import StoreError
from faleme.store.sql_store import SqlStore
from faleme.store.teams import Alert, Delivery, Invite, Session, Token, User, View

AT = "2026-11-20T08:00:00+00:00"
LATER = "2026-11-20T09:00:00+00:00"

AWA = User(name="Awa", role="reviewer", made_at=AT)
VIEW = View(id="V1", owner="Awa", name="Sahel", query="country=MLI", shared=False, made_at=AT)
ALERT = Alert(id="L1", view_id="V1", owner="Awa", channel="email", target="awa@desk.example", secret=None, made_at=AT)
TOLD = Delivery(alert_id="L1", event="E1", change="created", at=AT, next_try=AT)


def test_users_are_found_by_name_and_by_subject(store: SqlStore) -> None:
    team = store.team
    team.put_user(AWA)
    team.put_user(replace(AWA, role="admin", subject="https://id.example|7", disabled=True))
    (kept,) = team.users()
    assert kept == replace(AWA, role="admin", subject="https://id.example|7", disabled=True)
    assert team.user("AWA") == team.user_of("https://id.example|7") == kept
    assert team.user("nobody") is None


def test_an_invite_is_taken_once_and_a_newer_one_replaces_it(store: SqlStore) -> None:
    team = store.team
    team.put_user(AWA)
    team.add_invite(Invite(hash="h1", name="Awa", made_by="local", expires_at=LATER))
    team.add_invite(Invite(hash="h2", name="Awa", made_by="local", expires_at=LATER))
    assert team.invite("h1") is None
    assert team.take_invite("h2", AT)
    assert not team.take_invite("h2", AT)
    assert (found := team.invite("h2")) is not None
    assert found.used_at == AT


def test_sessions_end_one_by_one_or_all(store: SqlStore) -> None:
    team = store.team
    team.put_user(AWA)
    for hash_ in ("a", "b", "c"):
        team.add_session(Session(hash=hash_, name="Awa", made_at=AT, last_at=AT, address="192.0.2.1"))
    team.touch_session("c", LATER)
    assert [each.hash for each in team.sessions("Awa")] == ["c", "a", "b"]
    assert team.revoke_sessions("Awa", LATER, only="a") == 1
    assert team.revoke_sessions("Awa", LATER) == 2
    assert team.sessions("Awa") == []
    team.drop_sessions(LATER)
    assert team.session("a") is None
    assert team.session("c") is not None


def test_tokens_end_once(store: SqlStore) -> None:
    team = store.team
    team.put_user(AWA)
    team.add_token(Token(id="T1", hash="h", name="Awa", label="pull", scope="read", made_at=AT, expires_at=LATER))
    team.touch_token("T1", LATER)
    assert (found := team.token("h")) is not None
    assert (found.last_at, found.revoked_at) == (LATER, None)
    assert team.tokens() == team.tokens("Awa") == [found]
    assert team.tokens("else") == []
    assert team.revoke_token("T1", LATER)
    assert not team.revoke_token("T1", LATER)


def test_views_of_others_are_seen_where_they_are_shared(store: SqlStore) -> None:
    team = store.team
    team.put_view(VIEW)
    team.put_view(replace(VIEW, id="V2", owner="local", name="Horn", shared=True))
    assert [each.id for each in team.views("Awa")] == ["V1", "V2"]
    assert [each.id for each in team.views("local")] == ["V2"]
    with pytest.raises(StoreError, match="choose another name"):
        team.put_view(replace(VIEW, id="V3"))


def test_one_message_per_event_and_change(store: SqlStore) -> None:
    team = store.team
    team.put_view(VIEW)
    team.put_alert(ALERT)
    assert team.add_delivery(TOLD)
    assert not team.add_delivery(replace(TOLD, at=LATER))
    assert team.add_delivery(replace(TOLD, change="toll 4 to 6", next_try=LATER))
    assert team.due_deliveries(AT, limit=10) == [TOLD]
    sent = replace(TOLD, attempts=1, next_try=None, status="sent", answer="250 ok")
    team.put_delivery(sent)
    assert team.due_deliveries(AT, limit=10) == []
    assert sent in team.deliveries("L1")
    team.drop_view("V1")
    assert (team.alerts(), team.deliveries("L1")) == ([], [])


def test_seen_marks_keep_the_last_revision(store: SqlStore) -> None:
    team = store.team
    team.mark_seen("Awa", "E1", 3, AT)
    team.mark_seen("Awa", "E1", 5, LATER)
    team.mark_seen("local", "E2", 5, LATER)
    assert team.seen("Awa", ["E1", "E2", "E3"]) == {"E1": 5}
    assert team.seen("Awa", []) == {}


def _three_rows(store: SqlStore) -> None:
    store.team.audit("Awa", "user.add", "Bo", after={"role": "reader", "name": "Bó"}, address="192.0.2.1")
    store.team.audit("Awa", "user.role", "Bo", before={"role": "reader"}, after={"role": "admin"}, reason="leads now")
    store.team.audit("local", "token.make")


def test_the_log_tells_who_did_what_and_holds(store: SqlStore) -> None:
    assert store.team.audit_state().rows == 0
    _three_rows(store)
    rows = store.team.audit_rows()
    assert [row.n for row in rows] == [3, 2, 1]
    assert (rows[1].before, rows[1].after, rows[1].reason) == ({"role": "reader"}, {"role": "admin"}, "leads now")
    assert [row.n for row in store.team.audit_rows(person="Awa", action="user", before_n=2)] == [1]
    state = store.team.audit_state()
    assert (state.rows, state.broken, state.head) == (3, None, rows[0].hash)


@pytest.mark.parametrize("change", ["UPDATE desk_audit SET person = 'Cy' WHERE n = 2", "DELETE FROM desk_audit"])
def test_the_log_refuses_changes(store: SqlStore, change: str) -> None:
    _three_rows(store)
    with pytest.raises(StoreError, match="only ever added to"):
        store.database.run(change)
    assert store.team.audit_state().broken is None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE desk_audit SET person = 'Cy' WHERE n = 2", 2),
        ("UPDATE desk_audit SET before = NULL WHERE n = 2", 2),
        ("DELETE FROM desk_audit WHERE n = 1", 2),
    ],
)
def test_what_was_altered_behind_its_back_is_named(store: SqlStore, change: str, broken: int) -> None:
    _three_rows(store)
    for drop in _without_triggers(store):
        store.database.run(drop)
    store.database.run(change)
    assert store.team.audit_state().broken == broken


def _without_triggers(store: SqlStore) -> list[str]:
    if str(store.database.place).startswith("postgresql:"):
        return ["ALTER TABLE desk_audit DISABLE TRIGGER USER"]
    return ["DROP TRIGGER desk_audit_no_update", "DROP TRIGGER desk_audit_no_delete"]


def test_an_entry_goes_with_what_it_tells(store: SqlStore) -> None:
    def failed() -> None:
        with store.transaction():
            store.team.put_user(AWA)
            store.team.audit("local", "user.add", "Awa")
            raise KeyError

    with pytest.raises(KeyError):
        failed()
    assert (store.team.users(), store.team.audit_rows()) == ([], [])
