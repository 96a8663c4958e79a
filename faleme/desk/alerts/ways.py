"""The ways by which this desk can send, from its settings."""

from __future__ import annotations

from collections.abc import Mapping

from faleme.desk.alerts.mail import Mail, Post
from faleme.desk.alerts.queue import Channel
from faleme.desk.alerts.webhook import Webhook
from faleme.settings import Settings


def ways_of(settings: Settings) -> Mapping[str, Channel]:
    """By the name that an alert has for it: webhooks always, mail where a server for it is set. Feeds are read."""
    base = settings.desk_address or f"http://{settings.serve_host}:{settings.serve_port}"
    ways: dict[str, Channel] = {"webhook": Webhook(settings.fetch_allow_hosts, base=base)}
    if settings.smtp_host is not None:
        post = Post(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_from or f"faleme@{settings.smtp_host}",
            user=settings.smtp_user,
            password=settings.smtp_password,
            security=settings.smtp_tls,
        )
        ways["email"] = Mail(post, base=base)
    return ways
