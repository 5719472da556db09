"""Questions, answers, states and readiness of the yearly work: decided from values alone; dated data lie beside."""
