"""Out, in, and what is lost on the way: one module for each schema."""
