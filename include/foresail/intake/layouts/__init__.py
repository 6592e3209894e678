"""Where the sales lie in a sheet: a line each, a column a period, in groups, in a known export."""
