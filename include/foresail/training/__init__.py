"""Training: the seam between the tasks of foresail_train and wherever the engine's work is done."""
