"""Future covariates: what is known ahead of sales, as the calendar, holidays, events and planned prices."""
