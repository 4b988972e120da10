"""One file for each seller of airtime. None imports another, and none knows Django."""
