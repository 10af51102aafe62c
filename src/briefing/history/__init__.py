"""What becomes of an edition: versions compared, signatures, publications."""
