"""Work on files in processes of their own, all under the same limits of memory, CPU time and clock."""
