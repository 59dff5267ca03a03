using AdjointKit.Arrays;

namespace AdjointKit.Operators;

/// <summary>
/// The Kronecker product of A and B: B along the last axes of x [domain of A, domain of B] and A along the first. For matrices (A x B) X = A X B^T, x being X row by row.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
public sealed class KroneckerOperator<T> : LinearOperator<T, T>
    where T : unmanaged
{
    private readonly LinearOperator<T, T> first;
    private readonly LinearOperator<T, T> last;

    /// <summary>Makes the product.</summary>
    /// <param name="first">A.</param>
    /// <param name="last">B.</param>
    public KroneckerOperator(LinearOperator<T, T> first, LinearOperator<T, T> last)
        : base(Required(first).Compute, Joined(first.Domain, Required(last).Domain), Joined(first.Range, last.Range))
    {
        this.first = first;
        this.last = last;
    }

    /// <inheritdoc/>
    public override string Name => $"({first.Name} x {last.Name})";

    /// <inheritdoc/>
    public override bool IsRealLinear => first.IsRealLinear || last.IsRealLinear;

    /// <inheritdoc/>
    protected internal override void ApplyCore(in NdArray<T> x, in NdArray<T> into) => Apply(first, last, x, into);

    /// <inheritdoc/>
    protected internal override void ApplyAdjointCore(in NdArray<T> y, in NdArray<T> into) => Apply(first.H, last.H, y, into);

    private void Apply(LinearOperator<T, T> a, LinearOperator<T, T> b, in NdArray<T> x, in NdArray<T> into)
    {
        (nint m, nint p, nint q) = (a.Domain.Count, a.Range.Count, b.Range.Count);
        NdArray<T> rows = x.Reshape(m, b.Domain.Count);
        using NdArray<T> middle = Compute.Empty<T>(m, q);
        for (nint i = 0; i < m; i++) b.ApplyCore(rows.Select(0, i).Reshape(b.Domain), middle.Select(0, i).Reshape(b.Range));

        // Operators take arrays without gaps: what were columns for A become rows, and back.
        using NdArray<T> turned = Compute.Empty<T>(q, m);
        using NdArray<T> result = Compute.Empty<T>(q, p);
        Compute.Backend.Copy(middle.Transpose(1, 0), turned);
        for (nint j = 0; j < q; j++) a.ApplyCore(turned.Select(0, j).Reshape(a.Domain), result.Select(0, j).Reshape(a.Range));
        Compute.Backend.Copy(result.Transpose(1, 0), into.Reshape(p, q));
    }

    private static LinearOperator<T, T> Required(LinearOperator<T, T> value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private static Shape Joined(Shape a, Shape b)
    {
        if (a.Rank + b.Rank > Shape.MaxRank) throw new ArgumentException($"a Kronecker product of arrays of shape {a} and {b} would have more than {Shape.MaxRank} axes", nameof(b));
        return new Shape([.. a.Lengths, .. b.Lengths]);
    }
}
