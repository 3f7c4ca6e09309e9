"""The brain, pure: which move comes next, and whether a message may leave. No clock, no I/O, no randomness."""
