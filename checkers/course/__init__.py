"""What is asked: the tasks, their cases, and the plans of what is looked at."""
