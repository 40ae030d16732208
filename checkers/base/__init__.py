"""What knows nothing of grading: errors, paths, whole files, clean text."""
