"""Small tables of numbers: training runs, monthly series, ablations. Read as carefully as logs are."""
