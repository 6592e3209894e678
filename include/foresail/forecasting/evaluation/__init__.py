"""How well forecasts do: backtest, selection, calibration, metrics, and the champion's defence."""
