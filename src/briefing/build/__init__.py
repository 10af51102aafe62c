"""From notebooks to an edition: what is stale, sections run, the finished folder put in place."""
