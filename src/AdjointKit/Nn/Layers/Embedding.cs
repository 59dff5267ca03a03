using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>Rows of a table by their numbers, [...] to [..., width], with <c>weight</c> [entries, width]; only rows that were taken have a gradient.</summary>
public sealed class Embedding<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ParameterSet parameters;
    private readonly int weight;

    /// <summary>Adds the table to a set.</summary>
    /// <param name="parameters">The set.</param>
    /// <param name="name">The name of the layer: the table is name.weight.</param>
    /// <param name="entries">The number of rows.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="initializer">How the rows are drawn; null: normal of deviation 1.</param>
    /// <param name="seed">The seed; layers of one set may have the same one.</param>
    public Embedding(ParameterSet parameters, string name, nint entries, nint width, Initializer? initializer = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfLessThan(entries, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        this.parameters = parameters;
        weight = parameters.AddDrawn<T>($"{name}.weight", new Shape(entries, width), initializer ?? Initializer.Normal(1), entries, width, seed);
    }

    /// <summary>The rows of some numbers.</summary>
    /// <param name="tape">The tape.</param>
    /// <param name="indices">The numbers, from 0.</param>
    public Var<T> Apply(Tape tape, NdArray<long> indices) => Ops.Embedding(parameters.Record<T>(tape, weight), indices);
}
