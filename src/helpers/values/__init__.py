"""What a page can say, with its source: figures, words, dates and documents, and their Vietnamese forms."""
