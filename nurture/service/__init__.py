"""What Nurture does, as plain functions over the database, the channel and the clock; Temporal and the web call these."""
