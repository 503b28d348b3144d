"""The transition network: what each step from one picture to the next is part of (docs/spec/transitions.md)."""
