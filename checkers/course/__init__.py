"""What is asked: the tasks, their cases, and plans of what is looked at."""
