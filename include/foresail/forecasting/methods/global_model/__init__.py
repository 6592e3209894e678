"""The global model: its features, its training set, and XGBoost."""
