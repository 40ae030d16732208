"""The judge: what was seen, what a right answer computes, and the marks.

A judge compares the evidence with the oracle and raises Wrong or Blocked. The
rubric files say what each judgement is worth. common.py holds what all tasks
share.
"""
