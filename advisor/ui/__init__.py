"""Everything that talks to a person at a terminal. The only package that does."""
