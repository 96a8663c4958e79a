"""Single sign-on by OpenID Connect: code with PKCE, at the one provider that the settings name."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from faleme.errors import FalemeError, SettingsError
from faleme.settings import Settings
from faleme.store.teams import Role, TeamStore, User
from faleme.teams.roles import USER_ROLES
from faleme.teams.secret import stamp
from faleme.teams.users import check_name

try:
    import httpx
    from authlib.common.errors import AuthlibBaseError
    from authlib.integrations.httpx_client import OAuth2Client
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet
except ImportError as error:
    raise SettingsError("single sign-on needs Authlib, which is not installed: pip install 'faleme[oidc]'.") from error

CALLBACK = "/login/oidc/callback"
_TIMEOUT_S = 10.0
_KEPT_S = 3_600.0  # the discovery document and keys; a key that is not among them is looked up at once
_WAIT_S = 600.0  # for somebody to sign in at the provider
_WAITING = 1_000
# What signs: never "none", and no shared secret, which would make the desk able to forge what it checks.
_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]


class LoginRefused(FalemeError):
    """Somebody could not be let in; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A sign-in that was sent to the provider. back: the page that was asked for."""

    address: str
    state: str
    verifier: str
    nonce: str
    back: str
    at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the provider says somebody is. subject: issuer and subject. role: None where the claim names none."""

    subject: str
    name: str
    role: Role | None


class Provider:
    """The provider that the settings name. Begun sign-ins wait in memory; a restart makes one begin again."""

    def __init__(self, settings: Settings) -> None:
        needed = (settings.oidc_discovery, settings.oidc_client_id, settings.oidc_client_secret, settings.desk_address)
        self._discovery, self._client_id, self._client_secret, desk = (each or "" for each in needed)
        self._redirect = f"{desk}{CALLBACK}"
        self._claim = settings.oidc_role_claim
        self._waiting: dict[str, Begun] = {}
        self._lock = threading.Lock()
        self._known: tuple[float, dict[str, Any], KeySet] | None = None

    def begin(self, back: str) -> Begun:
        """Where to send a browser. Raises LoginRefused where the provider does not answer."""
        document, _ = self._document()
        verifier, nonce = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        with self._client() as client:
            address, state = client.create_authorization_url(
                document["authorization_endpoint"], code_verifier=verifier, nonce=nonce
            )
        begun = Begun(address=address, state=state, verifier=verifier, nonce=nonce, back=back, at=time.monotonic())
        with self._lock:
            oldest = begun.at - _WAIT_S
            self._waiting = {state: each for state, each in self._waiting.items() if each.at > oldest}
            while len(self._waiting) >= _WAITING:
                self._waiting.pop(next(iter(self._waiting)))
            self._waiting[state] = begun
        return begun

    def finish(self, state: str, code: str) -> tuple[Person, str]:
        """Who came back with a code, and the page that was asked for. Raises LoginRefused."""
        with self._lock:
            begun = self._waiting.pop(state, None)
        if begun is None or begun.at < time.monotonic() - _WAIT_S:
            raise LoginRefused("this sign-in was begun too long ago, or elsewhere; begin again.")
        document, keys = self._document()
        try:
            with self._client() as client:
                answer = client.fetch_token(document["token_endpoint"], code=code, code_verifier=begun.verifier)
        except (httpx.HTTPError, AuthlibBaseError, ValueError) as error:
            raise LoginRefused("the sign-in provider did not take the code back; begin again.") from error
        claims = self._claims(str(answer.get("id_token", "")), document, keys, begun.nonce)
        return self._person(claims), begun.back

    def _claims(self, id_token: str, document: Mapping[str, Any], keys: KeySet, nonce: str) -> dict[str, Any]:
        try:
            try:
                token = jwt.decode(id_token, keys, algorithms=_SIGNED_BY)
            except (JoseError, ValueError):  # signed by a key that is newer than those we know
                _, keys = self._document(anew=True)
                token = jwt.decode(id_token, keys, algorithms=_SIGNED_BY)
            jwt.JWTClaimsRegistry(
                leeway=60,
                iss={"essential": True, "value": document["issuer"]},
                aud={"essential": True, "value": self._client_id},
                exp={"essential": True},
                nonce={"essential": True, "value": nonce},
                sub={"essential": True},
            ).validate(token.claims)
        except (JoseError, ValueError) as error:
            raise LoginRefused("what the sign-in provider says of you cannot be trusted; begin again.") from error
        return token.claims

    def _person(self, claims: Mapping[str, Any]) -> Person:
        said = next((claims[key] for key in ("preferred_username", "email", "sub") if claims.get(key)), "")
        role: Role | None = "reader"
        if self._claim is not None:
            value = claims.get(self._claim)
            named = {value} if isinstance(value, str) else {each for each in value or () if isinstance(each, str)}
            fitting = [each for each in USER_ROLES if each in named or f"faleme-{each}" in named]
            role = fitting[-1] if fitting else None
        return Person(subject=f"{claims['iss']}|{claims['sub']}", name=str(said), role=role)

    def _client(self) -> OAuth2Client:
        return OAuth2Client(
            self._client_id,
            self._client_secret,
            scope="openid profile email",
            redirect_uri=self._redirect,
            code_challenge_method="S256",
            timeout=_TIMEOUT_S,
        )

    def _document(self, *, anew: bool = False) -> tuple[dict[str, Any], KeySet]:
        """The discovery document and keys. No redirect is followed: the address is the one of the settings."""
        known = self._known
        if known is not None and not anew and known[0] > time.monotonic() - _KEPT_S:
            return known[1], known[2]
        try:
            with httpx.Client(timeout=_TIMEOUT_S) as client:
                document = client.get(self._discovery).raise_for_status().json()
                keys = KeySet.import_key_set(client.get(document["jwks_uri"]).raise_for_status().json())
            issuer = str(document["issuer"]).rstrip("/")
            complete = all(isinstance(document[key], str) for key in ("authorization_endpoint", "token_endpoint"))
        except (httpx.HTTPError, JoseError, ValueError, KeyError, TypeError) as error:
            raise LoginRefused("the sign-in provider does not answer as it should; try again later.") from error
        if not complete or not self._discovery.startswith(f"{issuer}/"):
            raise LoginRefused(f"the provider calls itself {issuer}, which is not what oidc_discovery says.")
        self._known = (time.monotonic(), document, keys)
        return document, keys


