"""Many pages: the loop behind `faleme read`."""
