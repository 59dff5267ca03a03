using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;

namespace AdjointKit.Optimization;

/// <summary>Any smooth h, in ops or with a gradient of the caller's.</summary>
/// <param name="compute">Where the arrays lie.</param>
/// <param name="inOps">h in ops; null: it is given by its gradient.</param>
/// <param name="byGradient">h by its gradient; null: it is given in ops.</param>
/// <param name="curvature">Its largest curvature; null: not known.</param>
internal sealed class FunctionPart<T>(Compute compute, Func<Var<T>, Var>? inOps, ObjectiveFunction<T>? byGradient, double? curvature) : SmoothPart<T>
    where T : unmanaged
{
    internal override string Name => "a smooth function";

    internal override double? Curvature => curvature;

    internal override double Value(NdArray<T> x)
    {
        using ISlopeMap map = Slope();
        using NdArray<T> slope = compute.Empty<T>(x.Shape);
        map.Apply(x, slope);
        return map.LastValue;
    }

    internal override ISlopeMap Slope() => new FunctionSlope(inOps is null ? new DelegateObjective<T>(byGradient!, compute) : new TapeObjective<T>(inOps, compute), inOps);

    private sealed class FunctionSlope(Objective<T> objective, Func<Var<T>, Var>? inOps) : ISlopeMap
    {
        public double LastValue { get; private set; }

        public bool IsAffine => false;

        public void Apply(in UntypedArray x, in UntypedArray into) => LastValue = objective.Evaluate(x.As<T>(), into.As<T>());

        public Var Apply(Var x) => inOps is null
            ? throw new NotSupportedException("A gradient on arrays cannot be recorded on a tape: give the smooth function in ops.")
            : Gradient.Of(inOps, x.As<T>());

        public void Dispose() => objective.Dispose();
    }
}
