"""Alerts: a saved view that speaks up. What is news to it, what may be sent when, and how it is sent."""
