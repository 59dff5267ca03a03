using Xunit;

namespace AdjointKit.Tests;

/// <summary>Tests that count allocations of the whole process or measure time: they run while no other test does.</summary>
[CollectionDefinition("Alone", DisableParallelization = true)]
public sealed class AloneCollection;
