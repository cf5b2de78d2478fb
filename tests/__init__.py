"""The tests mirror the packages; `support/` holds what several of them stand on."""
