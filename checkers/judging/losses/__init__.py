"""How the rubric looks at what a model is trained on, and at training."""
