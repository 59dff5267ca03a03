using System.Numerics;
using AdjointKit.Autodiff;

namespace AdjointKit.Nn;

/// <summary>A function without parameters: <c>new Activation&lt;float&gt;(Ops.Relu)</c>, or a change of shape.</summary>
/// <param name="function">The function, in ops.</param>
public sealed class Activation<T>(Func<Var<T>, Var<T>> function) : Layer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Func<Var<T>, Var<T>> function = function ?? throw new ArgumentNullException(nameof(function));

    /// <inheritdoc/>
    public override Var<T> Apply(Var<T> x, ForwardPass pass = default) => function(x);
}
