"""Tellings to reports, reports to events, articles to stories, facts to registers."""