def let_in_person(team: TeamStore, person: Person, *, address: str | None, keeps_role: bool) -> User:
    """The user of somebody whom the provider knows, made at the first sign-in. Raises LoginRefused.

    keeps_role: the desk's own role stays, since no claim tells one.
    """
    now = stamp(datetime.now(UTC))
    user = team.user_of(person.subject)
    if person.role is None:
        team.audit(person.name[:64] or "nobody", "login.refused", address=address, reason="no role")
        raise LoginRefused("your account has no role at this desk; ask whoever keeps your accounts for one.")
    if user is not None and user.disabled:
        team.audit(user.name, "login.refused", address=address, reason="disabled")
        raise LoginRefused("your account is disabled at this desk; ask an admin.")
    with team.transaction():
        if user is None:
            user = _new_user(team, person, now)
            team.audit("single sign-on", "user.add", user.name, address=address, after={"role": user.role})
        elif user.role != person.role and not keeps_role:
            team.audit(
                "single sign-on",
                "user.role",
                user.name,
                address=address,
                before={"role": user.role},
                after={"role": person.role},
            )
            user = replace(user, role=person.role)
        user = replace(user, last_at=now)
        team.put_user(user)
        team.audit(user.name, "login", address=address)
    return user


def _new_user(team: TeamStore, person: Person, now: str) -> User:
    try:
        check_name(person.name)
    except SettingsError as error:
        raise LoginRefused(str(error)) from error
    if team.user(person.name) is not None:
        # Names can be chosen at many providers: whoever takes another's must not become that other.
        raise LoginRefused(f"another user of this desk is called {person.name}; ask an admin.")
    assert person.role is not None
    return User(name=person.name, role=person.role, made_at=now, subject=person.subject)
