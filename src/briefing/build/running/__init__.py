"""Running sections: papermill in parallel, each notebook in a process forked from one that imported the libraries."""
