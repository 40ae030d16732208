"""The judging side's end of the probe: start, fence and read it."""
