"""The judging side's end of the probe: start it, fence it, read its answers."""
