"""The desk: the record as pages, REST and feeds. `app.create_app` makes the application that `faleme serve` runs."""
