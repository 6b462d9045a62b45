"""What turns text into vectors: the contract, those that come along, any other by name."""
