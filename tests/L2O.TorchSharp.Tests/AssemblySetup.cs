using Xunit.Sdk;
using Xunit.v3;

// Libtorch has one random generator for all.
[assembly: Parallelization(Mode = ParallelMode.None)]
