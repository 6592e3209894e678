"""The calendar as a workbook: promotions, events and planned prices, as planners keep them."""
