"""Programs that tests run in an interpreter of their own: course.child.

They build, train and save with Keras and write what they see to files. They
judge nothing: what is right stands in the test.
"""
