"""The floor of forecasting: sales as series by step of time, and what is known of each before a forecast."""
