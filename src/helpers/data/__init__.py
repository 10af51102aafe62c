"""The shared data: from CSV to checked rows, and the language in which numbers are named. No pandas, no HTML."""
