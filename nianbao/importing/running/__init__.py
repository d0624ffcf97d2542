"""Tables in running text: cells parted by anything, or by nothing at all."""
