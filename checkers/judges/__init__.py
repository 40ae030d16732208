"""How the rubric looks at what models did: a file for each kind of network.

A judge compares the evidence with the oracle and raises Wrong or Blocked. The
rubric files say what each judgement is worth. common.py and learning.py hold
what all tasks share; layer_table.py shows layers, expected beside found.
"""
