"""Article → Analysis: the only home of spaCy. Callers want `reader.nlp.analyser`."""
