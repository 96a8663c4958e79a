"""E-mail: one digest for all messages of an alert that are due, as text with every line's source."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from faleme.desk.alerts.queue import Message, NotSent
from faleme.desk.brief_words import facts_words, quoted
from faleme.desk.wording import heading, plural
from faleme.store.teams import Alert, View

_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """The post office. security: starttls, tls or none."""

    host: str
    port: int
    sender: str
    user: str | None = None
    password: str | None = None
    security: str = "starttls"


class Mail:
    """Sends digests by SMTP."""

    def __init__(self, post: Post, *, base: str = "") -> None:
        self._post = post
        self._base = base

    def send(self, alert: Alert, view: View, messages: Sequence[Message]) -> str:
        """See `queue.Channel`."""
        if not alert.target:
            raise NotSent("the alert has no address", lasting=True)
        made = digest(alert, view, messages, sender=self._post.sender, base=self._base)
        try:
            with self._connected() as server:
                if self._post.security == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self._post.user:
                    server.login(self._post.user, self._post.password or "")
                refused = server.send_message(made)
        except smtplib.SMTPRecipientsRefused as error:
            raise NotSent(f"refused: {error.recipients}", lasting=True) from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotSent(f"no answer: {error}") from error
        return "sent" if not refused else f"refused: {refused}"

    def _connected(self) -> smtplib.SMTP:
        if self._post.security == "tls":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self._post.host, self._post.port, timeout=_TIMEOUT_S, context=context)
        return smtplib.SMTP(self._post.host, self._post.port, timeout=_TIMEOUT_S)


def digest(alert: Alert, view: View, messages: Sequence[Message], *, sender: str, base: str = "") -> EmailMessage:
    """The mail. Names of strangers are kept out of its headers."""
    mail = EmailMessage()
    mail["Subject"] = f"{_one_line(view.name)}: {plural(len(messages), 'happening')}"
    mail["From"] = sender
    mail["To"] = alert.target or ""
    mail["Date"] = formatdate(usegmt=True)
    mail["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or None)
    mail["Auto-Submitted"] = "auto-generated"
    lines = [f"{plural(len(messages), 'happening')} in your view {_one_line(view.name)}.", ""]
    for number, message in enumerate(messages, 1):
        lines += [*_lines(number, message, base), ""]
    lines += [f"To change or stop these mails: {base}/alerts"]
    mail.set_content("\n".join(lines))
    return mail


def _lines(number: int, message: Message, base: str) -> list[str]:
    line = message.line
    if line is None:
        return [f"{number}. {message.event_id} is not in the record any more."]
    words = quoted(line.sentence)
    source = ", ".join(part for part in (line.outlet, line.title, line.published, line.url) if part)
    return [
        f"{number}. {'' if message.kind == 'created' else message.kind + ': '}{_one_line(heading(line))}",
        "   " + facts_words(line),
        *([f"   “{words}”"] if words else []),
        *([f"   {_one_line(source)}"] if source else []),
        f"   {base}/events/{message.event_id}",
    ]


def _one_line(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
