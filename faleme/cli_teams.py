"""`faleme users`, `tokens` and `audit`: the desk's people from the command line, and the log of who did what."""

from __future__ import annotations

import dataclasses
import getpass
import sys
from typing import Annotated

import typer

from faleme.cli_base import (
    FAILED,
    Command,
    JsonOption,
    LimitOption,
    StoreOption,
    opened_store,
    printable,
    write_json,
    wrong,
)
from faleme.settings import load_settings
from faleme.teams.invites import invite_user
from faleme.teams.roles import user_role
from faleme.teams.tokens import DAYS, end_token, make_token
from faleme.teams.users import add_user, change_user, set_password

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="The user.")]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help="reader, reviewer or admin.")]

users = typer.Typer(no_args_is_help=True, help="Who may sign in to the desk.")
tokens = typer.Typer(no_args_is_help=True, help="Keys of programs.")
audit = typer.Typer(no_args_is_help=True, help="Who did what.")


@users.command("add", cls=Command, short_help="Add a user.")
def add(
    name: NameArgument,
    role: RoleOption = "reader",
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password, or read it from a pipe; else an invite is made.")
    ] = False,
    store: StoreOption = None,
) -> None:
    """\b
    faleme users add awa --role admin --store news.db
    faleme users add bo --password < password.txt

    Add a user. Without --password a link is printed with which the user sets one; it holds for a week.
    """
    given = _password() if password else None
    with opened_store(store, create=True) as opened, opened.transaction():
        user = add_user(opened.team, name, user_role(role), by=_me(), password=given)
        secret = None if password else invite_user(opened.team, user.name, by=_me())
    typer.echo(f"{user.name} is {user.role}", err=True)
    if secret is not None:
        _say_invite(secret)


@users.command("invite", cls=Command, short_help="Make a link to set a password.")
def invite(name: NameArgument, store: StoreOption = None) -> None:
    """\b
    faleme users invite awa

    Print a link with which a user sets a password, the first or a new one. It works once and holds for a week; older
    links hold no more.
    """
    with opened_store(store) as opened:
        _say_invite(invite_user(opened.team, name, by=_me()))


@users.command("password", cls=Command, short_help="Set a user's password.")
def password(name: NameArgument, store: StoreOption = None) -> None:
    """\b
    faleme users password awa

    Ask for a new password, or read it from a pipe. All sessions of the user end.
    """
    with opened_store(store) as opened:
        set_password(opened.team, name, _password(), by=_me())


