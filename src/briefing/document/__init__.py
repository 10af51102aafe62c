"""From executed sections to what people read: the document, and its forms for the screen, for paper and for Word."""
