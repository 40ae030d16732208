"""How the rubric looks at networks: a file for each kind of them.

layer_table.py shows layers, expected beside found.
"""
