"""The HTTP edge: what the outside world may call. Hooks of the ATS, people's opt-outs, and whether we are well."""
