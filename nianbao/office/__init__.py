"""January in the office: opening the year, the ledger, what goes back to the agencies, proofs, releases."""
