"""What is fast: handpress beside its peers, on one text, in one run.

`flat` makes a neutral document of a loaded handout; each module of `peers` sets that document with one other tool;
`rows` times handpress and a peer in turns; `report` prints the table. `profiling` and `importing` say where
handpress's own time goes. Nothing is loaded here, so that a peer's own process pays for nothing of ours.
"""
