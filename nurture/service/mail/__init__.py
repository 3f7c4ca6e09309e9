"""Mail that comes in: kept as it came, then read, matched to a person, and taken as news. What is not plain waits."""
