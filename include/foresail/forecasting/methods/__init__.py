"""The forecasting methods: a module each, which `registry` discovers by its entry METHOD."""
