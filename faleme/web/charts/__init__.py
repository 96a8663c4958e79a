"""Charts drawn by the server: small frozen inputs to SVG, and to the table that says the same.

They need no script, print, and stand alone as files: every colour is an attribute, and text keeps its size at every
width, because places along a chart are percentages of its width. Nothing here asks a store.
"""
