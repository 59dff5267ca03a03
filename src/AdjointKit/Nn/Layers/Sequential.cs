using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>Layers one after another.</summary>
/// <param name="layers">The layers, the one that sees the input first.</param>
public sealed class Sequential<T>(params IReadOnlyList<Layer<T>> layers) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The layers.</summary>
    public IReadOnlyList<Layer<T>> Layers { get; } = layers;

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default)
    {
        // By number: an enumerator would be an object.
        for (int layer = 0; layer < Layers.Count; layer++) x = Layers[layer].Apply(x, pass);
        return x;
    }
}
