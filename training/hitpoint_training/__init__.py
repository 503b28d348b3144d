"""Training of Hitpoint's composer: corpus, labels, network, export and evaluation (see training/README.md)."""
