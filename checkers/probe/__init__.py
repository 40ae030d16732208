"""What runs in the student's interpreter: see __main__.py."""
