"""From notebooks to an edition: which sections are stale, run them, one document, its formats."""
