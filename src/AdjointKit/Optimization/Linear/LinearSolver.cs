using AdjointKit.Arrays;
using AdjointKit.Devices;
using AdjointKit.Operators;
using AdjointKit.Optimization.Steps;

namespace AdjointKit.Optimization;

/// <summary>An iteration for A x = b, or for the x that makes |b - A x| smallest. Made once for an operator; started for any number of right-hand sides.</summary>
/// <typeparam name="TIn">The element type of x.</typeparam>
/// <typeparam name="TOut">The element type of b.</typeparam>
public abstract class LinearSolver<TIn, TOut> : IterativeSolver<TIn>
    where TIn : unmanaged
    where TOut : unmanaged
{
    private readonly NdArray<TIn> x;

    private protected LinearSolver(LinearOperator<TIn, TOut> a, LinearOptions? options)
        : base(Required(a).Compute, options ??= new LinearOptions())
    {
        A = a;
        Options = options.Valid();
        Preconditioner = Options.Preconditioner switch
        {
            null => null,
            LinearOperator<TIn, TIn> m when m.Domain == a.Domain && m.Range == a.Domain => m,
            LinearOperator other => throw new ArgumentException($"the preconditioner {other.Name} takes {other.DomainType} {other.Domain} to {other.RangeType} {other.Range}, and {a.Name} works on {a.DomainType} {a.Domain}", nameof(options)),
        };
        Maps = new LinearMaps(new OperatorMap<TIn, TOut>(a), new OperatorMap<TOut, TIn>(a.H), Preconditioner is null ? null : new OperatorMap<TIn, TIn>(Preconditioner), Options.Damping, Options.Restart);
        x = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override NdArray<TIn> Solution => x;

    /// <summary>The operator.</summary>
    public LinearOperator<TIn, TOut> A { get; }

    /// <summary>The options.</summary>
    public LinearOptions Options { get; }

    private protected LinearOperator<TIn, TIn>? Preconditioner { get; }

    private protected LinearMaps Maps { get; }

    /// <summary>The right-hand side, of the caller.</summary>
    private protected NdArray<TOut> B { get; private set; }

    /// <summary>|b|.</summary>
    private protected double Scale { get; private set; }

    /// <summary>Where the residual b - A x of the iterate is kept.</summary>
    private protected abstract NdArray<TOut> ResidualArray { get; }

    /// <summary>Sets the right-hand side and the first iterate.</summary>
    /// <param name="b">The right-hand side; not to be changed before the end.</param>
    /// <param name="start">The first iterate, which is copied; null: zeros.</param>
    public void Start(NdArray<TOut> b, NdArray<TIn>? start = null)
    {
        if (b.Shape != A.Range) throw new ArgumentException($"a right-hand side of shape {b.Shape} does not fit {A.Name}, whose range is {A.Range}", nameof(b));
        if (start is NdArray<TIn> first && first.Shape != A.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {A.Name}, whose domain is {A.Domain}", nameof(start));
        B = b;
        Scale = Norm(b);
        double target = Stopping.Target(Scale, ElementTypes.Of<TOut>());
        if (start is null || Scale == 0)
        {
            Backend.Fill(x, 0);
            Backend.Copy(b, ResidualArray);
            Begin(Scale, target);
        }
        else
        {
            Backend.Copy(start.Value, x);
            Begin(TrueResidual(), target);
        }

        if (Reason is not null) return;
        Restart();
        AmendBeginning();
    }

    /// <summary>Begins again from the iterate and its residual in <see cref="ResidualArray"/>.</summary>
    private protected abstract void Restart();

    /// <summary>Computes b - A x and gives its norm.</summary>
    private protected virtual double TrueResidual()
    {
        A.Apply(x, ResidualArray);
        Backend.Binary(BinaryOp.Subtract, B, ResidualArray, ResidualArray);
        return Norm(ResidualArray);
    }

    private protected override void Resume()
    {
        Residual = TrueResidual();
        Restart();
    }

    private protected override void Release() => x.Dispose();

    private static LinearOperator<TIn, TOut> Required(LinearOperator<TIn, TOut> a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a;
    }
}
