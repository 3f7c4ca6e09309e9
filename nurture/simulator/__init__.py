"""The rehearsal: sequences played on a virtual clock over a log of what happened, without a server or a database file.

It is no model of the product: intake, entering, engine, gate and ledger are the product's own, and only the clock, the
database (in memory) and the carrying out of moves (`runs`, in place of Temporal) are the rehearsal's.
"""
