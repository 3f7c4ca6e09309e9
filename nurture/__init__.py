"""Recruiting sequences, written in YAML and run as durable Temporal workflows."""
