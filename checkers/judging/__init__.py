"""The judge: what was seen, what a right answer computes, and the marks.

A judge compares the evidence with the oracle and raises Wrong or Blocked. The
rubric files say what each judgement is worth. common.py holds the judgements
that all tasks share, shared.py the checks that several rubric files have.
"""
