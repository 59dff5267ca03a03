using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>h(x) = |A x - b|^2 / 2: a smooth part with the gradient A^H (A x - b), or g(A x) with g(z) = |z - b|^2 / 2, whose prox is (z + s b) / (1 + s) and that of g* is (y - s b) / (1 + s).</summary>
internal sealed class LeastSquaresPart<TIn, TOut>(LinearOperator<TIn, TOut>? a, StepData<TOut> b, Compute compute, Shape domain) : LeastSquaresPart<TIn>
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal override string Name => a is null ? "|x - b|^2 / 2" : $"least squares with {a.Name}";

    internal override LinearOperator? Operator => a;

    /// <summary>|A|^2, by power iteration.</summary>
    internal override double? Curvature => a is null ? 1 : Optimization.Curvature.Largest(compute, ElementTypes.Of<TIn>(), domain, [AsTerm()]);

    internal override Tape? Tape => b.Tape;

    internal override CompositeTerm AsTerm() => new LeastSquaresTerm<TIn, TOut>(a, b, compute, a?.Range ?? domain);

    internal override double Value(NdArray<TIn> x)
    {
        using ISlopeMap map = Slope();
        UntypedArray slope = compute.Backend.Allocate(ElementTypes.Of<TIn>(), domain, compute.Memory);
        map.Apply(x, slope);
        slope.Release();
        return map.LastValue;
    }

    internal override IStepMap DataBack() => new DataBackMap(AsTerm(), b);

    internal override (SmoothPart<TIn> Part, StepData? Data) WithOwnData()
    {
        StepData<TOut> own = b.Copy();
        return (new LeastSquaresPart<TIn, TOut>(a, own, compute, domain), own);
    }

    internal override ISlopeMap Slope() => new LeastSquaresSlope(AsTerm(), b, compute);

    /// <summary>x to A^H (A x - b).</summary>
    private sealed class LeastSquaresSlope(CompositeTerm term, StepData<TOut> b, Compute compute) : ISlopeMap
    {
        private readonly UntypedArray misfit = compute.Backend.Allocate(term.Type, term.Range, compute.Memory);

        public double LastValue { get; private set; }

        public bool IsAffine => true;

        public void Apply(in UntypedArray x, in UntypedArray into)
        {
            term.Forward.Apply(x, misfit);
            compute.Backend.AddScaled(-1, b.Array, misfit);
            LastValue = compute.Backend.Dot(misfit, misfit).Real / 2;
            term.Back.Apply(misfit, into);
        }

        public Var Apply(Var x) => term.Back.Apply(term.Forward.Apply(x) - (Var)b.On(x.Tape));

        public void Dispose() => misfit.Release();
    }

    private sealed class DataBackMap(CompositeTerm term, StepData<TOut> b) : IStepMap
    {
        public void Apply(in UntypedArray x, in UntypedArray into) => term.Back.Apply(b.Array, into);

        public Var Apply(Var x) => term.Back.Apply(b.On(x.Tape));
    }
}

/// <summary>Least squares, whatever the data's type.</summary>
internal abstract class LeastSquaresPart<T> : SmoothPart<T>
    where T : unmanaged
{
    /// <summary>Whether there is an A.</summary>
    internal bool HasOperator => Operator is not null;

    /// <summary>The tape of the data, if they are on one.</summary>
    internal abstract Tape? Tape { get; }

    /// <summary>The same as g(A x).</summary>
    internal abstract CompositeTerm AsTerm();

    /// <summary>A^H b, whatever x is.</summary>
    internal abstract IStepMap DataBack();
}

/// <summary>|z - b|^2 / 2 of z = A x.</summary>
internal sealed class LeastSquaresTerm<TIn, TOut>(LinearOperator<TIn, TOut>? a, StepData<TOut> b, Compute compute, Shape range) : CompositeTerm
    where TIn : unmanaged
    where TOut : unmanaged
{
    internal override string Name => "|z - b|^2 / 2";

    internal override LinearOperator? Operator => a;

    internal override Shape Range => range;

    internal override ElementType Type => ElementTypes.Of<TOut>();

    internal override double StrongConvexity => 1;

    internal override double LargestCurvature => 1;

    internal override IStepMap Forward { get; } = a is null ? new IdentityMap(compute.Backend) : new OperatorMap<TIn, TOut>(a);

    internal override IStepMap Back { get; } = a is null ? new IdentityMap(compute.Backend) : new OperatorMap<TOut, TIn>(a.H);

    internal override ILengthMap Prox() => new QuadraticProx(b, compute, sign: 1);

    internal override ILengthMap ConjugateProx() => new QuadraticProx(b, compute, sign: -1);

    internal override double Value(in UntypedArray image)
    {
        NdArray<TOut> misfit = compute.Empty<TOut>(range);
        compute.Backend.Binary(BinaryOp.Subtract, image, b.Array, misfit);
        double value = compute.Backend.Dot(misfit, misfit).Real / 2;
        misfit.Dispose();
        return value;
    }

    internal override double ConjugateValue(in UntypedArray y) => (compute.Backend.Dot(y, y).Real / 2) + compute.Backend.Dot(b.Array, y).Real;

    /// <summary>(z + sign s b) / (1 + s).</summary>
    private sealed class QuadraticProx(StepData<TOut> b, Compute compute, int sign) : ILengthMap
    {
        public double Length { get; set; }

        public void Apply(in UntypedArray x, in UntypedArray into)
        {
            compute.Backend.Affine(1 / (1 + Length), x, 0, into);
            compute.Backend.AddScaled(sign * Length / (1 + Length), b.Array, into);
        }

        public Var Apply(Var x) => ((1 / (1 + Length)) * x) + ((sign * Length / (1 + Length)) * (Var)b.On(x.Tape));
    }
}
