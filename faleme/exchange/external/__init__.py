"""The way in: rows of other data sets as external reports, linked to our events and compared with them.

`files` opens what a desk brings, `sources` tells which data set it is, a module a schema reads its rows, `importing`
keeps them, `linking` finds the events that they tell, and `comparing` says what either side has and lacks.
"""
