"""What the records of a group say: decided from values alone; the dated data lie beside."""
