"""Numbers arrive in Excel: a workbook for each office, read back with its cells as sources. No build loads this room."""
