"""Marks: the result document, the folder that holds a class', and reports."""
