"""Where pages come from: files, folders, corpora, standard input."""
