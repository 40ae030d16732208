"""The grader of the autoencoders course: see README.md beside this file."""
