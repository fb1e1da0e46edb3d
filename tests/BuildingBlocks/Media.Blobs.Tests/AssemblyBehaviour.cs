// Some tests measure the memory of the whole program: what others allocate meanwhile would count as theirs.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
