"""What touches the disk and processes: reading, writing at once or not at all, workers that can be stopped."""
