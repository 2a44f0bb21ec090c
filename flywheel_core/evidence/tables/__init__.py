"""Tables of others, opened safely: files in DuckDB that is locked down, database tables in their own engine.

with open_table(path="log.csv") as log:
    log.column("timestamp")     # an Ibis column
"""
