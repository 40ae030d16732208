"""A whole class: find, unpack, grade in parallel, keep, compare.

Nothing in this folder decides on a mark: that is grading.grade's, which the
workers call.
"""
