"""What Nurture does, as plain functions over database, channel and clock; Temporal, the web and the CLI call these."""
