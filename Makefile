# The only recipes a newcomer must know. Each calls bootstrap.py, which works without make too.
PYTHON ?= python3
.PHONY: setup demo test check bench assets lock

setup demo test check bench assets lock:
	@$(PYTHON) bootstrap.py $@ $(ARGS)
