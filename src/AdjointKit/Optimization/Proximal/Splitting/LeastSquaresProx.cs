using AdjointKit.Arrays;
using AdjointKit.Autodiff;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>prox of |A x - b|^2 / 2: (A^H A + 1 / t)^-1 (A^H b + x / t). On arrays what is written to is where its iteration begins.</summary>
internal sealed class LeastSquaresProx<T> : ILengthMap, IDisposable
    where T : unmanaged
{
    private readonly Backend backend;
    private readonly IStepMap dataBack;
    private readonly UntypedArray right;

    internal LeastSquaresProx(CompositeProblem<T> problem, LeastSquaresPart<T> misfit)
    {
        backend = problem.Compute.Backend;
        dataBack = misfit.DataBack();
        right = backend.Allocate(ElementTypes.Of<T>(), problem.Shape, problem.Compute.Memory);
        System = new NormalSystem<T>(problem.Compute, problem.Shape, misfit.AsTerm(), [new DistanceTerm<T>(backend, problem.Shape)]);
    }

    public double Length { get; set; }

    /// <summary>The linear system.</summary>
    internal NormalSystem<T> System { get; }

    public void Apply(in UntypedArray x, in UntypedArray into)
    {
        dataBack.Apply(x, right);
        backend.AddScaled(1 / Length, x, right);
        System.Length = 1 / Length;
        System.Apply(right, into);
    }

    public Var Apply(Var x)
    {
        System.Length = 1 / Length;
        return System.Apply(dataBack.Apply(x) + ((1 / Length) * x));
    }

    public void Dispose()
    {
        right.Release();
        System.Dispose();
    }
}

/// <summary>|z - x|^2 / 2 in a prox: for its system the identity.</summary>
internal sealed class DistanceTerm<T>(Backend backend, Shape shape) : CompositeTerm
    where T : unmanaged
{
    private readonly IdentityMap identity = new(backend);

    internal override string Name => "|z - x|^2 / 2";

    internal override LinearOperator? Operator => null;

    internal override Shape Range => shape;

    internal override ElementType Type => ElementTypes.Of<T>();

    internal override double StrongConvexity => 1;

    internal override double LargestCurvature => 1;

    internal override IStepMap Forward => identity;

    internal override IStepMap Back => identity;

    internal override ILengthMap Prox() => throw new System.Diagnostics.UnreachableException();

    internal override ILengthMap ConjugateProx() => throw new System.Diagnostics.UnreachableException();

    internal override double Value(in UntypedArray image) => throw new System.Diagnostics.UnreachableException();

    internal override double ConjugateValue(in UntypedArray y) => throw new System.Diagnostics.UnreachableException();
}
