using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using AdjointKit.Arrays;
using AdjointKit.Devices.Drivers;

namespace AdjointKit.Devices.Gpu;

/// <summary>The arguments of one launch, collected on the stack.</summary>
internal ref struct ArgumentList
{
    /// <summary>The most arguments of a launch.</summary>
    internal const int Most = 64;

    private Arguments arguments;
    private int count;

    internal readonly int Count => count;

    [UnscopedRef]
    internal readonly ReadOnlySpan<KernelArgument> Values => ((ReadOnlySpan<KernelArgument>)arguments)[..count];

    internal void Add(KernelArgument argument) => arguments[count++] = argument;

    internal void Add(int value) => Add(KernelArgument.Int(value));

    internal void Add(long value) => Add(KernelArgument.Long(value));

    /// <summary>Memory and the place of the first element in it.</summary>
    internal void Add(in UntypedArray array)
    {
        Add(KernelArgument.Memory(array.Storage.Memory));
        Add((long)array.Offset);
    }

    [InlineArray(Most)]
    private struct Arguments
    {
        private KernelArgument first;
    }
}
