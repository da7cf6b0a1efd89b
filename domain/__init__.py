"""What is true of profiles and journeys: pure, no IO, no clock."""
