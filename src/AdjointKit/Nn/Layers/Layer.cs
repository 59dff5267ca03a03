using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>
/// A differentiable function of one variable, with or without parameters. The parameters belong to a <see cref="ParameterSet"/>, under names that begin with that of the layer; the layer itself holds no
/// numbers. Derive from it to bring a layer of your own.
/// </summary>
public abstract class Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The value of the layer, on the tape of its input.</summary>
    /// <param name="x">The input.</param>
    /// <param name="pass">Whether the layer is trained; evaluated by default.</param>
    public abstract Var<T> Apply(Var<T> x, ForwardPass pass = default);
}
