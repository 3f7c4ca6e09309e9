"""Taking in people from a file: what its columns mean, what a row says and of whom, and putting it on record."""
