"""The grader graded: right answers, wrong ones, attacks, and every part."""
