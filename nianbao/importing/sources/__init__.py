"""Files as they come: what they really are, whether they are safe to open, and who reads them."""
