"""What a student works with: start (a folder), watch, doctor."""
