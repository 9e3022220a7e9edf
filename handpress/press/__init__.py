"""The press: plates out of the cache or made anew, impressions, files written whole, many orders at a time.

`making` gets a job's plate, `cache` keeps plates, `files` writes, `orders` runs many jobs. They are imported one by
one: a single copy of a cached plate needs no more than the first three.
"""
