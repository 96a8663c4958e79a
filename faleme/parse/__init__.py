"""Sentences, words, names, mentions and event anchors: what the language core sees."""
