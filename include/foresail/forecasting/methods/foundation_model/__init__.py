"""A pretrained model that forecasts series it has never seen; its weights are the user's to name."""
