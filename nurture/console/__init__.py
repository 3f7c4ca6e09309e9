"""The web pages for recruiters and operators, read only.

They show personal data and ask nobody who they are: serve them on a trusted network only, never beside public routes.
"""
