using System.Numerics;
using AdjointKit.Arrays;
using AdjointKit.Devices;

namespace AdjointKit.Operators;

/// <summary>
/// The dot-product test of an adjoint (Claerbout, "Earth Soundings Analysis", 1992): for random x and y, a = (A x, y) and b = (x, A^H y) must agree.
/// Inner products are summed in float64, with the first factor conjugated; of an operator that is linear in real numbers only (<see cref="LinearOperator.IsRealLinear"/>) their real parts are compared.
/// </summary>
public static class DotTest
{
    /// <summary>The largest error that passes in double precision.</summary>
    public const double DoubleTolerance = 1e-12;

    /// <summary>The largest error that passes in single precision.</summary>
    public const double SingleTolerance = 1e-5;

    private const int Seeds = 9;

    /// <summary>Tests an operator: the error is the median over nine seeds of |a - b| / max(|a|, |b|).</summary>
    /// <param name="operator">The operator.</param>
    /// <param name="tolerance">The largest error that passes; null: 1e-12 if both spaces are double precision, else 1e-5.</param>
    /// <param name="seed">The first of the nine seeds.</param>
    public static CheckResult Run<TIn, TOut>(LinearOperator<TIn, TOut> @operator, double? tolerance = null, ulong seed = 1)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(@operator);
        Span<double> errors = stackalloc double[Seeds];
        for (int k = 0; k < Seeds; k++) errors[k] = Error(@operator, seed + (ulong)k);
        errors.Sort();
        bool single = IsSingle(@operator.DomainType) || IsSingle(@operator.RangeType);
        double median = double.IsNaN(errors[0]) ? double.NaN : errors[Seeds / 2];
        return new CheckResult(@operator.Name, single ? "f32" : "f64", @operator.Compute.Device.ToString(), median, tolerance ?? (single ? SingleTolerance : DoubleTolerance));
    }

    /// <summary>|a - b| / max(|a|, |b|) for one seed; 0 when both are 0.</summary>
    public static double Error<TIn, TOut>(LinearOperator<TIn, TOut> @operator, ulong seed)
        where TIn : unmanaged
        where TOut : unmanaged
    {
        ArgumentNullException.ThrowIfNull(@operator);
        Backend backend = @operator.Compute.Backend;
        using NdArray<TIn> x = RandomArray<TIn>(@operator.Compute, @operator.Domain, seed, stream: 0);
        using NdArray<TOut> y = RandomArray<TOut>(@operator.Compute, @operator.Range, seed, stream: 1);
        using NdArray<TOut> forward = @operator.Apply(x);
        using NdArray<TIn> back = @operator.ApplyAdjoint(y);
        Complex a = backend.Dot(forward, y);
        Complex b = backend.Dot(x, back);
        if (@operator.IsRealLinear) (a, b) = (a.Real, b.Real);
        double largest = Math.Max(Complex.Abs(a), Complex.Abs(b));
        return largest == 0 ? 0 : Complex.Abs(a - b) / largest;
    }

    private static NdArray<T> RandomArray<T>(Compute compute, Shape shape, ulong seed, ulong stream)
        where T : unmanaged
    {
        NdArray<T> host = NdArray.Empty<T>(shape);
        new CounterRandom(seed, stream).FillNormal(host);
        if (compute.Device.IsHost) return host;
        NdArray<T> device = compute.Empty<T>(shape);
        compute.Backend.CopyFromHost(host, device);
        host.Dispose();
        return device;
    }

    private static bool IsSingle(ElementType type) => ElementTypes.RealOf(type) == ElementType.Float32;
}
