"""The journey as a graph: pure, and the only room that knows networkx."""
