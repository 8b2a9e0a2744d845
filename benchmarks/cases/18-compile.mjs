// Tracing, differentiating and planning a model: what is done once, before the first run.
