using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>The smooth part h of a problem.</summary>
internal abstract class SmoothPart<T>
    where T : unmanaged
{
    /// <summary>A name for messages.</summary>
    internal abstract string Name { get; }

    /// <summary>A of least squares; null: there is none, or the function is another.</summary>
    internal virtual LinearOperator? Operator => null;

    /// <summary>The largest curvature; null: not known.</summary>
    internal abstract double? Curvature { get; }

    /// <summary>The largest curvature for unrolled steps, whose lengths are found from it.</summary>
    internal double CurvatureFor(string method) => Curvature ?? throw new ArgumentException($"unrolled steps of {method} need the largest curvature of {Name}: give it to CompositeProblem.Smooth");

    /// <summary>h(x).</summary>
    internal abstract double Value(NdArray<T> x);

    /// <summary>The gradient as a map, with buffers of its own.</summary>
    internal abstract ISlopeMap Slope();

    /// <summary>The same function with data of its own, which a loop exchanges from step to step; null: there are none.</summary>
    internal virtual (SmoothPart<T> Part, StepData? Data) WithOwnData() => (this, null);
}

/// <summary>x to the gradient of h at x.</summary>
internal interface ISlopeMap : IStepMap, IDisposable
{
    /// <summary>h where the gradient was last computed on arrays.</summary>
    double LastValue { get; }

    /// <summary>Whether it is affine: the gradient at a combination of points, whose weights sum up to 1, is that of the gradients.</summary>
    bool IsAffine { get; }
}
