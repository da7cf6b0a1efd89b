"""What `make bench` measures: costs and rates, beside what the bare drivers would give."""
