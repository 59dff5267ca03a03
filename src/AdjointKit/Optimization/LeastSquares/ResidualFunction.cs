using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>The residuals at x, written into an array, and their derivative there.</summary>
/// <param name="x">Where; to be read only, and not kept: what J needs of it is copied.</param>
/// <param name="residuals">Receives r(x).</param>
/// <returns>The Jacobian J as an operator; later calls may not change it, as the step that they try may not be taken.</returns>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of the residuals.</typeparam>
public delegate LinearOperator<TIn, TOut> ResidualFunction<TIn, TOut>(NdArray<TIn> x, NdArray<TOut> residuals)
    where TIn : unmanaged
    where TOut : unmanaged;

/// <summary>Residuals, and where they are computed.</summary>
internal abstract class Residuals<TIn, TOut>(Compute compute)
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal Compute Compute { get; } = compute;

    /// <summary>Writes r(x), and gives J there; whoever asked gives it back to <see cref="Release"/>.</summary>
    internal abstract LinearOperator<TIn, TOut> Linearize(NdArray<TIn> x, NdArray<TOut> into);

    internal abstract void Release(LinearOperator<TIn, TOut> jacobian);
}

/// <summary>Residuals in ops, linearised on a tape.</summary>
internal sealed class TapeResiduals<TIn, TOut>(Func<Var<TIn>, Var<TOut>> function, Compute compute) : Residuals<TIn, TOut>(compute)
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal override LinearOperator<TIn, TOut> Linearize(NdArray<TIn> x, NdArray<TOut> into)
    {
        Linearization<TIn, TOut> jacobian = Autodiff.Linearize.Of(function, x, Compute);
        try
        {
            if (jacobian.Range != into.Shape) throw new ArgumentException($"the function gives residuals of shape {jacobian.Range} and was said to give {into.Shape}");
            using NdArray<TOut> value = jacobian.Value();
            Compute.Backend.Copy(value, into);
            return jacobian;
        }
        catch
        {
            jacobian.Dispose();
            throw;
        }
    }

    internal override void Release(LinearOperator<TIn, TOut> jacobian) => ((Linearization<TIn, TOut>)jacobian).Dispose();
}

/// <summary>Residuals whose Jacobian the caller computes.</summary>
internal sealed class DelegateResiduals<TIn, TOut>(ResidualFunction<TIn, TOut> function, Compute compute) : Residuals<TIn, TOut>(compute)
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal override LinearOperator<TIn, TOut> Linearize(NdArray<TIn> x, NdArray<TOut> into)
    {
        LinearOperator<TIn, TOut> jacobian = function(x, into);
        return jacobian.Domain == x.Shape && jacobian.Range == into.Shape ? jacobian
            : throw new ArgumentException($"the Jacobian {jacobian.Name} takes {jacobian.Domain} to {jacobian.Range}, and the residuals {x.Shape} to {into.Shape}");
    }

    internal override void Release(LinearOperator<TIn, TOut> jacobian)
    {
    }
}
