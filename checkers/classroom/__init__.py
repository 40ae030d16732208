"""A whole class: find the submissions, unpack them, grade them in parallel.

Nothing here decides on a mark: the workers call judging.grading.grade.
"""
