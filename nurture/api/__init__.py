"""The HTTP API: what the command line does, for programs, over the same functions of the service.

Whoever asks shows a token (`nurture tokens`), and each route demands one scope of it. `door` knows the token before
anything else is looked at, `routes` hold the operations and `shapes` what goes in and out; `problems` say why not, and
`once` keeps a request that comes twice from being carried out twice.
"""
