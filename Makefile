# Rebuilds the weights that ship: about 90 minutes on two cores. DATA and ENCODER are folders; training/README.md says of what.
DATA ?= corpora
ENCODER ?= minilm
RUN ?= training/runs/shipped

.PHONY: train check
train:
	python -m training.train --data $(DATA) --encoder $(ENCODER) --out $(RUN) --epochs 5
	python -m training.export --run $(RUN)

check:
	bash .ci/run
