using AdjointKit.Arrays;
using AdjointKit.Operators;

namespace AdjointKit.Optimization;

/// <summary>An iteration for A x = b. Made once for an operator; started for any number of right-hand sides.</summary>
public abstract class LinearSolver<T> : IterativeSolver<T>
    where T : unmanaged
{
    private readonly NdArray<T> x;

    private protected LinearSolver(LinearOperator<T, T> a, KrylovOptions? options)
        : base(Required(a).Compute, (options ?? new KrylovOptions()).Stopping, options?.Callback)
    {
        if (a.Domain != a.Range) throw new ArgumentException($"{a.Name} takes {a.Domain} to {a.Range}: a linear system is solved in one space", nameof(a));
        A = a;
        Options = options ?? new KrylovOptions();
        Preconditioner = Options.Preconditioner switch
        {
            null => null,
            LinearOperator<T, T> m when m.Domain == a.Domain && m.Range == a.Domain => m,
            LinearOperator other => throw new ArgumentException($"the preconditioner {other.Name} takes {other.DomainType} {other.Domain} to {other.RangeType} {other.Range}, and {a.Name} works on {a.DomainType} {a.Domain}", nameof(options)),
        };
        x = NewArray(a.Domain);
    }

    /// <inheritdoc/>
    public override NdArray<T> Solution => x;

    /// <summary>The operator.</summary>
    public LinearOperator<T, T> A { get; }

    /// <summary>The options.</summary>
    public KrylovOptions Options { get; }

    private protected LinearOperator<T, T>? Preconditioner { get; }

    /// <summary>The right-hand side, of the caller.</summary>
    private protected NdArray<T> B { get; private set; }

    /// <summary>Where the residual b - A x of the iterate is kept.</summary>
    private protected abstract NdArray<T> ResidualArray { get; }

    /// <summary>Sets the right-hand side and the first iterate.</summary>
    /// <param name="b">The right-hand side; not to be changed before the end.</param>
    /// <param name="start">The first iterate, which is copied; null: zeros.</param>
    public void Start(NdArray<T> b, NdArray<T>? start = null)
    {
        if (b.Shape != A.Range) throw new ArgumentException($"a right-hand side of shape {b.Shape} does not fit {A.Name}, whose range is {A.Range}", nameof(b));
        if (start is NdArray<T> first && first.Shape != A.Domain) throw new ArgumentException($"a first iterate of shape {first.Shape} does not fit {A.Name}, whose domain is {A.Domain}", nameof(start));
        B = b;
        double scale = Norm(b);
        if (start is null || scale == 0)
        {
            Backend.Fill(x, 0);
            Backend.Copy(b, ResidualArray);
            Begin(scale, Stopping.Target(scale, ElementTypes.Of<T>()));
        }
        else
        {
            Backend.Copy(start.Value, x);
            Begin(TrueResidual(), Stopping.Target(scale, ElementTypes.Of<T>()));
        }

        if (Reason is null) Restart();
    }

    /// <summary>Begins again from the iterate and its residual in <see cref="ResidualArray"/>.</summary>
    private protected abstract void Restart();

    /// <summary>Computes b - A x and gives its norm.</summary>
    private protected double TrueResidual()
    {
        A.Apply(x, ResidualArray);
        Backend.Binary(Devices.BinaryOp.Subtract, B, ResidualArray, ResidualArray);
        return Norm(ResidualArray);
    }

    private protected override void Release() => x.Dispose();

    private static LinearOperator<T, T> Required(LinearOperator<T, T> a)
    {
        ArgumentNullException.ThrowIfNull(a);
        return a;
    }
}
