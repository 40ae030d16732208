"""What a student meets beside the marks: a folder to work in, a companion."""
