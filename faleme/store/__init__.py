"""Where records are kept: one Protocol (`base`), one suite of tests, an embedded store (`sqlite`)."""
