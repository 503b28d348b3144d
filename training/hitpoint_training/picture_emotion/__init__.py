"""The picture network: valence, arousal and seven emotions of one picture (docs/spec/emotion.md, section Network)."""
