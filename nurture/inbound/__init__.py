"""Understanding mail that comes in: a raw message is read into a `Letter`, without asking anybody anything."""
