"""Which questions are alike: lexical scores, sentence embeddings and their fusion into one probability."""
