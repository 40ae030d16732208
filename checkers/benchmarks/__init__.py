"""What is measured: training, grading, a class, exports."""
