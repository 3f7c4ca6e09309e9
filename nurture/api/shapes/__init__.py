"""What goes into the API and comes out of it: models of their own, so that tables may change and these stay."""
