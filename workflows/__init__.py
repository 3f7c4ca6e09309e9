"""Temporal workflows, nothing else: they carry out moves, and know neither plans nor records."""
