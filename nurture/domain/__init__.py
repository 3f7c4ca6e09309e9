"""The words of the business as frozen values and rules; standard library only."""
