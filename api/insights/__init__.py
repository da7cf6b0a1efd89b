"""What teams measure a journey by: funnels, flows, bottlenecks and retention."""
