"""Who may come into a desk and do what: users, sessions, tokens, single sign-on, limits. Nothing here knows of HTTP."""
