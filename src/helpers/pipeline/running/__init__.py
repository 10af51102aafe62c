"""Running sections: papermill in parallel, in warm kernels forked from one process that imported the libraries."""
