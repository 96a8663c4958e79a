"""Which article copies which: one against the store (`find_copy`), or all of a corpus at once (`bulk.all_copies`)."""

from faleme.dedup.copies import find_copy
from faleme.dedup.shingles import sample_of, signature

__all__ = ["find_copy", "sample_of", "signature"]
