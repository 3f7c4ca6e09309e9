"""Temporal activities: each hands its work to `nurture.service` and turns our errors into Temporal's, in one place."""
