"""Seeing a mail before anybody gets it: from the files of a folder, for people who may be invented. Nothing is kept."""