@users.command("list", cls=Command, short_help="All users.")
def list_users(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme users list
    """
    with opened_store(store) as opened:
        found = opened.team.users()
    for user in found:
        way = "elsewhere" if user.subject else "by password" if user.password else "not yet"
        if json_:
            said = {"name": user.name, "role": user.role, "signs_in": way, "disabled": user.disabled}
            write_json({**said, "made_at": user.made_at, "last_at": user.last_at})
        else:
            shut = "  disabled" if user.disabled else ""
            typer.echo(printable(f"{user.name:24}  {user.role:8}  {way:11}  last {user.last_at or 'never'}{shut}"))
    if not found:
        typer.echo("nobody yet; `faleme users add NAME --role admin` adds the first", err=True)


@users.command("role", cls=Command, short_help="Give a user another role.")
def role(
    name: NameArgument,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="reader, reviewer or admin.")],
    store: StoreOption = None,
) -> None:
    """\b
    faleme users role awa reviewer
    """
    with opened_store(store) as opened:
        user = change_user(opened.team, name, by=_me(), role=user_role(role))
    typer.echo(f"{user.name} is {user.role}", err=True)


@users.command("disable", cls=Command, short_help="Let a user in no more, or again.")
def disable(
    name: NameArgument,
    undo: Annotated[bool, typer.Option("--undo", help="Let the user in again.")] = False,
    store: StoreOption = None,
) -> None:
    """\b
    faleme users disable bo

    Let a user in no more. Sessions and tokens end at once; what the user did stays.
    """
    with opened_store(store) as opened:
        user = change_user(opened.team, name, by=_me(), disabled=not undo)
    typer.echo(f"{user.name} is {'disabled' if user.disabled else 'let in'}", err=True)


@tokens.command("make", cls=Command, short_help="Make a token of a user.")
def make(
    name: NameArgument,
    label: Annotated[str, typer.Option("--for", metavar="WORDS", help="What it is for.")],
    scope: Annotated[str, typer.Option("--scope", metavar="SCOPE", help="read or write.")] = "read",
    days: Annotated[int, typer.Option("--days", min=1, max=365, help="So long it holds.")] = DAYS,
    store: StoreOption = None,
) -> None:
    """\b
    faleme tokens make awa --for "nightly pull"

    Print a new token, this once; the store keeps a hash alone. A program sends it as `Authorization: Bearer fal_…`.
    """
    if scope not in ("read", "write"):
        wrong(f"--scope is read or write, not {scope!r}.")
    with opened_store(store) as opened:
        secret, token = make_token(
            opened.team, name, label=label, scope="write" if scope == "write" else "read", days=days, by=_me()
        )
    typer.echo(f"{token.id} holds until {token.expires_at[:10]}", err=True)
    typer.echo(secret)


@tokens.command("list", cls=Command, short_help="All tokens.")
def list_tokens(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme tokens list
    """
    with opened_store(store) as opened:
        found = opened.team.tokens()
    for token in found:
        if json_:
            said = dataclasses.asdict(token)
            del said["hash"]
            write_json(said)
        else:
            state = f"ended {token.revoked_at[:10]}" if token.revoked_at else f"until {token.expires_at[:10]}"
            last = f"last {token.last_at or 'never'}"
            typer.echo(printable(f"{token.id}  {token.name:16}  {token.scope:5}  {state}  {last}  {token.label}"))


@tokens.command("revoke", cls=Command, short_help="End a token.")
def revoke(
    token: Annotated[str, typer.Argument(metavar="TOKEN", help="Its id (T…).")], store: StoreOption = None
) -> None:
    """\b
    faleme tokens revoke T0123456789
    """
    with opened_store(store) as opened:
        end_token(opened.team, token.upper(), by=_me())
    typer.echo(f"{token.upper()} has ended", err=True)


@audit.command("verify", cls=Command, short_help="Say whether the log is as it was written.")
def verify(store: StoreOption = None, json_: JsonOption = False) -> None:
    """\b
    faleme audit verify --store news.db

    Walk the log from its first row, each of whose hashes stands over the one before, and name the first that does not
    fit. Keep the last hash elsewhere: it tells later whether rows were taken off the end. Ends with 1 where it is
    broken.
    """
    with opened_store(store) as opened:
        state = opened.team.audit_state()
    if json_:
        write_json(dataclasses.asdict(state))
    elif state.broken is None:
        typer.echo(f"{state.rows} rows, and all hold; the last hash is {state.head or 'none yet'}")
    else:
        typer.echo(f"row {state.broken} does not fit: it, or the one before, was altered or taken out")
    if state.broken is not None:
        raise typer.Exit(FAILED)


@audit.command("list", cls=Command, short_help="Who did what, latest first.")
def list_audit(
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help="Only what this person did.")] = None,
    action: Annotated[
        str | None, typer.Option("--action", metavar="WORD", help="Only this, such as user, token.make or judge.")
    ] = None,
    limit: LimitOption = 50,
    store: StoreOption = None,
    json_: JsonOption = False,
) -> None:
    """\b
    faleme audit list --person awa --action judge
    """
    with opened_store(store) as opened:
        rows = opened.team.audit_rows(person=person, action=action, limit=limit)
    for row in rows:
        if json_:
            write_json(dataclasses.asdict(row))
        else:
            changed = "  ".join(
                f"{word} {dict(values)}" for word, values in (("was", row.before), ("is", row.after)) if values
            )
            said = (row.n, row.at[:19], row.person, row.action, row.subject, changed, row.reason)
            typer.echo(printable("  ".join(str(each) for each in said if each)))


def _me() -> str:
    """Who types: the login of the machine, marked as such."""
    return f"{getpass.getuser()} (command line)"


def _password() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    return str(typer.prompt("Password, 12 letters at least", hide_input=True, confirmation_prompt=True, err=True))


def _say_invite(secret: str) -> None:
    settings = load_settings()
    base = settings.desk_address or f"http://127.0.0.1:{settings.serve_port}"
    typer.echo("hand this on by a way that you trust; it works once and holds for a week:", err=True)
    typer.echo(f"{base}/invite#{secret}")
