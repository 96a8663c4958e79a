"""Programs that build ``faleme/data`` from the reference folder; never imported by faleme."""
