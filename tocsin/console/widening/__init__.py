"""Break-glass for rights: widening one's own, and the review by somebody else."""
